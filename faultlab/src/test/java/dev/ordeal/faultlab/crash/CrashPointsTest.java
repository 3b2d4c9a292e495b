package dev.ordeal.faultlab.crash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.abd.AbdTwin;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrashPointsTest {
  /** A write while one replica is slow, a read that must see it, and one more write and read. */
  private static Scenario abd() {
    return Scenario.of(new AbdSpec())
        .named("register/crash-points")
        .workload("timeout", "2s")
        .workload("retries", "2")
        .delay(0, 2, "constant(100ms)")
        .heal("3s", "100ms")
        .invoke("10ms", 0, 0, "write 0 7")
        .invoke("50ms", 1, 1, "read 0")
        .invoke("60ms", 2, 2, "write 0 8")
        .invoke("200ms", 3, 2, "read 0")
        .invoke("9s", 4, 1, "read 0");
  }

  @Test
  void shouldKeepAbdAtomicAtEveryCrashPoint() {
    final CrashReport report = CrashPoints.of(abd().planned("30s")).restartAfter("5ms", "1s").enumerate();
    System.out.println(report);
    assertEquals(List.of(), report.wrong());
    assertEquals(report.variants(), report.variants(Verdict.SAFE_LIVE));
  }

  @Test
  void shouldCatchAbdsTwinThatForgets() {
    final CrashReport report =
        CrashPoints.of(abd().on(AbdTwin.NOT_DURABLE).planned("30s")).restartAfter("5ms", "1s").enumerate();
    System.out.println(report);
    assertTrue(report.first(Property.LINEARIZABILITY).isPresent());
  }

  @Test
  void shouldKeepOneLeaderForEachTermAtEveryCrashPoint() {
    final PlannedRun run = Scenario.of(new RaftElectionSpec()).heal("3s", "10ms").planned("30s");
    final CrashReport report = CrashPoints.of(run).until("1s").restartAfter("5ms").enumerate();
    System.out.println(report);
    assertEquals(List.of(), report.wrong());
  }
}
