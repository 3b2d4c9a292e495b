package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.FaultKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each election under what its model admits. Here a few seeds of each experiment; all of their 10,000 are run by {@code
 * scripts/lab run bullies-under-fire} and the others.
 */
class ElectionsUnderFireTest {
  /** What no experiment here makes fire: a full disk is a crash at a write, and nothing is written. */
  private static final Set<FaultKind> LEFT_OUT =
      EnumSet.of(
          FaultKind.DISK_FULL,
          FaultKind.UNSYNCED_LOSS,
          FaultKind.TORN_WRITE,
          FaultKind.SLOW_SYNC,
          FaultKind.LYING_SYNC);

  @Test
  void shouldKeepEveryPromiseOfBothBullies() throws IOException {
    assertKept("bullies-under-fire", 60, 90, Map.of("leader-changes", 10L, "crashes-of-leader", 15L));
  }

  @Test
  void shouldKeepEveryPromiseOnRings() throws IOException {
    assertKept("rings-under-fire", 15, 100, Map.of("elections", 45L));
  }

  @Test
  void shouldKeepEveryPromiseOfRaftsOptions() throws IOException {
    assertKept("raft-options-under-fire", 40, 85, Map.of("leader-changes", 30L, "crashes-before-send", 5L));
  }

  @Test
  void shouldKeepRaftAvailableUnderCuts() throws IOException {
    assertKept("cuts-under-fire", 40, 85, Map.of("settled-reigns", 40L, "demanded-outages", 40L));
  }

  /** Every run of every cell is safe and, where it says something, live; so many in a hundred say something. */
  private static void assertKept(
      final String name, final int seeds, final int percentLive, final Map<String, Long> coverageMin)
      throws IOException {
    final Experiment experiment = RaftUnderFireTest.load(name);
    final Map<String, Long> receipts = new TreeMap<>();
    for (final Cell cell : experiment.cells()) {
      assertEquals(List.of(), cell.beyond(), cell.key());
      final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
      final Map<String, Long> coverage = new TreeMap<>();
      final List<String> broken = new ArrayList<>();
      for (int index = 0; index < seeds; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        verdicts.merge(run.verdict(), 1, Integer::sum);
        run.coverage().forEach((place, count) -> coverage.merge(place, count, Long::sum));
        run.receipts().forEach((fault, count) -> receipts.merge(fault, count, Long::sum));
        if (run.verdict() == Verdict.VIOLATED || run.verdict() == Verdict.SAFE_STALLED) {
          broken.add("seed %d: %s %s %s".formatted(run.seed(), run.verdict(), run.failure(), run.violations()));
        }
      }
      assertEquals(List.of(), broken, cell.key());
      assertTrue(verdicts.getOrDefault(Verdict.SAFE_LIVE, 0) * 100 >= seeds * percentLive, cell.key() + verdicts);
      coverageMin.forEach(
          (place, least) -> assertTrue(coverage.get(place) >= least, () -> cell.key() + place + coverage));
    }
    if (!name.equals("cuts-under-fire")) { // which keeps links calm on purpose
      for (final FaultKind kind : experiment.cells().get(0).spec().model().admitted()) {
        assertTrue(
            LEFT_OUT.contains(kind) || receipts.getOrDefault(kind.label(), 0L) > 0,
            () -> name + ": " + kind + " never fired: " + receipts);
      }
    }
  }
}
