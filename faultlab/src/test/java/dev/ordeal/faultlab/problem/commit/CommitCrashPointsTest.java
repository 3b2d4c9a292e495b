package dev.ordeal.faultlab.problem.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.crash.CrashPoints;
import dev.ordeal.faultlab.crash.CrashReport;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec;
import dev.ordeal.protocols.commit.threephase.ThreePhaseSpec;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import dev.ordeal.protocols.commit.twophase.PresumedCommitSpec;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One transaction of each protocol, with a crash at each point of its coordinator and of each participant. */
class CommitCrashPointsTest {
  private static final String TRANSFER = "1 increment 1 -2; 2 increment 1 1; 3 increment 1 1";
  private static final String WITH_A_READER = "1 increment 1 -1; 2 increment 1 1; 3 read 1";
  private static final String FAILING = "1 increment 1 -1; 2 increment 1 1; 3 fail";

  static Stream<AlgorithmSpec> protocols() {
    return Stream.concat(asynchronousProtocols(), Stream.of(new ThreePhaseSpec()));
  }

  /** Those whose models bear disks that take time. */
  static Stream<AlgorithmSpec> asynchronousProtocols() {
    return Stream.of(new PresumedNothingSpec(), new PresumedAbortSpec(), new PresumedCommitSpec(), new PaxosCommitSpec());
  }

  /**
   * One transaction under fire, then two that find what is left when all is repaired: the first may meet a coordinator
   * that does not know its participants' new lives yet.
   */
  private static Scenario one(final AlgorithmSpec spec, final String transaction) {
    return Scenario.of(spec)
        .named("commit/crash-points")
        .nodes(4)
        .workload("timeout", "3s")
        .workload("retries", "8")
        .heal("5s", "10ms")
        .invoke("10ms", 0, 0, transaction)
        .invoke("15s", 1, 0, "1 read 1; 2 read 1; 3 read 1")
        .invoke("16s", 1, 0, "1 increment 1 1; 2 increment 1 1; 3 increment 1 -2");
  }

  /** Money goes from one participant to two. */
  static Scenario transfer(final AlgorithmSpec spec) {
    return one(spec, TRANSFER);
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void shouldAgreeAtEveryCrashPointOfACommit(final AlgorithmSpec spec) {
    final CrashReport report = crashPointsOf(transfer(spec)).enumerate();
    assertAllGood(report);
    for (final CrashPoint point : CrashPoint.values()) {
      assertTrue(report.variants(point) > 0, report::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void shouldAgreeAtEveryCrashPointWithAReader(final AlgorithmSpec spec) {
    assertAllGood(crashPointsOf(one(spec, WITH_A_READER)).enumerate());
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void shouldAgreeAtEveryCrashPointOfAnAbort(final AlgorithmSpec spec) {
    assertAllGood(crashPointsOf(one(spec, FAILING)).enumerate());
  }

  /** Disks take time, so nodes have stepped on when the crash comes, and what later steps wrote may survive. */
  @ParameterizedTest
  @MethodSource("asynchronousProtocols")
  void shouldAgreeAtEveryCrashPointOverSlowDisks(final AlgorithmSpec spec) {
    final Scenario slow =
        transfer(spec).slowDisk(0, "7ms").slowDisk(1, "7ms").slowDisk(2, "5ms").slowDisk(3, "3ms");
    assertAllGood(crashPointsOf(slow).enumerate());
  }

  /** The node crashes once more, while it recovers. */
  @Test
  void shouldAgreeAtEveryCrashPointOfARecovery() {
    final Scenario scenario = transfer(new PresumedAbortSpec());
    assertAllGood(CrashPoints.of(scenario.planned("40s")).restartAfter("5ms").again(2).enumerate());
  }

  private static CrashPoints crashPointsOf(final Scenario scenario) {
    return CrashPoints.of(scenario.planned("40s")).restartAfter("5ms", "4s");
  }

  private static void assertAllGood(final CrashReport report) {
    assertEquals(report.variants(), report.variants(Verdict.SAFE_LIVE), report::toString);
  }
}
