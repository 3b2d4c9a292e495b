package dev.ordeal.faultlab.replay;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.WorkloadPlan.ScriptedOperation;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.shrink.DeltaDebugging;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * Reduces a run in which something broke to one that is easier to read and in which the same breaks, a property or an
 * exception: shorter, with fewer nodes, with links that draw nothing but have the fates of single messages listed,
 * with clients that draw nothing but have their operations listed, with the fewest of these, the fewest faults and a
 * constant delay.
 *
 * <p>Every candidate is run; none is believed. One that leaves nobody alive, or more nodes down than there were, is
 * refused: with nobody there every property fails, and that explains nothing. The same run, target and number of runs
 * give the same result; only {@code isTimeUp} may cut it short. Cold; single thread.
 */
public final class Shrinker {
  private static final long MS = 1_000_000L;
  private static final long[] ROUND_TO_NS = {1_000 * MS, 100 * MS, 10 * MS, MS};
  private static final int NODES_MIN = 2;
  private static final int ROUNDS_MAX = 8;
  private static final int REDRAWS_MAX = 4;
  private static final int TIMED_MAX = 8;
  private static final int HALF_DELAYS_MAX = 16;

  private final PlannedRun original;
  private final Breakage target;
  private final int runsMax;
  private final BooleanSupplier isTimeUp;
  private final Progress progress;
  private PlannedRun best;
  private RunRecord record;
  private NodesDown downBefore;
  private boolean isThrowing;
  private int operations;
  private int runs;

  /** Hears how it goes. */
  @FunctionalInterface
  public interface Progress {
    /** So many of at most so many candidates have been run; what is being tried, and how many faults are listed now. */
    void onProgress(int runs, int runsMax, String trying, int faults);
  }

  /**
   * What is left.
   *
   * @param record what is kept of the reduced run
   * @param broken what broke in it, like what broke in the original
   * @param runs how many candidates were run
   * @param isMinimal whether no fault that is left can be left out; false if the search ended first
   * @param left what is left of what there was, a phrase each
   */
  public record Shrunk(
      PlannedRun run, RunRecord record, Breakage broken, int runs, boolean isMinimal, List<String> left) {}

  private Shrinker(
      final PlannedRun original,
      final Breakage target,
      final int runsMax,
      final BooleanSupplier isTimeUp,
      final Progress progress) {
    this.original = original;
    this.best = original;
    this.target = target;
    this.runsMax = runsMax;
    this.isTimeUp = isTimeUp;
    this.progress = progress;
  }

  /**
   * Reduces a run.
   *
   * @param target what broke in it and is to go on breaking
   * @param runsMax how many candidates may be run
   * @param isTimeUp asked before each; true ends the search with what there is
   * @throws IllegalArgumentException if that does not break in the run
   */
  public static Shrunk shrink(
      final PlannedRun original,
      final Breakage target,
      final int runsMax,
      final BooleanSupplier isTimeUp,
      final Progress progress) {
    return new Shrinker(original, target, runsMax, isTimeUp, progress).shrink();
  }

  private Shrunk shrink() {
    downBefore = new NodesDown();
    record = original.run(downBefore);
    isThrowing = record.failure() != null;
    if (broken(record).isEmpty()) {
      throw new IllegalArgumentException(
          "run does not break that: property=%s, verdict=%s"
              .formatted(target.label(), record.verdict().label()));
    }
    shorten();
    redraw();
    dropNodes();
    listCalls();
    listFates();
    boolean isMinimal = false;
    for (int round = 0; round < ROUNDS_MAX && !isMinimal && !isExhausted(); round++) {
      final PlannedRun before = best;
      leaveOut();
      simplifyLinks();
      dropNodes();
      simplifyParts();
      shorten();
      isMinimal = best.equals(before) && !isExhausted();
    }
    return new Shrunk(best, record, broken(record).orElseThrow(), runs, isMinimal, left());
  }

