package dev.ordeal.faultlab.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.Remains;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.RaftTwin;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.abd.AbdTwin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashPointsTest {
  /** A write that is slow to reach one replica, reads on both sides of it, and one when all is repaired. */
  private static Scenario abd() {
    return Scenario.of(new AbdSpec())
        .named("register/crash-points")
        .workload("timeout", "2s")
        .workload("retries", "2")
        .delay(0, 2, "constant(100ms)")
        .heal("3s", "100ms")
        .invoke("10ms", 0, 0, "write 0 7")
        .invoke("50ms", 1, 1, "read 0")
        .invoke("60ms", 2, 2, "read 0")
        .invoke("9s", 3, 1, "read 0");
  }

  /** Two stand in one term, and the second asks for the third's vote after the first has it. */
  private static Scenario raft() {
    return Scenario.of(new RaftElectionSpec())
        .named("election/crash-points")
        .with("election-timeout-min", "3s")
        .with("election-timeout-max", "3001ms")
        .with("equal-logs", "true")
        .delay("constant(10ms)")
        .drift(2, "-50%")
        .delay(1, 2, "constant(100ms)")
        .delay(0, 1, "constant(1s)")
        .heal("6s", "10ms");
  }

  @Test
  void shouldKeepAbdAtomicAtEveryCrashPoint() {
    final CrashReport report = crashPointsOf(abd().planned("20s")).enumerate();
    assertAllGood(report);
    assertTrue(report.variants(CrashPoint.BEFORE_DURABLE) > 0 && report.variants(CrashPoint.MID_SEND) > 0);
  }

  /** A replica that is back at once has not missed anything, and has forgotten what it acknowledged. */
  @Test
  void shouldCatchAbdsTwinThatForgets() {
    final CrashReport report = crashPointsOf(abd().on(AbdTwin.NOT_DURABLE).planned("20s")).enumerate();
    assertTrue(report.first(Property.LINEARIZABILITY).isPresent(), report::toString);
  }

  @Test
  void shouldKeepOneLeaderForEachTermAtEveryCrashPoint() {
    assertAllGood(crashPointsOf(raft().planned("30s")).until("4s").enumerate());
  }

  @Test
  void shouldCatchRaftsTwinsThatForget() {
    for (final RaftTwin twin : List.of(RaftTwin.VOTE_NOT_PERSISTED, RaftTwin.TERM_NOT_PERSISTED)) {
      final CrashReport report = crashPointsOf(raft().on(twin).planned("30s")).until("4s").enumerate();
      assertTrue(report.first(Property.ONE_LEADER_PER_EPOCH).isPresent(), report::toString);
    }
  }

  /** With a disk that takes time a node steps on: what later steps wrote is there to survive, or not. */
  @Test
  void shouldTryEachPrefixOfWhatWasNotSynced() {
    final Scenario slow = abd().slowDisk(0, "20ms").slowDisk(1, "20ms").slowDisk(2, "20ms");
    final CrashReport report = crashPointsOf(slow.planned("20s")).enumerate();
    assertAllGood(report);
    final int fast = crashPointsOf(abd().planned("20s")).enumerate().variants(CrashPoint.BEFORE_DURABLE);
    assertTrue(report.variants(CrashPoint.BEFORE_DURABLE) > fast, report::toString);
  }

  @Test
  void shouldCrashAgainWhileANodeComesBack() {
    final CrashReport once = crashPointsOf(abd().planned("20s")).until("13ms").enumerate();
    final CrashReport twice = crashPointsOf(abd().planned("20s")).until("40ms").again(2).enumerate();
    assertAllGood(twice);
    assertTrue(twice.variants() > 3 * once.variants(), twice::toString);
  }

  @Test
  void shouldComeOutTheSameTwice() {
    final CrashReport first = crashPointsOf(abd().planned("20s")).until("40ms").enumerate();
    assertEquals(first.hash(), crashPointsOf(abd().planned("20s")).until("40ms").enumerate().hash());
  }

  /** A variant is a plan like any other: written down, read back, it goes the same way. */
  @Test
  void shouldReplayAVariantFromAFile() {
    final Step step =
        Step.of(raft().planned("30s")).stream().filter(some -> some.sends() > 1).findFirst().orElseThrow();
    final CrashVariant variant =
        new CrashVariant(step, CrashPoint.MID_SEND, new Remains(List.of(1), 1, true), 5_000_000);
    final PlannedRun run = variant.in(raft().planned("30s"));
    final String text = new ScenarioFile(run, List.of(), false, List.of(), null, "").format();
    final ScenarioFile read = ScenarioFile.parse(text, "scenario.yaml", name -> Optional.of(new RaftElectionSpec()));
    assertEquals(run.plan(), read.run().plan());
    assertEquals(run.run(null).traceHash(), read.run().run(null).traceHash());
  }

  @Test
  void shouldRefuseARunThatGoesWrongByItself() {
    final CrashPoints broken = CrashPoints.of(raft().on(RaftTwin.VOTES_TWICE).planned("30s"));
    assertThrows(IllegalArgumentException.class, broken::enumerate);
  }

  @Test
  void shouldTryEverySubsetOfFewMessagesAndManyOfMany() {
    assertEquals(
        List.of(List.of(), List.of(0), List.of(1), List.of(0, 1)), CrashPoints.subsets(2));
    final int many = CrashPoints.SUBSETS_OF_MAX + 1;
    assertEquals((many + 1) + (many - 1) + (many - 1), CrashPoints.subsets(many).size());
  }

  private static CrashPoints crashPointsOf(final PlannedRun run) {
    return CrashPoints.of(run).restartAfter("5ms", "1s");
  }

  private static void assertAllGood(final CrashReport report) {
    assertEquals(report.variants(), report.variants(Verdict.SAFE_LIVE), report::toString);
  }
}
