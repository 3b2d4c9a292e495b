package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.MeasureSummary;
import dev.ordeal.faultlab.record.Proportion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Turns cells and samples into charts, for whatever axes the experiment varied: the axis of most values runs along x,
 * the others make panels. A chart that has nothing to show is left out.
 *
 * <p>Threading: one owner.
 */
final class ChartBuilder {
  /** A share that lies on one side of this, interval and all, is decided. */
  static final double DECISIVE_SHARE = 0.05;

  /** An interval wider than this is undecided whatever it holds. */
  static final double INTERVAL_WIDTH_MAX = 0.2;

  private static final int GROWTH_VALUES_MIN = 3;
  private static final int POINTS_PER_DECADE = 8;
  private static final double FLAT_FACTOR = 10;
  private static final int TAIL_SAMPLES_MIN = 5;
  private static final int SERIES_MAX = SvgTheme.STYLES;
  static final String WILSON = "Wilson intervals at 95\u202f%";
  private static final String BOOTSTRAP = "bootstrap intervals at 95\u202f%, resampling runs";

  private final Grid grid;
  private final Map<String, Map<String, List<long[]>>> samplesByCell;

  /**
   * Takes what there is to draw.
   *
   * @param samplesByCell by key of the cell, then by measure, for each run its samples
   */
  ChartBuilder(final Grid grid, final Map<String, Map<String, List<long[]>>> samplesByCell) {
    this.grid = grid;
    this.samplesByCell = samplesByCell;
  }

  /** The chart asked for, or nothing if the experiment does not hold what it needs. */
  Optional<Chart> build(final ChartRequest request) {
    if (grid.cells().isEmpty()) {
      return Optional.empty();
    }
    if (request instanceof ChartRequest.Correctness correctness) {
      return Optional.of(CorrectnessChart.of(correctness, grid, this));
    }
    if (request instanceof ChartRequest.ByPercentile percentile) {
      return hasSamples(percentile.measure()) ? Optional.of(percentiles(percentile)) : Optional.empty();
    }
    if (request instanceof ChartRequest.ShareMap map) {
      return shares(map.title(), "how-often-" + map.happened(), "P(" + ChartRequest.spaced(map.happened()) + ")",
          cell -> cell.happened().get(map.happened()));
    }
    if (request instanceof ChartRequest.BrokenMap map) {
      final boolean isPromised = grid.cells().stream().flatMap(cell -> cell.properties().stream())
          .anyMatch(property -> property.promised() && property.property().equals(map.property()));
      return !isPromised ? Optional.empty() : shares(map.title(), "broken-" + map.property(),
          "P(" + ChartRequest.spaced(map.property()) + " broken)",
          cell -> cell.properties().stream().filter(p -> p.property().equals(map.property()))
              .map(CellRecord.PropertyRecord::broken).filter(p -> p.of() > 0).findFirst().orElse(null));
    }
    if (request instanceof ChartRequest.Typical typical) {
      return hasSamples(typical.measure()) ? Optional.of(typical(typical)) : Optional.empty();
    }
    if (request instanceof ChartRequest.Tradeoff tradeoff) {
      return hasSamples(tradeoff.x()) && hasSamples(tradeoff.y()) ? tradeoff(tradeoff) : Optional.empty();
    }
    if (request instanceof ChartRequest.Growth growth) {
      return hasSamples(growth.measure())
          && grid.axes().getOrDefault(growth.axis(), List.of()).size() >= GROWTH_VALUES_MIN
          ? Optional.of(GrowthChart.of(growth, grid, this)) : Optional.empty();
    }
    if (request instanceof ChartRequest.Geometric geometric) {
      return hasSamples(geometric.measure()) ? GeometricChart.of(geometric, grid, this) : Optional.empty();
    }
    final ChartRequest.Trend trend = (ChartRequest.Trend) request;
    return hasSamples(trend.measure()) ? Optional.of(trend(trend)) : Optional.empty();
  }

