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
 * Version stores under everything their model admits. Here some seeds of the experiment; all of its 10,000 are run by
 * {@code scripts/lab run versions-under-fire}.
 */
class VersionsUnderFireTest {
  private static final int SEEDS = 80;

  /** Faults of the model that the experiment leaves out, each for a reason. */
  private static final List<FaultKind> LEFT_OUT =
      List.of(
          FaultKind.CLOCK_JUMP, // the algorithm reads no wall clock
          FaultKind.DISK_FULL); // a crash at a write, as before-durable is

  @Test
  void shouldKeepEveryPromise() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("versions-under-fire");
    for (final Cell cell : experiment.cells()) {
      assertEquals(List.of(), cell.beyond());
      final Map<String, Long> receipts = new TreeMap<>();
      final Map<String, Long> visits = new TreeMap<>();
      for (int index = 0; index < SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        assertEquals(
            Verdict.SAFE_LIVE,
            run.verdict(),
            () -> "%s seed %d: %s %s".formatted(cell.key(), run.seed(), run.failure(), run.violations()));
        run.receipts().forEach((kind, count) -> receipts.merge(kind, count, Long::sum));
        run.coverage().forEach((place, count) -> visits.merge(place, count, Long::sum));
      }
      for (final FaultKind kind : cell.spec().model().admitted()) {
        if (!LEFT_OUT.contains(kind)) {
          assertTrue(receipts.getOrDefault(kind.label(), 0L) > 0, () -> kind + " never fired: " + receipts);
        }
      }
      visits.forEach((place, count) -> assertTrue(count > 0, () -> place + " never visited: " + visits));
    }
  }
}
