package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.ShareMap;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on shared registers shows. */
public final class RegisterCharts implements ProblemCharts {
  /** Found by service loader. */
  public RegisterCharts() {}

  @Override
  public String problem() {
    return "register";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new ShareMap("not-linearizable", "How often a history is not linearizable"),
        new ByPercentile("read-latency", "How long a read takes, from its intended start"),
        new ByPercentile("write-latency", "How long a write takes, from its intended start"),
        new Typical("read-latency", "How long a read takes, half of the time", Statistic.MEDIAN),
        new Typical("write-latency", "How long a write takes, half of the time", Statistic.MEDIAN),
        new Typical("messages-per-operation", "What an operation costs in messages", Statistic.MEAN));
  }
}
