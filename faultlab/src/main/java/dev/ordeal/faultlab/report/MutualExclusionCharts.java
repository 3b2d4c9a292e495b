package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on mutual exclusion shows. */
public final class MutualExclusionCharts implements ProblemCharts {
  /** Found by service loader. */
  public MutualExclusionCharts() {}

  @Override
  public String problem() {
    return "mutual-exclusion";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new ByPercentile("time-to-grant", "How long a request waits"),
        new Typical("messages-per-grant", "What a grant costs in messages", Statistic.MEAN));
  }
}
