package dev.ordeal.faultlab.problem.register;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.problem.register.OneCopySpec.Bug;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.faultlab.scenario.ScenarioResult;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge of shared registers: a service that is right passes, each planted bug is found for what it is. */
class RegisterJudgeTest {
  private static Scenario of(final Bug bug) {
    return Scenario.of(new OneCopySpec(bug)).nodes(1).workload("keys", "2").workload("think-time", "20ms");
  }

  /** Half a minute that is healed from the first on, so that progress is demanded of operations after that. */
  private static ScenarioResult run(final Bug bug) {
    return of(bug).heal("1s", "1ms").run("30s");
  }

  @Test
  void shouldPassAServiceThatIsRight() {
    final ScenarioResult result = run(Bug.NONE).expectVerdict(Verdict.SAFE_LIVE);
    assertTrue(result.record().samples().get("ok-operations")[0] > 1_000);
    assertEquals(1_000_000_000, result.record().samples().get("ok")[0]);
    assertEquals(0, result.record().samples().get("not-linearizable")[0]);
  }

  @ParameterizedTest
  @EnumSource(names = {"READS_STALE", "INVENTS", "LOSES_WRITES"})
  void shouldFindWhatNoOrderExplains(final Bug bug) {
    final RunRecord record = run(bug).expectViolated(Property.LINEARIZABILITY).record();
    assertEquals(Verdict.VIOLATED, record.verdict());
    assertEquals(1, record.samples().get("not-linearizable")[0]);
  }

  @ParameterizedTest
  @EnumSource(names = {"FALLS_SILENT", "REFUSES", "MUTE"})
  void shouldFindThatOperationsDoNotEnd(final Bug bug) {
    run(bug).expectViolated(Property.OPERATIONS_TERMINATE).expectVerdict(Verdict.SAFE_STALLED);
  }

  /** Nothing is demanded of a run that does not heal; one in which nothing went well says nothing. */
  @Test
  void shouldDemandNothingWithoutHealing() {
    of(Bug.FALLS_SILENT).run("30s").expectVerdict(Verdict.SAFE_LIVE);
    of(Bug.MUTE).run("30s").expectVerdict(Verdict.UNKNOWN);
  }

  /** A client that waits less than the bound cannot blame the service. */
  @Test
  void shouldDemandNothingOfClientsThatDoNotWait() {
    final Scenario hasty =
        Scenario.of(new AbdSpec()).delay("constant(100ms)").workload("timeout", "50ms").workload("retries", "2");
    final RunRecord record = hasty.heal("1s", "100ms").run("20s").expectVerdict(Verdict.UNKNOWN).record();
    assertEquals(1_000_000_000, record.samples().get("unknown")[0]);
  }

  @Test
  void shouldCountWhatHappenedToOperations() {
    final RunRecord record =
        Scenario.of(new AbdSpec())
            .workload("timeout", "100ms")
            .workload("retries", "0")
            .pause(0, "1s", "2s")
            .invoke("500ms", 0, 1, "write 0 5")
            .invoke("500500us", 1, 2, "read 0")
            .invoke("1500ms", 2, 0, "write 1 6")
            .run("5s")
            .record();
    assertEquals("[2]", Arrays.toString(record.samples().get("ok-operations")));
    assertEquals("[333333333]", Arrays.toString(record.samples().get("unknown")));
    assertEquals("[0]", Arrays.toString(record.samples().get("refused")));
    assertEquals("[4000000]", Arrays.toString(record.samples().get("write-latency")), "two phases, there and back");
    assertEquals("[4000000]", Arrays.toString(record.samples().get("read-latency")));
    assertEquals(1, record.coverage().get("concurrent-operations"));
    assertEquals(1, record.coverage().get("unknown-outcomes"));
    assertEquals(0, record.coverage().get("retries"));
  }
}
