package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Marks of {@link Chart.Lines} and {@link Chart.Points}. */
final class SvgSeries implements SvgRenderer.Plot {
  private static final int MARKERS_MAX = 8;

  private final Chart.Axis xAxis;
  private final Chart.Axis yAxis;
  private final List<Chart.SeriesPanel> panels;
  private final List<Chart.Reference> references;
  private final boolean isJoined;
  private final Scaling x;
  private final Scaling y;
  private final List<String> names;

  SvgSeries(final Chart.Lines chart) {
    this(chart.x(), chart.y(), chart.panels(), chart.references(), true);
  }

  SvgSeries(final Chart.Points chart) {
    this(chart.x(), chart.y(), chart.panels(), chart.references(), false);
  }

  private SvgSeries(
      final Chart.Axis xAxis,
      final Chart.Axis yAxis,
      final List<Chart.SeriesPanel> panels,
      final List<Chart.Reference> references,
      final boolean isJoined) {
    this.xAxis = xAxis;
    this.yAxis = yAxis;
    this.panels = panels;
    this.references = references;
    this.isJoined = isJoined;
    this.x = scaleX(xAxis, panels);
    this.y = scaleY(yAxis, panels, references);
    this.names = panels.stream().flatMap(p -> p.series().stream()).map(Chart.Series::name).distinct().toList();
  }

  static Scaling scaleX(final Chart.Axis axis, final List<Chart.SeriesPanel> panels) {
    final double[] range = range(panels, Chart.Point::x);
    return switch (axis.scale()) {
      case CATEGORY -> Scaling.ofCategories(axis.categories().size());
      case LINEAR -> Scaling.ofLinear(Math.min(0, range[0]), range[1]);
      case LOG -> Scaling.ofLog(range[0], range[1]);
      case PERCENTILE -> Scaling.ofPercentiles(range[1]);
    };
  }

  static Scaling scaleY(
      final Chart.Axis axis, final List<Chart.SeriesPanel> panels, final List<Chart.Reference> references) {
    double top = range(panels, p -> p.hasInterval() ? p.high() : p.y())[1];
    double bottom = range(panels, p -> p.hasInterval() ? p.low() : p.y())[0];
    for (final Chart.Reference reference : references) {
      top = Math.max(top, reference.at());
      bottom = Math.min(bottom, reference.at());
    }
    return axis.scale() == Chart.Scale.LOG
        ? Scaling.ofLog(Math.max(bottom, top * 1e-9), top)
        : Scaling.ofLinear(Math.min(0, bottom), top);
  }

  private static double[] range(
      final List<Chart.SeriesPanel> panels, final java.util.function.ToDoubleFunction<Chart.Point> value) {
    final java.util.DoubleSummaryStatistics statistics = panels.stream()
        .flatMap(p -> p.series().stream()).flatMap(s -> s.points().stream()).mapToDouble(value).summaryStatistics();
    return statistics.getCount() == 0
        ? new double[] {0, 1} : new double[] {statistics.getMin(), statistics.getMax()};
  }

  @Override
  public List<Chart.Place> places() {
    return panels.stream().map(Chart.SeriesPanel::place).toList();
  }

  @Override
  public Chart.Axis xAxis() {
    return xAxis;
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
    final Map<String, Integer> styleByName = new LinkedHashMap<>();
    panels.forEach(p -> p.series().forEach(s -> styleByName.putIfAbsent(s.name(), s.style())));
    final List<SvgRenderer.Key> keys = new ArrayList<>();
    styleByName.forEach((name, style) -> keys.add(new SvgRenderer.Key(name, (svg, left, mid) -> {
      if (isJoined) {
        svg.line(left, mid, left + 26, mid, "s" + Math.floorMod(style, SvgTheme.STYLES));
      } else {
        svg.line(left + 13, mid - 8, left + 13, mid + 8, "w" + Math.floorMod(style, SvgTheme.STYLES));
      }
      SvgTheme.marker(svg, style, left + 13, mid, false);
    })));
    final List<Chart.Point> points = points();
    if (points.stream().anyMatch(p -> !p.isInsideModel()) && points.stream().anyMatch(Chart.Point::isInsideModel)) {
      keys.add(new SvgRenderer.Key("hollow: beyond the model",
          (svg, left, mid) -> SvgTheme.marker(svg, 6, left + 13, mid, true)));
    }
    for (final Chart.Reference reference : references) {
      keys.add(new SvgRenderer.Key(reference.label(), (svg, left, mid) -> svg.line(left, mid, left + 26, mid, "ref")));
    }
    return keys;
  }

  private List<Chart.Point> points() {
    return panels.stream().flatMap(p -> p.series().stream()).flatMap(s -> s.points().stream()).toList();
  }

  @Override
  public List<Boolean> insideModel(final int panel) {
    return panels.get(panel).insideModel();
  }