  /** Runs a candidate and keeps it if the same breaks in it, with as many left alive. */
  private boolean keeps(final String trying, final PlannedRun candidate) {
    if (isExhausted()) {
      return false;
    }
    runs++;
    progress.onProgress(runs, runsMax, trying, PlanParts.of(best.plan()).size());
    final NodesDown down = new NodesDown();
    final RunRecord tried;
    try {
      tried = candidate.run(down);
    } catch (final IllegalArgumentException refused) {
      return false; // Its script names a node that is gone.
    }
    if (broken(tried).isEmpty() || !NodesDown.isFair(down, candidate, downBefore, original)) {
      return false;
    }
    best = candidate;
    record = tried;
    return true;
  }

  private boolean keeps(final String trying, final FaultPlan plan) {
    return !plan.equals(best.plan()) && keeps(trying, best.withPlan(plan));
  }

  private boolean isExhausted() {
    return runs >= runsMax || isTimeUp.getAsBoolean();
  }

  /** What broke in a run like the target; if a node throws and none did before, that is another thing. */
  private Optional<Breakage> broken(final RunRecord of) {
    return of.failure() != null && !isThrowing
        ? Optional.empty()
        : Breakage.allOf(of).stream().filter(target::isLike).findFirst();
  }

  /** Ends the run soon after it broke, at a round time if that will do. */
  private void shorten() {
    final long atNs = broken(record).orElseThrow().atNs();
    for (final long stepNs : ROUND_TO_NS) {
      final long durationNs = (atNs / stepNs + 1) * stepNs;
      if (durationNs < best.durationNs()) {
        keeps("shorter run", best.withDuration(durationNs));
      }
    }
  }

  /**
   * While links still draw, whole runs are tried that differ in everything but the kind of faults: as few nodes as
   * will do, a constant delay, a few other draws. One in which the same breaks is easier to reduce than this one.
   */
  private void redraw() {
    if (original.plan().links().equals(LinkRules.CLEAN)) {
      return;
    }
    for (int nodes = NODES_MIN; nodes <= original.clusterSize(); nodes++) {
      PlannedRun smaller = original;
      while (smaller.clusterSize() > nodes) {
        final int last = smaller.clusterSize() - 1;
        smaller = smaller.withoutNode(last, PlanParts.withoutNode(smaller.plan(), last));
      }
      for (int draw = 0; draw < REDRAWS_MAX; draw++) {
        for (final long delayNs : constantDelays(original.plan().delay())) {
          final FaultPlan plan =
              PlanParts.withLinks(smaller.plan(), smaller.plan().links(), new Delay.Constant(delayNs));
          if (keeps("other draws", smaller.withPlan(draw == 0 ? plan : PlanParts.redrawn(plan, draw)))) {
            shorten();
            return;
          }
        }
      }
    }
  }

  private void dropNodes() {
    boolean isDropped = true;
    while (isDropped && best.clusterSize() > NODES_MIN) {
      isDropped = false;
      for (int node = best.clusterSize() - 1; node >= 0 && !isDropped; node--) {
        isDropped =
            keeps(
                "fewer nodes",
                best.withoutNode(node, PlanParts.withoutNode(best.plan(), node)));
      }
    }
  }

  /** Replaces what clients draw by a list of what they drew. */
  private void listCalls() {
    final RecordedCalls calls = new RecordedCalls(best.problem());
    best.run(calls);
    if (best.workload().script().isEmpty() && !calls.operations().isEmpty()) {
      keeps("listed operations", best.withScript(calls.operations()));
    }
    operations = best.workload().script().size();
    if (operations > 1) {
      timeOneOperation();
    }
  }

