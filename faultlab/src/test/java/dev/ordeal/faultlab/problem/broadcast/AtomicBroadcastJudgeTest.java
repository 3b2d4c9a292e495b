package dev.ordeal.faultlab.problem.broadcast;

import static dev.ordeal.faultlab.problem.Runs.broken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.broadcast.atomic.BroadcastFromConsensusSpec;
import dev.ordeal.protocols.broadcast.atomic.codec.BooleanType;
import dev.ordeal.protocols.broadcast.atomic.codec.BroadcastReplyEncoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.core.Indication;
import java.util.Arrays;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** Hand-made runs of three nodes, good and bad. */
class AtomicBroadcastJudgeTest {
  private static final long A = BroadcastClients.valueOf(0, 1);
  private static final long B = BroadcastClients.valueOf(1, 1);
  private static final long C = BroadcastClients.valueOf(0, 2);

  private AtomicBroadcastJudge judge = judge(FaultPlan.NEVER, FaultPlan.NEVER);

  private static AtomicBroadcastJudge judge(final long healNs, final long recoverByNs) {
    final AtomicBroadcastJudge judge =
        new AtomicBroadcastJudge(Runs.of(new BroadcastFromConsensusSpec(), 3, healNs, recoverByNs));
    for (int id = 0; id < 3; id++) {
      judge.onStart(0, id);
    }
    return judge;
  }

  @Test
  void shouldFindNothingWrongWithOneOrder() {
    broadcast(1, 0, 1, A);
    broadcast(2, 1, 1, B);
    deliver(3, 0, B, A);
    deliver(4, 2, B);
    deliver(5, 1, B, A);
    deliver(6, 2, A);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of(), broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
    assertArrayEquals(
        new long[] {1, 2, 2, 3, 4, 5}, sorted(judgement.samples().get(AtomicBroadcastProblem.TIME_TO_DELIVER.name())));
    assertArrayEquals(
        new long[] {1_000_000_000}, judgement.samples().get(AtomicBroadcastProblem.DELIVERED.name()));
    assertArrayEquals(
        new long[] {1_000_000_000}, judgement.samples().get(AtomicBroadcastProblem.THROUGHPUT.name()));
  }

