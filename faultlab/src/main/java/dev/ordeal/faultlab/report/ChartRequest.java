package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.record.CellRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;

/** A chart a problem asks for; which panels and axes it has follows from what the experiment varied. */
public sealed interface ChartRequest {
  /** The chart's title. */
  String title();

  /** The four verdicts, stacked, over the axis of most values. */
  record Correctness(String title) implements ChartRequest {}

  /** A measure by percentile, a line for each value of the axis of most values. */
  record ByPercentile(String measure, String title) implements ChartRequest {}

  /** The share of runs in which something happened, over two axes. */
  record ShareMap(String happened, String title) implements ChartRequest {}

  /** The share of runs in which a property did not hold, over two axes; left out where no algorithm promises it. */
  record BrokenMap(String property, String title) implements ChartRequest {}

  /** A measure's median or mean with its interval, algorithms side by side. */
  record Typical(String measure, String title, Statistic statistic) implements ChartRequest {}

  /** A measure's mean as a line with a band over the axis of most values, a line for each algorithm. */
  record Trend(String measure, String title) implements ChartRequest {}

  /**
   * One measure's mean against another's, a line for each algorithm through its variants: what a parameter buys, and
   * for how much.
   */
  record Tradeoff(String x, String y, String title) implements ChartRequest {}

  /**
   * How a measure's mean grows along an axis of numbers, both axes logarithmic, with what theory says drawn in; left
   * out where the axis has fewer than three values. Of other axes the first values count.
   */
  record Growth(String measure, String axis, String title, List<Theory> theories) implements ChartRequest {}

  /**
   * How many rounds runs take, a panel for each algorithm that a bound is known of: a histogram, or the share of runs
   * that take more.
   *
   * @param bounding an axis that bounds runs; its last value counts
   * @param bound what the bound is called
   * @param assumption what the bound takes for granted
   */
  record Geometric(
      String measure, String bounding, String title, boolean isTail, Chance chance, String bound, String assumption)
      implements ChartRequest {}

  /** The least chance that a round unites all; nothing where none is known. */
  @FunctionalInterface
  interface Chance {
    /** Of an algorithm, with the parameters that tell it from others, and so many nodes. */
    OptionalDouble of(String variant, int nodes);
  }

  /** A curve from theory. */
  record Theory(String label, DoubleUnaryOperator curve) {}

  /** What stands for all samples of a measure. */
  enum Statistic {
    /** Half of the samples are at most this. */
    MEDIAN("median"),
    /** Sum over count. */
    MEAN("mean");

    private final String label;

    Statistic(final String label) {
      this.label = label;
    }

    String label() {
      return label;
    }
  }

  /** What to draw for a problem that asks for nothing: a chart for each measure, by its kind. */
  static List<ChartRequest> byKind(final List<CellRecord> cells) {
    final List<ChartRequest> requests = new ArrayList<>();
    requests.add(new Correctness("Verdicts"));
    if (cells.isEmpty()) {
      return requests;
    }
    cells.get(0).happened().keySet().forEach(name -> requests.add(new ShareMap(name, "How often: " + spaced(name))));
    cells.get(0).measures().forEach((name, summary) -> {
      if (summary.kind() == Measure.Kind.DURATIONS) {
        requests.add(new ByPercentile(name, capital(spaced(name)) + " by percentile"));
      } else if (summary.kind() == Measure.Kind.SHARE || summary.kind() == Measure.Kind.FRACTION) {
        requests.add(new Trend(name, capital(spaced(name))));
      } else {
        requests.add(new Typical(name, capital(spaced(name)), Statistic.MEAN));
      }
    });
    return requests;
  }

  /** A name of words joined by hyphens, as words. */
  static String spaced(final String name) {
    return name.replace('-', ' ');
  }

  /** The same with a capital. */
  static String capital(final String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