  private boolean hasSamples(final String measure) {
    return grid.cells().stream().anyMatch(c -> c.measures().containsKey(measure)
        && c.measures().get(measure).count() > 0);
  }

  /** The axis along x, or null if nothing was varied. */
  String mainAxis() {
    return grid.axes().isEmpty() ? null : grid.axisNames().get(0);
  }

  List<String> valuesOf(final String axis) {
    return axis == null ? List.of("all runs") : grid.axes().get(axis);
  }

  static Chart.Axis axisOf(final String axis, final List<String> values) {
    return Chart.Axis.ofCategories(axis == null ? "" : ChartRequest.spaced(axis), values);
  }

  static List<String> used(final String... axes) {
    final List<String> used = new ArrayList<>();
    for (final String axis : axes) {
      if (axis != null) {
        used.add(axis);
      }
    }
    return used;
  }

  String runs() {
    return "n = " + grid.span(cell -> (long) cell.runs()) + " runs a cell";
  }

  /** Whether k of n says on which side of {@link #DECISIVE_SHARE} the share lies, and about where. */
  static boolean isUndecided(final Proportion share) {
    return share.of() == 0
        || share.high() - share.low() > INTERVAL_WIDTH_MAX
        || share.low() < DECISIVE_SHARE && share.high() > DECISIVE_SHARE;
  }

  private Optional<Chart> shares(
      final String title, final String id, final String label, final Function<CellRecord, Proportion> share) {
    if (grid.cells().stream().noneMatch(cell -> share.apply(cell) != null)) {
      return Optional.empty();
    }
    final String xAxis = mainAxis();
    final String yAxis = grid.axes().size() > 1 ? grid.axisNames().get(1) : null;
    final List<String> ys = yAxis == null ? grid.variants() : valuesOf(yAxis);
    final List<Chart.HeatPanel> panels = new ArrayList<>();
    for (final Map<String, String> rest : grid.combinations(grid.axisNamesBut(used(xAxis, yAxis)))) {
      for (final String column : yAxis == null ? List.of("all algorithms") : grid.variants()) {
        final List<Chart.Heat> cells = new ArrayList<>();
        for (int y = 0; y < ys.size(); y++) {
          for (int x = 0; x < valuesOf(xAxis).size(); x++) {
            final Map<String, String> at =
                Grid.and(Grid.and(rest, xAxis, valuesOf(xAxis).get(x)), yAxis, ys.get(y));
            final Optional<CellRecord> cell = grid.cell(yAxis == null ? ys.get(y) : column, at);
            if (cell.isPresent() && share.apply(cell.get()) != null) {
              final Proportion p = share.apply(cell.get());
              cells.add(new Chart.Heat(x, y, p.count(), p.of(), p.low(), p.high(), cell.get().isInsideModel(),
                  isUndecided(p)));
            }
          }
        }
        if (!cells.isEmpty()) {
          panels.add(new Chart.HeatPanel(new Chart.Place(column, Grid.words(rest)), cells));
        }
      }
    }
    final Chart.Axis y =
        yAxis == null ? Chart.Axis.ofCategories("algorithm", ys) : axisOf(yAxis, ys);
    return Optional.of(new Chart.HeatMap(
        new Chart.Heading(id, title,
            label + ": k of n runs in which it happened, and the " + WILSON.replace("intervals", "interval") + " in %; "
                + runs() + ".",
            "The stronger the colour, the more often. Hatched: too few runs to tell whether the share is above or below "
                + Quantity.wholePercent(DECISIVE_SHARE) + ", or an interval wider than "
                + Quantity.wholePercent(INTERVAL_WIDTH_MAX)
                + ". The thick line frames the cells that lie inside the algorithm's model.",
            ""),
        axisOf(xAxis, valuesOf(xAxis)), y, label, panels));
  }

