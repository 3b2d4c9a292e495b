package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.record.CellRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Draws how a measure grows with the size of something, beside what theory says. Stateless. */
final class GrowthChart {
  private static final int CURVE_POINTS = 24;

  private GrowthChart() {}

  static Chart of(final ChartRequest.Growth request, final Grid grid, final ChartBuilder builder) {
    final List<String> values = grid.axes().get(request.axis());
    final double[] sizes = values.stream().mapToDouble(Double::parseDouble).toArray();
    final Map<String, String> first = grid.combinations(grid.axisNamesBut(List.of(request.axis()))).get(0);
    final List<Chart.Series> series = new ArrayList<>();
    for (int v = 0; v < grid.variants().size(); v++) {
      final List<Chart.Point> points = new ArrayList<>();
      for (int i = 0; i < sizes.length; i++) {
        final Optional<CellRecord> cell =
            grid.cell(grid.variants().get(v), Grid.and(first, request.axis(), values.get(i)));
        if (cell.isPresent()) {
          final Bootstrap.Estimate mean = builder.bootstrap(cell.get(), request.measure()).mean();
          if (mean.samples() > 0 && mean.value() > 0) {
            points.add(
                new Chart.Point(
                    sizes[i], mean.value(), mean.low(), mean.high(), mean.samples(), cell.get().isInsideModel()));
          }
        }
      }
      if (!points.isEmpty()) {
        series.add(new Chart.Series(grid.variants().get(v), v, points));
      }
    }
    for (int t = 0; t < request.theories().size(); t++) {
      final ChartRequest.Theory theory = request.theories().get(t);
      series.add(new Chart.Series(theory.label(), grid.variants().size() + t, curve(theory, sizes)));
    }
    final String words = Grid.words(first);
    return new Chart.Lines(
        new Chart.Heading(
            request.measure() + "-growth",
            request.title(),
            "Mean of %s over %s, both axes logarithmic; bands: bootstrap intervals at 95\u202f%%, resampling runs."
                .formatted(ChartRequest.spaced(request.measure()), ChartRequest.spaced(request.axis())),
            "Each marked line is an algorithm, each line without band a formula. On such axes a straight line is a"
                + " power of n, and the steeper it is, the higher.",
            ""),
        Chart.Axis.ofValues(ChartRequest.spaced(request.axis()), "", Chart.Scale.LOG),
        Chart.Axis.ofValues(ChartRequest.spaced(request.measure()) + ", mean", "", Chart.Scale.LOG),
        List.of(new Chart.SeriesPanel(new Chart.Place(words.isEmpty() ? "all runs" : words, ""), series, List.of())),
        List.of());
  }

  private static List<Chart.Point> curve(final ChartRequest.Theory theory, final double[] sizes) {
    final double least = sizes[0];
    final double ratio = sizes[sizes.length - 1] / least;
    final List<Chart.Point> points = new ArrayList<>();
    for (int i = 0; i <= CURVE_POINTS; i++) {
      final double size = least * StrictMath.pow(ratio, (double) i / CURVE_POINTS);
      points.add(new Chart.Point(size, theory.curve().applyAsDouble(size), Double.NaN, Double.NaN, 0, true));
    }
    return points;
  }
}
