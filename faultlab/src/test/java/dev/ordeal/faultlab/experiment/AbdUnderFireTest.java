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
 * ABD under everything its model admits. Here some seeds of the experiment; all of its 10,000 are run by {@code
 * scripts/lab run abd-under-fire}.
 */
class AbdUnderFireTest {
  private static final int SEEDS = 60;
  private static final long OK_MIN = 100;

  /** Faults of the model that this experiment leaves out, each for a reason. */
  private static final List<FaultKind> LEFT_OUT =
      List.of(
          FaultKind.CAPACITY, // messages of some fifty bytes never fill a link that carries anything at all
          FaultKind.CLOCK_JUMP, // the algorithm reads no wall clock
          FaultKind.DISK_FULL); // a crash at a write, as before-durable is

  @Test
  void shouldStayLinearizableUnderEverythingTheModelAdmits() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("abd-under-fire");
    final Cell cell = experiment.cells().get(0);
    assertEquals(List.of(), cell.beyond());
    final Map<String, Long> receipts = new TreeMap<>();
    final Map<String, Long> visits = new TreeMap<>();
    for (int index = 0; index < SEEDS; index++) {
      final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
      assertEquals(Verdict.SAFE_LIVE, run.verdict(), () -> run.violations() + " seed=" + run.seed());
      assertTrue(run.samples().get("ok-operations")[0] >= OK_MIN, () -> "seed=" + run.seed());
      run.receipts().forEach((kind, count) -> receipts.merge(kind, count, Long::sum));
      run.coverage().forEach((place, count) -> visits.merge(place, count, Long::sum));
    }
    for (final FaultKind kind : cell.spec().model().admitted()) {
      if (!LEFT_OUT.contains(kind)) {
        assertTrue(receipts.getOrDefault(kind.label(), 0L) > 0, () -> kind + " never fired: " + receipts);
      }
    }
    for (final String place :
        List.of("concurrent-operations", "write-backs", "confirmed-after-retry", "operations-across-partition")) {
      assertTrue(visits.get(place) > 0, () -> place + " never visited: " + visits);
    }
  }
}
