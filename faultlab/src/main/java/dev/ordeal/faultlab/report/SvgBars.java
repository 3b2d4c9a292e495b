package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Marks of {@link Chart.StackedBars}. */
final class SvgBars implements SvgRenderer.Plot {
  private static final double LABEL_SIZE = 11;

  private final Chart.StackedBars chart;
  private final Scaling x;
  private final Scaling y = Scaling.ofLinear(0, 100, 4);
  private final Chart.Axis yAxis = Chart.Axis.ofValues("runs", "%", Chart.Scale.LINEAR);

  SvgBars(final Chart.StackedBars chart) {
    this.chart = chart;
    this.x = Scaling.ofCategories(chart.x().categories().size());
  }

  @Override
  public List<Chart.Place> places() {
    return chart.panels().stream().map(Chart.BarPanel::place).toList();
  }

  @Override
  public Chart.Axis xAxis() {
    return chart.x();
  }

  @Override
  public Chart.Axis yAxis() {
    return yAxis;
  }

  @Override
  public Scaling x() {
    return x;
  }

  @Override
  public Scaling y() {
    return y;
  }

  @Override
  public List<SvgRenderer.Key> keys() {
    final List<SvgRenderer.Key> keys = new ArrayList<>();
    for (final Chart.Part part : chart.parts()) {
      keys.add(new SvgRenderer.Key(part.name(),
          (svg, left, mid) -> svg.rect(left, mid - 7, 26, 14, SvgTheme.classOf(part.meaning()), "")));
    }
    keys.add(new SvgRenderer.Key("interval of “" + chart.parts().get(0).name() + "”",
        (svg, left, mid) -> whisker(svg, left + 13, mid - 7, mid + 7)));
    return keys;
  }

  @Override
  public List<Boolean> insideModel(final int panel) {
    return chart.panels().get(panel).bars().stream().map(b -> b == null || b.isInsideModel()).toList();
  }

  @Override
  public String remark(final int panel) {
    final List<Chart.Bar> bars = chart.panels().get(panel).bars().stream().filter(Objects::nonNull).toList();
    final long least = bars.stream().mapToLong(Chart.Bar::total).min().orElse(0);
    final long most = bars.stream().mapToLong(Chart.Bar::total).max().orElse(0);
    return least == most
        ? "n = " + Quantity.count(least) + " a bar"
        : "n = " + Quantity.count(least) + " to " + Quantity.count(most) + " a bar";
  }

  @Override
  public void draw(final Svg svg, final int panel, final SvgRenderer.Box box) {
    final List<Chart.Bar> bars = chart.panels().get(panel).bars();
    final double slot = box.w() / bars.size();
    final double width = Math.min(64, slot * 0.72);
    for (int i = 0; i < bars.size(); i++) {
      final Chart.Bar bar = bars.get(i);
      if (bar == null || bar.total() == 0) {
        continue;
      }
      final double centre = box.atX(x, i);
      double share = 0;
      for (int p = 0; p < chart.parts().size(); p++) {
        final long count = bar.counts().get(p);
        if (count > 0) {
          final double from = share;
          share += 100.0 * count / bar.total();
          segment(svg, panel, i, p, centre - width / 2, width, box.atY(y, share), box.atY(y, from));
        }
      }
      if (!Double.isNaN(bar.low()) && width > 12) {
        whisker(svg, centre + width / 2 - 5, box.atY(y, bar.high() * 100), box.atY(y, bar.low() * 100));
      }
    }
  }

  private void segment(
      final Svg svg,
      final int panel,
      final int category,
      final int part,
      final double left,
      final double width,
      final double top,
      final double bottom) {
    final Chart.Bar bar = chart.panels().get(panel).bars().get(category);
    final long count = bar.counts().get(part);
    final String interval = part == 0 && !Double.isNaN(bar.low())
        ? ", interval " + Quantity.interval(bar.low(), bar.high()) : "";
    svg.group("", "%s, %s: %s: %s of %s runs, %s%s; %s the model".formatted(
        chart.panels().get(panel).place().title(), chart.x().label() + " " + chart.x().categories().get(category),
        chart.parts().get(part).name(), Quantity.count(count), Quantity.count(bar.total()),
        Quantity.percent((double) count / bar.total()), interval, Quantity.model(bar.isInsideModel())));
    svg.rect(left, top, width, bottom - top, SvgTheme.classOf(chart.parts().get(part).meaning()), "");
    svg.line(left, top, left + width, top, "gap");
    final String label = Quantity.count(count);
    if (bottom - top >= LABEL_SIZE + 3 && Svg.widthOf(label, LABEL_SIZE) <= width - 10) {
      final double half = Svg.widthOf(label, LABEL_SIZE) / 2 + 2;
      svg.rect(left + (width - 8) / 2 - half, (top + bottom) / 2 - 7, 2 * half, 14, "pill", "rx=\"3\"");
      svg.text(left + (width - 8) / 2, (top + bottom) / 2 + 4, Svg.Anchor.MIDDLE, "mark", label);
    }
    svg.end();
  }

  private static void whisker(final Svg svg, final double x, final double top, final double bottom) {
    svg.line(x, top, x, bottom, "ink");
    svg.line(x - 3, top, x + 3, top, "ink");
    svg.line(x - 3, bottom, x + 3, bottom, "ink");
  }
}
