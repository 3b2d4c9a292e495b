package dev.ordeal.faultlab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.abd.AbdTwin;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes of the simulator, unchanged, on threads: judged by the same judges. */
class LiveRunTest {
  private static final long REPLIES = 1_000;

  private static Scenario abd() {
    return Scenario.of(new AbdSpec())
        .workload("clients", "8")
        .workload("think-time", "100us")
        .workload("keys", "2");
  }

  @Test
  void shouldKeepRegistersLinearizableOverJournalsOnDisk(@TempDir final Path folder) {
    final LiveResult result = LiveRun.of(abd().planned("30s"), Journals.in(folder), REPLIES);
    assertGood(result);
    assertTrue(result.counts().syncs > 0 && result.counts().syncs <= result.counts().records, "%d syncs of %d records"
        .formatted(result.counts().syncs, result.counts().records));
  }

  @Test
  void shouldKeepRegistersLinearizableInMemory() {
    assertGood(LiveRun.of(abd().nodes(5).planned("30s"), Journals.inMemory(), REPLIES));
  }

  /** The judge's verdict is about what happened: a broken twin is seen here as it is in the simulator. */
  @Test
  void shouldSeeATwinThatTakesOneForAMajority() {
    final PlannedRun run = abd().workload("think-time", "10us").workload("keys", "1").on(AbdTwin.QUORUM_OFF_BY_ONE)
        .planned("30s");
    final LiveResult result = LiveRun.of(run, Journals.inMemory(), 2_000);
    assertEquals(Verdict.VIOLATED, result.verdict(), result::toString);
  }

  @Test
  void shouldElectOneLeaderForEachTerm() {
    final PlannedRun run =
        Scenario.of(new RaftElectionSpec())
            .nodes(5)
            .with("heartbeat", "20ms")
            .with("election-timeout-min", "100ms")
            .with("election-timeout-max", "200ms")
            .planned("1500ms");
    final LiveResult result = LiveRun.of(run, Journals.inMemory(), REPLIES);
    assertEquals(Verdict.SAFE_LIVE, result.verdict(), result::toString);
  }

  @Test
  void shouldRefuseAPlanWithFaults() {
    final PlannedRun run = abd().partition(PartitionKind.HALVES, "1s", "2s", 0).planned("3s");
    assertThrows(IllegalArgumentException.class, () -> LiveRun.of(run, Journals.inMemory(), REPLIES));
  }

  private static void assertGood(final LiveResult result) {
    assertEquals(Verdict.SAFE_LIVE, result.verdict(), result::toString);
    assertEquals(0, result.lost());
    assertTrue(result.replies() >= REPLIES, "replies=" + result.replies());
  }
}
