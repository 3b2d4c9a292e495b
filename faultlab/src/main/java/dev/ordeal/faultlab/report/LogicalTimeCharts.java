package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.BrokenMap;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on logical time shows. */
public final class LogicalTimeCharts implements ProblemCharts {
  /** Found by service loader. */
  public LogicalTimeCharts() {}

  @Override
  public String problem() {
    return "logical-time";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new Trend("misordered-receipts", "How many messages seem to arrive before they were sent"),
        new Trend("misordered", "How many causally ordered pairs the stamps misorder"),
        new Trend("wrongly-ordered", "How many concurrent pairs the stamps order"),
        new BrokenMap("external-consistency", "How often a later event bore an earlier stamp"),
        new Typical("commit-wait", "What certainty costs: how long events wait", Statistic.MEDIAN),
        new Typical("stamp-bytes", "What a stamp costs in bytes", Statistic.MEAN),
        new Typical("transit", "How long a message with its stamp takes", Statistic.MEDIAN),
        new Typical("drift", "How far stamps stray from true time", Statistic.MEDIAN));
  }
}
