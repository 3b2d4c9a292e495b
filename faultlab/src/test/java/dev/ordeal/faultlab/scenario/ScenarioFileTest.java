package dev.ordeal.faultlab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scenario that was saved is the scenario that is read. */
@SuppressWarnings("UnnecessaryLambda")
class ScenarioFileTest {
  private static final AlgorithmSpec RAFT = new RaftElectionSpec();
  private static final Function<String, Optional<AlgorithmSpec>> ALGORITHMS =
      name -> name.equals(RAFT.name()) ? Optional.of(RAFT) : Optional.empty();

  @TempDir Path directory;

  private static PlannedRun eventful() {
    return Scenario.of(RAFT)
        .named("election/eventful \"quoted\"")
        .nodes(5).seed(-7).with("heartbeat", "700ms").with("equal-logs", "true").delay("uniform(10ms, 100ms)")
        .heal("30s", "100ms")
        .partition(PartitionKind.ISOLATE_ONE, "5s", "9s", 1)
        .crash(3, "6s", CrashPoint.MID_SEND).restartAfter("1s")
        .crashLeader("10s")
        .pause(2, "3s", "4s")
        .drift(0, "100ppm")
        .slowDisk(4, "2ms")
        .lose(0, 1, 5).twice(1, 2, 0).slow(2, 3, 1, "250ms")
        .when(Scenario.sent(Scenario.ANY, Scenario.ANY, "RequestVote"))
        .holdUntil(Scenario.indicated(2, Indication.ELECTION))
        .when(Scenario.persisted(1, "HardState")).occurrence(2).crash(Scenario.SELF, CrashPoint.AFTER_DURABLE)
        .restartEmptyAfter("40ms")
        .when(Scenario.leads(Scenario.ANY)).cutOff(Scenario.SELF, "2s")
        .planned("100s");
  }

  @Test
  void shouldReadBackWhatWasWritten() throws IOException {
    final PlannedRun run = eventful();
    final Path file = directory.resolve("saved/scenario.yaml");
    final ScenarioFile saved =
        new ScenarioFile(
            run, List.of(Property.EVENTUAL_AGREEMENT), false, List.of(), "0123456789abcdef", "what it shows");
    saved.write(file);
    final ScenarioFile read = ScenarioFile.read(file);
    assertEquals(run.plan(), read.run().plan());
    assertEquals(saved.format(), read.format());
    assertEquals(run.run(null).traceHash(), read.run().run(null).traceHash());
  }

  @Test
  void shouldSayHowARunDiffersFromWhatIsExpected() {
    final PlannedRun run = Scenario.of(RAFT).planned("10s");
    final RunRecord record = run.run(null);
    final String hash = record.traceHash();
    final List<Property> one = List.of(Property.ONE_LEADER_PER_EPOCH);
    assertEquals(List.of(), new ScenarioFile(run, List.of(), false, one, hash, "").discrepancies(record));
    assertEquals(1, new ScenarioFile(run, one, false, List.of(), null, "").discrepancies(record).size());
    assertEquals(1, new ScenarioFile(run, List.of(), false, List.of(), "0", "").discrepancies(record).size());
  }

  @Test
  void shouldRefuseWhatIsNoScenario() {
    final String good = new ScenarioFile(eventful(), List.of(), false, List.of(), null, "").format();
    refuse("scenario has no plan", good.replace("\n---\n", "\n"));
    refuse("unknown entry of a scenario: name=node,", good.replace("nodes: 5", "node: 5"));
    refuse("scenario lacks an entry: name=nodes", good.replace("nodes: 5\n", ""));
    refuse("no such algorithm: algorithm=raft", good.replace("algorithm: raft-election", "algorithm: raft"));
    refuse("unknown version of scenarios: schema=2", good.replace("schema: 1", "schema: 2"));
    refuse("no such property: name=safety", good.replace("keeps: []", "keeps: [safety]"));
    refuse("unknown parameter: name=heartbeats", good.replace("  heartbeat:", "  heartbeats:"));
  }

  /** Before anything runs, with its place and the bound. */
  @Test
  void shouldRefuseATransactionThatNobodyCouldBeAskedFor() {
    for (final String[] bad :
        List.of(
            new String[] {"7 read 1", "no such participant: node=7, min=1, max=2"},
            new String[] {"0 read 1", "no such participant: node=0, min=1, max=2"},
            new String[] {"1 frob 1", "not an operation of a transaction: operation=1 frob 1"},
            new String[] {"rollback", "operations of a transaction out of range: operations=0, min=1, max=64"},
            new String[] {"1 read 1; ".repeat(64) + "1 read 1", "operations of a transaction out of range"})) {
      final AlgorithmSpec spec = new PresumedNothingSpec();
      final PlannedRun run = Scenario.of(spec).invoke("1s", 0, 0, bad[0]).planned("10s");
      final String text = new ScenarioFile(run, List.of(), false, List.of(), null, "").format();
      final IllegalArgumentException refused =
          assertThrows(
              IllegalArgumentException.class, () -> ScenarioFile.parse(text, "s.yaml", any -> Optional.of(spec)));
      final List<String> lines = text.lines().toList();
      final int line = lines.indexOf("operations:") + 2;
      final int column = lines.get(line - 1).indexOf(bad[0]) + 1;
      assertTrue(refused.getMessage().startsWith(bad[1]), refused.getMessage());
      assertTrue(refused.getMessage().endsWith("(line %d, column %d)".formatted(line, column)), refused.getMessage());
    }
  }

  private static void refuse(final String expected, final String text) {
    final IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ScenarioFile.parse(text, "scenario.yaml", ALGORITHMS));
    assertTrue(refused.getMessage().startsWith(expected), refused.getMessage());
  }
}
