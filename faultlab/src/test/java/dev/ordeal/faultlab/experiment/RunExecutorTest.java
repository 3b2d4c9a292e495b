package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a run is called. */
class RunExecutorTest {
  private static final String RAFT =
      "ordeal: 1\nname: t\nproblem: election\nalgorithms: [raft-election]\nnodes: 5\ndelay: uniform(10ms, 100ms)\n";

  @Test
  void shouldNotCallARunLiveInWhichNothingWasDemandedAndNothingCame() {
    assertEquals(Verdict.UNKNOWN, verdict(RAFT + "duration: 20s\nfaults: {loss: 100%}\n", 1));
    assertEquals(Verdict.SAFE_LIVE, verdict(RAFT + "duration: 20s\n", 1));
    final String tooShort = "duration: 60s\nheal: 59s\nfaults: {loss: 100%}\n";
    assertEquals(Verdict.UNKNOWN, verdict(RAFT + tooShort, 1), "the bound lies beyond the end");
  }

  @Test
  void shouldCallARunUnknownWhoseScheduledFaultNeverFired() {
    final String never = "duration: 20s\nfaults: {triggers: [{when: {sends: Vote}, occurrence: 999, do: {lose: true}}]}";
    assertEquals(Verdict.UNKNOWN, verdict(RAFT + never, 1));
  }

  /** Raft's promise of progress holds as far as its specification says: clocks 20 % off either way, two servers down. */
  @Test
  void shouldDemandProgressWithinTheBoundThatDriftStretches() {
    final String drifting =
        "duration: 120s\nheal: 30s\nfaults: {clocks: {drift: 20%}, crashes: {count: 2, between: 1s to 20s}}\n";
    final Cell cell = cell(RAFT + drifting);
    assertTrue(cell.isInsideModel(), cell.beyond()::toString);
    for (long seed = 0; seed < 60; seed++) {
      final long recoverByNs = RunExecutor.recoverByNs(cell, RunExecutor.draw(cell, seed));
      assertTrue(recoverByNs > 75_000_000_000L && recoverByNs < 100_000_000_000L, "recoverByNs=" + recoverByNs);
      assertEquals(Verdict.SAFE_LIVE, RunExecutor.execute(cell, 0, seed).verdict(), "seed=" + seed);
    }
  }

  private static Verdict verdict(final String file, final long seed) {
    return RunExecutor.execute(cell(file), 0, seed).verdict();
  }

  private static Cell cell(final String file) {
    return ExperimentReader.read(file, "t.yaml", Path.of("."), List.of(), Catalogue.load()).cells().get(0);
  }
}
