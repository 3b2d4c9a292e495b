package dev.ordeal.faultlab.report;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** Writes the text of one SVG picture, element by element; escapes what it is given. Single owner. */
final class Svg {
  /** Where a text stands in relation to its point. */
  enum Anchor {
    START("start"),
    MIDDLE("middle"),
    END("end");

    private final String word;

    Anchor(final String word) {
      this.word = word;
    }
  }

  private static final double WIDE = 0.93;
  private static final double UPPER = 0.72;
  private static final double LOWER = 0.60;
  private static final double NARROW = 0.34;

  private final StringBuilder out = new StringBuilder(16_384);
  private final Deque<String> open = new ArrayDeque<>();

  /** Estimates the width of a text from classes of letters, on the wide side of common sans-serif fonts. */
  static double widthOf(final String text, final double size) {
    double width = 0;
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      if (c == '\u202f') {
        width += 0.22;
      } else if ("iljtfrI.,:;|!'()[] ·-/".indexOf(c) >= 0) {
        width += NARROW;
      } else if ("mwMW%@—→…".indexOf(c) >= 0) {
        width += WIDE;
      } else {
        width += Character.isUpperCase(c) ? UPPER : LOWER;
      }
    }
    return width * size;
  }

  /** Breaks a text at spaces so that each line fits; a word that is too long stands alone. */
  static List<String> wrap(final String text, final double size, final double width) {
    final List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (final String word : text.split(" ")) {
      if (line.length() > 0 && widthOf(line + " " + word, size) > width) {
        lines.add(line.toString());
        line = new StringBuilder();
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    if (line.length() > 0) {
      lines.add(line.toString());
    }
    return lines;
  }

  /** The text, or as much of it as fits, ended by an ellipsis. */
  static String fit(final String text, final double size, final double width) {
    if (widthOf(text, size) <= width) {
      return text;
    }
    String cut = text;
    while (cut.length() > 1 && widthOf(cut + "…", size) > width) {
      cut = cut.substring(0, cut.length() - 1);
    }
    return cut.stripTrailing() + "…";
  }

  static String escape(final String text) {
    final StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      final char c = text.charAt(i);
      switch (c) {
        case '&' -> escaped.append("&amp;");
        case '<' -> escaped.append("&lt;");
        case '>' -> escaped.append("&gt;");
        case '"' -> escaped.append("&quot;");
        default -> escaped.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
    return escaped.toString();
  }

  static String number(final double value) {
    final String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Starts the picture. */
  Svg begin(final double width, final double height, final String title, final String description) {
    out.append(("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\""
            + " role=\"img\" class=\"chart\">\n")
        .formatted(number(width), number(height), number(width), number(height)));
    out.append("<title>").append(escape(title)).append("</title>\n");
    out.append("<desc>").append(escape(description)).append("</desc>\n");
    open.push("svg");
    return this;
  }

  /** Starts a picture within a page, without words of its own. */
  Svg beginInline(final double width, final double height) {
    out.append("<svg class=\"chart\" width=\"%s\" height=\"%s\" aria-hidden=\"true\">"
        .formatted(number(width), number(height)));
    open.push("svg");
    return this;
  }

  /** Adds text as it is: style sheets, definitions. */
  Svg raw(final String text) {
    out.append(text);
    return this;
  }

  /** Starts a group; a title shows when the pointer rests on it. */
  Svg group(final String cssClass, final String title) {
    out.append("<g");
    attribute("class", cssClass);
    out.append('>');
    title(title);
    open.push("g");
    return this;
  }

  /** Ends the innermost group. */
  Svg end() {
    out.append("</").append(open.pop()).append(">\n");
    return this;
  }

  Svg rect(final double x, final double y, final double w, final double h, final String cssClass, final String extra) {
    out.append("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\""
        .formatted(number(x), number(y), number(Math.max(0, w)), number(Math.max(0, h))));
    attribute("class", cssClass);
    out.append(extra.isEmpty() ? "" : " " + extra).append("/>\n");
    return this;
  }

  Svg line(final double x1, final double y1, final double x2, final double y2, final String cssClass) {
    out.append("<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\""
        .formatted(number(x1), number(y1), number(x2), number(y2)));
    attribute("class", cssClass);
    out.append("/>\n");
    return this;
  }

  Svg circle(final double x, final double y, final double r, final String cssClass) {
    out.append("<circle cx=\"%s\" cy=\"%s\" r=\"%s\"".formatted(number(x), number(y), number(r)));
    attribute("class", cssClass);
    out.append("/>\n");
    return this;
  }

  Svg path(final String d, final String cssClass) {
    out.append("<path d=\"").append(d).append('"');
    attribute("class", cssClass);
    out.append("/>\n");
    return this;
  }

  Svg text(final double x, final double y, final Anchor anchor, final String cssClass, final String text) {
    out.append("<text x=\"%s\" y=\"%s\" text-anchor=\"%s\"".formatted(number(x), number(y), anchor.word));
    attribute("class", cssClass);
    out.append('>').append(escape(text)).append("</text>\n");
    return this;
  }

  /** A text turned a quarter to the left, around its point. */
  Svg textUp(final double x, final double y, final Anchor anchor, final String cssClass, final String text) {
    out.append("<text transform=\"translate(%s %s) rotate(-90)\" text-anchor=\"%s\""
        .formatted(number(x), number(y), anchor.word));
    attribute("class", cssClass);
    out.append('>').append(escape(text)).append("</text>\n");
    return this;
  }

  private void title(final String title) {
    if (!title.isEmpty()) {
      out.append("<title>").append(escape(title)).append("</title>");
    }
  }

  private void attribute(final String name, final String value) {
    if (!value.isEmpty()) {
      out.append(' ').append(name).append("=\"").append(value).append('"');
    }
  }

  /** The finished picture; all groups must have ended. */
  String finish() {
    end();
    if (!open.isEmpty()) {
      throw new IllegalStateException("group left open: depth=%d".formatted(open.size()));
    }
    return out.toString();
  }
}
