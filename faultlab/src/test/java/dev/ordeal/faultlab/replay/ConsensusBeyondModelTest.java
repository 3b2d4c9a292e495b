package dev.ordeal.faultlab.replay;

import static dev.ordeal.faultlab.scenario.Scenario.SELF;
import static dev.ordeal.faultlab.scenario.Scenario.entered;
import static dev.ordeal.faultlab.scenario.Scenario.indicated;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec;
import dev.ordeal.protocols.consensus.flooding.FloodSetSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a consensus is asked for more than its model says it breaks, and the breakage is reduced and run again. */
class ConsensusBeyondModelTest {
  private static final int RUNS_MAX = 400;

  /** One crash is allowed for; the second hides from node 3 what the first hid from 2 and 3. */
  @Test
  void shouldReduceOneCrashTooMany() {
    final PlannedRun run =
        proposing(4)
            .with("faults", "1")
            .when(entered(0, "FLOODING")).crashAfterSends(SELF, 1)
            .when(indicated(1, Indication.ROUND)).occurrence(2).crashAfterSends(SELF, 2)
            .planned("10s");
    final Shrinker.Shrunk shrunk = reduced(run);
    assertEquals(2, shrunk.run().plan().triggers().size());
  }

  /** Messages of node 0 come a round late: it decides what nobody else hears of. */
  @Test
  void shouldReduceBrokenRounds() {
    final PlannedRun run =
        proposing(3)
            .with("faults", "1")
            .slow(0, 1, 0, "300ms").slow(0, 2, 0, "300ms")
            .slow(0, 1, 1, "300ms").slow(0, 2, 1, "300ms")
            .slow(1, 2, 0, "150ms")
            .planned("10s");
    assertTrue(run.run(null).coverage().get("rounds-missed") >= 2);
    final Shrinker.Shrunk shrunk = reduced(run);
    assertTrue(shrunk.run().plan().fates().size() < run.plan().fates().size());
  }

  /** A detector that takes a heartbeat a second for lateness: nobody is trusted for as long as a round takes. */
  @Test
  void shouldReduceADetectorThatIsNeverAccurate() {
    final PlannedRun run =
        Scenario.of(new ChandraTouegSpec())
            .nodes(4)
            .with("interval", "1s").with("timeout", "150ms").with("timeout-max", "150ms")
            .delay("constant(100ms)")
            .heal("2s", "100ms")
            .invoke("200ms", 0, 0, "propose 0")
            .invoke("200ms", 1, 1, "propose 1")
            .invoke("200ms", 2, 2, "propose 1")
            .invoke("200ms", 3, 3, "propose 0")
            .planned("30s");
    final RunRecord record = run.run(null);
    assertEquals(Verdict.SAFE_STALLED, record.verdict(), () -> record.violations().toString());
    final Shrinker.Shrunk shrunk = reduced(run, Property.TERMINATION);
    assertTrue(shrunk.run().clusterSize() < 4 && shrunk.run().durationNs() < run.durationNs());
  }

  private static Shrinker.Shrunk reduced(final PlannedRun run) {
    return reduced(run, Property.UNIFORM_AGREEMENT);
  }

  private static Shrinker.Shrunk reduced(final PlannedRun run, final Property property) {
    assertTrue(breaks(run.run(null), property));
    final Breakage broken = new Breakage(property, "", 0, List.of(), "");
    final Shrinker.Shrunk shrunk =
        Shrinker.shrink(run, broken, RUNS_MAX, () -> false, (runs, most, trying, faults) -> {});
    final RunRecord again = shrunk.run().run(null);
    assertTrue(breaks(again, property));
    assertEquals(shrunk.record().traceHash(), again.traceHash());
    return shrunk;
  }

  private static boolean breaks(final RunRecord record, final Property property) {
    return record.violations().stream().anyMatch(one -> one.property() == property);
  }

  private static Scenario proposing(final int nodes) {
    Scenario scenario = Scenario.of(new FloodSetSpec()).nodes(nodes).invoke("1ms", 0, 0, "propose 0");
    for (int id = 1; id < nodes; id++) {
      scenario = scenario.invoke("1ms", id, id, "propose 1");
    }
    return scenario;
  }
}
