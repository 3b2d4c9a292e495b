package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.ParameterValues;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Clocks, mutual exclusion and causal broadcast under everything their models admit. Here some seeds of each
 * experiment, the clocks' with fewer events a run; all are run by {@code scripts/lab run clocks-under-fire} and so on.
 */
class LogicalTimeUnderFireTest {
  private static final long PAUSE_NS = 50_000_000;

  /** Faults of the clocks' models that the experiment leaves out, each for a reason. */
  private static final List<FaultKind> LEFT_OUT =
      List.of(
          FaultKind.DISK_FULL, // a crash at a write, as before-durable is
          FaultKind.AMNESIA, // admitted by interval clocks alone, which write nothing
          FaultKind.LYING_SYNC);

  @Test
  void shouldKeepEveryPromiseOfTheClocks() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("clocks-under-fire");
    for (final Cell cell : experiment.cells()) {
      final Map<String, Long> chosen = new HashMap<>(cell.values().asMap());
      chosen.put("pause", PAUSE_NS);
      final Cell calmer =
          new Cell(
              cell.key(),
              cell.environment(),
              cell.axes(),
              cell.problem(),
              cell.spec(),
              ParameterValues.of(cell.spec().parameters(), chosen),
              cell.workload(),
              cell.clusterSize(),
              cell.durationNs(),
              cell.budget(),
              cell.beyond());
      final Map<String, Long> receipts = run(experiment, calmer, 12);
      for (final FaultKind kind : cell.spec().model().admitted()) {
        final boolean isDiskFault =
            List.of(FaultKind.UNSYNCED_LOSS, FaultKind.TORN_WRITE, FaultKind.SLOW_SYNC).contains(kind);
        // Crashes of so few seeds may find nothing unsynced; capacity drops nothing of so few bytes.
        if (!LEFT_OUT.contains(kind) && !isDiskFault && kind != FaultKind.CAPACITY) {
          assertTrue(receipts.getOrDefault(kind.label(), 0L) > 0, () -> kind + " never fired: " + receipts);
        }
      }
    }
  }

  @Test
  void shouldKeepEveryPromiseOfMutualExclusionAndCausalBroadcast() throws IOException {
    for (final String name : List.of("mutex-under-fire", "causal-broadcast-under-fire")) {
      final Experiment experiment = RaftUnderFireTest.load(name);
      final Cell cell = experiment.cells().get(0);
      final Map<String, Long> receipts = run(experiment, cell, 60);
      for (final FaultKind kind : cell.spec().model().admitted()) {
        // Messages of so few bytes never fill a link; no wall clock is read.
        if (kind != FaultKind.CAPACITY && kind != FaultKind.CLOCK_JUMP) {
          assertTrue(receipts.getOrDefault(kind.label(), 0L) > 0, () -> kind + " never fired: " + receipts);
        }
      }
    }
  }

  private static Map<String, Long> run(final Experiment experiment, final Cell cell, final int seeds) {
    assertEquals(List.of(), cell.beyond());
    final Map<String, Long> receipts = new TreeMap<>();
    for (int index = 0; index < seeds; index++) {
      final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
      assertEquals(
          Verdict.SAFE_LIVE,
          run.verdict(),
          () -> "%s seed %d: %s %s".formatted(cell.key(), run.seed(), run.failure(), run.violations()));
      run.receipts().forEach((kind, count) -> receipts.merge(kind, count, Long::sum));
    }
    return receipts;
  }
}
