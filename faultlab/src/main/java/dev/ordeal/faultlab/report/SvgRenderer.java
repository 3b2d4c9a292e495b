package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Draws a chart as an SVG picture: real text, hover titles, light and dark, no toolkit. Panels stand in a grid, the
 * same axes in all of them, so that they can be compared. Stateless; any thread.
 */
public final class SvgRenderer {
  static final double WIDTH = 960;
  static final double MARGIN = 24;
  private static final double LINE = 17;
  private static final double PANEL_GAP = 26;
  private static final double PANEL_HEAD = 24;
  private static final double HEAD_LINE = 13;
  private static final double STRIP = 18;
  private static final double TICKS = 22;
  private static final double AXIS_TITLE = 20;
  private static final int COLUMNS_MAX = 3;
  private static final double PLOT_MIN = 150;
  private static final double PLOT_MAX = 260;

  /** The rectangle a panel's marks are drawn in. */
  record Box(double x, double y, double w, double h) {
    double right() {
      return x + w;
    }

    double bottom() {
      return y + h;
    }

    double atX(final Scaling scaling, final double value) {
      return x + scaling.place(value) * w;
    }

    double atY(final Scaling scaling, final double value) {
      return y + h - scaling.place(value) * h;
    }
  }

  /** An entry of the legend. */
  record Key(String label, KeyShape shape) {}

  /** Draws a legend's sample with its left end at x, on the line whose middle is at y; it may be 26 wide. */
  interface KeyShape {
    void draw(Svg svg, double x, double y);
  }

  /** What the frame needs to know of one kind of chart. */
  interface Plot {
    List<Chart.Place> places();

    Chart.Axis xAxis();

    Chart.Axis yAxis();

    Scaling x();

    Scaling y();

    List<Key> keys();

    /** For each category whether it is inside the model; empty if that is not said beside the plot. */
    List<Boolean> insideModel(int panel);

    /** Said after a panel's name, such as n; may be empty. */
    String remark(int panel);

    /** Height of a plot for a given width. */
    default double heightFor(final double width) {
      return Math.max(PLOT_MIN, Math.min(PLOT_MAX, width * 0.62));
    }

    /** Whether to draw lines across at the ticks of y. */
    default boolean hasGrid() {
      return true;
    }

    /** The labels of y's ticks. */
    default String yTick(final double value) {
      return Quantity.onAxis(yAxis(), value);
    }

    void draw(Svg svg, int panel, Box box);
  }

  private SvgRenderer() {}

  /** The picture as text, in UTF-8 if written to a file. */
  public static String render(final Chart chart) {
    return frame(chart.heading(), plotOf(chart));
  }

  /** The legend as HTML, for pages that draw the panels themselves; its styles are those of {@link SvgTheme}. */
  static String legendHtml(final Chart chart) {
    final StringBuilder html = new StringBuilder();
    for (final Key key : plotOf(chart).keys()) {
      final Svg svg = new Svg().beginInline(30, 18);
      key.shape.draw(svg, 2, 9);
      html.append("<span>").append(svg.finish().strip()).append(Svg.escape(key.label)).append("</span>\n");
    }
    return html.toString();
  }

  private static Plot plotOf(final Chart chart) {
    if (chart instanceof Chart.StackedBars bars) {
      return new SvgBars(bars);
    }
    if (chart instanceof Chart.Lines lines) {
      return new SvgSeries(lines);
    }
    return chart instanceof Chart.Points points ? new SvgSeries(points) : new SvgHeat((Chart.HeatMap) chart);
  }

