package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.FaultKind;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Failure detectors, and leader election by Omega, under everything their models admit. Here some seeds of each
 * experiment; all are run by {@code scripts/lab run detectors-under-fire} and so on.
 */
class DetectorsUnderFireTest {
  private static final int SEEDS = 60;

  /** Faults of disks, which these never write to. */
  private static final List<FaultKind> OF_DISKS =
      List.of(
          FaultKind.AMNESIA,
          FaultKind.UNSYNCED_LOSS,
          FaultKind.TORN_WRITE,
          FaultKind.SLOW_SYNC,
          FaultKind.LYING_SYNC,
          FaultKind.DISK_FULL,
          FaultKind.CLOCK_JUMP); // nor is a wall clock read

  @Test
  void shouldKeepEveryPromiseUnderEverythingTheModelsAdmit() throws IOException {
    for (final String name : List.of("detectors-under-fire", "heartbeat-under-fire", "omega-under-fire")) {
      final Experiment experiment = RaftUnderFireTest.load(name);
      final Map<String, Map<String, Long>> receipts = new TreeMap<>();
      for (final Cell cell : experiment.cells()) {
        assertEquals(List.of(), cell.beyond());
        run(experiment, cell, receipts.computeIfAbsent(cell.spec().name(), spec -> new TreeMap<>()));
      }
      for (final Cell cell : experiment.cells()) {
        final Map<String, Long> fired = receipts.get(cell.spec().name());
        for (final FaultKind kind : cell.spec().model().admitted()) {
          assertTrue(
              OF_DISKS.contains(kind) || fired.getOrDefault(kind.label(), 0L) > 0,
              () -> "%s: %s never fired: %s".formatted(cell.key(), kind, fired));
        }
      }
    }
  }

  private static void run(final Experiment experiment, final Cell cell, final Map<String, Long> receipts) {
    for (int index = 0; index < SEEDS; index++) {
      final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
      assertEquals(
          Verdict.SAFE_LIVE,
          run.verdict(),
          () -> "%s seed %d: %s %s".formatted(cell.key(), run.seed(), run.failure(), run.violations()));
      run.receipts().forEach((kind, count) -> receipts.merge(kind, count, Long::sum));
    }
  }
}