  Bootstrap bootstrap(final CellRecord cell, final String measure) {
    return new Bootstrap(runsOf(cell, measure), cell.key() + measure);
  }

  /** For each run of a cell its samples of a measure. */
  List<long[]> runsOf(final CellRecord cell, final String measure) {
    return samplesByCell.getOrDefault(cell.key(), Map.of()).getOrDefault(measure, List.of());
  }

  /** How a measure's values are shown: divided by the factor, in the unit. */
  private record Shown(double factor, String unit) {}

  private Shown shownAs(final String measure) {
    final List<MeasureSummary> all = grid.cells().stream()
        .map(cell -> cell.measures().get(measure)).filter(m -> m != null && m.count() > 0).toList();
    final Measure.Kind kind = all.get(0).kind();
    if (kind == Measure.Kind.SHARE) {
      return new Shown(1e7, "%");
    }
    if (kind == Measure.Kind.FRACTION) {
      return new Shown(1e7, "%");
    }
    if (kind == Measure.Kind.COUNTS) {
      return new Shown(1, "");
    }
    final long most = all.stream().mapToLong(MeasureSummary::max).max().orElse(0);
    return most >= 1_000_000_000L ? new Shown(1e9, "s") : most >= 1_000_000L ? new Shown(1e6, "ms")
        : new Shown(1e3, "µs");
  }

  private static Chart.Point point(
      final double x, final Bootstrap.Estimate estimate, final Shown shown, final CellRecord cell) {
    return new Chart.Point(x, estimate.value() / shown.factor, estimate.low() / shown.factor,
        estimate.high() / shown.factor, estimate.samples(), cell.isInsideModel());
  }

