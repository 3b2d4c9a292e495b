package dev.ordeal.faultlab.crash;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What came of every crash point of a run. Cold; single thread. */
public final class CrashReport {
  private static final int SHOWN_MAX = 5;

  private final int[] stepsByNode;
  private final List<Map<CrashPoint, Integer>> variantsByNode = new ArrayList<>();
  private final Map<Verdict, Integer> byVerdict = new EnumMap<>(Verdict.class);
  private final List<Outcome> wrong = new ArrayList<>();
  private final List<Outcome> unknown = new ArrayList<>();
  private int torn;
  private int twice;
  private long hash;

  /**
   * A run that is not as it should be.
   *
   * @param crashes who crashed, where, in order
   * @param run the run, to be run again
   * @param record what came of it
   */
  public record Outcome(List<CrashVariant> crashes, PlannedRun run, RunRecord record) {
    /** Whether a property broke, promised or not. */
    public boolean breaks(final Property property) {
      return record.violations().stream().map(Judgement.Violation::property).anyMatch(property::equals);
    }

    @Override
    public String toString() {
      return "%s: %s%s%s"
          .formatted(
              record.verdict().label(),
              crashes.stream().map(CrashVariant::toString).collect(Collectors.joining("; then ")),
              record.violations().stream()
                  .map(violation -> "\n    %s: %s".formatted(violation.property().label(), violation.explanation()))
                  .collect(Collectors.joining()),
              record.failure() == null ? "" : "\n    " + record.failure());
    }
  }

  CrashReport(final int nodes) {
    stepsByNode = new int[nodes];
    for (int id = 0; id < nodes; id++) {
      variantsByNode.add(new EnumMap<>(CrashPoint.class));
    }
  }

  void addStep(final Step step) {
    stepsByNode[step.nodeId()]++;
  }

  void add(final List<CrashVariant> crashes, final PlannedRun run, final RunRecord record) {
    final CrashVariant last = crashes.get(crashes.size() - 1);
    variantsByNode.get(last.step().nodeId()).merge(last.point(), 1, Integer::sum);
    byVerdict.merge(record.verdict(), 1, Integer::sum);
    torn += last.remains().torn() ? 1 : 0;
    twice += crashes.size() > 1 ? 1 : 0;
    hash = 31 * hash + record.traceHash().hashCode();
    if (record.verdict() == Verdict.UNKNOWN) {
      unknown.add(new Outcome(crashes, run, record));
    } else if (record.verdict() != Verdict.SAFE_LIVE) {
      wrong.add(new Outcome(crashes, run, record));
    }
  }

  /** How many runs there were. */
  public int variants() {
    return byVerdict.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How many runs crashed a node at a point. */
  public int variants(final CrashPoint point) {
    return variantsByNode.stream().mapToInt(counts -> counts.getOrDefault(point, 0)).sum();
  }

  /** How many runs had a verdict. */
  public int variants(final Verdict verdict) {
    return byVerdict.getOrDefault(verdict, 0);
  }

  /** The runs in which something promised broke, or progress that was demanded did not come, in order. */
  public List<Outcome> wrong() {
    return List.copyOf(wrong);
  }

  /** The first run in which a property broke. */
  public Optional<Outcome> first(final Property property) {
    return wrong.stream().filter(outcome -> outcome.breaks(property)).findFirst();
  }

  /** Hash over all runs, in order. */
  public long hash() {
    return hash;
  }

  /** The counts as a table, then the first few runs that went wrong, and the first that says nothing. */
  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder();
    text.append("%-6s %6s %15s %15s %15s %15s%n".formatted(
        "node", "steps", "before-durable", "after-durable", "mid-send", "between-steps"));
    for (int id = 0; id < stepsByNode.length; id++) {
      final Map<CrashPoint, Integer> counts = variantsByNode.get(id);
      text.append("%-6d %6d %15d %15d %15d %15d%n".formatted(
          id,
          stepsByNode[id],
          counts.getOrDefault(CrashPoint.BEFORE_DURABLE, 0),
          counts.getOrDefault(CrashPoint.AFTER_DURABLE, 0),
          counts.getOrDefault(CrashPoint.MID_SEND, 0),
          counts.getOrDefault(CrashPoint.BETWEEN_STEPS, 0)));
    }
    text.append("%d runs, %d with a torn record, %d with a second crash: %s".formatted(
        variants(),
        torn,
        twice,
        byVerdict.entrySet().stream()
            .map(entry -> "%d %s".formatted(entry.getValue(), entry.getKey().label()))
            .collect(Collectors.joining(", "))));
    Stream.concat(wrong.stream().limit(SHOWN_MAX), unknown.stream().limit(1))
        .forEach(outcome -> text.append("\n  ").append(outcome));
    return text.toString();
  }
}
