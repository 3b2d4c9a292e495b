package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.sent;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.replay.Replay;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.abd.AbdTwin;
import dev.ordeal.protocols.replication.primarybackup.PrimaryBackupSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every broken twin of ABD is caught by a schedule made for it; ABD itself comes through the very same one. */
class RegisterTwinScenarioTest {
  private static Scenario abd() {
    return Scenario.of(new AbdSpec()).with("retransmit", "1h").workload("retries", "1").workload("timeout", "500ms");
  }

  /** New–old inversion: one read finds what only the writer's node holds, the next asks the two others. */
  private static Scenario inversion() {
    return abd()
        .when(sent(0, 1, "Update")).lose()
        .when(sent(0, 2, "Update")).lose()
        .when(sent(1, 2, "Query")).lose()
        .when(sent(2, 0, "Query")).lose()
        .invoke("1s", 0, 0, "write 0 7")
        .invoke("1100ms", 1, 1, "read 0")
        .invoke("1200ms", 2, 2, "read 0");
  }

  @Test
  void shouldCatchAReadThatIsNotWrittenBack() {
    assertCaught(inversion(), AbdTwin.NO_WRITE_BACK, "5s");
  }

  /** The picture shows who asked, and the two answers in the wrong order. */
  @Test
  void shouldDrawTheInversion(@TempDir final Path folder) {
    final Replay replay =
        Replay.of(inversion().on(AbdTwin.NO_WRITE_BACK).planned("5s"), null, folder.resolve("trace"));
    final String svg = replay.diagram(replay.firstBroken().orElseThrow()).toSvg();
    final int first = svg.indexOf("n1 answers RegisterReply{client=1, status=OK, sequence=1, value=7");
    final int second = svg.indexOf("n2 answers RegisterReply{client=2, status=OK, sequence=1, value=0");
    assertTrue(svg.contains("n0 asked WriteRequest{client=0, key=0, sequence=1, value=7"), svg);
    assertTrue(0 < first && first < second, svg);
    assertTrue(svg.contains("2 read 0 → 0 could not follow"), svg);
  }

  @Test
  void shouldCatchATagThatACrashTakesAway() {
    final Scenario majorityCrashes =
        abd()
            .when(sent(0, 2, "Update")).lose()
            .invoke("1s", 0, 0, "write 0 7")
            .crash(0, "2s").restartAfter("100ms")
            .crash(1, "2s").restartAfter("100ms")
            .invoke("3s", 1, 2, "read 0");
    assertCaught(majorityCrashes, AbdTwin.NOT_DURABLE, "5s");
  }

  @Test
  void shouldCatchHalfTakenForAMajority() {
    final Scenario slowUpdates =
        abd()
            .when(sent(0, 1, "Update")).hold("1s")
            .when(sent(0, 2, "Update")).hold("100ms")
            .invoke("1s", 0, 0, "write 0 7")
            .invoke("1200ms", 1, 1, "read 0");
    assertCaught(slowUpdates, AbdTwin.QUORUM_OFF_BY_ONE, "5s");
  }

  @Test
  void shouldCatchAnOperationThatNeverEnds() {
    final Scenario oneIsDown =
        Scenario.of(new AbdSpec()).crash(2, "1s").heal("2s", "10ms").invoke("10s", 0, 0, "read 0");
    assertCaught(oneIsDown, AbdTwin.WAITS_FOR_ALL, "30s");
  }

  /** A write is seen, overwritten, and tried again elsewhere: were it to take effect again, it would be seen again. */
  @Test
  void shouldCatchAWriteThatTakesEffectTwice() {
    final Scenario triedAgain =
        abd()
            .when(sent(0, 1, "Update")).lose()
            .when(sent(0, 2, "Update")).lose()
            .invoke("1s", 0, 0, "write 0 7")
            .invoke("1100ms", 1, 0, "read 0")
            .invoke("1200ms", 2, 1, "write 0 8")
            .invoke("1300ms", 1, 1, "read 0")
            .invoke("2s", 1, 1, "read 0");
    assertCaught(triedAgain, AbdTwin.TAG_FOR_EACH_ATTEMPT, "5s");
    assertTrue(triedAgain.run("5s").record().coverage().get("confirmed-after-retry") > 0);
  }

  /** The baseline breaks where it must: cut off from the others the primary goes on. */
  @Test
  void shouldFindTwoPrimariesOnTheTwoSidesOfACut() {
    Scenario.of(new PrimaryBackupSpec())
        .partition(PartitionKind.HALVES, "1s", "10s", 0)
        .invoke("5s", 0, 1, "write 0 7")
        .invoke("6s", 1, 0, "read 0")
        .run("12s")
        .expectViolated(Property.LINEARIZABILITY);
  }

  /** What it says of a violation: which operation could not follow, on which key. */
  @Test
  void shouldExplainAViolation() {
    final Optional<String> explanation =
        Scenario.of(new PrimaryBackupSpec())
            .partition(PartitionKind.HALVES, "1s", "10s", 0)
            .invoke("5s", 0, 1, "write 0 7")
            .invoke("6s", 1, 0, "read 0")
            .run("12s")
            .violation(Property.LINEARIZABILITY)
            .map(violation -> violation.nodes() + " " + violation.explanation());
    assertTrue(explanation.orElseThrow().startsWith("[0] key 0: 1 read 0 → 0 could not follow"), explanation::get);
  }

  /** A scenario with operations is written down, read, and goes the same way again. */
  @Test
  void shouldReplayOperationsFromAFile() {
    final PlannedRun run =
        abd().workload("read-share", "25%").invoke("1s", 3, 0, "write 0 7").invoke("1500ms", 4, 2, "read 0")
            .planned("5s");
    final String text = new ScenarioFile(run, List.of(), false, List.of(), null, "").format();
    final ScenarioFile read = ScenarioFile.parse(text, "scenario.yaml", name -> Optional.of(new AbdSpec()));
    assertEquals(run.workload().script(), read.run().workload().script());
    assertEquals(run.workload().values().asMap(), read.run().workload().values().asMap());
    assertEquals(run.run(null).traceHash(), read.run().run(null).traceHash());
    assertEquals(text, read.format());
  }

  private static void assertCaught(final Scenario scenario, final AbdTwin twin, final String duration) {
    final BrokenTwin broken = twin;
    scenario.run(duration).expectKept(broken.breaks());
    scenario.on(broken).named(broken.name()).run(duration).expectViolated(broken.breaks());
  }
}
