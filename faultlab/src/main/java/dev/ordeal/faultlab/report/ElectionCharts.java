package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Growth;
import dev.ordeal.faultlab.report.ChartRequest.ShareMap;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Theory;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on leader election shows. */
public final class ElectionCharts implements ProblemCharts {
  /** Found by service loader. */
  public ElectionCharts() {}

  private static double log2(final double n) {
    return StrictMath.log(n) / StrictMath.log(2);
  }

  @Override
  public String problem() {
    return "election";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new ShareMap("overlap", "How often two leaders lived at the same time"),
        new ByPercentile("time-to-leader", "How long the cluster waits for a leader"),
        new Typical("time-to-recover", "How long it takes to recover from a leader's crash", Statistic.MEDIAN),
        new Typical("messages-per-election", "What an election costs in messages", Statistic.MEAN),
        new Growth(
            "messages-at-start",
            "nodes",
            "What the first election costs, as clusters grow",
            List.of(
                new Theory("n²", n -> n * n),
                new Theory("n (n + 1) / 2 + n: Chang–Roberts at worst", n -> n * (n + 1) / 2 + n),
                new Theory("8n (1 + log₂ n) + n: Hirschberg–Sinclair at worst", n -> 8 * n * (1 + log2(n)) + n),
                new Theory("n ln n + 1.58 n: Chang–Roberts on average", n -> n * StrictMath.log(n) + 1.58 * n))),
        new Trend("availability", "How much of the time a majority obeys a leader"),
        new Typical(
            "depositions", "How often a leader was lost that had neither crashed nor been cut off", Statistic.MEAN),
        new Typical("epochs-burnt", "How many terms led to nothing", Statistic.MEAN),
        new Typical("longest-overlap", "How long two leaders lived at the same time", Statistic.MEDIAN));
  }
}
