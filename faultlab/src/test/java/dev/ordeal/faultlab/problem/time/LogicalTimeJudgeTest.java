package dev.ordeal.faultlab.problem.time;

import static dev.ordeal.faultlab.problem.Runs.broken;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.protocols.clock.computation.HybridClockSpec;
import dev.ordeal.protocols.clock.computation.IntervalClockSpec;
import dev.ordeal.protocols.clock.computation.LamportClockSpec;
import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.election.bully.BullySpec;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Hand-made runs, good and bad, told to the judge event by event. */
class LogicalTimeJudgeTest {
  private static final long NEVER = FaultPlan.NEVER;
  private static final long UNIT = HybridLogicalClock.UNIT_NS;

  private final UnsafeBuffer body = new UnsafeBuffer(new byte[16]);
  private LogicalTimeJudge judge;

  @Test
  void shouldFindAMessageThatArrivesBeforeItWasSent() {
    judge(new LamportClockSpec());
    event(1, 0, Indication.SEND_EVENT, 7, 0, 5);
    event(2, 1, Indication.RECEIVE_EVENT, 7, 0, 6);
    event(3, 2, Indication.RECEIVE_EVENT, 7, 0, 5);
    event(4, 2, Indication.LOCAL_EVENT, 0, 0, 6);
    final Judgement good = judge.finish(10);
    assertFalse(broken(good).contains("clock-condition"), "a tie is broken by process, and 0 is before 2");
    judge(new LamportClockSpec());
    event(1, 0, Indication.SEND_EVENT, 7, 0, 5);
    event(2, 1, Indication.RECEIVE_EVENT, 7, 0, 4);
    final Judgement bad = judge.finish(10);
    assertTrue(broken(bad).contains("clock-condition"));
    final Judgement.Violation violation = bad.violations().get(0);
    assertEquals(2, violation.atNs());
    assertEquals(List.of(0, 1), violation.nodes());
    assertEquals(
        "event 1 of node 0 happened before event 1 of node 1 and bears (5, process 0), which is after (4, process 1);"
            + " path: event 1 of node 0 → event 1 of node 1",
        violation.explanation());
    assertArrayEquals(new long[] {1_000_000_000}, bad.samples().get("misordered-receipts"));
    assertArrayEquals(new long[] {1_000_000_000}, bad.samples().get("misordered"));
  }

  @Test
  void shouldFindAnEventNoLaterThanTheOneBeforeEvenOverARestart() {
    judge(new LamportClockSpec());
    judge.onStart(0, 0);
    event(1, 0, Indication.LOCAL_EVENT, 0, 0, 5);
    judge.onCrash(2, 0);
    judge.onStart(3, 0);
    event(4, 0, Indication.LOCAL_EVENT, 0, 0, 5);
    assertTrue(broken(judge.finish(10)).contains("clock-condition"));
  }

  @Test
  void shouldSayNothingOfARunWithoutAMessage() {
    judge(new LamportClockSpec());
    event(1, 0, Indication.LOCAL_EVENT, 0, 0, 1);
    event(1, 1, Indication.LOCAL_EVENT, 0, 0, 1);
    final Judgement judgement = judge.finish(10);
    assertFalse(judgement.attempted());
    assertEquals(List.of("strong-clock-condition"), broken(judgement), "a total order orders concurrent events");
    assertEquals(0, judgement.samples().get("misordered").length);
  }

  /** E = 10 units, so l may lead by 20 and no more; node 1 is off by −10 units, node 0 by +10. */
  @Test
  void shouldHoldAHybridClockToTwiceTheLargestError() {
    final FaultPlan.Clock fast = new FaultPlan.Clock(0, 10 * UNIT, 0, List.of());
    final FaultPlan.Clock slow = new FaultPlan.Clock(1, -10 * UNIT, 0, List.of());
    judge(new HybridClockSpec(), fast, slow);
    event(100 * UNIT, 0, Indication.SEND_EVENT, 7, 110 * UNIT, 110 * UNIT);
    event(100 * UNIT, 1, Indication.RECEIVE_EVENT, 7, 90 * UNIT, 110 * UNIT + 1);
    assertFalse(broken(judge.finish(101 * UNIT)).contains("hybrid-bound"));
    judge(new HybridClockSpec(), fast, slow);
    event(100 * UNIT, 0, Indication.SEND_EVENT, 7, 110 * UNIT, 110 * UNIT);
    event(100 * UNIT, 1, Indication.RECEIVE_EVENT, 7, 90 * UNIT, 111 * UNIT);
    assertTrue(broken(judge.finish(101 * UNIT)).contains("hybrid-bound"));
  }

