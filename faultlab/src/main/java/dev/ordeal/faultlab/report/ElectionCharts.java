package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.ShareMap;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on leader election shows. */
public final class ElectionCharts implements ProblemCharts {
  /** Found by service loader. */
  public ElectionCharts() {}

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
        new Trend("availability", "How much of the time there is a leader"),
        new Typical("longest-overlap", "How long two leaders lived at the same time", Statistic.MEDIAN));
  }
}