  private Chart percentiles(final ChartRequest.ByPercentile request) {
    final String axis = mainAxis();
    final Shown shown = shownAs(request.measure());
    final List<String> values = thinned(valuesOf(axis));
    final List<Chart.SeriesPanel> panels = new ArrayList<>();
    for (final Map<String, String> rest : grid.combinations(grid.axisNamesBut(used(axis)))) {
      for (final String variant : grid.variants()) {
        final List<Chart.Series> series = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
          final int style = i;
          grid.cell(variant, Grid.and(rest, axis, values.get(i))).ifPresent(cell ->
              series.add(new Chart.Series(axis == null ? "all runs" : axis + " " + values.get(style), style,
                  curve(bootstrap(cell, request.measure()), shown, cell))));
        }
        if (!series.isEmpty()) {
          panels.add(new Chart.SeriesPanel(new Chart.Place(variant, Grid.words(rest)), series, List.of()));
        }
      }
    }
    final String left = values.size() < valuesOf(axis).size()
        ? " Shown are " + values.size() + " of " + valuesOf(axis).size() + " values of " + axis + "." : "";
    return new Chart.Lines(
        new Chart.Heading(request.measure() + "-by-percentile", request.title(),
            ChartRequest.capital(name(request.measure(), shown)) + "; n = " + span(request.measure())
                + " samples from " + runs().substring(4)
                + "; bands: " + BOOTSTRAP + ".",
            "Read up from a percentile: at 90\u202f%, nine of ten samples are at most the value of the line. Each step"
                + " to the right is ten times rarer; a line ends where its samples do, its band where fewer than "
                    + TAIL_SAMPLES_MIN
                + " samples lie beyond.",
            missing(request.measure()) + left),
        Chart.Axis.ofValues("percentile of samples", "", Chart.Scale.PERCENTILE),
        Chart.Axis.ofValues(ChartRequest.spaced(request.measure()), shown.unit, scaleFor(panels)),
        panels, List.of());
  }

  /** Logarithmic if on one linear axis some line would be flat. */
  private static Chart.Scale scaleFor(final List<Chart.SeriesPanel> panels) {
    final double[] tops =
        panels.stream()
            .flatMap(panel -> panel.series().stream())
            .mapToDouble(series -> series.points().stream().mapToDouble(Chart.Point::y).max().orElse(0))
            .filter(top -> top > 0)
            .sorted()
            .toArray();
    final boolean isPositive =
        panels.stream().flatMap(p -> p.series().stream()).flatMap(s -> s.points().stream())
            .allMatch(point -> point.y() > 0);
    return isPositive && tops.length > 1 && tops[tops.length - 1] > FLAT_FACTOR * tops[0]
        ? Chart.Scale.LOG
        : Chart.Scale.LINEAR;
  }

  private static List<String> thinned(final List<String> values) {
    if (values.size() <= SERIES_MAX) {
      return values;
    }
    final List<String> some = new ArrayList<>();
    for (int i = 0; i < SERIES_MAX; i++) {
      some.add(values.get(i * (values.size() - 1) / (SERIES_MAX - 1)));
    }
    return some;
  }

  private static List<Chart.Point> curve(final Bootstrap bootstrap, final Shown shown, final CellRecord cell) {
    final List<Double> xs = new ArrayList<>();
    for (int i = 0; ; i++) {
      final double x = StrictMath.pow(10, (double) i / POINTS_PER_DECADE);
      if (x >= bootstrap.samples()) {
        break;
      }
      xs.add(x);
    }
    if (bootstrap.samples() > 0) {
      xs.add((double) bootstrap.samples());
    }
    final Bootstrap.Estimate[] estimates =
        bootstrap.quantiles(xs.stream().mapToDouble(x -> x >= bootstrap.samples() ? 1 : 1 - 1 / x).toArray());
    final List<Chart.Point> points = new ArrayList<>();
    for (int i = 0; i < xs.size(); i++) {
      final Chart.Point point = point(xs.get(i), estimates[i], shown, cell);
      final boolean isBounded = xs.get(i) * TAIL_SAMPLES_MIN <= bootstrap.samples();
      points.add(isBounded
          ? point : new Chart.Point(point.x(), point.y(), Double.NaN, Double.NaN, point.n(), point.isInsideModel()));
    }
    return points;
  }

  private Chart typical(final ChartRequest.Typical request) {
    final boolean isMedian = request.statistic() == ChartRequest.Statistic.MEDIAN;
    final Shown shown = shownAs(request.measure());
    return new Chart.Points(
        new Chart.Heading(request.measure(), request.title(),
            ChartRequest.capital(request.statistic().label()) + " of " + name(request.measure(), shown) + "; n = "
                + span(request.measure())
                + " samples from " + runs().substring(4) + "; whiskers: " + BOOTSTRAP + ".",
            "Each mark is one cell; algorithms stand side by side."
                + (isMedian ? " Half of the samples are at most the mark." : "")
                + " A hollow mark lies beyond the algorithm's model.",
            missing(request.measure())),
        axisOf(mainAxis(), valuesOf(mainAxis())),
        Chart.Axis.ofValues(ChartRequest.spaced(request.measure()) + ", " + request.statistic().label(), shown.unit,
            Chart.Scale.LINEAR),
        byVariant(request.measure(), shown, b -> isMedian ? b.quantiles(0.5)[0] : b.mean()),
        List.of());
  }

  private Chart trend(final ChartRequest.Trend request) {
    final Shown shown = shownAs(request.measure());
    final boolean isBounded = hasSamples(request.bound());
    final List<Chart.SeriesPanel> panels = byVariant(request.measure(), shown, Bootstrap::mean);
    final List<Chart.SeriesPanel> bounds =
        isBounded ? byVariant(request.bound(), shown, Bootstrap::mean) : List.of();
    return new Chart.Lines(
        new Chart.Heading(request.measure(), request.title(),
            "Mean of " + name(request.measure(), shown) + "; " + runs() + "; bands: " + BOOTSTRAP + ".",
            "Each mark is one cell, each line an algorithm. A hollow mark lies beyond the algorithm's model."
                + (isBounded ? " A bound is the mean of what theory allows the slowest in each run." : ""), ""),
        axisOf(mainAxis(), valuesOf(mainAxis())),
        Chart.Axis.ofValues(ChartRequest.spaced(request.measure()) + ", mean", shown.unit, Chart.Scale.LINEAR),
        panels.stream().map(panel -> withBounds(panel, bounds)).toList(),
        List.of());
  }

  /** Adds to the lines of a panel, without bands, those of the panel of bounds in the same place. */
  private Chart.SeriesPanel withBounds(final Chart.SeriesPanel panel, final List<Chart.SeriesPanel> bounds) {
    final List<Chart.Series> series = new ArrayList<>(panel.series());
    bounds.stream().filter(bound -> bound.place().equals(panel.place())).flatMap(bound -> bound.series().stream())
        .filter(bound -> !bound.points().isEmpty())
        .forEach(bound -> series.add(new Chart.Series(bound.name() + ", bound", grid.variants().size() + bound.style(),
            bound.points().stream()
                .map(p -> new Chart.Point(p.x(), p.y(), Double.NaN, Double.NaN, 0, true)).toList())));
    return new Chart.SeriesPanel(panel.place(), series, panel.insideModel());
  }

  /** Left out if no algorithm has two variants: one point is no line. */
  private Optional<Chart> tradeoff(final ChartRequest.Tradeoff request) {
    final Map<String, List<String>> variants = new LinkedHashMap<>();
    grid.variants().forEach(variant ->
        variants.computeIfAbsent(variant.replaceFirst("\\(.*", ""), name -> new ArrayList<>()).add(variant));
    if (variants.values().stream().allMatch(some -> some.size() < 2)) {
      return Optional.empty();
    }
    final Shown shownX = shownAs(request.x());
    final Shown shownY = shownAs(request.y());
    final boolean isLog = shownY.unit.isEmpty();
    final List<Chart.SeriesPanel> panels = new ArrayList<>();
    int without = 0;
    for (final Map<String, String> at : grid.combinations(grid.axisNames())) {
      final List<Chart.Series> series = new ArrayList<>();
      for (final Map.Entry<String, List<String>> algorithm : variants.entrySet()) {
        final List<Chart.Point> points = new ArrayList<>();
        for (final String variant : algorithm.getValue()) {
          final Optional<CellRecord> cell = grid.cell(variant, at);
          if (cell.isPresent()) {
            final Bootstrap.Estimate x = bootstrap(cell.get(), request.x()).mean();
            final Bootstrap.Estimate y = bootstrap(cell.get(), request.y()).mean();
            final boolean isDrawn = x.samples() > 0 && y.samples() > 0 && !(isLog && y.value() <= 0);
            without += isDrawn ? 0 : 1;
            if (isDrawn) {
              final Bootstrap.Estimate drawn = isLog ? withLowAbove0(y, shownY) : y;
              points.add(point(x.value() / shownX.factor, drawn, shownY, cell.get()));
            }
          }
        }
        points.sort(Comparator.comparingDouble(Chart.Point::x));
        series.add(new Chart.Series(algorithm.getKey(), series.size(), points));
      }
      if (series.stream().anyMatch(s -> !s.points().isEmpty())) {
        panels.add(new Chart.SeriesPanel(placeOf(at), series, List.of()));
      }
    }
    return Optional.of(new Chart.Lines(
        new Chart.Heading(request.y() + "-by-" + request.x(), request.title(),
            "Mean of " + name(request.y(), shownY) + ", against mean of " + name(request.x(), shownX) + "; " + runs()
                + "; bands: " + BOOTSTRAP + ".",
            "Each line is an algorithm, each mark one setting of it: the further left, the smaller the one; the further"
                + " down, the smaller the other. A hollow mark lies beyond the algorithm's model."
                + (isLog ? " A band that reaches 0 is cut off at 1." : ""),
            without == 0
                ? "" : without + " cells have no mark, for want of a sample or, on this axis, of anything above 0."),
        Chart.Axis.ofValues(ChartRequest.spaced(request.x()) + ", mean", shownX.unit, Chart.Scale.LINEAR),
        Chart.Axis.ofValues(
            ChartRequest.spaced(request.y()) + ", mean", shownY.unit, isLog ? Chart.Scale.LOG : Chart.Scale.LINEAR),
        panels, List.of()));
  }

  /** An interval that reaches 0 ends at 1, or at the mark if that is lower: a logarithmic axis has no 0. */
  private static Bootstrap.Estimate withLowAbove0(final Bootstrap.Estimate y, final Shown shown) {
    final double least = Math.min(y.value(), shown.factor);
    return y.low() <= 0 ? new Bootstrap.Estimate(y.value(), least, y.high(), y.samples()) : y;
  }

  /** The axis of most values makes columns, the others rows: the shortest first, since long titles are cut. */
  private Chart.Place placeOf(final Map<String, String> at) {
    if (at.isEmpty()) {
      return new Chart.Place("all runs", "");
    }
    final Map<String, String> rest = new LinkedHashMap<>();
    at.entrySet().stream()
        .filter(entry -> !entry.getKey().equals(mainAxis()))
        .sorted(Comparator.comparingInt(entry -> entry.getValue().length()))
        .forEach(entry -> rest.put(entry.getKey(), entry.getValue()));
    return new Chart.Place(mainAxis() + " " + at.get(mainAxis()), Grid.words(rest));
  }

  private List<Chart.SeriesPanel> byVariant(
      final String measure, final Shown shown, final Function<Bootstrap, Bootstrap.Estimate> statistic) {
    final String axis = mainAxis();
    final List<Chart.SeriesPanel> panels = new ArrayList<>();
    for (final Map<String, String> rest : grid.combinations(grid.axisNamesBut(used(axis)))) {
      final List<Chart.Series> series = new ArrayList<>();
      for (int v = 0; v < grid.variants().size(); v++) {
        final List<Chart.Point> points = new ArrayList<>();
        for (int i = 0; i < valuesOf(axis).size(); i++) {
          final Optional<CellRecord> cell =
              grid.cell(grid.variants().get(v), Grid.and(rest, axis, valuesOf(axis).get(i)));
          if (cell.isPresent()) {
            final Bootstrap.Estimate estimate = statistic.apply(bootstrap(cell.get(), measure));
            if (estimate.samples() > 0) {
              points.add(point(i, estimate, shown, cell.get()));
            }
          }
        }
        series.add(new Chart.Series(grid.variants().get(v), v, points));
      }
      if (series.stream().anyMatch(s -> !s.points().isEmpty())) {
        final String words = Grid.words(rest);
        panels.add(new Chart.SeriesPanel(new Chart.Place(words.isEmpty() ? "all runs" : words, ""), series, List.of()));
      }
    }
    return panels;
  }

  private static String name(final String measure, final Shown shown) {
    return ChartRequest.spaced(measure) + (shown.unit.isEmpty() ? "" : ", in " + shown.unit);
  }

  private String span(final String measure) {
    return grid.span(cell -> cell.measures().containsKey(measure) ? cell.measures().get(measure).count() : 0L);
  }

  /** Runs that gave no sample are not in the figure: that must be said, for they are often the worst ones. */
  private String missing(final String measure) {
    long without = 0;
    long all = 0;
    for (final Map<String, List<long[]>> samples : samplesByCell.values()) {
      for (final long[] run : samples.getOrDefault(measure, List.of())) {
        all++;
        without += run.length == 0 ? 1 : 0;
      }
    }
    return without == 0
        ? ""
        : "%s of %s runs gave no sample and are not in the picture: what was never waited for, or never came."
            .formatted(Quantity.count(without), Quantity.count(all));
  }
}