  @Override
  public String remark(final int panel) {
    final List<Chart.Point> points =
        panels.get(panel).series().stream().flatMap(s -> s.points().stream()).filter(p -> p.n() > 0).toList();
    final long least = points.stream().mapToLong(Chart.Point::n).min().orElse(0);
    final long most = points.stream().mapToLong(Chart.Point::n).max().orElse(0);
    if (points.isEmpty()) {
      return "no sample";
    }
    return "n = " + (least == most ? Quantity.count(least) : Quantity.count(least) + " to " + Quantity.count(most));
  }

  @Override
  public void draw(final Svg svg, final int panel, final SvgRenderer.Box box) {
    for (final Chart.Reference reference : references) {
      svg.group("", reference.label() + ": " + Quantity.number(reference.at()));
      svg.line(box.x(), box.atY(y, reference.at()), box.right(), box.atY(y, reference.at()), "ref");
      svg.end();
    }
    final List<Chart.Series> series = panels.get(panel).series();
    if (isJoined) {
      series.forEach(s -> band(svg, s, box));
    }
    for (final Chart.Series s : series) {
      if (isJoined) {
        join(svg, s, box);
      }
      marks(svg, panel, s, box);
    }
    if (series.stream().allMatch(s -> s.points().isEmpty())) {
      svg.text(box.x() + box.w() / 2, box.y() + box.h() / 2, Svg.Anchor.MIDDLE, "small", "no sample in any run");
    }
  }

  private double xOf(final Chart.Series series, final Chart.Point point, final SvgRenderer.Box box) {
    final double shift = isJoined || names.size() < 2
        ? 0
        : ((names.indexOf(series.name()) + 0.5) / names.size() - 0.5) * 0.7;
    return box.atX(x, point.x() + shift);
  }

  private void band(final Svg svg, final Chart.Series series, final SvgRenderer.Box box) {
    final List<Chart.Point> points = series.points().stream().filter(Chart.Point::hasInterval).toList();
    if (points.size() < 2) {
      return;
    }
    final StringBuilder d = new StringBuilder();
    for (final Chart.Point point : points) {
      d.append(d.length() == 0 ? 'M' : 'L').append(Svg.number(box.atX(x, point.x()))).append(' ')
          .append(Svg.number(box.atY(y, point.high())));
    }
    for (int i = points.size() - 1; i >= 0; i--) {
      d.append('L').append(Svg.number(box.atX(x, points.get(i).x()))).append(' ')
          .append(Svg.number(box.atY(y, points.get(i).low())));
    }
    svg.path(d.append('Z').toString(), "b" + Math.floorMod(series.style(), SvgTheme.STYLES));
  }

  private void join(final Svg svg, final Chart.Series series, final SvgRenderer.Box box) {
    if (series.points().size() < 2) {
      return;
    }
    final StringBuilder d = new StringBuilder();
    for (final Chart.Point point : series.points()) {
      d.append(d.length() == 0 ? 'M' : 'L').append(Svg.number(box.atX(x, point.x()))).append(' ')
          .append(Svg.number(box.atY(y, point.y())));
    }
    svg.path(d.toString(), "s" + Math.floorMod(series.style(), SvgTheme.STYLES));
  }

  private void marks(final Svg svg, final int panel, final Chart.Series series, final SvgRenderer.Box box) {
    final int stride = xAxis.scale() == Chart.Scale.CATEGORY ? 1 : 1 + series.points().size() / MARKERS_MAX;
    for (int i = 0; i < series.points().size(); i++) {
      final Chart.Point point = series.points().get(i);
      final double px = xOf(series, point, box);
      final double py = box.atY(y, point.y());
      svg.group("", "%s, %s, %s %s: %s%s, n = %s; %s the model".formatted(
          panels.get(panel).place().title(), series.name(), xAxis.label(), Quantity.onAxis(xAxis, point.x()),
          Quantity.number(point.y()) + (yAxis.unit().isEmpty() ? "" : " " + yAxis.unit()),
          point.hasInterval()
              ? " (" + Quantity.number(point.low()) + " – " + Quantity.number(point.high()) + ")" : "",
          Quantity.count(point.n()), Quantity.model(point.isInsideModel())));
      if (!isJoined && point.hasInterval()) {
        final String css = "w" + Math.floorMod(series.style(), SvgTheme.STYLES);
        final double top = box.atY(y, point.high());
        final double bottom = box.atY(y, point.low());
        svg.line(px, top, px, bottom, css);
        svg.line(px - 3, top, px + 3, top, css);
        svg.line(px - 3, bottom, px + 3, bottom, css);
      }
      if (i % stride == 0 || i == series.points().size() - 1) {
        SvgTheme.marker(svg, series.style(), px, py, !point.isInsideModel());
      } else {
        svg.raw("<circle cx=\"%s\" cy=\"%s\" r=\"5\" fill=\"#000\" fill-opacity=\"0\"/>"
            .formatted(Svg.number(px), Svg.number(py)));
      }
      svg.end();
    }
  }
}