  /**
   * Tries one operation alone, begun so long before a fault that the fault meets each of its messages in turn. A delay
   * that is drawn is another one once operations are left out, so it is a constant one, a long one first: it is easier
   * to see.
   */
  private void timeOneOperation() {
    final PlannedRun listed = best;
    final List<Long> longestFirst =
        LongStream.of(constantDelays(listed.plan().delay())).boxed().sorted(Comparator.reverseOrder()).toList();
    for (final long faultNs : PlanParts.beginnings(listed.plan())) {
      final List<ScriptedOperation> before =
          listed.workload().script().stream().filter(operation -> operation.atNs() <= faultNs).toList();
      for (final ScriptedOperation one : before.subList(Math.max(0, before.size() - TIMED_MAX), before.size())) {
        for (final long delayNs : longestFirst) {
          for (int halfDelays = 1; halfDelays <= HALF_DELAYS_MAX; halfDelays++) {
            final long atNs = Math.max(1, faultNs - halfDelays * delayNs / 2);
            final ScriptedOperation timed = new ScriptedOperation(atNs, 0, one.nodeId(), one.operation());
            final FaultPlan plan =
                PlanParts.withLinks(listed.plan(), listed.plan().links(), new Delay.Constant(delayNs));
            if (keeps("one operation", listed.withScript(List.of(timed)).withPlan(plan))) {
              shorten();
              return;
            }
          }
        }
      }
    }
  }

  /** Replaces what links draw by a list of what they drew. */
  private void listFates() {
    final FaultPlan plan = best.plan();
    if (keeps("clean links", cleanly(plan, List.of()))) {
      return;
    }
    final RecordedFates fates = new RecordedFates();
    best.run(fates);
    if (!keeps("listed losses, duplicates and alterations", cleanly(plan, fates.lossesDuplicatesAndAlterations()))) {
      keeps("listed fates of all messages", cleanly(plan, fates.everything()));
    }
  }

  /** Links that lose, double, hold and alter nothing by chance; the fates the plan lists stay before the new ones. */
  private static FaultPlan cleanly(final FaultPlan plan, final List<FaultPlan.MessageFate> fates) {
    final List<Object> parts = new ArrayList<>();
    for (final Object part : PlanParts.of(plan)) {
      if (part instanceof FaultPlan.LinkOverride link) {
        if (link.delay() != null) {
          parts.add(new FaultPlan.LinkOverride(link.fromId(), link.toId(), LinkRules.CLEAN, link.delay()));
        }
      } else {
        parts.add(part);
      }
    }
    fates.stream()
        .filter(fate -> plan.fates().stream().noneMatch(listed -> isSameMessage(listed, fate)))
        .forEach(parts::add);
    return PlanParts.withLinks(PlanParts.with(plan, parts), LinkRules.CLEAN, plan.delay());
  }

  private static boolean isSameMessage(final FaultPlan.MessageFate one, final FaultPlan.MessageFate other) {
    return one.fromId() == other.fromId() && one.toId() == other.toId() && one.sequence() == other.sequence();
  }

  private void leaveOut() {
    DeltaDebugging.minimise(
        best.workload().script(), // An empty one would mean that clients draw.
        script -> !script.isEmpty() && keeps("fewer operations", best.withScript(script)));
    final FaultPlan plan = best.plan();
    DeltaDebugging.minimise(
        PlanParts.of(plan), parts -> keeps("fewer faults", best.withPlan(PlanParts.with(plan, parts))));
    keeps("no healing", PlanParts.withHealing(best.plan(), FaultPlan.NEVER));
  }

  private void simplifyLinks() {
    final FaultPlan plan = best.plan();
    keeps("clean links", PlanParts.withLinks(plan, LinkRules.CLEAN, plan.delay()));
    if (best.plan().delay() instanceof Delay.Constant) {
      return;
    }
    for (final long delayNs : constantDelays(plan.delay())) {
      if (keeps(
          "constant delay",
          PlanParts.withLinks(best.plan(), best.plan().links(), new Delay.Constant(delayNs)))) {
        return;
      }
    }
  }

  private static long[] constantDelays(final Delay delay) {
    if (delay instanceof Delay.Uniform uniform) {
      return new long[] {
        uniform.minNs(), uniform.maxNs(), uniform.minNs() + (uniform.maxNs() - uniform.minNs()) / 2
      };
    }
    return new long[] {MS, 10 * MS, 100 * MS};
  }

