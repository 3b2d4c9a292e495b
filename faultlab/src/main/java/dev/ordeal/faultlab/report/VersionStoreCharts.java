package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.ChartRequest.BrokenMap;
import dev.ordeal.faultlab.report.ChartRequest.Correctness;
import dev.ordeal.faultlab.report.ChartRequest.Statistic;
import dev.ordeal.faultlab.report.ChartRequest.Trend;
import dev.ordeal.faultlab.report.ChartRequest.Typical;
import java.util.List;

/** What a report on version stores shows. */
public final class VersionStoreCharts implements ProblemCharts {
  /** Found by service loader. */
  public VersionStoreCharts() {}

  @Override
  public String problem() {
    return "version-store";
  }

  @Override
  public List<ChartRequest> requests() {
    return List.of(
        new Correctness("What became of the runs"),
        new BrokenMap("no-lost-update", "How often an update was lost"),
        new BrokenMap("no-false-conflict", "How often a version stood beside one that superseded it"),
        new Trend("lost-versions", "How many versions are lost"),
        new Trend("false-siblings", "How many of the versions held are false siblings"),
        new Typical("siblings-held", "How many versions a replica holds", Statistic.MEAN),
        new Typical("version-bytes", "What a version's clock costs in bytes", Statistic.MEAN),
        new Typical("message-bytes", "What a message of anti-entropy costs in bytes", Statistic.MEAN));
  }
}
