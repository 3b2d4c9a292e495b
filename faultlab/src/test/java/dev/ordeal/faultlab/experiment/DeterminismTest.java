package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The promise: same build, experiment and seed, same trace hash, on any machine and JVM. The stored hashes change only
 * with a reason in the commit; {@code -Dordeal.golden.write=true} writes them anew.
 */
class DeterminismTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/trace-hashes.txt");
  private static final int SEEDS_TWICE = 5;

  @Test
  void shouldRunEveryCellOfFirstLookTwiceToTheSameHash() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("first-look");
    for (final Cell cell : experiment.cells()) {
      for (int index = 0; index < SEEDS_TWICE; index++) {
        final long seed = experiment.seed(cell, index);
        assertEquals(
            RunExecutor.execute(cell, index, seed).traceHash(),
            RunExecutor.execute(cell, index, seed).traceHash(),
            cell.key());
      }
    }
  }

  @Test
  void shouldRunAbdUnderFireTwiceToTheSameHash() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("abd-under-fire");
    final Cell cell = experiment.cells().get(0);
    for (int index = 0; index < SEEDS_TWICE; index++) {
      final long seed = experiment.seed(cell, index);
      assertEquals(
          RunExecutor.execute(cell, index, seed).traceHash(), RunExecutor.execute(cell, index, seed).traceHash());
    }
  }

  @Test
  void shouldGiveTheStoredHashes() throws IOException {
    final List<String> lines = new ArrayList<>();
    for (final String name : List.of(
        "first-look",
        "raft-under-fire",
        "abd-under-fire",
        "shared-register",
        "time-problem",
        "mutex-under-fire",
        "causal-broadcast-under-fire",
        "sibling-versions",
        "versions-under-fire",
        "detectors-under-fire",
        "omega-under-fire",
        "consensus-under-fire",
        "paxos-under-fire",
        "flooding-under-fire",
        "exercise-2",
        "split-vote",
        "flapping-link",
        "one-way-partition",
        "bullies-under-fire",
        "rings-under-fire",
        "raft-options-under-fire",
        "cuts-under-fire",
        "flp",
        "coins",
        "consensus-beyond",
        "exercise-7",
        "commit-under-fire",
        "three-phase-under-fire",
        "blocking-window",
        "exercise-3",
        "broadcast-under-fire",
        "broadcast-behind",
        "consensus-from-broadcast-under-fire",
        "consensus-behind",
        "one-crash-too-many")) {
      final Experiment experiment = RaftUnderFireTest.load(name);
      for (final Cell cell : experiment.cells()) {
        for (int index = 0; index < 2; index++) {
          final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
          lines.add("%s %s %d %s".formatted(name, cell.key(), index, run.traceHash()));
        }
      }
    }
    if (Boolean.getBoolean("ordeal.golden.write")) {
      Files.createDirectories(GOLDEN.getParent());
      Files.write(GOLDEN, lines, StandardCharsets.UTF_8);
    }
    assertEquals(Files.readAllLines(GOLDEN, StandardCharsets.UTF_8), lines);
  }
}
