package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Expectation;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a sweep's cells come to: a promise broken inside a model is a bug, beyond it a finding; a threshold missed is a
 * failure; a cell in which no run says anything is undecided.
 *
 * @param bugs promises broken, and exceptions thrown, inside a model: a sentence each
 * @param missed thresholds missed, a sentence each
 * @param undecided cells in which every run is unknown, or thresholds without a sample, a sentence each
 * @param findings how many cells beyond a model broke a promise
 * @param isPart whether this is a part of a sweep only: what it leaves undecided the other parts may decide
 */
public record Assessment(
    List<String> bugs, List<String> missed, List<String> undecided, int findings, boolean isPart) {
  /** Assesses all cells of a sweep or of a part of one. */
  public static Assessment of(final Experiment experiment, final List<CellRecord> cells, final Shard shard) {
    final List<String> bugs = new ArrayList<>();
    final List<String> missed = new ArrayList<>();
    final List<String> undecided = new ArrayList<>();
    int findings = 0;
    for (final CellRecord cell : cells) {
      final List<String> broken = broken(cell);
      if (cell.isInsideModel()) {
        bugs.addAll(broken);
      } else if (!broken.isEmpty()) {
        findings++;
      }
      if (cell.runs() > 0 && cell.verdicts().get(Verdict.UNKNOWN).count() == cell.runs()) {
        undecided.add("%s: every run is unknown".formatted(cell.key()));
      }
      for (final Expectation expectation : experiment.expectations()) {
        if (cell.runs() > 0 && expectation.covers(cell.axes(), cell.algorithm(), cell.variant())) {
          judge(expectation, cell, missed, undecided);
        }
      }
    }
    return new Assessment(List.copyOf(bugs), List.copyOf(missed), List.copyOf(undecided), findings, !shard.equals(Shard.WHOLE));
  }

  private static List<String> broken(final CellRecord cell) {
    final List<String> broken = new ArrayList<>();
    for (final CellRecord.PropertyRecord property : cell.properties()) {
      if (property.promised() && property.broken().count() > 0) {
        broken.add(
            "%s: %s broken in %d of %d runs"
                .formatted(cell.key(), property.property(), property.broken().count(), property.broken().of()));
      }
    }
    if (cell.failures() > 0) {
      broken.add(
          "%s: a node threw in %d of %d runs, first: %s"
              .formatted(cell.key(), cell.failures(), cell.runs(), cell.failure()));
    }
    return broken;
  }

  private static void judge(
      final Expectation expectation, final CellRecord cell, final List<String> missed, final List<String> undecided) {
    final Optional<Figure> figure = figure(expectation, cell);
    if (figure.isEmpty()) {
      undecided.add("%s: no sample for %s".formatted(cell.key(), expectation.text()));
      return;
    }
    if (figure.get().value() < expectation.atLeast() || figure.get().value() > expectation.atMost()) {
      missed.add("%s: expected %s, found %s".formatted(cell.key(), expectation.text(), figure.get().text()));
    }
  }

  private record Figure(long value, String text) {}

  private static Optional<Figure> figure(final Expectation expectation, final CellRecord cell) {
    if (expectation.statistic().equals(Expectation.SHARE)) {
      final Proportion share = share(expectation.figure(), cell);
      return share.of() == 0
          ? Optional.empty()
          : Optional.of(new Figure(StrictMath.round(share.share() * 1e9), share.text()));
    }
    final MeasureSummary summary = cell.measures().get(expectation.figure());
    if (summary == null || summary.count() == 0) {
      return Optional.empty();
    }
    final long value =
        switch (expectation.statistic()) {
          case "min" -> summary.min();
          case "p50" -> summary.p50();
          case "p90" -> summary.p90();
          case "p99" -> summary.p99();
          case "p999" -> summary.p999();
          case "max" -> summary.max();
          default -> summary.mean();
        };
    return Optional.of(new Figure(value, printed(summary.kind(), value)));
  }

  private static Proportion share(final String figure, final CellRecord cell) {
    if (cell.happened().containsKey(figure)) {
      return cell.happened().get(figure);
    }
    return cell.visited().containsKey(figure)
        ? cell.visited().get(figure)
        : cell.verdicts().get(RunJson.verdictOf(figure));
  }

  private static String printed(final Measure.Kind kind, final long value) {
    return switch (kind) {
      case DURATIONS -> Quantities.formatDuration(value);
      case COUNTS -> Long.toString(value);
      case SHARE, FRACTION, HAPPENED -> Quantities.formatRatio(value);
    };
  }

  /** The exit status: 1 for bugs and missed thresholds, 3 if undecided and nothing more is to come, else 0. */
  public int status() {
    return !bugs.isEmpty() || !missed.isEmpty() ? 1 : undecided.isEmpty() || isPart ? 0 : 3;
  }

  /** One sentence that says what the exit status means here. */
  public String sentence() {
    if (!bugs.isEmpty()) {
      return "exit 1: promises broken inside a model, bugs=" + bugs.size();
    }
    if (!missed.isEmpty()) {
      return "exit 1: thresholds missed=" + missed.size();
    }
    if (!undecided.isEmpty() && isPart) {
      return "exit 0: no promise broken inside a model in this part; cells that it alone leaves undecided="
          + undecided.size();
    }
    if (!undecided.isEmpty()) {
      return "exit 3: undecided cells=" + undecided.size();
    }
    return findings == 0
        ? "exit 0: as expected, every promise kept"
        : "exit 0: as expected, every promise kept inside the models; cells beyond a model that broke one=" + findings;
  }
}
