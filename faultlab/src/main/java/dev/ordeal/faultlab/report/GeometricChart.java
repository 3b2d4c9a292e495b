package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Draws how many rounds runs take, beside a geometric bound: as a histogram, or as the share of runs that take more, on
 * a logarithmic axis, where the bound is a straight line. Stateless.
 */
final class GeometricChart {
  private static final int HISTOGRAM_ROUNDS_MAX = 16;
  private static final double PERCENT = 100;

  private GeometricChart() {}

  /** A cell with its bound. */
  private record Subject(Chart.Place place, CellRecord cell, double chance, long[] firsts) {
    long max() {
      long max = 1;
      for (final long first : firsts) {
        max = first == Long.MAX_VALUE ? max : Math.max(max, first);
      }
      return max;
    }

    /** How many runs took no fewer than {@code from} and no more than {@code to}. */
    long count(final long from, final long to) {
      long count = 0;
      for (final long first : firsts) {
        count += first >= from && first <= to ? 1 : 0;
      }
      return count;
    }
  }

  static Optional<Chart> of(final ChartRequest.Geometric request, final Grid grid, final ChartBuilder builder) {
    final List<Subject> subjects = new ArrayList<>();
    final List<String> rest = grid.axisNamesBut(List.of(request.bounding()));
    final List<String> bounds = grid.axes().getOrDefault(request.bounding(), List.of());
    for (final Map<String, String> at : grid.combinations(rest)) {
      final Map<String, String> values =
          bounds.isEmpty() ? at : Grid.and(at, request.bounding(), bounds.get(bounds.size() - 1));
      for (final String variant : grid.variants()) {
        final Optional<CellRecord> cell = grid.cell(variant, values);
        if (cell.isPresent()) {
          final OptionalDouble chance = request.chance().of(cell.get().variant(), cell.get().nodes());
          if (chance.isPresent()) {
            subjects.add(
                new Subject(
                    new Chart.Place(variant, Grid.words(at)),
                    cell.get(),
                    chance.getAsDouble(),
                    firsts(builder.runsOf(cell.get(), request.measure()))));
          }
        }
      }
    }
    if (subjects.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(request.isTail() ? tail(request, subjects) : histogram(request, subjects));
  }

  /** For each run its least sample: of several nodes the first; a run without a sample took more than any. */
  private static long[] firsts(final List<long[]> runs) {
    return runs.stream()
        .mapToLong(
            run -> {
              long least = Long.MAX_VALUE;
              for (final long value : run) {
                least = Math.min(least, value);
              }
              return least;
            })
        .toArray();
  }

  private static Chart histogram(final ChartRequest.Geometric request, final List<Subject> subjects) {
    final int last = (int) Math.min(HISTOGRAM_ROUNDS_MAX, subjects.stream().mapToLong(Subject::max).max().orElse(1));
    final List<String> categories = new ArrayList<>();
    for (int round = 1; round <= last; round++) {
      categories.add(Integer.toString(round));
    }
    categories.add("more");
    final List<Chart.SeriesPanel> panels = new ArrayList<>();
    for (final Subject subject : subjects) {
      final List<Chart.Point> seen = new ArrayList<>();
      final List<Chart.Point> law = new ArrayList<>();
      for (int i = 0; i <= last; i++) {
        final boolean isMore = i == last;
        seen.add(point(i, subject, subject.count(i + 1, isMore ? Long.MAX_VALUE : i + 1)));
        final double left = undecided(subject.chance(), i);
        law.add(theory(i, isMore ? left : left - undecided(subject.chance(), i + 1)));
      }
      panels.add(panel(request, subject, seen, law));
    }
    return new Chart.Points(
        heading(
            request,
            "histogram",
            "Share of runs whose first decision comes in each round; whiskers: Wilson intervals at 95\u202f%.",
            "Beside each mark stands what a geometric law gives if every round unites all with the chance of the bound"
                + " and no more: marks further left than it decide sooner."),
        Chart.Axis.ofCategories(ChartRequest.spaced(request.measure()), categories),
        Chart.Axis.ofValues("runs", "%", Chart.Scale.LINEAR),
        panels,
        List.of());
  }

  private static Chart tail(final ChartRequest.Geometric request, final List<Subject> subjects) {
    final List<Chart.SeriesPanel> panels = new ArrayList<>();
    for (final Subject subject : subjects) {
      final List<Chart.Point> seen = new ArrayList<>();
      final List<Chart.Point> bound = new ArrayList<>();
      for (int round = 1; round <= subject.max(); round++) {
        final long left = subject.count(round + 1, Long.MAX_VALUE);
        if (left > 0) {
          seen.add(point(round, subject, left));
        }
        bound.add(theory(round, undecided(subject.chance(), round)));
      }
      panels.add(panel(request, subject, seen, bound));
    }
    return new Chart.Lines(
        heading(
            request,
            "tail",
            "Share of runs in which nobody has decided after so many rounds; bands: Wilson intervals at 95\u202f%.",
            "On this axis a geometric law is a straight line. The bound is one: a line above it, band and all, breaks"
                + " it. A line ends where no run is left."),
        Chart.Axis.ofValues(ChartRequest.spaced(request.measure()), "", Chart.Scale.LINEAR),
        Chart.Axis.ofValues("runs undecided", "%", Chart.Scale.LOG),
        panels,
        List.of());
  }

  private static Chart.Heading heading(
      final ChartRequest.Geometric request, final String form, final String subtitle, final String howToRead) {
    return new Chart.Heading(request.measure() + "-" + form, request.title(), subtitle, howToRead, request.assumption());
  }

  private static Chart.SeriesPanel panel(
      final ChartRequest.Geometric request,
      final Subject subject,
      final List<Chart.Point> seen,
      final List<Chart.Point> theory) {
    return new Chart.SeriesPanel(
        subject.place(),
        List.of(new Chart.Series("runs", 0, seen), new Chart.Series(request.bound(), 1, theory)),
        List.of());
  }

  /** (1 − p)^(k − 1): all are united by the end of a round with a chance of p at least, and decide in the next. */
  private static double undecided(final double chance, final int rounds) {
    return StrictMath.pow(1 - chance, Math.max(0, rounds - 1));
  }

  private static Chart.Point point(final double x, final Subject subject, final long count) {
    final Proportion share = Proportion.of(count, subject.firsts().length);
    return new Chart.Point(
        x,
        share.share() * PERCENT,
        share.low() * PERCENT,
        share.high() * PERCENT,
        share.of(),
        subject.cell().isInsideModel());
  }

  private static Chart.Point theory(final double x, final double share) {
    return new Chart.Point(x, share * PERCENT, Double.NaN, Double.NaN, 0, true);
  }
}
