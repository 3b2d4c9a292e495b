package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on causal broadcast shows. */
public final class CausalBroadcastCharts implements ProblemCharts {
  /** Found by service loader. */
  public CausalBroadcastCharts() {}

  @Override
  public String problem() {
    return "causal-broadcast";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new ByPercentile("time-to-deliver", "How long a message takes to be delivered"),
        new Typical("messages-per-broadcast", "What a broadcast costs in messages", Statistic.MEAN));
  }
}
