package dev.ordeal.faultlab.crash;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.Remains;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.simulation.TraceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Runs a run again and again, each time with one node crashing at one point and coming back, until every point has had
 * its turn, and has each judged as the run itself is.
 *
 * <p>The points of a step: before its records are durable, if it writes any or waits for a sync; after that, with each
 * subset of its messages gone and its replies unsent; after all of it has left, before the node's next step. At each of
 * them every prefix of the records that were not synced survives in a run of its own, and once more with the last of
 * those torn. A disk that takes time, in the run's plan, adds the points at which later steps have been taken, and
 * their records written, while an earlier one still waits.
 *
 * <p>A fault that the run's own plan lists may no longer happen once a node has crashed: such a variant is unknown.
 *
 * <p>Deterministic: a variant is the run itself up to its crash. Cost: one simulation a variant, and for a step with m
 * messages and r records that may be lost at most (2^m + 2)(2r + 1) variants for each time of coming back. A builder,
 * cold; single thread.
 */
public final class CrashPoints {
  /** Of so many messages of one step each subset is tried; of more, each prefix, each one missing, each one alone. */
  public static final int SUBSETS_OF_MAX = 6;

  private static final Remains NOTHING = new Remains(List.of(), 0, false);

  private final PlannedRun run;
  private List<Long> restartsNs = List.of(10_000_000L);
  private long untilNs = Long.MAX_VALUE;
  private int again;

  private CrashPoints(final PlannedRun run) {
    this.run = run;
  }

  /** The crash points of a run, which has no crash in it and is as it should be. */
  public static CrashPoints of(final PlannedRun run) {
    return new CrashPoints(run);
  }

  /** How much later a node comes back: each of these in a run of its own. Without this, 10 ms. */
  public CrashPoints restartAfter(final String... durations) {
    restartsNs = Stream.of(durations).map(Quantities::parseDurationNs).toList();
    return this;
  }

  /** Only steps before this time; those after healing are left out in any case. */
  public CrashPoints until(final String time) {
    untilNs = Quantities.parseTimeNs(time);
    return this;
  }

  /** After each crash the node crashes once more, at each point of each of so many steps from its coming back on. */
  public CrashPoints again(final int steps) {
    again = steps;
    return this;
  }

  /**
   * Runs every variant.
   *
   * @throws IllegalArgumentException if the run without a crash is not safe and live
   */
  public CrashReport enumerate() {
    final RunRecord calm = run.run(null);
    if (calm.verdict() != Verdict.SAFE_LIVE) {
      throw new IllegalArgumentException(
          "run is not safe and live without a crash: run=%s, verdict=%s, violations=%s, failure=%s"
              .formatted(run.name(), calm.verdict().label(), calm.violations(), calm.failure()));
    }
    final long endNs = Math.min(untilNs, run.plan().healNs());
    final CrashReport report = new CrashReport(run.clusterSize());
    for (final Step step : Step.of(run)) {
      if (step.atNs() < endNs) {
        report.addStep(step);
        enumerate(run, List.of(), step, report);
      }
    }
    return report;
  }

  /** Every variant of one step, in a run in which some crashes have come before. */
  private void enumerate(
      final PlannedRun base, final List<CrashVariant> before, final Step step, final CrashReport report) {
    for (final long restartNs : restartsNs) {
      if (step.mayLose()) {
        enumerate(base, before, new CrashVariant(step, CrashPoint.BEFORE_DURABLE, NOTHING, restartNs), report);
      }
      for (final List<Integer> sends : subsets(step.sends())) {
        final CrashPoint point = sends.isEmpty() ? CrashPoint.AFTER_DURABLE : CrashPoint.MID_SEND;
        enumerate(base, before, new CrashVariant(step, point, new Remains(sends, 0, false), restartNs), report);
      }
      enumerate(base, before, new CrashVariant(step, CrashPoint.BETWEEN_STEPS, NOTHING, restartNs), report);
    }
  }

  /** A crash with nothing unsynced surviving, which shows how much that could be; then with each prefix of it. */
  private void enumerate(
      final PlannedRun base, final List<CrashVariant> before, final CrashVariant bare, final CrashReport report) {
    final int lost = runOne(base, before, bare, report);
    for (int records = 1; records <= lost; records++) {
      runOne(base, before, bare.leaving(records, false), report);
      runOne(base, before, bare.leaving(records, true), report);
    }
  }

  /** Says how many records the crash took. */
  private int runOne(
      final PlannedRun base, final List<CrashVariant> before, final CrashVariant variant, final CrashReport report) {
    final PlannedRun crashed = variant.in(base);
    final int[] lost = new int[1];
    final int[] crashes = new int[1];
    final RunRecord record =
        crashed.run(
            (kind, timeNs, nodeId, peerId, key, value, body, offset, length) -> {
              if (kind == TraceKind.CRASH && crashes[0]++ == before.size()) {
                lost[0] = (int) value;
              }
            });
    if (crashes[0] <= before.size()) {
      throw new IllegalStateException("crash point not reached: %s, unfired=%s".formatted(variant, record.unfired()));
    }
    final List<CrashVariant> all = Stream.concat(before.stream(), Stream.of(variant)).toList();
    report.add(all, crashed, record);
    if (before.isEmpty() && again > 0) {
      crashAgain(crashed, all, report);
    }
    return lost[0];
  }

  private void crashAgain(final PlannedRun crashed, final List<CrashVariant> before, final CrashReport report) {
    final Step first = before.get(0).step();
    final long endNs = Math.min(untilNs, crashed.plan().healNs());
    for (final Step step : Step.of(crashed)) {
      if (step.nodeId() == first.nodeId()
          && step.number() > first.number()
          && step.number() <= first.number() + again
          && step.atNs() < endNs) {
        enumerate(crashed, before, step, report);
      }
    }
  }

  /** Which of a step's messages may have left: each subset, as far as there are not too many. */
  static List<List<Integer>> subsets(final int count) {
    final List<List<Integer>> subsets = new ArrayList<>();
    if (count <= SUBSETS_OF_MAX) {
      for (int bits = 0; bits < 1 << count; bits++) {
        final int chosen = bits;
        subsets.add(IntStream.range(0, count).filter(i -> (chosen >> i & 1) == 1).boxed().toList());
      }
      return subsets;
    }
    for (int length = 0; length <= count; length++) {
      subsets.add(IntStream.range(0, length).boxed().toList());
    }
    for (int one = 0; one < count; one++) {
      final int left = one;
      subsets.add(IntStream.range(0, count).filter(i -> i != left).boxed().toList());
      subsets.add(List.of(one));
    }
    return subsets.stream().distinct().toList();
  }
}
