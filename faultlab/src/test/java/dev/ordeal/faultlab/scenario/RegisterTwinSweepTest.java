package dev.ordeal.faultlab.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.ExperimentReader;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.replication.abd.AbdTwin;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How often chance alone catches each twin of ABD, under faults that ABD's model admits: reported, not demanded, since
 * directed scenarios are what catches them. ABD itself is never caught.
 */
class RegisterTwinSweepTest {
  private static final int SEEDS = 40;
  private static final String BUDGET =
      """
      ordeal: 1
      name: register-twins
      problem: register
      algorithms: [abd]
      nodes: 5
      duration: 20s
      delay: uniform(5ms, 50ms)
      heal: 14s
      workload: {clients: 8, think-time: 50ms, timeout: 1s, retries: 2, keys: 1}
      faults:
        loss: 10%
        duplication: 2%
        partitions: {count: 2, kinds: [halves, isolate-one], lasting: 1s to 4s}
        crashes:
          count: 2
          between: 1s to 12s
          points: [between-steps, before-durable, after-durable, mid-send]
        disks: {sync: 1ms to 20ms, lose-unsynced: true, tear: true}
      """;

  @Test
  void shouldReportHowOftenChanceCatchesAbdsTwins() {
    final Cell cell =
        ExperimentReader.read(BUDGET, "twins.yaml", Path.of("."), List.of(), Catalogue.load()).cells().get(0);
    assertEquals(List.of(), cell.beyond());
    for (final Property property : cell.problem().properties()) {
      assertEquals(0, caught(cell, cell.spec(), property), property.label());
    }
    for (final AbdTwin twin : AbdTwin.ALL) {
      System.out.printf(
          "%s: chance breaks %s in %d/%d seeds%n",
          twin.name(), twin.breaks().label(), caught(cell, twin, twin.breaks()), SEEDS);
    }
  }

  private static int caught(final Cell cell, final AlgorithmSpec spec, final Property property) {
    int caught = 0;
    for (int index = 0; index < SEEDS; index++) {
      final long seed = CounterRandom.hash(2026, index);
      final PlannedRun run = PlannedRun.of(cell, seed, RunExecutor.draw(cell, seed)).on(spec, cell.values());
      final RunRecord record = run.run(null);
      caught += record.violations().stream().anyMatch(violation -> violation.property() == property) ? 1 : 0;
    }
    return caught;
  }
}
