package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Marks of {@link Chart.HeatMap}. */
final class SvgHeat implements SvgRenderer.Plot {
  private static final double HOT = 0.88;

  private final Chart.HeatMap chart;
  private final Scaling x;
  private final Scaling y;

  SvgHeat(final Chart.HeatMap chart) {
    this.chart = chart;
    this.x = Scaling.ofCategories(chart.x().categories().size());
    this.y = Scaling.ofCategories(chart.y().categories().size());
  }

  @Override
  public List<Chart.Place> places() {
    return chart.panels().stream().map(Chart.HeatPanel::place).toList();
  }

  @Override
  public Chart.Axis xAxis() {
    return chart.x();
  }

  @Override
  public Chart.Axis yAxis() {
    return chart.y();
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
  public boolean hasGrid() {
    return false;
  }

  @Override
  public double heightFor(final double width) {
    return Math.max(40, 46.0 * chart.y().categories().size());
  }

  @Override
  public List<SvgRenderer.Key> keys() {
    final List<SvgRenderer.Key> keys = new ArrayList<>();
    for (final double share : new double[] {0, 0.25, 0.5, 0.75, 1}) {
      keys.add(new SvgRenderer.Key(Quantity.wholePercent(share), (svg, left, mid) -> {
        svg.rect(left, mid - 7, 26, 14, "heatbase", "");
        svg.rect(left, mid - 7, 26, 14, "heat", opacity(share));
      }));
    }
    keys.add(new SvgRenderer.Key("undecided", (svg, left, mid) -> {
      svg.rect(left, mid - 7, 26, 14, "heatbase", "");
      svg.rect(left, mid - 7, 26, 14, "hatch", "");
    }));
    keys.add(new SvgRenderer.Key("bound of the model",
        (svg, left, mid) -> svg.line(left, mid, left + 26, mid, "bound")));
    return keys;
  }

  @Override
  public List<Boolean> insideModel(final int panel) {
    return List.of();
  }

  @Override
  public String remark(final int panel) {
    final List<Chart.Heat> cells = chart.panels().get(panel).cells();
    final boolean anyInside = cells.stream().anyMatch(Chart.Heat::isInsideModel);
    final boolean anyBeyond = cells.stream().anyMatch(c -> !c.isInsideModel());
    return anyInside && anyBeyond
        ? "framed: inside the model" : anyInside ? "all inside the model" : "all beyond the model";
  }

  private static String opacity(final double share) {
    return "fill-opacity=\"%s\"".formatted(Double.toString(StrictMath.round(share * 1000) / 1000.0));
  }

  @Override
  public void draw(final Svg svg, final int panel, final SvgRenderer.Box box) {
    final double w = box.w() / chart.x().categories().size();
    final double h = box.h() / chart.y().categories().size();
    final Map<List<Integer>, Boolean> inside = new LinkedHashMap<>();
    for (final Chart.Heat heat : chart.panels().get(panel).cells()) {
      inside.put(List.of(heat.x(), heat.y()), heat.isInsideModel());
      cell(svg, panel, heat, box.x() + heat.x() * w, box.bottom() - (heat.y() + 1) * h, w, h);
    }
    if (inside.containsValue(true) && inside.containsValue(false)) {
      bound(svg, inside, box, w, h);
    }
  }

  private void cell(
      final Svg svg,
      final int panel,
      final Chart.Heat heat,
      final double left,
      final double top,
      final double w,
      final double h) {
    svg.group(heat.share() > HOT ? "hot" : "", "%s, %s %s, %s %s: %s %s; %s the model%s".formatted(
        chart.panels().get(panel).place().title(), chart.x().label(), chart.x().categories().get(heat.x()),
        chart.y().label(), chart.y().categories().get(heat.y()), chart.share(),
        Quantity.share(heat.k(), heat.n(), heat.low(), heat.high()), Quantity.model(heat.isInsideModel()),
        heat.isUndecided() ? "; undecided, more runs are needed" : ""));
    svg.rect(left + 1, top + 1, w - 2, h - 2, "heatbase", "");
    svg.rect(left + 1, top + 1, w - 2, h - 2, "heat", opacity(heat.share()));
    if (heat.isUndecided()) {
      svg.rect(left + 1, top + 1, w - 2, h - 2, "hatch", "");
    }
    final String counts = heat.k() + "/" + heat.n();
    if (Svg.widthOf(counts, 12) <= w - 4) {
      svg.text(left + w / 2, top + h / 2 - 2, Svg.Anchor.MIDDLE, "cell", counts);
      final String interval = Quantity.interval(heat.low(), heat.high());
      final String second =
          Svg.widthOf(interval, 11) <= w - 2
              ? interval
              : Quantity.brief(heat.k(), heat.n(), heat.low(), heat.high());
      svg.text(left + w / 2, top + h / 2 + 13, Svg.Anchor.MIDDLE, "cell2", second);
    } else {
      svg.text(left + w / 2, top + h / 2 - 1, Svg.Anchor.MIDDLE, "cell2", Quantity.count(heat.k()));
      svg.text(left + w / 2, top + h / 2 + 11, Svg.Anchor.MIDDLE, "cell2", "/" + heat.n());
    }
    svg.end();
  }

  /** Frames the cells inside the model: a line on every side where the neighbour is not inside. */
  private static void bound(
      final Svg svg,
      final Map<List<Integer>, Boolean> inside,
      final SvgRenderer.Box box,
      final double w,
      final double h) {
    svg.group("", "bound of the model: framed cells lie inside");
    final StringBuilder d = new StringBuilder();
    inside.forEach((at, isInside) -> {
      if (isInside) {
        final double left = box.x() + at.get(0) * w;
        final double top = box.bottom() - (at.get(1) + 1) * h;
        side(d, inside, at.get(0) - 1, at.get(1), left, top, left, top + h);
        side(d, inside, at.get(0) + 1, at.get(1), left + w, top, left + w, top + h);
        side(d, inside, at.get(0), at.get(1) + 1, left, top, left + w, top);
        side(d, inside, at.get(0), at.get(1) - 1, left, top + h, left + w, top + h);
      }
    });
    svg.path(d.toString(), "bound");
    svg.end();
  }

  private static void side(
      final StringBuilder d,
      final Map<List<Integer>, Boolean> inside,
      final int x,
      final int y,
      final double x1,
      final double y1,
      final double x2,
      final double y2) {
    if (!inside.getOrDefault(List.of(x, y), false)) {
      d.append("M%s %sL%s %s".formatted(Svg.number(x1), Svg.number(y1), Svg.number(x2), Svg.number(y2)));
    }
  }
}
