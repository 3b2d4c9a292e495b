package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on atomic broadcast shows. */
public final class AtomicBroadcastCharts implements ProblemCharts {
  /** Found by service loader. */
  public AtomicBroadcastCharts() {}

  @Override
  public String problem() {
    return "atomic-broadcast";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new Trend("messages-per-broadcast", "What a broadcast costs in messages"),
        new Typical("time-to-deliver", "How long a message typically takes to be delivered", Statistic.MEDIAN),
        new ByPercentile("time-to-deliver", "How long a message takes to be delivered"),
        new Trend("throughput", "How many messages a second are delivered"),
        new Trend("batch-size", "How many messages an instance of consensus gives a place"),
        new Trend("instances", "How many instances of consensus a run takes"),
        new Trend("rounds", "How many rounds an instance of consensus takes"),
        new Trend("delivered", "How much of what was broadcast is delivered everywhere"));
  }
}
