package dev.ordeal.faultlab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FailureBudget.Crashes;
import dev.ordeal.faultlab.fault.FailureBudget.Target;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.ModelCheck;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.bully.BullyTwin;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.RaftTwin;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How often chance alone catches each twin, under faults that its correct sibling's model admits: reported, not
 * demanded,
 * since directed scenarios are what catches them. The sibling is never caught.
 */
class TwinSweepTest {
  private static final int SEEDS = 100;
  private static final long SECOND = 1_000_000_000L;
  private static final long DELAY_MAX_NS = SECOND / 10;
  private static final long DURATION_NS = 60 * SECOND;
  private static final int NODES = 5;

  /** Loss, duplication, cuts, and two crashes at any point with restarts, on disks that lose and tear. */
  private static final FailureBudget RAFT_BUDGET =
      budget(
          new LinkRules(
              50_000_000, LinkRules.Burst.NONE, 20_000_000, 0, new Delay.Constant(0), 0, 0, 0, false),
          new FailureBudget.Partitions(
              2, List.of(PartitionKind.HALVES, PartitionKind.ISOLATE_ONE), 3 * SECOND, 8 * SECOND, 0),
          crashes(2, Target.ANY, List.of(CrashPoint.values()), SECOND / 10, 2 * SECOND),
          new FailureBudget.Disks(0, SECOND / 100, true, true, 0, 0));

  /** Time-outs so short that the votes are split now and then and there are many elections a run. */
  private static final Map<String, Long> OFTEN =
      Map.of(
          "heartbeat", SECOND / 10, "election-timeout-min", 3 * SECOND / 10, "election-timeout-max", 6 * SECOND / 10);

  /** The leader crashes and comes back. */
  private static final FailureBudget BULLY_BUDGET =
      budget(
          LinkRules.CLEAN,
          FailureBudget.Partitions.NONE,
          crashes(1, Target.LEADER, List.of(CrashPoint.BETWEEN_STEPS), 5 * SECOND, 10 * SECOND),
          FailureBudget.Disks.IDEAL);

  @Test
  void shouldReportHowOftenChanceCatchesRaftsTwins() {
    final AlgorithmSpec sibling = new RaftElectionSpec();
    for (final Property property : List.of(Property.ONE_LEADER_PER_EPOCH, Property.FRESH_LEADER)) {
      assertEquals(0, caught(sibling, property, RAFT_BUDGET, OFTEN), property.label());
    }
    for (final RaftTwin twin : RaftTwin.ALL) {
      report(twin, caught(twin, twin.breaks(), RAFT_BUDGET, OFTEN));
    }
  }

  @Test
  void shouldReportHowOftenChanceCatchesBullysTwin() {
    final BullyTwin twin = BullyTwin.IGNORES_RECOVERED_HIGHER;
    assertEquals(0, caught(new BullySpec(), twin.breaks(), BULLY_BUDGET, Map.of()));
    report(twin, caught(twin, twin.breaks(), BULLY_BUDGET, Map.of()));
  }

  private static void report(final BrokenTwin twin, final int caught) {
    System.out.printf("%s: chance breaks %s in %d/%d seeds%n", twin.name(), twin.breaks().label(), caught, SEEDS);
  }

  private static int caught(
      final AlgorithmSpec spec,
      final Property property,
      final FailureBudget budget,
      final Map<String, Long> chosen) {
    final ParameterValues values = ParameterValues.of(spec.parameters(), chosen);
    final Cell cell =
        new Cell(
            spec.name(), "twins", Map.of(), PlannedRun.problemOf(spec), spec, values, WorkloadPlan.NONE, NODES,
            DURATION_NS, budget, List.of());
    assertEquals(List.of(), ModelCheck.beyond(spec, values, NODES, DURATION_NS, budget));
    int caught = 0;
    for (int index = 0; index < SEEDS; index++) {
      final RunRecord record = RunExecutor.execute(cell, index, CounterRandom.hash(2026, index));
      caught += record.violations().stream().anyMatch(violation -> violation.property() == property) ? 1 : 0;
    }
    return caught;
  }

  private static Crashes crashes(
      final int count, final Target target, final List<CrashPoint> points, final long downMinNs, final long downMaxNs) {
    return new Crashes(count, target, List.of(), false, points,
        2 * SECOND, 40 * SECOND, downMinNs, downMaxNs, false);
  }

  private static FailureBudget budget(
      final LinkRules links,
      final FailureBudget.Partitions partitions,
      final Crashes crashes,
      final FailureBudget.Disks disks) {
    return new FailureBudget(
        links,
        new Delay.Uniform(SECOND / 100, DELAY_MAX_NS),
        List.of(),
        partitions,
        crashes,
        FailureBudget.Pauses.NONE,
        FailureBudget.Slow.NONE,
        FailureBudget.Clocks.EXACT,
        disks,
        FailureBudget.Byzantine.NONE,
        List.of(),
        FaultPlan.NEVER,
        DELAY_MAX_NS,
        false);
  }
}
