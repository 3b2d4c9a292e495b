package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FailureBudget;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.Indication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExperimentReaderTest {
  private static final Path GOOD = Path.of("src", "test", "resources", "experiments", "good");
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String HEAD = "ordeal: 1\nname: t\nproblem: election\nalgorithms: [bully, raft-election]\n";

  private static Experiment everything(final String... settings) throws IOException {
    return Samples.read(Files.readString(GOOD.resolve("everything.yaml")), settings);
  }

  private static Map<String, Long> seeds(final Experiment experiment) {
    final Map<String, Long> seeds = new HashMap<>();
    for (final Cell cell : experiment.cells()) {
      IntStream.range(0, 5).forEach(i -> seeds.put(cell.key() + "#" + i, experiment.seed(cell, i)));
    }
    return seeds;
  }

  @Test
  void shouldUnfoldAFileThatUsesEveryFeature() throws IOException {
    final Experiment experiment = everything();
    assertEquals("everything", experiment.name());
    assertEquals(42, experiment.rootSeed());
    assertEquals(3, experiment.seeds());
    assertEquals(
        List.of("nodes", "delay", "loss", "crashes"),
        List.copyOf(experiment.axes().keySet()),
        "in the order of the file");
    assertEquals(List.of("0%", "5%", "10%", "50%"), experiment.axes().get("loss"));
    // bully: 2 sizes × 2 delays × 2 losses × 2 crashes, and 2 included; raft: 2 heartbeats × 2 × 2 × 3 × 2.
    assertEquals(16 + 2 + 48, experiment.cells().size());
    final Cell cell =
        experiment
            .cell("raft-election(heartbeat=500ms)/nodes=7,delay=lognormal(20ms,0.5),loss=5%,crashes=2")
            .orElseThrow();
    assertEquals("nodes=7,delay=lognormal(20ms,0.5),loss=5%,crashes=2", cell.environment());
    assertEquals(7, cell.clusterSize());
    assertEquals(SECOND_NS / 2, cell.values().value("heartbeat"));
    assertTrue(cell.values().isOn("pre-vote"));
    assertEquals("500ms", cell.axes().get("heartbeat"));
    assertEquals(4, experiment.expectations().size());
  }

  @Test
  void shouldBeginWithTheScenarioToCompareWith() {
    final String grid = HEAD + "faults: {loss: [0%, 10%], crashes: {count: [0, 1]}}\n";
    final Experiment plain = Samples.read(grid);
    final Experiment ordered = Samples.read(grid + "first: {loss: 10%, crashes: 0}\n");
    assertEquals(Map.of(), plain.first());
    assertEquals(Map.of("loss", "10%", "crashes", "0"), ordered.first());
    final List<String> keys = new ArrayList<>(plain.cells().stream().map(Cell::key).toList());
    keys.removeIf(key -> key.endsWith("/loss=10%,crashes=0"));
    keys.addAll(0, List.of("bully/loss=10%,crashes=0", "raft-election/loss=10%,crashes=0"));
    assertEquals(keys, ordered.cells().stream().map(Cell::key).toList());
    assertEquals(seeds(plain), seeds(ordered), "the order decides no run");
    for (final String setting : List.of("faults.loss=20%", "faults.loss=[0%,20%]")) {
      final Experiment changed = Samples.read(grid + "first: {loss: 10%, crashes: 0}\n", setting);
      assertEquals(Map.of(), changed.first(), "what was to be compared with is gone");
      assertFalse(changed.cells().isEmpty());
    }
  }

  @Test
  void shouldPutEveryKeyWhereItBelongs() throws IOException {
    final FailureBudget budget =
        everything().cell("raft-election(heartbeat=1s)/nodes=5,delay=uniform(10ms,100ms),loss=10%,crashes=2")
            .orElseThrow()
            .budget();
    assertEquals(
        new LinkRules(
            100_000_000,
            new LinkRules.Burst(10_000_000, 200_000_000, 800_000_000),
            10_000_000,
            50_000_000,
            new Delay.Exponential(1_000_000, 20_000_000),
            10_000,
            1_000_000,
            65_536,
            true),
        budget.links());
    assertEquals(new Delay.Uniform(10_000_000, 100_000_000), budget.delay());
    assertEquals(2, budget.overrides().size());
    assertEquals(FaultPlan.ANY, budget.overrides().get(0).toId());
    assertEquals(new Delay.Constant(5_000_000), budget.overrides().get(0).delay());
    assertEquals(50_000_000, budget.overrides().get(1).rules().corruptionPpb());
    assertEquals(
        new FailureBudget.Partitions(
            2, List.of(FaultPlan.PartitionKind.values()), 2 * SECOND_NS, 10 * SECOND_NS, SECOND_NS / 2),
        budget.partitions());
    assertEquals(
        new FailureBudget.Crashes(
            2,
            FailureBudget.Target.LEADER,
            List.of(),
            false,
            List.of(FaultPlan.CrashPoint.values()),
            5 * SECOND_NS,
            15 * SECOND_NS,
            SECOND_NS,
            5 * SECOND_NS,
            false),
        budget.crashes());
    assertEquals(new FailureBudget.Pauses(1, SECOND_NS, 5 * SECOND_NS), budget.pauses());
    assertEquals(new FailureBudget.Slow(1, 5_000_000), budget.slow());
    assertEquals(new FailureBudget.Clocks(SECOND_NS, 200_000, 2, SECOND_NS / 2), budget.clocks());
    assertEquals(new FailureBudget.Disks(1_000_000, 5_000_000, true, true, 10_000_000, 1), budget.disks());
    assertEquals(
        new FailureBudget.Byzantine(1, List.of(FaultPlan.Behaviour.values()), SECOND_NS / 2), budget.byzantine());
    assertEquals(
        List.of(
            new FaultPlan.Trigger(
                new FaultPlan.Condition.Indicated(FaultPlan.ANY, Indication.LEADER, FaultPlan.ANY, 3),
                2,
                new FaultPlan.Action.CutOff(FaultPlan.SELF, true, false, 5 * SECOND_NS)),
            new FaultPlan.Trigger(
                new FaultPlan.Condition.Entered(FaultPlan.ANY, "CANDIDATE"),
                1,
                new FaultPlan.Action.CrashNode(
                    FaultPlan.SELF, FaultPlan.CrashPoint.MID_SEND, 2, 3 * SECOND_NS, true)),
            new FaultPlan.Trigger(
                new FaultPlan.Condition.Sent(0, 1, "RequestVote"),
                1,
                new FaultPlan.Action.HoldUntil(
                    new FaultPlan.Condition.Delivered(FaultPlan.ANY, FaultPlan.ANY, "Heartbeat"))),
            new FaultPlan.Trigger(
                new FaultPlan.Condition.Sent(FaultPlan.ANY, FaultPlan.ANY, "RequestVote"),
                1,
                new FaultPlan.Action.Hold(2 * SECOND_NS)),
            new FaultPlan.Trigger(
                new FaultPlan.Condition.Sent(FaultPlan.ANY, FaultPlan.ANY, "Vote"), 1, new FaultPlan.Action.Lose()),
            new FaultPlan.Trigger(
                new FaultPlan.Condition.Persisted(1, "HardState"), 1, new FaultPlan.Action.PauseNode(2, SECOND_NS))),
        budget.triggers());
    assertEquals(20 * SECOND_NS, budget.healNs());
    assertEquals(100_000_000, budget.healedDelayMaxNs());
    assertTrue(budget.isSwarm());
  }

  @Test
  void shouldLeaveOutAndTakeInCells() throws IOException {
    final Set<String> keys = new HashSet<>();
    everything().cells().forEach(cell -> keys.add(cell.key()));
    assertFalse(keys.contains("bully/nodes=5,delay=uniform(10ms,100ms),loss=10%,crashes=0"));
    assertTrue(keys.contains("raft-election(heartbeat=1s)/nodes=5,delay=uniform(10ms,100ms),loss=10%,crashes=0"));
    assertTrue(keys.contains("bully/nodes=9,delay=uniform(10ms,100ms),loss=50%,crashes=3"));
    assertFalse(keys.contains("raft-election(heartbeat=1s)/nodes=9,delay=uniform(10ms,100ms),loss=50%,crashes=3"));
  }

  @Test
  void shouldMoveNoSeedWhenAValueIsAdded() {
    final Map<String, Long> before =
        seeds(Samples.read(HEAD + "faults:\n  loss: [1%, 5%]\n  crashes: {count: [0, 1]}\n"));
    final Map<String, Long> after =
        seeds(Samples.read(HEAD + "faults:\n  loss: [0%, 5%, 3%, 1%]\n  crashes: {count: [2, 0, 1]}\n"));
    before.forEach((run, seed) -> assertEquals(seed, after.get(run), run));
    assertTrue(after.size() > before.size());
  }

  @Test
  void shouldCompareAlgorithmsOnTheSameSeeds() {
    final Experiment experiment = Samples.small();
    for (final Cell cell : experiment.cells()) {
      final Cell twin = experiment.cell(cell.key().replace("bully", "raft-election")).orElseThrow();
      assertEquals(experiment.seed(cell, 1), experiment.seed(twin, 1));
    }
    assertEquals(
        experiment.cells().size() / 2 * 5, new HashSet<>(seeds(experiment).values()).size(), "all others differ");
  }

  @Test
  void shouldShowOnlyAxesThatVaryInKeys() {
    assertEquals(
        List.of("bully", "raft-election"),
        Samples.read(HEAD + "faults: {loss: 10%}\n").cells().stream().map(Cell::key).toList());
  }

  @Test
  void shouldTakeSettingsFromTheCommandLine() {
    final Experiment experiment =
        Samples.read(HEAD, "faults.loss=[0%, 5%]", "seeds=7", "algorithms=[bully]", "faults.crashes.count=1..2");
    assertEquals(7, experiment.seeds());
    assertEquals(
        List.of(
            "bully/loss=0%,crashes=1", "bully/loss=0%,crashes=2", "bully/loss=5%,crashes=1", "bully/loss=5%,crashes=2"),
        experiment.cells().stream().map(Cell::key).toList());
  }

  @Test
  void shouldNameTheSettingThatIsWrong() {
    final ExperimentException refused =
        assertThrows(ExperimentException.class, () -> Samples.read(HEAD, "faults.los=5%", "nodes=0", "seeds"));
    assertEquals(
        Set.of(
            "unknown key: key=los, did you mean loss? (--set faults.los=5%)",
            "nodes out of range: nodes=0, min=1, max=100000 (--set nodes=0)",
            "setting without a value: expected path=value (--set seeds)"),
        Set.copyOf(refused.getMessage().lines().toList()));
  }

  @Test
  void shouldWarnWhereProgressCannotBeDemanded() {
    final Experiment experiment = Samples.read(HEAD + "duration: 30s\nheal: 15s\ndelay: 5ms\n");
    assertEquals(
        List.of(
            "run too short to demand progress: algorithm=raft-election, heal=15s, recovery bound=20s, duration=30s"
                + " (experiment.yaml:6:7)"),
        experiment.warnings().stream().map(Mistake::toString).toList());
  }

  @Test
  void shouldTellInsideFromBeyondTheModel() {
    final Experiment experiment = Samples.read(HEAD + "faults: {loss: 1%, corruption: [0%, 1%]}\n");
    assertTrue(experiment.cell("bully/corruption=0%").orElseThrow().isInsideModel());
    assertFalse(experiment.cell("bully/corruption=1%").orElseThrow().isInsideModel());
  }

  /** In the sample algorithms the last node is the arbiter. */
  @Test
  void shouldAimFaultsAtRoles() {
    final String crashes = "faults: {crashes: {count: 1, target: arbiter, between: 1s to 2s}}\n";
    final Cell cell = Samples.read(HEAD + crashes).cell("bully").orElseThrow();
    for (int index = 0; index < 20; index++) {
      assertEquals(4, RunExecutor.draw(cell, index).crashes().get(0).nodeId());
    }
    final String trigger = "faults: {triggers: [{when: {sends: Vote, from: arbiter}, do: {crash: arbiter}}]}\n";
    final FaultPlan.Trigger read = Samples.read(HEAD + trigger).cell("bully").orElseThrow().budget().triggers().get(0);
    assertEquals(new FaultPlan.Condition.Sent(4, FaultPlan.ANY, "Vote"), read.on());
    assertEquals(4, ((FaultPlan.Action.CrashNode) read.action()).nodeId());
    refuses("faults: {crashes: {count: 2, target: arbiter}}\n", "more crashes than nodes: crashes=2, max=1 (arbiter)");
    refuses("faults: {crashes: {count: 1, target: arbitre}}\n", "did you mean arbiter?");
    refuses(
        "faults: {triggers: [{when: {sends: Vote, from: member}, do: {lose: true}}]}\n",
        "a trigger names one node: from=member, nodes of that role=[0, 1, 2, 3]");
    refuses("faults: {clocks: {drift: 100%}}\n", "drift out of range: drift=100%, min=0%, max=99%");
  }

  private static void refuses(final String faults, final String why) {
    final String message = assertThrows(ExperimentException.class, () -> Samples.read(HEAD + faults)).getMessage();
    assertTrue(message.contains(why), message);
  }

  @Test
  void shouldReadEveryExperimentThatShips() {
    for (final String name : ExperimentFiles.shipped()) {
      final ExperimentFiles.Source file = ExperimentFiles.find(name);
      final Experiment experiment =
          ExperimentReader.read(file.text(), file.source(), file.directory(), List.of(), Catalogue.load());
      assertEquals(name, experiment.name());
      assertEquals(List.of(), experiment.warnings());
    }
  }

  @Test
  void shouldSuggestWhatIsNear() {
    assertEquals("raft-election", Suggestion.nearest("raft-elction", List.of("bully", "raft-election")));
    assertEquals("raft-election", Suggestion.nearest("raft", List.of("bully", "raft-election")));
    assertEquals("loss", Suggestion.nearest("LOSS", List.of("loss", "lies")));
    assertEquals(null, Suggestion.nearest("paxos", List.of("bully", "raft-election")));
    assertEquals(1, Suggestion.distance("ab", "ba"));
    assertEquals(3, Suggestion.distance("kitten", "sitting"));
  }
}
