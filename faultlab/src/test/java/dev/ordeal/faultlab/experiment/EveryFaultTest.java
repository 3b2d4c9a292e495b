package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.FaultKind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From the experiment's file to the receipts: a budget that asks for one fault sees that one fire, with what it takes to
 * see it, and no other ever. So for each fault all the other budgets are the test that it does not fire unasked.
 */
class EveryFaultTest {
  private static final int SEEDS = 100;
  private static final String CRASHES = "crashes: {count: 2, between: 1s to 20s, restart: 100ms to 1s";

  private record Case(FaultKind kind, String yaml, Set<FaultKind> fires) {
    @Override
    public String toString() {
      return kind.label();
    }
  }

  private static Case only(final FaultKind kind, final String yaml) {
    return new Case(kind, yaml, EnumSet.of(kind));
  }

  private static Case with(final FaultKind kind, final String yaml, final FaultKind... others) {
    final Set<FaultKind> fires = EnumSet.of(kind);
    fires.addAll(List.of(others));
    return new Case(kind, yaml, fires);
  }

  private static Stream<Case> cases() {
    return Stream.of(
        only(FaultKind.LOSS, "loss: 5%"),
        only(FaultKind.BURST_LOSS, "burst: {good-to-bad: 2%, bad-to-good: 10%, loss: 80%}"),
        only(FaultKind.DUPLICATION, "duplication: 5%"),
        only(FaultKind.REORDERING, "reordering: {share: 5%, hold: \"uniform(100ms, 3s)\"}"),
        only(FaultKind.CORRUPTION, "corruption: 1%"),
        only(FaultKind.CAPACITY, "capacity: {rate: 20B/s, queue: 40B}"),
        only(FaultKind.PARTITION, "partitions: {count: 2, kinds: [halves, isolate-one], lasting: 5s to 15s}"),
        only(FaultKind.CRASH, "crashes: {count: 1, between: 1s to 20s}"),
        with(FaultKind.RESTART, CRASHES + "}", FaultKind.CRASH),
        with(FaultKind.AMNESIA, CRASHES + ", amnesia: true}", FaultKind.CRASH, FaultKind.RESTART),
        only(FaultKind.PAUSE, "pauses: {count: 2, lasting: 1s to 8s}"),
        only(FaultKind.SLOW, "slow: {count: 1, step: 5ms}"),
        only(FaultKind.CLOCK_OFFSET, "clocks: {offset: 1h}"),
        only(FaultKind.CLOCK_DRIFT, "clocks: {drift: 1000ppm}"),
        only(FaultKind.CLOCK_JUMP, "clocks: {jumps: 2, jump: 500ms}"),
        with(FaultKind.UNSYNCED_LOSS, CRASHES + ", points: [before-durable]}\n  disks: {lose-unsynced: true}", FaultKind.CRASH, FaultKind.RESTART),
        with(
            FaultKind.TORN_WRITE,
            CRASHES + ", points: [before-durable]}\n  disks: {lose-unsynced: true, tear: true}",
            FaultKind.CRASH,
            FaultKind.RESTART,
            FaultKind.UNSYNCED_LOSS),
        only(FaultKind.SLOW_SYNC, "disks: {sync: 1ms to 80ms}"),
        only(FaultKind.LYING_SYNC, "disks: {lying: 50%}"),
        with(FaultKind.DISK_FULL, "disks: {full: 1}", FaultKind.CRASH),
        only(FaultKind.SILENCE, "byzantine: {count: 1, behaviours: [silent]}"),
        only(FaultKind.EQUIVOCATION, "byzantine: {count: 1, behaviours: [equivocate]}"),
        only(FaultKind.REPLAY, "byzantine: {count: 1, behaviours: [replay]}"),
        only(FaultKind.LATENESS, "byzantine: {count: 1, behaviours: [late], late: 500ms}"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shouldFireWhatTheBudgetAsksForAndNothingElse(final Case one) {
    assertEquals(labels(one.fires()), fired("faults:\n  " + one.yaml() + "\n"));
  }

  @Test
  void shouldFireNothingUnasked() {
    assertEquals(Set.of(), fired(""));
  }

  @Test
  void shouldHaveACaseForEveryFault() {
    assertEquals(List.of(FaultKind.values()), cases().map(Case::kind).toList());
  }

  private static Set<String> labels(final Set<FaultKind> kinds) {
    return kinds.stream().map(FaultKind::label).collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> fired(final String faults) {
    final String text =
        "ordeal: 1\nname: every-fault\nproblem: election\nalgorithms: [raft-election]\nnodes: 5\nduration: 60s\n"
            + "delay: constant(20ms)\n"
            + faults;
    final Experiment experiment =
        ExperimentReader.read(text, "every-fault.yaml", Path.of("."), List.of(), Catalogue.load());
    final Cell cell = experiment.cells().get(0);
    final Set<String> fired = new TreeSet<>();
    for (int index = 0; index < SEEDS; index++) {
      final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
      assertNull(run.failure());
      assertTrue(run.counts().get("deliveries") > 0, () -> run.counts().toString());
      run.receipts().forEach(
          (kind, count) -> {
            if (count > 0) {
              fired.add(kind);
            }
          });
    }
    return fired;
  }
}
