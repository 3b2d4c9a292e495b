package dev.ordeal.faultlab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Colours, dashes, markers and patterns of all SVG pictures. Colours are those of Okabe and Ito (2008), made to be told
 * apart by colour-blind readers; each goes with a dash and a marker, or with a pattern, so none is alone.
 *
 * <p>Light and dark are two style sheets: a reader of SVG that knows no media queries can drop the second.
 */
final class SvgTheme {
  /** How many series can be told apart. */
  static final int STYLES = 7;

  private static final String[] LIGHT = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"};
  private static final String[] DARK = {"#56a8e6", "#f0813a", "#2cc79a", "#e29ac2", "#f0b429", "#8fd0f7", "#b8b8b8"};
  private static final String[] DASHES = {"", "7 3", "2 3", "9 3 2 3", "12 4", "4 2 1 2 1 2", "1 4"};

  private static final String MEANINGS = "--good:#009e73;--stalled:#e69f00;--broken:#d55e00;--nothing:#b3b9bf;";
  private static final String LIGHT_PAGE =
      "--paper:#ffffff;--ink:#1c2126;--ink2:#4a525b;--line:#8a939c;--grid:#dfe3e8;--raised:#f4f5f7;"
          + "--tint:rgba(138,147,156,.13);";
  private static final String DARK_PAGE =
      "--paper:#15191e;--ink:#e8ebee;--ink2:#aab3bc;--line:#6b747e;--grid:#2c333b;--raised:#232a31;"
          + "--tint:rgba(154,164,174,.16);";

  private SvgTheme() {}

  /** Style sheet variables of a page, so that what scripts draw has the same colours. */
  static String variables() {
    return ":root{" + LIGHT_PAGE + MEANINGS + variables(LIGHT) + "}\n@media (prefers-color-scheme:dark){:root{"
        + DARK_PAGE
        + variables(DARK) + "}}\n";
  }

  private static String variables(final String[] colours) {
    final StringBuilder css = new StringBuilder();
    for (int i = 0; i < STYLES; i++) {
      css.append("--c%d:%s;".formatted(i, colours[i]));
    }
    return css.toString();
  }

  /** The style sheets and patterns, to stand right after the picture's start. */
  static String definitions() {
    return styles("picture", series(LIGHT, true), series(DARK, false)) + resource("patterns.svg");
  }

  /** Two style sheets, light and dark, from resources of this name, with what is computed added to each. */
  static String styles(final String name, final String light, final String dark) {
    return "<style>\n" + resource(name + ".css") + light + "</style>\n<style>\n@media (prefers-color-scheme:dark){\n"
        + resource(name + "-dark.css") + dark + "}\n</style>\n";
  }

  /** A text that is packed with the classes. */
  static String resource(final String name) {
    try (InputStream in = SvgTheme.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource missing: name=" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String series(final String[] colours, final boolean isWhole) {
    final StringBuilder css = new StringBuilder();
    for (int i = 0; i < STYLES; i++) {
      css.append(".s%d{stroke:%s%s}".formatted(i, colours[i], isWhole ? ";fill:none;stroke-width:2" + dash(i) : ""));
      css.append(".w%d{stroke:%s%s}".formatted(i, colours[i], isWhole ? ";stroke-width:1.6" : ""));
      css.append(".f%d{fill:%s}".formatted(i, colours[i]));
      css.append(".b%d{fill:%s%s}\n".formatted(i, colours[i], isWhole ? ";fill-opacity:.13;stroke:none" : ""));
    }
    return css.toString();
  }

  private static String dash(final int style) {
    return DASHES[style].isEmpty() ? "" : ";stroke-dasharray:" + DASHES[style];
  }

  /** The class of a part of a bar. */
  static String classOf(final Chart.Meaning meaning) {
    return switch (meaning) {
      case GOOD -> "good";
      case STALLED -> "stalled";
      case BROKEN -> "broken";
      case NOTHING -> "nothing";
    };
  }

  /** Draws a series' marker. */
  static void marker(final Svg svg, final int style, final double x, final double y, final boolean isHollow) {
    final int kind = Math.floorMod(style, STYLES);
    final String fill = isHollow ? "paper w" + kind : "f" + kind;
    switch (kind) {
      case 0 -> svg.circle(x, y, 3.6, fill);
      case 1 -> svg.rect(x - 3.3, y - 3.3, 6.6, 6.6, fill, "");
      case 2 -> svg.path(shape(x, y, 0, -4.6, 4.4, 3.4, -4.4, 3.4), fill);
      case 3 -> svg.path(shape(x, y, 0, -4.8, 4.8, 0, 0, 4.8, -4.8, 0), fill);
      case 4 -> svg.path(shape(x, y, 0, 4.6, 4.4, -3.4, -4.4, -3.4), fill);
      case 5 -> svg.path(hexagon(x, y, 4.4), fill);
      default -> svg.path(shape(x, y, -4.4, -2.4, 4.4, -2.4, 4.4, 2.4, -4.4, 2.4), fill);
    }
  }

  private static String shape(final double x, final double y, final double... offsets) {
    final StringBuilder d = new StringBuilder();
    for (int i = 0; i < offsets.length; i += 2) {
      d.append(i == 0 ? 'M' : 'L').append(Svg.number(x + offsets[i])).append(' ').append(Svg.number(y
          + offsets[i + 1]));
    }
    return d.append('Z').toString();
  }

  /** The path of an oblique cross. */
  static String cross(final double x, final double y, final double r) {
    return "M%s %sL%s %sM%s %sL%s %s".formatted(
        Svg.number(x - r), Svg.number(y - r), Svg.number(x + r), Svg.number(y + r),
        Svg.number(x + r), Svg.number(y - r), Svg.number(x - r), Svg.number(y + r));
  }

  private static String hexagon(final double x, final double y, final double r) {
    return shape(x, y, 0, -r, r * 0.87, -r / 2, r * 0.87, r / 2, 0, r, -r * 0.87, r / 2, -r * 0.87, -r / 2);
  }
}
