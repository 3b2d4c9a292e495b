package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The {@code workload} section: what the clients of a run do. */
class WorkloadReaderTest {
  private static final String HEAD = "ordeal: 1\nname: t\nproblem: register\nalgorithms: [abd]\n";

  private static Experiment read(final String text, final String... settings) {
    return ExperimentReader.read(text, "t.yaml", Path.of("."), List.of(settings), Catalogue.load());
  }

  private static List<String> mistakes(final String text) {
    return assertThrows(ExperimentException.class, () -> read(text)).getMessage().lines().toList();
  }

  @Test
  void shouldTakeDefaultsAndWhatIsSaid() {
    final Cell plain = read(HEAD).cells().get(0);
    assertEquals(5, plain.workload().values().value("clients"));
    assertEquals(500_000_000, plain.workload().values().value("read-share"));
    final Cell chosen =
        read(HEAD + "workload: {clients: 7, think-time: 5ms, timeout: 3s, retries: 6, read-share: 90%, keys: 9}\n")
            .cells()
            .get(0);
    assertEquals(
        "{clients=7, keys=9, rate=0, read-share=900000000, retries=6, think-time=5000000, timeout=3000000000}",
        chosen.workload().values().toString());
  }

  @Test
  void shouldMakeAxesOfLists() {
    assertEquals(
        List.of(
            "abd/rate=10,read-share=10%", "abd/rate=10,read-share=90%", "abd/rate=20,read-share=10%",
            "abd/rate=20,read-share=90%"),
        read(HEAD + "workload: {rate: [10, 20], read-share: [10%, 90%]}\n").cells().stream().map(Cell::key).toList());
    assertEquals(2, read(HEAD, "workload.clients=1..2").cells().size());
  }

  @Test
  void shouldNamePlaceAndBoundOfWhatIsWrong() {
    assertEquals(
        List.of(
            "clients out of range: clients=0, min=1, max=10000 (t.yaml:6:12)",
            "unknown setting of the workload: key=retrys, did you mean retries? (t.yaml:7:3)",
            "read-share out of range: read-share=120%, min=0%, max=100% (t.yaml:8:15)",
            "not a duration: text=soon, expected e.g. 10ms, with ns, us, ms, s, min or h (t.yaml:9:12)"),
        mistakes(HEAD + "workload:\n  clients: 0\n  retrys: 2\n  read-share: 120%\n  timeout: soon\n"));
    assertEquals(
        List.of("value of the wrong kind: workload=fast, expected={key: value} (t.yaml:5:11)"),
        mistakes(HEAD + "workload: fast\n"));
  }

  @Test
  void shouldRefuseClientsWhereThereAreNone() {
    assertEquals(
        List.of("problem without clients: problem=election (t.yaml:5:11)"),
        mistakes("ordeal: 1\nname: t\nproblem: election\nalgorithms: [bully]\nworkload: {clients: 2}\n"));
  }

  @Test
  void shouldWarnOfClientsThatGiveUpBeforeProgressCanBeDemanded() {
    final String text = HEAD + "delay: constant(10ms)\nheal: 5s\nworkload: {timeout: 100ms, retries: 1}\n";
    assertEquals(
        List.of(
            "time-out too short to demand progress: timeout=100ms, min=440ms: algorithm=abd (t.yaml:7:11)",
            "too few retries to demand progress: retries=1, min=2, so many nodes may be down: algorithm=abd"
                + " (t.yaml:7:11)"),
        read(text).warnings().stream().map(Mistake::toString).toList());
    assertEquals(List.of(), read(text, "workload.timeout=1s", "workload.retries=2").warnings());
    assertEquals(
        List.of(
            "run too short to demand progress of its clients: healed=2s, must exceed 2.88s: algorithm=abd"
                + " (t.yaml:7:11)"),
        read(text, "workload.timeout=1s", "workload.retries=2", "duration=7s").warnings().stream()
            .map(Mistake::toString)
            .toList());
  }

  /** Rounds begin with all inputs in; a proposal may come at any time before the spread is over. */
  @Test
  void shouldHoldLateProposalsBeyondTheModelOfRounds() {
    final String head = "ordeal: 1\nname: t\nproblem: consensus\nalgorithms: [early-deciding, paxos]\nheal: 1s\n";
    final List<Cell> cells = read(head + "workload: {spread: [1s, 1001ms]}\n").cells();
    assertEquals(List.of(), cells.get(0).beyond());
    assertEquals(
        List.of(
            "proposals may come when the first round has begun, and have no say then (spread=1.001s, first round at"
                + " 1s)"),
        cells.get(1).beyond());
    assertEquals(List.of(), cells.get(3).beyond());
    assertEquals(
        List.of(
            "proposals may come when the first round has begun, and have no say then (spread=0s, first round at 0s)"),
        read(head.replace("early-deciding", "flood-set: {first-round: 0s}") + "workload: {spread: 0s}\n")
            .cells()
            .get(0)
            .beyond());
  }

  @Test
  void shouldWarnOfProposalsTooLateToDemandDecisions() {
    final String text =
        """
        ordeal: 1
        name: t
        problem: consensus
        algorithms: [flood-set]
        nodes: 3
        duration: 10s
        heal: 1s
        healed-delay: 1ms
        workload: {spread: 9s}
        """;
    assertEquals(
        List.of(
            "proposals may come too late to demand decisions: spread=9s, recovery bound=1600000.001us, duration=10s:"
                + " algorithm=flood-set (t.yaml:9:11)"),
        read(text).warnings().stream().map(Mistake::toString).toList());
    assertEquals(List.of(), read(text.replace("9s", "8s")).warnings());
  }

  /** 600 messages may take 600 decisions, and whoever is cut off may miss all of them. */
  @Test
  void shouldHoldAHistoryShorterThanWhatANodeMayMissBeyondTheModel() {
    final String head =
        """
        ordeal: 1
        name: t
        problem: atomic-broadcast
        algorithms:
          - broadcast-from-consensus: {history: [128, 599, 600]}
        nodes: 3
        workload: {messages: 200}
        """;
    final List<Cell> cells = read(head + "faults:\n  partitions: {count: 1, kinds: [isolate-one], lasting: 5s}\n").cells();
    assertEquals(
        List.of(
            "a node may miss more decisions than are kept for it (history=128, nodes=3, messages of each=200,"
                + " partitions=1)"),
        cells.get(0).beyond());
    assertEquals(1, cells.get(1).beyond().size());
    assertEquals(List.of(), cells.get(2).beyond());
    assertEquals(List.of(), read(head).cells().get(0).beyond());
  }
}
