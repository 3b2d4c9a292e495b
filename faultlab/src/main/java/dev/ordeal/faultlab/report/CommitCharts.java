package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.BrokenMap;
import dev.ordeal.faultlab.report.ChartRequest.ByPercentile;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on atomic commit shows. */
public final class CommitCharts implements ProblemCharts {
  /** Found by service loader. */
  public CommitCharts() {}

  @Override
  public String problem() {
    return "commit";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new BrokenMap("atomic-agreement", "How often two nodes come to different outcomes"),
        new ByPercentile("commit-latency", "How long a commit takes, from its intended start"),
        new ByPercentile("in-doubt-time", "How long participants are in doubt"),
        new ByPercentile("blocked-time", "How long participants are blocked while the coordinator is down"),
        new Typical("blocked-time", "How long participants are blocked, half of the time", Statistic.MEDIAN),
        new Typical("blocked-locks", "How many keys are locked when the coordinator goes down", Statistic.MEAN),
        new Trend("aborted", "How many transactions are aborted"),
        new Typical("commits-per-second", "Commits a second", Statistic.MEAN),
        new Typical("messages-per-transaction", "What a transaction costs in messages", Statistic.MEAN),
        new Typical("forced-writes-per-transaction", "What a transaction costs in forced writes", Statistic.MEAN));
  }
}
