package dev.ordeal.faultlab.problem.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.crash.CrashPoints;
import dev.ordeal.faultlab.crash.CrashReport;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import dev.ordeal.protocols.commit.twophase.PresumedCommitSpec;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One transaction of each protocol, with a crash at each point of its coordinator and of each participant. */
class CommitCrashPointsTest {
  static Stream<AlgorithmSpec> protocols() {
    return Stream.of(new PresumedNothingSpec(), new PresumedAbortSpec(), new PresumedCommitSpec());
  }

  /** Money goes from one participant to two, a third only reads; one more transaction finds what is left when all is repaired. */
  private static Scenario transfer(final AlgorithmSpec spec) {
    return Scenario.of(spec)
        .named("commit/crash-points")
        .nodes(4)
        .workload("timeout", "3s")
        .workload("retries", "8")
        .heal("5s", "10ms")
        .invoke("10ms", 0, 0, "1 increment 1 -2; 2 increment 1 1; 3 increment 1 1")
        .invoke("15s", 1, 0, "1 read 1; 2 read 1; 3 read 1")
        .invoke("16s", 1, 0, "1 read 1; 2 read 1; 3 read 1");
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void shouldAgreeAtEveryCrashPointOfACommit(final AlgorithmSpec spec) {
    assertAllGood(CrashPoints.of(transfer(spec).planned("40s")).restartAfter("5ms", "4s").enumerate());
  }

  private static void assertAllGood(final CrashReport report) {
    System.out.println(report);
    assertEquals(List.of(), report.wrong(), report::toString);
    assertEquals(report.variants(), report.variants(Verdict.SAFE_LIVE), report::toString);
  }
}
