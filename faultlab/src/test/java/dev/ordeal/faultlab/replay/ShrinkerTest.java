package dev.ordeal.faultlab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan.MessageFate;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.replay.Shrinker.Shrunk;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.commit.threephase.ThreePhaseSpec;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.RaftTwin;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Runs that violate a property, buried under faults that have nothing to do with it. */
class ShrinkerTest {
  private static final int RUNS_MAX = 3_000;
  private static final LinkRules LOSSY =
      new LinkRules(200_000_000, LinkRules.Burst.NONE, 50_000_000, 0, new Delay.Constant(0), 0, 0, 0, false);

  /** One slow clock makes two candidates meet; everything else is noise. */
  private static PlannedRun buriedDuel() {
    return Scenario.of(RaftTwin.VOTES_TWICE)
        .nodes(5)
        .with("election-timeout-min", "3s")
        .with("election-timeout-max", "3001ms")
        .with("equal-logs", "true")
        .delay("uniform(8ms, 12ms)")
        .drift(2, "-50%").drift(3, "-50%").drift(4, "-50%")
        .partition(PartitionKind.ISOLATE_ONE, "10s", "12s", 4)
        .partition(PartitionKind.HALVES, "1s", "2s", 0, 1)
        .crash(4, "1234567us").restartAfter("200ms")
        .crashLeader("20s")
        .pause(3, "1s", "2s")
        .planned("60s");
  }

  private static PlannedRun lossyBully() {
    return LongStream.range(1, 100)
        .mapToObj(ShrinkerTest::lossyBully)
        .filter(run -> !run.run(null).violations().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static PlannedRun lossyBully(final long seed) {
    return Scenario.of(new BullySpec())
        .nodes(5).seed(seed).delay("uniform(10ms, 100ms)").links(LOSSY).crashLeader("20s").pause(1, "30s", "31s")
        .planned("60s");
  }

  @Test
  void shouldLeaveOnlyWhatTheViolationNeeds() {
    final Shrunk shrunk = shrink(buriedDuel(), Property.ONE_LEADER_PER_EPOCH, RUNS_MAX);
    assertTrue(shrunk.isMinimal());
    assertTrue(shrunk.run().durationNs() <= 4_000_000_000L, () -> shrunk.left().toString());
    assertTrue(shrunk.run().clusterSize() <= 3, () -> shrunk.left().toString());
    assertEquals(List.of(), shrunk.run().plan().partitions());
    assertEquals(List.of(), shrunk.run().plan().crashes());
    assertEquals(List.of(), shrunk.run().plan().pauses());
    assertEquals(Delay.Constant.class, shrunk.run().plan().delay().getClass());
    assertStillViolates(shrunk, Property.ONE_LEADER_PER_EPOCH);
  }

  @Test
  void shouldListTheMessagesWhoseLossMatters() {
    final Shrunk shrunk = shrink(lossyBully(), Property.ONE_LEADER_AT_A_TIME, RUNS_MAX);
    assertTrue(shrunk.isMinimal());
    assertEquals(LinkRules.CLEAN, shrunk.run().plan().links());
    final List<MessageFate> fates = shrunk.run().plan().fates();
    assertFalse(fates.isEmpty());
    assertTrue(fates.size() <= 10, () -> shrunk.left().toString());
    assertStillViolates(shrunk, Property.ONE_LEADER_AT_A_TIME);
  }

  @Test
  void shouldListTheOperationsThatMatter() {
    final PlannedRun busy =
        Scenario.of(new ThreePhaseSpec())
            .nodes(4)
            .workload("clients", "4")
            .workload("participants-per-transaction", "3")
            .delay("uniform(1ms, 20ms)")
            .partition(PartitionKind.HALVES, "2s", "6s", 0, 2)
            .planned("8s");
    final Shrunk shrunk = shrink(busy, Property.ATOMIC_AGREEMENT, RUNS_MAX);
    assertTrue(shrunk.isMinimal());
    assertTrue(shrunk.run().workload().script().size() <= 2, () -> shrunk.left().toString());
    assertEquals(1, shrunk.run().plan().partitions().size());
    assertStillViolates(shrunk, Property.ATOMIC_AGREEMENT);
  }

  @Test
  void shouldGiveTheSameResultTwice() {
    final Shrunk one = shrink(lossyBully(), Property.ONE_LEADER_AT_A_TIME, 300);
    final Shrunk other = shrink(lossyBully(), Property.ONE_LEADER_AT_A_TIME, 300);
    assertEquals(one.run().plan(), other.run().plan());
    assertEquals(one.record().traceHash(), other.record().traceHash());
    assertEquals(one.runs(), other.runs());
  }

  @Test
  void shouldStopAtItsBudgetWithARunThatStillViolates() {
    final Shrunk shrunk = shrink(lossyBully(), Property.ONE_LEADER_AT_A_TIME, 20);
    assertEquals(20, shrunk.runs());
    assertFalse(shrunk.isMinimal());
    assertStillViolates(shrunk, Property.ONE_LEADER_AT_A_TIME);
  }

  @Test
  void shouldRefuseARunThatKeepsTheProperty() {
    final PlannedRun sound = Scenario.of(new RaftElectionSpec()).planned("10s");
    assertThrows(IllegalArgumentException.class, () -> shrink(sound, Property.ONE_LEADER_PER_EPOCH, 10));
  }

  /** Lossy bully that, once healed, does not come to agree, with two of its five nodes down for good. */
  private static PlannedRun stalled() {
    return LongStream.range(1, 400)
        .mapToObj(
            seed ->
                Scenario.of(new BullySpec())
                    .nodes(5).seed(seed).delay("uniform(10ms, 100ms)").heal("15s", "100ms").links(LOSSY)
                    .crashLeader("3s").restartAfter("4s").crash(0, "5s").crash(1, "6s")
                    .planned("60s"))
        .filter(
            run -> {
              final RunRecord record = run.run(null);
              return record.violations().stream().anyMatch(v -> v.property() == Property.EVENTUAL_AGREEMENT);
            })
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldNeverExplainAStallByNobodyBeingThere() {
    final PlannedRun original = stalled();
    final NodesDown before = new NodesDown();
    original.run(before);
    final Shrunk shrunk = shrink(original, Property.EVENTUAL_AGREEMENT, RUNS_MAX);
    final NodesDown after = new NodesDown();
    shrunk.run().run(after);
    assertTrue(after.live(shrunk.run()) > 0, () -> shrunk.left().toString());
    assertTrue(after.crashed() <= before.crashed(), () -> shrunk.left().toString());
    assertStillViolates(shrunk, Property.EVENTUAL_AGREEMENT);
  }

  private static Shrunk shrink(final PlannedRun run, final Property property, final int runsMax) {
    final Breakage target = new Breakage(property, "", 0, List.of(), "");
    return Shrinker.shrink(run, target, runsMax, () -> false, (runs, max, trying, faults) -> {});
  }

  private static void assertStillViolates(final Shrunk shrunk, final Property property) {
    assertTrue(
        shrunk.run().run(null).violations().stream().anyMatch(violation -> violation.property() == property));
  }
}
