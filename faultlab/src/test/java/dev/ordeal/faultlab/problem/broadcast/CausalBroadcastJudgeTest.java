package dev.ordeal.faultlab.problem.broadcast;

import static dev.ordeal.faultlab.problem.Runs.broken;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.protocols.clock.broadcast.CausalBroadcastSpec;
import dev.ordeal.protocols.core.Indication;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-made runs, good and bad. */
class CausalBroadcastJudgeTest {
  private CausalBroadcastJudge judge = judge(FaultPlan.NEVER, FaultPlan.NEVER);

  private static CausalBroadcastJudge judge(final long healNs, final long recoverByNs) {
    final CausalBroadcastJudge judge =
        new CausalBroadcastJudge(Runs.of(new CausalBroadcastSpec(), 3, healNs, recoverByNs));
    for (int id = 0; id < 3; id++) {
      judge.onStart(0, id);
    }
    return judge;
  }

  @Test
  void shouldFindNothingWrongWithCausesFirst() {
    broadcast(1, 0, 1);
    deliver(2, 1, 0, 1);
    broadcast(3, 1, 1);
    broadcast(3, 2, 1); // concurrent with both
    deliver(4, 2, 0, 1);
    deliver(5, 2, 1, 1);
    deliver(6, 0, 2, 1);
    deliver(7, 0, 1, 1);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of(), broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
  }

  @Test
  void shouldNameTheMissingCauseAndThePath() {
    broadcast(1, 0, 1);
    deliver(2, 1, 0, 1);
    broadcast(3, 1, 1);
    deliver(4, 2, 1, 1);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of("causal-delivery"), broken(judgement));
    assertEquals(
        "node 2 delivered message 1 of node 1 at 0.000000004s without message 1 of node 0, which happened before it:"
            + " message 1 of node 0 → delivered at node 1 → message 1 of node 1",
        judgement.violations().get(0).explanation());
  }

  @Test
  void shouldFindTheMessagesOfASenderOutOfOrder() {
    broadcast(1, 0, 1);
    broadcast(2, 0, 2);
    deliver(3, 1, 0, 2);
    assertEquals(List.of("causal-delivery"), broken(judge.finish(10)));
  }

  @Test
  void shouldFindWhatIsDeliveredTwiceOrWasNeverBroadcast() {
    broadcast(1, 0, 1);
    deliver(3, 1, 0, 1);
    deliver(4, 1, 0, 1);
    deliver(5, 1, 2, 1);
    assertEquals(List.of("no-duplication", "no-creation"), broken(judge.finish(10)));
  }

  @Test
  void shouldFindALateDeliveryAndAMissingOne() {
    for (final long atNs : new long[] {150, 151}) {
      judge = judge(100, 150);
      broadcast(1, 0, 1);
      deliver(5, 1, 0, 1);
      deliver(atNs, 2, 0, 1);
      assertEquals(atNs <= 150, judge.finish(1_000).live(), "at=" + atNs);
    }
    judge = judge(100, 150);
    broadcast(1, 0, 1);
    deliver(5, 1, 0, 1);
    assertFalse(judge.finish(1_000).live());
    judge = judge(100, 150);
    broadcast(990, 0, 1);
    deliver(995, 1, 0, 1);
    assertTrue(judge.finish(1_000).live(), "not due yet");
  }

  private void broadcast(final long timeNs, final int id, final long number) {
    judge.onIndication(timeNs, id, Indication.BROADCAST, number, (long) id << 32 | number);
    deliver(timeNs, id, id, number);
  }

  private void deliver(final long timeNs, final int id, final int senderId, final long number) {
    judge.onIndication(timeNs, id, Indication.DELIVER, 0, (long) senderId << 32 | number);
  }
}