  /** Rounds times, keeps what crashed down, and takes the roughest point of a crash. */
  private void simplifyParts() {
    for (int at = 0; at < PlanParts.of(best.plan()).size(); at++) {
      for (final Object simpler : simpler(PlanParts.of(best.plan()).get(at))) {
        final List<Object> parts = new ArrayList<>(PlanParts.of(best.plan()));
        if (!simpler.equals(parts.get(at))) {
          parts.set(at, simpler);
          if (keeps("simpler faults", PlanParts.with(best.plan(), parts))) {
            break;
          }
        }
      }
    }
  }

  private static List<Object> simpler(final Object part) {
    final List<Object> simpler = new ArrayList<>();
    if (part instanceof FaultPlan.Crash c) {
      simpler.add(
          new FaultPlan.Crash(
              c.nodeId(), c.atNs(), FaultPlan.CrashPoint.BETWEEN_STEPS, FaultPlan.ANY, FaultPlan.NEVER, false));
      simpler.add(
          new FaultPlan.Crash(c.nodeId(), c.atNs(), c.point(), c.sentCount(), FaultPlan.NEVER, false));
      for (final long stepNs : ROUND_TO_NS) {
        simpler.add(
            new FaultPlan.Crash(
                c.nodeId(),
                rounded(c.atNs(), stepNs),
                c.point(),
                c.sentCount(),
                rounded(c.restartAfterNs(), stepNs),
                c.amnesia()));
      }
    } else if (part instanceof FaultPlan.Partition p) {
      for (final long stepNs : ROUND_TO_NS) {
        simpler.add(
            new FaultPlan.Partition(
                p.kind(),
                rounded(p.fromNs(), stepNs),
                rounded(p.untilNs(), stepNs),
                p.group(),
                p.bridge(),
                p.flapNs()));
      }
    } else if (part instanceof FaultPlan.Pause p) {
      for (final long stepNs : ROUND_TO_NS) {
        simpler.add(new FaultPlan.Pause(p.nodeId(), rounded(p.fromNs(), stepNs), rounded(p.untilNs(), stepNs)));
      }
    }
    return simpler;
  }

  /** The nearest multiple above zero; a time that does not come stays so. */
  private static long rounded(final long ns, final long stepNs) {
    return ns == FaultPlan.NEVER ? ns : Math.max(1, (ns + stepNs / 2) / stepNs) * stepNs;
  }

  private List<String> left() {
    final List<String> left = new ArrayList<>();
    left.add("%d of %d nodes".formatted(best.clusterSize(), original.clusterSize()));
    left.add(
        "%s of %s"
            .formatted(
                Quantities.formatDuration(best.durationNs()), Quantities.formatDuration(original.durationNs())));
    final FaultPlan plan = best.plan();
    final FaultPlan first = original.plan();
    count(left, "partitions", plan.partitions(), first.partitions());
    count(left, "crashes", plan.crashes(), first.crashes());
    count(left, "pauses", plan.pauses(), first.pauses());
    count(left, "slow nodes", plan.slowNodes(), first.slowNodes());
    count(left, "clocks", plan.clocks(), first.clocks());
    count(left, "disks", plan.disks(), first.disks());
    count(left, "byzantine nodes", plan.byzantine(), first.byzantine());
    count(left, "triggers", plan.triggers(), first.triggers());
    count(left, "links of their own", plan.overrides(), first.overrides());
    if (!plan.fates().isEmpty() || !first.links().equals(LinkRules.CLEAN)) {
      final long lost = plan.fates().stream().filter(fate -> fate.copies() == 0).count();
      left.add("%d lost and %d other messages listed".formatted(lost, plan.fates().size() - lost));
    }
    if (!best.workload().script().isEmpty()) {
      left.add("%d of %d operations of clients".formatted(best.workload().script().size(), operations));
    }
    if (!plan.links().equals(LinkRules.CLEAN)) {
      left.add("links that draw");
    }
    left.add("delay " + Quantities.formatDelay(plan.delay()));
    return left;
  }

  private static void count(final List<String> left, final String what, final List<?> now, final List<?> before) {
    if (!before.isEmpty()) {
      left.add("%d of %d %s".formatted(now.size(), before.size(), what));
    }
  }
}