  private static String frame(final Chart.Heading heading, final Plot plot) {
    final double inner = WIDTH - 2 * MARGIN;
    final List<String> title = Svg.wrap(heading.title(), 19, inner);
    final List<String> subtitle = Svg.wrap(heading.subtitle(), 13, inner);
    final List<String> footer = new ArrayList<>(Svg.wrap(heading.howToRead(), 12, inner));
    footer.addAll(Svg.wrap(heading.note(), 12, inner));
    final List<List<Key>> legend = legendRows(plot.keys(), inner);

    final List<int[]> spots = spots(plot.places());
    final int columns = 1 + spots.stream().mapToInt(s -> s[0]).max().orElse(0);
    final int rows = 1 + spots.stream().mapToInt(s -> s[1]).max().orElse(0);
    double tickWidth = 0;
    for (final double tick : plot.y().ticks()) {
      tickWidth = Math.max(tickWidth, Svg.widthOf(plot.yTick(tick), 11));
    }
    final double left = AXIS_TITLE + tickWidth + 10;
    final double gap = Math.max(PANEL_GAP, tickWidth + 20);
    final double plotWidth = Math.min(560, (inner - left - gap * (columns - 1)) / columns);
    final boolean isSlanted = isSlanted(plot, plotWidth);
    double tickHeight = TICKS;
    if (isSlanted) {
      for (final double tick : plot.x().ticks()) {
        tickHeight = Math.max(tickHeight, 12 + Svg.widthOf(Quantity.onAxis(plot.xAxis(), tick), 11) * 0.6);
      }
    }
    boolean hasStrip = false;
    for (int i = 0; i < spots.size(); i++) {
      hasStrip |= isMixed(plot.insideModel(i));
    }
    final double strip = hasStrip ? STRIP : 0;
    double head = PANEL_HEAD;
    for (final Chart.Place place : plot.places()) {
      head = Math.max(head, PANEL_HEAD + (headLines(place.title(), plotWidth).size() - 1) * HEAD_LINE);
    }
    final double plotHeight = plot.heightFor(plotWidth);
    final double rowHeight = head + strip + plotHeight + tickHeight + AXIS_TITLE + 12;

    final double top = MARGIN + title.size() * 24 + subtitle.size() * LINE + 8 + legend.size() * 22 + 10;
    final double height = top + rows * rowHeight + 8 + footer.size() * 16 + MARGIN - 8;

    final Svg svg = new Svg().begin(WIDTH, height, heading.title(), heading.subtitle() + " " + heading.howToRead());
    svg.raw(SvgTheme.definitions());
    svg.rect(0, 0, WIDTH, height, "paper", "");
    double y = MARGIN + 14;
    y = lines(svg, title, y, 24, "title") - 2;
    y = lines(svg, subtitle, y, LINE, "sub") + 4;
    drawLegend(svg, legend, y);
    for (int i = 0; i < spots.size(); i++) {
      final double x = MARGIN + left + spots.get(i)[0] * (plotWidth + gap);
      final double panelTop = top + spots.get(i)[1] * rowHeight;
      final Box box = new Box(x, panelTop + head + strip, plotWidth, plotHeight);
      drawPanel(svg, plot, i, box, strip, left, spots.get(i)[0] == 0, tickHeight, isSlanted);
    }
    lines(svg, footer, top + rows * rowHeight + 14, 16, "note");
    return svg.finish();
  }

  private static double lines(
      final Svg svg, final List<String> lines, final double from, final double step, final String cssClass) {
    double y = from;
    for (final String line : lines) {
      svg.text(MARGIN, y, Svg.Anchor.START, cssClass, line);
      y += step;
    }
    return y;
  }

  /** Column and row of each panel: by its place if that makes few columns, else filled row by row. */
  private static List<int[]> spots(final List<Chart.Place> places) {
    final List<String> columns = places.stream().map(Chart.Place::column).distinct().toList();
    final List<String> rows = places.stream().map(Chart.Place::row).distinct().toList();
    final List<int[]> spots = new ArrayList<>();
    final int across = Math.min(COLUMNS_MAX, places.size());
    for (int i = 0; i < places.size(); i++) {
      spots.add(
          columns.size() <= COLUMNS_MAX
              ? new int[] {columns.indexOf(places.get(i).column()), rows.indexOf(places.get(i).row())}
              : new int[] {i % across, i / across});
    }
    return spots;
  }

  private static boolean isSlanted(final Plot plot, final double plotWidth) {
    if (plot.xAxis().scale() != Chart.Scale.CATEGORY) {
      return false;
    }
    final double slot = plotWidth / plot.x().ticks().size();
    return plot.x().ticks().stream().anyMatch(t -> Svg.widthOf(Quantity.onAxis(plot.xAxis(), t), 11) > slot - 4);
  }

  private static boolean isMixed(final List<Boolean> inside) {
    return inside.contains(true) && inside.contains(false);
  }