  /** A jump counts from when it happens. */
  @Test
  void shouldCountJumpsIntoTheError() {
    final FaultPlan.Clock jumping =
        new FaultPlan.Clock(0, 0, 0, List.of(new FaultPlan.Clock.Jump(50 * UNIT, -20 * UNIT)));
    judge(new HybridClockSpec(), jumping);
    event(40 * UNIT, 0, Indication.LOCAL_EVENT, 0, 40 * UNIT, 40 * UNIT);
    event(51 * UNIT, 0, Indication.LOCAL_EVENT, 0, 31 * UNIT, 40 * UNIT + 1);
    assertFalse(broken(judge.finish(60 * UNIT)).contains("hybrid-bound"));
    judge(new HybridClockSpec());
    event(51 * UNIT, 0, Indication.LOCAL_EVENT, 0, 31 * UNIT, 40 * UNIT);
    assertTrue(broken(judge.finish(60 * UNIT)).contains("hybrid-bound"), "no clock of this plan is off");
  }

  @Test
  void shouldHoldACounterToTheLengthOfItsChain() {
    judge(new HybridClockSpec());
    event(5 * UNIT, 0, Indication.LOCAL_EVENT, 0, 5 * UNIT, 5 * UNIT);
    event(5 * UNIT + 1, 0, Indication.SEND_EVENT, 7, 5 * UNIT, 5 * UNIT + 1);
    event(5 * UNIT + 2, 1, Indication.RECEIVE_EVENT, 7, 5 * UNIT, 5 * UNIT + 2);
    assertFalse(broken(judge.finish(6 * UNIT)).contains("hybrid-bound"));
    judge(new HybridClockSpec());
    event(5 * UNIT, 0, Indication.LOCAL_EVENT, 0, 5 * UNIT, 5 * UNIT);
    event(5 * UNIT + 1, 0, Indication.LOCAL_EVENT, 0, 5 * UNIT, 5 * UNIT + 2);
    assertTrue(broken(judge.finish(6 * UNIT)).contains("hybrid-bound"));
  }

  /** Half a second beyond the wall clock is the default bound. */
  @Test
  void shouldFindAStampTakenFromTooFarAhead() {
    final FaultPlan.Clock fast = new FaultPlan.Clock(0, 2_000_000_000L, 0, List.of());
    for (final long aheadNs : new long[] {499_000_000L, 501_000_000L}) {
      judge(new HybridClockSpec(), fast);
      final long l = HybridLogicalClock.wallNs(1_000_000_000L + aheadNs);
      event(1_000_000_000L, 0, Indication.SEND_EVENT, 7, 3_000_000_000L, l);
      event(1_000_000_000L, 1, Indication.RECEIVE_EVENT, 7, 1_000_000_000L, l + 1);
      assertEquals(aheadNs > 500_000_000L, broken(judge.finish(1)).contains("future-refused"), "ahead=" + aheadNs);
    }
  }

  @Test
  void shouldFindALaterEventWithAnEarlierStamp() {
    for (final long stamp : new long[] {50, 51}) {
      judge(new IntervalClockSpec());
      judge.onIndication(10, 0, Indication.EVENT_BEGUN, 0, 0);
      judge.onIndication(20, 1, Indication.EVENT_BEGUN, 0, 1);
      event(30, 0, Indication.SEND_EVENT, 7, 0, 50);
      event(31, 1, Indication.LOCAL_EVENT, 0, 0, 40); // began before the other ended
      judge.onIndication(32, 2, Indication.EVENT_BEGUN, 0, 2);
      event(40, 2, Indication.RECEIVE_EVENT, 7, 0, stamp - 1);
      assertEquals(stamp - 1 < 50, broken(judge.finish(100)).contains("external-consistency"), "stamp=" + stamp);
    }
  }

  @Test
  void shouldRefuseAnAlgorithmWhoseStampsItCannotRead() {
    assertThrows(
        IllegalArgumentException.class, () -> new LogicalTimeJudge(Runs.of(new BullySpec(), 3, NEVER, NEVER)));
  }

  private void judge(final AlgorithmSpec spec, final FaultPlan.Clock... clocks) {
    judge = new LogicalTimeJudge(Runs.of(spec, 3, NEVER, NEVER, clocks));
  }

  private void event(
      final long timeNs,
      final int nodeId,
      final Indication kind,
      final long messageId,
      final long wallNs,
      final long stamp) {
    body.putLong(0, wallNs, LITTLE_ENDIAN);
    body.putLong(8, stamp, LITTLE_ENDIAN);
    judge.onIndication(timeNs, nodeId, kind, messageId, body, 0, 16);
  }
}
