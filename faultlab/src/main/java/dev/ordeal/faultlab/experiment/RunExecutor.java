package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.PlanDrawing;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.SimulationResult;
import dev.ordeal.faultlab.simulation.TraceListener;
import dev.ordeal.protocols.core.CounterRandom;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Runs one seed of one cell and says what it was. Stateless; any thread. */
public final class RunExecutor {
  /** What every run counts, whatever its problem: crashes of a step whose records were durable, before it had sent. */
  public static final String CRASHES_BEFORE_SEND = "crashes-before-send";

  private static final long PARTS = 1_000_000_000L;
  private static final long STREAM_PLAN = 0x706c616eL;

  private RunExecutor() {}

  /** The plan of a seed: what will go wrong in that run. */
  public static FaultPlan draw(final Cell cell, final long seed) {
    return PlanDrawing.draw(
        cell.budget(), cell.clusterSize(), cell.durationNs(), CounterRandom.hash(seed, STREAM_PLAN));
  }

  /** Draws the plan of a seed and runs it. */
  public static RunRecord execute(final Cell cell, final int index, final long seed) {
    return execute(cell, index, seed, draw(cell, seed), null);
  }

  /** Runs a plan, which may have been edited. {@code trace} may be null. */
  public static RunRecord execute(
      final Cell cell, final int index, final long seed, final FaultPlan plan, final TraceListener trace) {
    final Counters counters = new Counters();
    final RunSetup setup = setup(cell, seed, plan, counters);
    final RunJudge judge = cell.problem().newJudge(setup);
    final SimulationResult result = cell.problem().run(setup, judge, trace);
    final Judgement judgement = judge.finish(result.endNs());
    final Map<String, Long> coverage = new TreeMap<>(judgement.coverage());
    coverage.put(CRASHES_BEFORE_SEND, counters.crashesBeforeSend);
    return new RunRecord(
        cell.key(),
        index,
        seed,
        verdict(setup, judgement, !result.failures().isEmpty(), result.unfired().isEmpty()),
        judgement.violations(),
        result.failures().isEmpty() ? null : describe(result.failures().get(0)),
        result.unfired(),
        judgement.samples(),
        coverage,
        counters.receipts.asMap(),
        counts(counters),
        "%016x".formatted(result.traceHash()));
  }

  /** What the judge of a run is told of it. */
  public static RunSetup setup(final Cell cell, final long seed, final FaultPlan plan, final Counters counters) {
    return new RunSetup(
        cell.spec(),
        cell.values(),
        cell.workload(),
        cell.clusterSize(),
        cell.durationNs(),
        seed,
        plan,
        plan.healedDelayMaxNs(),
        recoverByNs(cell, plan),
        counters);
  }

  /**
   * True time by which progress is demanded: healing plus the algorithm's bound, stretched by as much as one clock may
   * run slower than another; {@link FaultPlan#NEVER} if the run does not heal, or ends before the bound.
   */
  public static long recoverByNs(final Cell cell, final FaultPlan plan) {
    if (plan.healNs() == FaultPlan.NEVER) {
      return FaultPlan.NEVER;
    }
    final long boundNs =
        stretched(
            cell.spec().recoveryBoundNs(cell.values(), cell.clusterSize(), plan.healedDelayMaxNs()), plan);
    final boolean isReachable = boundNs <= cell.durationNs() - plan.healNs();
    return isReachable ? plan.healNs() + boundNs : FaultPlan.NEVER;
  }

  private static long stretched(final long boundNs, final FaultPlan plan) {
    final long driftPpb = plan.clocks().stream().mapToLong(clock -> Math.abs(clock.driftPpb())).max().orElse(0);
    if (driftPpb == 0 || boundNs == Long.MAX_VALUE) {
      return boundNs;
    }
    if (driftPpb >= PARTS) {
      return Long.MAX_VALUE;
    }
    final BigInteger stretched =
        BigInteger.valueOf(boundNs)
            .multiply(BigInteger.valueOf(PARTS + driftPpb))
            .divide(BigInteger.valueOf(PARTS - driftPpb));
    return stretched.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  /** The verdict on a run, by what the algorithm promises. */
  public static Verdict verdict(
      final RunSetup setup, final Judgement judgement, final boolean hasThrown, final boolean hasAllFired) {
    final boolean isBroken =
        judgement.violations().stream()
            .map(Judgement.Violation::property)
            .anyMatch(property -> property.isSafety() && setup.promises().contains(property));
    if (isBroken || hasThrown) {
      return Verdict.VIOLATED;
    }
    if (!judgement.attempted() || !hasAllFired) {
      return Verdict.UNKNOWN;
    }
    if (judgement.live()) {
      return Verdict.SAFE_LIVE;
    }
    final boolean isDemanded =
        setup.recoverByNs() != FaultPlan.NEVER
            || judgement.violations().stream().anyMatch(one -> !one.property().isSafety());
    return isDemanded ? Verdict.SAFE_STALLED : Verdict.UNKNOWN;
  }

  private static String describe(final SimulationResult.NodeFailure failure) {
    return String.format(
        Locale.ROOT,
        "node %d threw in %s at %.6fs: %s",
        failure.nodeId(),
        failure.step(),
        failure.atNs() / 1e9,
        failure.cause());
  }

  private static Map<String, Long> counts(final Counters counters) {
    final Map<String, Long> counts = new TreeMap<>();
    counts.put("events", counters.events);
    counts.put("sends", counters.sends);
    counts.put("sent-bytes", counters.sentBytes);
    counts.put("deliveries", counters.deliveries);
    counts.put("records", counters.records);
    counts.put("syncs", counters.syncs);
    return counts;
  }
}