  /** A beginning of the sequence is as good as all of it: whoever lags behind is in order. */
  @Test
  void shouldFindTwoOrders() {
    broadcast(1, 0, 1, A);
    broadcast(2, 1, 1, B);
    deliver(3, 0, A, B);
    deliver(4, 1, B);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of("total-order"), broken(judgement));
    assertEquals(
        "node 1 delivered message 1 of node 1 at 0.000000004s in place 1, where node 0 had delivered message 1 of node"
            + " 0",
        judgement.violations().get(0).explanation());
    assertEquals(List.of(0, 1), judgement.violations().get(0).nodes());
  }

  /** The order of a node that crashes counts: it is uniform. */
  @Test
  void shouldHoldOthersToTheOrderOfOneThatCrashed() {
    broadcast(1, 0, 1, A);
    broadcast(2, 1, 1, B);
    deliver(3, 0, A);
    judge.onCrash(4, 0);
    deliver(5, 1, B, A);
    deliver(5, 2, B, A);
    assertEquals(List.of("total-order"), broken(judge.finish(10)));
  }

  @Test
  void shouldFindAGapInTheOrder() {
    broadcast(1, 0, 1, A);
    broadcast(2, 1, 1, B);
    broadcast(2, 0, 2, C);
    deliver(3, 0, A, B, C);
    deliver(4, 1, A, C);
    assertEquals(List.of("total-order"), broken(judge.finish(10)));
  }

  @Test
  void shouldFindARepeatedDelivery() {
    broadcast(1, 0, 1, A);
    deliver(3, 1, A, A);
    assertEquals(List.of("no-duplication"), broken(judge.finish(10)));
  }

  /** It says that it takes a value the second time it is handed in, and has broadcast it each time. */
  @Test
  void shouldFindAMessageThatIsBroadcastAgain() {
    broadcast(1, 0, 1, A);
    deliver(2, 0, A);
    deliver(2, 1, A);
    broadcast(3, 0, 2, A);
    deliver(4, 1, A);
    assertEquals(List.of("no-duplication"), broken(judge.finish(10)));
  }

  /** Whether or not a delivery can be demanded; of a node that crashes nothing is. */
  @Test
  void shouldFindAValueThatIsTakenAndNotBroadcast() {
    handIn(0, true, 2);
    broadcast(2, 0, 1, A);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of("broadcast-validity"), broken(judgement));
    assertEquals(
        "node 0 took value 2 of its client and had not broadcast it by the end, 0.00000001s",
        judgement.violations().get(0).explanation());
    judge = judge(FaultPlan.NEVER, FaultPlan.NEVER);
    handIn(0, true, 1);
    judge.onCrash(3, 0);
    assertEquals(List.of(), broken(judge.finish(10)));
  }

  @Test
  void shouldDemandNothingOfAValueThatIsRefused() {
    handIn(0, false, 1);
    assertEquals(List.of(), broken(judge.finish(10)));
  }

  /** Nodes 1 and 2, which deliver in two orders, both crash. */
  @Test
  void shouldHoldCrashedNodesToOneAnother() {
    broadcast(1, 0, 1, A);
    broadcast(1, 1, 1, B);
    deliver(3, 1, A);
    judge.onCrash(4, 1);
    deliver(5, 2, B);
    judge.onCrash(6, 2);
    deliver(7, 0, A, B);
    assertEquals(List.of("total-order"), broken(judge.finish(10)));
  }

  /** A run in which nothing was broadcast and something delivered is broken, not unknown. */
  @Test
  void shouldFindWhatNobodyBroadcast() {
    deliver(3, 1, A);
    broadcast(4, 0, 1, A); // too late
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of("no-creation"), broken(judgement));
    assertTrue(judgement.attempted());
  }

  @Test
  void shouldSayNothingOfARunWithoutBroadcasts() {
    judge.onCrash(3, 1);
    final Judgement judgement = judge.finish(10);
    assertFalse(judgement.attempted());
    assertEquals(List.of(), broken(judgement));
  }

  /** Broadcast at 1, healed at 100, due 50 later. */
  @Test
  void shouldFindADeliveryOfItsOwnThatIsLate() {
    for (final long atNs : new long[] {150, 151}) {
      judge = judge(100, 150);
      broadcast(1, 0, 1, A);
      deliver(atNs, 0, A);
      deliver(atNs, 1, A);
      deliver(atNs, 2, A);
      final Judgement judgement = judge.finish(1_000);
      assertEquals(atNs == 150 ? List.of() : List.of("broadcast-validity"), broken(judgement));
      assertEquals(atNs == 150, judgement.live());
    }
  }

  @Test
  void shouldFindAMessageThatItsSenderNeverDelivers() {
    judge = judge(100, 150);
    broadcast(1, 0, 1, A);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("broadcast-validity"), broken(judgement));
    assertTrue(judgement.attempted(), "broadcast, so tried");
    assertEquals(
        "message 1 of node 0, broadcast at 0.000000001s, was due there by 0.00000015s, and it had not delivered it by"
            + " the end, 0.000001s",
        judgement.violations().get(0).explanation());
  }

  @Test
  void shouldDemandNothingOfASenderThatCrashes() {
    judge = judge(100, 150);
    broadcast(1, 0, 1, A);
    judge.onCrash(2, 0);
    assertEquals(List.of(), broken(judge.finish(1_000)));
  }

  /** Whoever delivered it crashed at once: agreement is uniform. */
  @Test
  void shouldFindADeliveryThatLiveNodesDoNotShare() {
    judge = judge(100, 150);
    broadcast(1, 0, 1, A);
    deliver(2, 0, A);
    judge.onCrash(3, 0);
    deliver(140, 1, A);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("broadcast-agreement"), broken(judgement));
    assertEquals(
        "message 1 of node 0, first delivered at 0.000000002s, was due everywhere by 0.00000015s, and node 2 had not"
            + " delivered it by the end, 0.000001s",
        judgement.violations().get(0).explanation());
    assertFalse(judgement.live());
  }

  /** What is broadcast late is due late, and not at all by an end that comes before. */
  @Test
  void shouldNotDemandWhatIsNotDueYet() {
    for (final long endNs : new long[] {1_039, 1_040}) {
      judge = judge(100, 150);
      broadcast(990, 0, 1, A);
      assertEquals(endNs < 1_040, broken(judge.finish(endNs)).isEmpty(), "end=" + endNs);
    }
  }

  @Test
  void shouldCountWhatWasVisited() {
    broadcast(1, 0, 1, A);
    broadcast(1, 1, 1, B);
    judge.onIndication(2, 0, Indication.ROUND, 2, 1);
    deliver(3, 0, A);
    judge.onIndication(3, 0, Indication.BATCH, 1, 1);
    judge.onCrash(4, 0); // between instances, all of its own delivered
    deliver(5, 2, A, B);
    judge.onIndication(5, 2, Indication.BATCH, 1, 1);
    judge.onIndication(6, 1, Indication.ROUND, 1, 2);
    judge.onCrash(7, 1); // in the second, its own not delivered
    final Judgement judgement = judge.finish(10);
    assertEquals(1, judgement.coverage().get("crashes-in-mid-instance"));
    assertEquals(1, judgement.coverage().get("crashes-before-own-delivery"));
    assertEquals(1, judgement.coverage().get("deliveries-before-crash"));
    assertEquals(0, judgement.coverage().get("several-instances"));
    assertEquals(1, judgement.coverage().get("several-rounds"));
    assertEquals(0, judgement.coverage().get("several-in-a-batch"));
    assertArrayEquals(new long[] {2}, judgement.samples().get(AtomicBroadcastProblem.ROUNDS.name()));
    assertArrayEquals(new long[] {1}, judgement.samples().get(AtomicBroadcastProblem.INSTANCES.name()));
    assertEquals(AtomicBroadcastJudge.COVERAGE, List.copyOf(judgement.coverage().keySet()));
  }

  /** The node's client hands in so many values, and the node says to each whether it takes it. */
  private void handIn(final int id, final boolean isTaken, final int count) {
    final MutableDirectBuffer reply = new ExpandableArrayBuffer();
    new BroadcastReplyEncoder()
        .wrapAndApplyHeader(reply, 0, new MessageHeaderEncoder())
        .taken(isTaken ? BooleanType.T : BooleanType.F);
    final Workload.Port port = (toId, requestId, buffer, offset, length) -> {};
    for (int i = 1; i <= count; i++) {
      final long nowNs = i * 1_000_000_000L; // later than any pause
      judge.clients().onAction(nowNs, port);
      judge.clients().onReply(nowNs, id, i, reply, 0, reply.capacity(), port);
    }
  }

  private static long[] sorted(final long[] samples) {
    final long[] copy = samples.clone();
    Arrays.sort(copy);
    return copy;
  }

  private void broadcast(final long timeNs, final int id, final long number, final long value) {
    judge.onIndication(timeNs, id, Indication.BROADCAST, number, value);
  }

  private void deliver(final long timeNs, final int id, final long... values) {
    for (final long value : values) {
      judge.onIndication(timeNs, id, Indication.DELIVER, 0, value);
    }
  }
}
