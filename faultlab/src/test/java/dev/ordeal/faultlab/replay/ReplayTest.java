package dev.ordeal.faultlab.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.report.SpaceTimeDiagram;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.RaftTwin;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run run again is the same run, and reads well. */
class ReplayTest {
  private static final PlannedRun RUN =
      Scenario.of(new RaftElectionSpec()).with("equal-logs", "true").delay("constant(10ms)").planned("8s");

  @TempDir Path directory;

  @Test
  void shouldBeTheSameRunWhateverListens() {
    final RunRecord record = RUN.run(null);
    final Replay replay = Replay.of(RUN, record.traceHash(), directory);
    assertTrue(replay.isSame());
    assertEquals(record.traceHash(), replay.record().traceHash());
    assertEquals(record.verdict(), replay.record().verdict());
  }

  @Test
  void shouldNoticeAnotherRun() {
    assertFalse(Replay.of(RUN, "0123456789abcdef", directory).isSame());
  }

  @Test
  void shouldPrintAStretchOfTheTraceInWords() throws IOException {
    final StringBuilder text = new StringBuilder();
    Replay.of(RUN, null, directory).print(text, 4_500_000_000L, 4_540_264_472L);
    assertEquals(
        """
           4.520264472s  n1       deadline, by its own clock at 4.520264472s
           4.520264472s  n1       persists record 0: HardState{term=4, votedFor=1}
           4.520264472s  n1       sync done, 1 records durable
           4.520264472s  n1       state FOLLOWER → CANDIDATE
           4.520264472s  n1       stands for election in epoch 4
           4.520264472s  n1 → n0  RequestVote{term=4, lastLogIndex=9, lastLogTerm=3}  #0, arrives 4.530264472s
           4.520264472s  n1 → n2  RequestVote{term=4, lastLogIndex=9, lastLogTerm=3}  #0, arrives 4.530264472s
           4.530264472s  n0 ← n1  RequestVote{term=4, lastLogIndex=9, lastLogTerm=3}  #0, sent 4.520264472s
           4.530264472s  n0       persists record 0: HardState{term=4, votedFor=1}
           4.530264472s  n0       sync done, 1 records durable
           4.530264472s  n0 → n1  Vote{term=4, granted=T}  #0, arrives 4.540264472s
        """,
        String.join("\n", text.toString().lines().limit(11).toList()) + "\n");
    assertTrue(text.toString().contains("  4.540264472s  n1       leads epoch 4\n"), text.toString());
  }

  @Test
  void shouldBecomeAScenarioThatReplays() {
    final PlannedRun broken =
        Scenario.of(RaftTwin.QUORUM_OFF_BY_ONE)
            .with("election-timeout-min", "3s")
            .with("election-timeout-max", "3001ms")
            .planned("4s");
    final Replay replay = Replay.of(broken, null, directory);
    final ScenarioFile scenario =
        ScenarioFile.parse(
            replay.scenario().format(), "scenario.yaml", name -> Optional.of(RaftTwin.QUORUM_OFF_BY_ONE));
    assertTrue(scenario.violates().contains(Property.ONE_LEADER_PER_EPOCH));
    assertEquals(List.of(), scenario.discrepancies(scenario.run().run(null)));
    assertEquals(replay.firstBroken().orElseThrow().explanation(), scenario.note());
    final SpaceTimeDiagram diagram = replay.diagram(replay.firstBroken().orElseThrow());
    assertEquals(replay.firstBroken().orElseThrow().atNs(), diagram.atNs());
    assertFalse(diagram.arrows().isEmpty());
    assertTrue(diagram.toSvg().startsWith("<svg"));
  }
}
