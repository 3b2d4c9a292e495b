package dev.ordeal.faultlab.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanDrawingTest {
  private static final int NODES = 5;
  private static final long DURATION_NS = 60 * Budgets.S;

  private static FaultPlan draw(final FailureBudget budget, final long seed) {
    return PlanDrawing.draw(budget, NODES, DURATION_NS, seed);
  }

  @Test
  void shouldDrawTheSamePlanFromTheSameSeedAndAnotherFromAnother() {
    final FailureBudget budget = Budgets.everything(false);
    assertEquals(draw(budget, 1), draw(budget, 1));
    assertNotEquals(draw(budget, 1).crashes(), draw(budget, 2).crashes());
    assertNotEquals(draw(budget, 1).partitions(), draw(budget, 2).partitions());
  }

  @Test
  void shouldDrawNothingFromACalmBudget() {
    final FaultPlan calm = draw(Budgets.CALM, 1);
    assertEquals(
        Plans.healing(Plans.with(1, LinkRules.CLEAN, Budgets.CALM.delay()), Budgets.HEAL_NS, 100_000_000), calm);
  }

  @Test
  void shouldMoveNothingElseByOneMorePause() {
    final FailureBudget budget = Budgets.everything(false);
    final FaultPlan four = draw(budget, 5);
    final FaultPlan five = draw(Budgets.with(budget, new FailureBudget.Pauses(5, Budgets.S / 10, Budgets.S)), 5);
    assertEquals(4, four.pauses().size());
    assertEquals(5, five.pauses().size());
    assertTrue(five.pauses().containsAll(four.pauses()));
    assertEquals(four.crashes(), five.crashes());
    assertEquals(four.partitions(), five.partitions());
    assertEquals(four.clocks(), five.clocks());
    assertEquals(four.byzantine(), five.byzantine());
  }

  @Test
  void shouldKeepEveryFaultWithinItsBoundsAndBeforeHealing() {
    final Set<FaultPlan.PartitionKind> kinds = EnumSet.noneOf(FaultPlan.PartitionKind.class);
    final Set<FaultPlan.CrashPoint> points = EnumSet.noneOf(FaultPlan.CrashPoint.class);
    final Set<FaultPlan.Behaviour> behaviours = EnumSet.noneOf(FaultPlan.Behaviour.class);
    final Set<Integer> victims = new HashSet<>();
    for (int seed = 0; seed < 100; seed++) {
      final FaultPlan plan = draw(Budgets.everything(false), seed);
      assertEquals(12, plan.partitions().size());
      for (final FaultPlan.Partition partition : plan.partitions()) {
        kinds.add(partition.kind());
        final long lengthNs = partition.untilNs() - partition.fromNs();
        assertTrue(lengthNs >= Budgets.S && lengthNs <= 5 * Budgets.S && partition.fromNs() >= 0);
        assertTrue(partition.untilNs() <= Budgets.HEAL_NS);
        assertTrue(cutsSomething(partition), partition::toString);
      }
      assertEquals(3, plan.crashes().stream().map(FaultPlan.Crash::nodeId).distinct().count());
      for (final FaultPlan.Crash crash : plan.crashes()) {
        victims.add(crash.nodeId());
        points.add(crash.point());
        assertTrue(crash.atNs() >= Budgets.S && crash.restartAfterNs() >= 1);
        assertTrue(crash.atNs() + crash.restartAfterNs() <= Budgets.HEAL_NS);
      }
      for (final FaultPlan.Pause pause : plan.pauses()) {
        assertTrue(pause.fromNs() >= 0 && pause.untilNs() <= Budgets.HEAL_NS);
      }
      assertEquals(2, plan.slowNodes().stream().map(FaultPlan.SlowNode::nodeId).distinct().count());
      assertEquals(2, plan.byzantine().stream().map(FaultPlan.Byzantine::nodeId).distinct().count());
      plan.byzantine().forEach(liar -> behaviours.add(liar.behaviour()));
      assertEquals(1, plan.disks().stream().filter(disk -> disk.fullFromNs() < Budgets.HEAL_NS).count());
      for (final FaultPlan.Clock clock : plan.clocks()) {
        assertTrue(Math.abs(clock.offsetNs()) <= Budgets.S && Math.abs(clock.driftPpb()) <= 100_000);
        assertEquals(3, clock.jumps().size());
      }
    }
    assertEquals(EnumSet.allOf(FaultPlan.PartitionKind.class), kinds);
    assertEquals(EnumSet.allOf(FaultPlan.CrashPoint.class), points);
    assertEquals(EnumSet.allOf(FaultPlan.Behaviour.class), behaviours);
    assertEquals(NODES, victims.size());
  }

  private static boolean cutsSomething(final FaultPlan.Partition partition) {
    final Cut cut = new Cut(partition, NODES);
    for (int link = 0; link < NODES * NODES; link++) {
      if (link / NODES != link % NODES && cut.separates(link / NODES, link % NODES)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void shouldSwitchEachKindOnInAboutHalfOfSwarmRuns() {
    final int runs = 400;
    final int[] on = new int[8];
    for (int seed = 0; seed < runs; seed++) {
      final FaultPlan plan = draw(Budgets.everything(true), seed);
      final boolean[] isOn = {
        plan.links().lossPpb() > 0,
        plan.links().duplicationPpb() > 0,
        plan.links().bytesPerSecond() > 0,
        !plan.partitions().isEmpty(),
        !plan.crashes().isEmpty(),
        !plan.pauses().isEmpty(),
        plan.clocks().stream().anyMatch(clock -> clock.driftPpb() != 0),
        plan.disks().stream().anyMatch(FaultPlan.Disk::tears)
      };
      for (int i = 0; i < isOn.length; i++) {
        on[i] += isOn[i] ? 1 : 0;
      }
      plan.crashes().forEach(crash -> assertNotEquals(FaultPlan.NEVER, crash.restartAfterNs()));
    }
    for (final int count : on) {
      assertTrue(count > 150 && count < 250, () -> "count=" + count);
    }
  }

  @Test
  void shouldRefuseWhatCannotBeDrawn() {
    final FailureBudget.Crashes tooMany =
        new FailureBudget.Crashes(
            6,
            FailureBudget.Target.ANY,
            List.of(),
            true,
            List.of(FaultPlan.CrashPoint.BETWEEN_STEPS),
            0,
            Budgets.S,
            FaultPlan.NEVER,
            FaultPlan.NEVER,
            false);
    final IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> draw(Budgets.with(Budgets.CALM, tooMany, Budgets.HEAL_NS), 1));
    assertEquals("crashes of distinct nodes out of range: value=6, min=0, max=5", refused.getMessage());
  }
}
