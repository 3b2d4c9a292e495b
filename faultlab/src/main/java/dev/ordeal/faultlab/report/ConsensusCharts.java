package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.ShareMap;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on consensus shows. */
public final class ConsensusCharts implements ProblemCharts {
  /** Found by service loader. */
  public ConsensusCharts() {}

  @Override
  public String problem() {
    return "consensus";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new ShareMap("disagreed", "How often two nodes decided differently"),
        new Trend("rounds", "How many rounds a decision takes"),
        new Trend("messages", "What a decision costs in messages"),
        new ByPercentile("time-to-decide", "How long a decision takes"),
        new Typical("time-to-decide", "How long a decision typically takes", Statistic.MEDIAN),
        new Trend("decided", "How many of the live nodes have decided"));
  }
}
