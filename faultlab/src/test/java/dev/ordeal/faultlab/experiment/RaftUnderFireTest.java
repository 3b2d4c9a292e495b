package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.FaultKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Raft election under everything its model admits. Here a few hundred seeds of the experiment; all of its 10,000 are run
 * by {@code scripts/lab run raft-under-fire}.
 */
class RaftUnderFireTest {
  private static final int SEEDS = 200;

  /** Left out: a crash at a write, as before-durable is; and while it lasts no planned crash can hit that node. */
  private static final FaultKind LEFT_OUT = FaultKind.DISK_FULL;

  @Test
  void shouldKeepEveryPromiseUnderEverythingTheModelAdmits() throws IOException {
    final Experiment experiment = load("raft-under-fire");
    final Map<String, Long> receipts = new TreeMap<>();
    for (final Cell cell : experiment.cells()) {
      assertEquals(List.of(), cell.beyond());
      run(experiment, cell, receipts);
    }
    for (final FaultKind kind : experiment.cells().get(0).spec().model().admitted()) {
      assertTrue(
          kind == LEFT_OUT || receipts.getOrDefault(kind.label(), 0L) > 0, () -> kind + " never fired: " + receipts);
    }
  }

  private static void run(final Experiment experiment, final Cell cell, final Map<String, Long> receipts) {
    final Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    final Map<String, Long> coverage = new TreeMap<>();
    final List<String> broken = new ArrayList<>();
    for (int index = 0; index < SEEDS; index++) {
      final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
      verdicts.merge(run.verdict(), 1, Integer::sum);
      run.coverage().forEach((name, count) -> coverage.merge(name, count, Long::sum));
      run.receipts().forEach((name, count) -> receipts.merge(name, count, Long::sum));
      if (run.verdict() == Verdict.VIOLATED || run.verdict() == Verdict.SAFE_STALLED) {
        broken.add("seed %d: %s %s %s".formatted(run.seed(), run.verdict(), run.failure(), run.violations()));
      }
    }
    System.out.printf("%s, %d seeds: %s, coverage %s%n", cell.key(), SEEDS, verdicts, coverage);
    assertEquals(List.of(), broken);
    assertTrue(verdicts.getOrDefault(Verdict.SAFE_LIVE, 0) >= SEEDS * 90 / 100, verdicts::toString);

    assertTrue(coverage.get("leader-changes") >= SEEDS, coverage::toString);
    assertTrue(coverage.get("crashes-before-send") >= SEEDS / 2, coverage::toString);
    assertTrue(coverage.get("split-votes") >= SEEDS, coverage::toString);
  }

  static Experiment load(final String name, final String... settings) throws IOException {
    final String file = "/experiments/" + name + ".yaml";
    try (InputStream stream = RaftUnderFireTest.class.getResourceAsStream(file)) {
      final String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return ExperimentReader.read(text, name + ".yaml", Path.of("."), List.of(settings), Catalogue.load());
    }
  }
}
