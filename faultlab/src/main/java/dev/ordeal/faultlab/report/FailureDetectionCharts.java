package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Tradeoff;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on failure detection shows. */
public final class FailureDetectionCharts implements ProblemCharts {
  /** Found by service loader. */
  public FailureDetectionCharts() {}

  @Override
  public String problem() {
    return "failure-detection";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Tradeoff("detection-time", "mistakes-per-day", "Quick or right: detection time against mistakes"),
        new Tradeoff("detection-time", "query-accuracy", "Quick or right: detection time against query accuracy"),
        new Correctness("What became of the runs"),
        new Typical("mistake-duration", "How long a mistake lasts", Statistic.MEDIAN),
        new Typical("messages-per-member-minute", "What a member sends", Statistic.MEAN),
        new Typical("bytes-per-member-second", "What a member sends, in bytes", Statistic.MEAN));
  }
}
