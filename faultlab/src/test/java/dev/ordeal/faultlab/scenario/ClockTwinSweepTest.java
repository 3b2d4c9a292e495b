package dev.ordeal.faultlab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FailureBudget.Crashes;
import dev.ordeal.faultlab.fault.FailureBudget.Target;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.ModelCheck;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.clock.broadcast.CausalBroadcastSpec;
import dev.ordeal.protocols.clock.broadcast.CausalBroadcastTwin;
import dev.ordeal.protocols.clock.computation.ClockTwins;
import dev.ordeal.protocols.clock.computation.HybridClockSpec;
import dev.ordeal.protocols.clock.computation.IntervalClockSpec;
import dev.ordeal.protocols.clock.computation.IntervalTreeClockSpec;
import dev.ordeal.protocols.clock.computation.LamportClockSpec;
import dev.ordeal.protocols.clock.computation.MovingTreeClockSpec;
import dev.ordeal.protocols.clock.computation.VectorClockSpec;
import dev.ordeal.protocols.clock.mutex.LamportMutexSpec;
import dev.ordeal.protocols.clock.mutex.LamportMutexTwins;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every broken twin of the clocks, of the mutual exclusion and of the causal broadcast is caught within a few seeds,
 * naming its property, under faults that lie inside its sibling's model and under which that one keeps every promise.
 */
class ClockTwinSweepTest {
  private static final int SEEDS = 6;
  private static final int NODES = 5;
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long DURATION_NS = 5 * SECOND;

  /** Loss, duplication and reordering on links of 1 to 50 ms. */
  private static final LinkRules LINKS =
      new LinkRules(
          50_000_000,
          LinkRules.Burst.NONE,
          50_000_000,
          50_000_000,
          new Delay.Uniform(MILLISECOND, 200 * MILLISECOND),
          0,
          0,
          0,
          false);

  /** Three crashes at any point, each with a restart. */
  private static final Crashes CRASHES =
      new Crashes(
          3, Target.ANY, List.of(), false, List.of(CrashPoint.values()), SECOND, 4 * SECOND, SECOND / 10, SECOND, false);

  /** Clocks up to two seconds off that jump by up to one. */
  private static final FailureBudget COMPUTATION =
      budget(CRASHES, new FailureBudget.Clocks(2 * SECOND, 100_000, 3, SECOND));

  /** Clocks off by no more than an interval clock's default epsilon of 7 ms. */
  private static final FailureBudget WITHIN_EPSILON =
      budget(CRASHES, new FailureBudget.Clocks(5 * MILLISECOND, 100_000, 1, MILLISECOND / 2));

  private static final FailureBudget NO_CRASHES =
      budget(Crashes.NONE, new FailureBudget.Clocks(2 * SECOND, 100_000, 0, 0));

  /** Processes that ask often, so that requests meet. */
  private static final Map<String, Long> BUSY = Map.of("think", 200 * MILLISECOND, "hold", 20 * MILLISECOND);

  @Test
  void shouldCatchEveryTwinOfTheClocks() {
    final Set<Property> broken = EnumSet.noneOf(Property.class);
    for (final BrokenTwin twin : ClockTwins.all()) {
      assertCaught(twin, twin instanceof IntervalClockSpec ? WITHIN_EPSILON : COMPUTATION, Map.of());
      broken.add(twin.breaks());
    }
    final Set<Property> promised = EnumSet.noneOf(Property.class);
    for (final AlgorithmSpec sibling : clocks()) {
      promised.addAll(sibling.promises());
    }
    assertEquals(promised, broken, "a property without a twin");
  }

  @Test
  void shouldFindNothingWrongWithTheClocks() {
    for (final AlgorithmSpec sibling : clocks()) {
      assertKept(sibling, sibling instanceof IntervalClockSpec ? WITHIN_EPSILON : COMPUTATION, Map.of());
    }
  }

  @Test
  void shouldCatchEveryTwinOfTheMutualExclusion() {
    assertKept(new LamportMutexSpec(), NO_CRASHES, BUSY);
    LamportMutexTwins.all().forEach(twin -> assertCaught(twin, NO_CRASHES, BUSY));
  }

  @Test
  void shouldCatchTheBroadcastThatDeliversOnACountAlone() {
    assertKept(new CausalBroadcastSpec(), NO_CRASHES, Map.of());
    assertCaught(new CausalBroadcastTwin(), NO_CRASHES, Map.of());
  }

  private static List<AlgorithmSpec> clocks() {
    return List.of(
        new LamportClockSpec(),
        new VectorClockSpec(),
        new IntervalTreeClockSpec(),
        new MovingTreeClockSpec(),
        new HybridClockSpec(),
        new IntervalClockSpec());
  }

  private static void assertKept(
      final AlgorithmSpec sibling, final FailureBudget budget, final Map<String, Long> chosen) {
    for (final RunRecord run : runs(sibling, budget, chosen)) {
      final List<Judgement.Violation> broken =
          run.violations().stream()
              .filter(violation -> sibling.promises().contains(violation.property()))
              .toList();
      assertEquals(List.of(), broken, () -> sibling.name() + " seed " + run.seed());
      assertEquals(null, run.failure(), () -> sibling.name() + " seed " + run.seed());
    }
  }

  private static void assertCaught(
      final BrokenTwin twin, final FailureBudget budget, final Map<String, Long> chosen) {
    final List<RunRecord> runs = runs(twin, budget, chosen);
    final List<String> words = new ArrayList<>();
    for (final RunRecord run : runs) {
      run.violations().stream()
          .filter(violation -> violation.property() == twin.breaks())
          .forEach(violation -> words.add(violation.explanation()));
    }
    System.out.printf(
        "%s: %s broken in %d/%d seeds%s%n",
        twin.name(),
        twin.breaks().label(),
        words.size(),
        runs.size(),
        words.isEmpty() ? "" : ", first: " + words.get(0));
    assertTrue(twin.promises().contains(twin.breaks()), twin.name());
    assertTrue(words.size() > 0, () -> twin.name() + " got away: " + twin.bug());
  }

  private static List<RunRecord> runs(
      final AlgorithmSpec spec, final FailureBudget budget, final Map<String, Long> chosen) {
    final ParameterValues values = ParameterValues.of(spec.parameters(), chosen);
    assertEquals(List.of(), ModelCheck.beyond(spec, values, NODES, DURATION_NS, budget));
    final Cell cell =
        new Cell(
            spec.name(), "twins", Map.of(), PlannedRun.problemOf(spec), spec, values, WorkloadPlan.NONE, NODES,
            DURATION_NS, budget, List.of());
    final List<RunRecord> runs = new ArrayList<>();
    for (int index = 0; index < SEEDS; index++) {
      runs.add(RunExecutor.execute(cell, index, CounterRandom.hash(2026, index)));
    }
    return runs;
  }

  private static FailureBudget budget(final Crashes crashes, final FailureBudget.Clocks clocks) {
    return new FailureBudget(
        LINKS,
        new Delay.Uniform(MILLISECOND, 50 * MILLISECOND),
        List.of(),
        FailureBudget.Partitions.NONE,
        crashes,
        FailureBudget.Pauses.NONE,
        FailureBudget.Slow.NONE,
        clocks,
        FailureBudget.Disks.IDEAL,
        FailureBudget.Byzantine.NONE,
        List.of(),
        FaultPlan.NEVER,
        50 * MILLISECOND,
        false);
  }
}