  private static void drawPanel(
      final Svg svg,
      final Plot plot,
      final int panel,
      final Box box,
      final double strip,
      final double left,
      final boolean isFirst,
      final double tickHeight,
      final boolean isSlanted) {
    final List<Boolean> inside = plot.insideModel(panel);
    svg.group("", "");
    drawHead(svg, plot, panel, box, strip, inside);
    drawModel(svg, inside, box);
    for (final double tick : plot.y().ticks()) {
      final double at = box.atY(plot.y(), tick);
      if (plot.hasGrid()) {
        svg.line(box.x, at, box.right(), at, "grid");
      }
      svg.text(box.x - 6, at + 4, Svg.Anchor.END, "tick", plot.yTick(tick));
    }
    if (isFirst) {
      svg.textUp(box.x - left + 12, box.y + box.h / 2, Svg.Anchor.MIDDLE, "axis",
          Svg.fit(plot.yAxis().title(), 12, box.h + 40));
    }
    double free = box.x - 20;
    for (final double tick : plot.x().ticks()) {
      final double at = box.atX(plot.x(), tick);
      final String label = Quantity.onAxis(plot.xAxis(), tick);
      final double half = Svg.widthOf(label, 11) / 2;
      if (isSlanted) {
        svg.raw("<g transform=\"translate(%s %s) rotate(-38)\">".formatted(
            Svg.number(at + 4), Svg.number(box.bottom() + 14)));
        svg.text(0, 0, Svg.Anchor.END, "tick", label).raw("</g>\n");
      } else if (at - half >= free) {
        svg.text(at, box.bottom() + 16, Svg.Anchor.MIDDLE, "tick", label);
        free = at + half + 4;
      }
      if (plot.xAxis().scale() != Chart.Scale.CATEGORY) {
        svg.line(at, box.bottom(), at, box.bottom() + 4, "frame");
      }
    }
    svg.text(box.x + box.w / 2, box.bottom() + tickHeight + 13, Svg.Anchor.MIDDLE, "axis",
        Svg.fit(plot.xAxis().title(), 12, box.w + 20));
    plot.draw(svg, panel, box);
    svg.line(box.x, box.bottom(), box.right(), box.bottom(), "frame");
    svg.end();
  }

  private static boolean isLong(final String name, final double width) {
    return Svg.widthOf(name, 14) > width;
  }

  /** A panel's name, in smaller letters and on several lines if it is long. */
  private static List<String> headLines(final String name, final double width) {
    return isLong(name, width) ? Svg.wrap(name, 11, width) : List.of(name);
  }

  private static void drawHead(
      final Svg svg, final Plot plot, final int panel, final Box box, final double strip, final List<Boolean> inside) {
    final String name = plot.places().get(panel).title();
    final double base = box.y - strip - 9;
    final boolean isLong = isLong(name, box.w);
    final int size = isLong ? 11 : 14;
    final List<String> lines = headLines(name, box.w);
    String shown = "";
    for (int i = 0; i < lines.size(); i++) {
      shown = Svg.fit(lines.get(i), size, box.w);
      svg.text(
          box.x,
          base - (lines.size() - 1 - i) * HEAD_LINE,
          Svg.Anchor.START,
          isLong ? "small" : "panel",
          shown);
    }
    String remark = plot.remark(panel);
    if (!inside.isEmpty() && !isMixed(inside)) {
      remark = (inside.get(0) ? "inside the model" : "beyond the model") + (remark.isEmpty() ? "" : ", " + remark);
    }
    final double room = box.w - Svg.widthOf(shown, size) - 10;
    if (!remark.isEmpty() && room > 40) {
      svg.text(box.right(), base, Svg.Anchor.END, "small", Svg.fit(remark, 11, room));
    }
  }

  /** Marks the categories that lie beyond the model: tinted ground, a line at the bound, and words above the plot. */
  private static void drawModel(final Svg svg, final List<Boolean> inside, final Box box) {
    final int count = inside.size();
    for (int from = 0; from < count; ) {
      int to = from;
      while (to < count && inside.get(to).equals(inside.get(from))) {
        to++;
      }
      final double x = box.x + box.w * from / count;
      final double w = box.w * (to - from) / count;
      final boolean isInside = inside.get(from);
      if (!isInside) {
        svg.rect(x, box.y, w, box.h, "beyond", "");
      }
      if (isMixed(inside)) {
        final String full = isInside ? "inside the model" : "beyond the model";
        final String word = Svg.widthOf(full, 11) <= w - 4 ? full : isInside ? "inside" : "beyond";
        if (Svg.widthOf(word, 11) <= w + 6) {
          svg.text(x + w / 2, box.y - 7, Svg.Anchor.MIDDLE, "small", word);
        }
        svg.line(x + 2, box.y - 3, x + w - 2, box.y - 3, isInside ? "ink" : "edge");
      }
      from = to;
    }
  }

  private static List<List<Key>> legendRows(final List<Key> keys, final double width) {
    final List<List<Key>> rows = new ArrayList<>();
    double x = width + 1;
    for (final Key key : keys) {
      final double needed = 34 + Svg.widthOf(key.label, 12) + 18;
      if (x + needed > width) {
        rows.add(new ArrayList<>());
        x = 0;
      }
      rows.get(rows.size() - 1).add(key);
      x += needed;
    }
    return rows;
  }

  private static void drawLegend(final Svg svg, final List<List<Key>> rows, final double from) {
    double y = from;
    for (final List<Key> row : rows) {
      double x = MARGIN;
      for (final Key key : row) {
        key.shape.draw(svg, x, y);
        svg.text(x + 34, y + 4, Svg.Anchor.START, "axis", key.label);
        x += 34 + Svg.widthOf(key.label, 12) + 18;
      }
      y += 22;
    }
  }
}
