package dev.ordeal.protocols.broadcast.atomic;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.core.ProtocolNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What Chandra and Toueg 1996 say in section 7, figure 7, one test a claim, and what is done otherwise. Three nodes;
 * node 0 coordinates the first round of an instance.
 */
class AtomicBroadcastPaperTest {
  private static final List<String> NOTHING = List.of();

  /** A repair time, unless another is chosen. */
  private static final long REPAIR_NS = 1_000_000_000;

  private boolean isSuspected;

  /** Task 1: the message is R-broadcast; and task 3: what is not A-delivered is proposed. */
  @Test
  void shouldDiffuseAndProposeWhatItBroadcasts() {
    assertEquals(
        List.of("broadcasts 11", "Diffusion 1.1 → 0", "Diffusion 1.1 → 2", "Estimate 1 1 0 [1.1] → 0"),
        server(1).broadcast(11));
  }

  /** Figure 4, which task 1 rests on: whoever gets it first sends it on, here to all that may not have it. */
  @Test
  void shouldRelayAMessageOnce() {
    final BroadcastServer server = server(2);
    assertEquals(List.of("Diffusion 0.1 → 1", "Estimate 1 1 0 [0.1] → 0"), server.takeDiffusion(0, 0, 1));
    assertEquals(NOTHING, server.takeDiffusion(1, 0, 1));
  }

  /** Task 3 begins when there is something to deliver, and not before. */
  @Test
  void shouldProposeNothingWhileNothingWaits() {
    final BroadcastServer server = server(0);
    assertEquals(ProtocolNode.NO_DEADLINE, server.node.nextDeadlineNs());
    assertEquals(NOTHING, server.takeEstimate(1, 1, 1, 0, 11));
  }

  /** Task 3: in instance k a node waits for its decision; what comes meanwhile is proposed in k + 1. */
  @Test
  void shouldProposeOnceInAnInstance() {
    final BroadcastServer server = server(1);
    server.broadcast(11);
    assertEquals(List.of("Diffusion 2.1 → 0"), server.takeDiffusion(2, 2, 1));
    assertEquals(
        List.of("Decision 1 [1.1] → 2", "delivers 11", "Estimate 2 1 0 [2.1] → 0"), server.takeDecision(0, 1, 11));
  }

  /** Task 3: the messages of a batch are delivered in an order that all compute alike. */
  @Test
  void shouldDeliverABatchInTheOrderOfIds() {
    final BroadcastServer server = server(1);
    server.takeDiffusion(2, 2, 1);
    server.takeDiffusion(0, 0, 2);
    server.takeDiffusion(0, 0, 1);
    assertEquals(
        List.of("Decision 1 [0.1 0.2 2.1] → 2", "delivers 1", "delivers 2", "delivers 21"),
        server.takeDecision(0, 1, 21, 2, 1));
  }

  /** Task 3: A_deliver^k is what was decided without what was delivered before. */
  @Test
  void shouldDeliverNoMessageTwice() {
    final BroadcastServer server = server(1);
    server.takeDecision(0, 1, 1);
    assertEquals(List.of("Decision 2 [0.1 0.2] → 2", "delivers 2"), server.takeDecision(0, 2, 1, 2));
    assertEquals(NOTHING, server.takeDiffusion(2, 0, 1));
  }

  /** Task 3: batches are delivered in the order of instances, whatever the order in which they come. */
  @Test
  void shouldDeliverInstancesInOrder() {
    final BroadcastServer server = server(1);
    assertEquals(NOTHING, server.takeDecision(0, 2, 21));
    assertEquals(
        List.of("Decision 1 [0.1] → 2", "delivers 1", "Decision 2 [2.1] → 2", "delivers 21"),
        server.takeDecision(0, 1, 1));
  }

  /** Figure 6, phases 2 and 4, with batches for values: whose estimate wins, its messages are delivered. */
  @Test
  void shouldDecideOnABatchAsCoordinator() {
    final BroadcastServer server = server(0);
    server.takeEstimate(1, 1, 1, 0, 11, 12);
    assertEquals(
        List.of("Diffusion 2.1 → 1", "Coordinate 1 1 [1.1 1.2] → 1", "Coordinate 1 1 [1.1 1.2] → 2"),
        server.takeDiffusion(2, 2, 1));
    assertEquals(
        List.of("Decision 1 [1.1 1.2] → 1", "Decision 1 [1.1 1.2] → 2", "delivers 11", "delivers 12"),
        server.takeReply(1, 1, 1, true).subList(0, 4));
  }

  /** Figure 6, phase 3: the batch is taken on whole, since whoever has its messages may crash. */
  @Test
  void shouldTakeOnABatchWhole() {
    final BroadcastServer server = server(2);
    server.takeDiffusion(1, 1, 1);
    assertEquals(
        List.of("Reply 1 1 true → 0", "Estimate 1 2 1 [0.1 0.2] → 1"), server.takeCoordinate(0, 1, 1, 1, 2));
  }

  /** Figure 6, phase 3: a suspected coordinator is not waited for. */
  @Test
  void shouldGoOnWithoutASuspectedCoordinator() {
    final BroadcastServer server = server(2);
    server.takeDiffusion(1, 1, 1);
    isSuspected = true;
    assertEquals(List.of("Reply 1 1 false → 0", "Estimate 1 2 0 [1.1] → 1"), server.timeOut());
  }

  /** Otherwise than in the paper: a node that had nothing to propose delivers what others decided. */
  @Test
  void shouldDeliverWhatItHadNotProposed() {
    assertEquals(List.of("Decision 1 [0.1] → 2", "delivers 1"), server(1).takeDecision(0, 1, 1));
  }

  /** Otherwise than in the paper: a proposal holds so many messages, the first to come. */
  @Test
  void shouldProposeTheFirstThatCame() {
    final BroadcastServer server = new BroadcastServer(1, 3, id -> isSuspected, Map.of("batch", 2L));
    server.takeDiffusion(0, 0, 1);
    server.takeDiffusion(2, 2, 2);
    server.takeDiffusion(2, 2, 1);
    server.takeDiffusion(0, 0, 2);
    assertEquals(
        List.of("Decision 1 [0.1] → 2", "delivers 1", "Estimate 2 1 0 [2.1 2.2] → 0"), server.takeDecision(0, 1, 1));
  }

  /** Otherwise than in the paper: no more requests while so many of its own wait. */
  @Test
  void shouldRefuseWhileTooManyOfItsOwnWait() {
    final BroadcastServer server = new BroadcastServer(1, 3, id -> isSuspected, Map.of("own-waiting", 2L));
    server.broadcast(11);
    server.broadcast(12);
    assertEquals(List.of("refuses"), server.broadcast(13));
    server.takeDecision(0, 1, 11);
    assertEquals("broadcasts 13", server.broadcast(13).get(0));
  }

  /** Otherwise than in the paper, whose links keep all: whoever waits in vain asks, and says what it has. */
  @Test
  void shouldAskWhenItWaitsInVain() {
    final BroadcastServer server = server(1);
    server.broadcast(11);
    assertEquals(List.of("Repair 1 1 [1.1] → 0", "Repair 1 1 [1.1] → 2"), server.timeOut());
    assertEquals(NOTHING, server.timeOut(), "asked, and not heard of since");
    server.takeDiffusion(2, 2, 1);
    assertEquals(List.of("Repair 1 1 [1.1 2.1] → 2"), server.timeOut());
  }

  /** The same while others go on, since links may have lost all that it sent: it says all, and more than a batch. */
  @Test
  void shouldAskHoweverMuchOthersDecide() {
    final BroadcastServer server = new BroadcastServer(1, 3, id -> isSuspected, Map.of("batch", 1L));
    server.broadcast(11);
    server.broadcast(12);
    server.nowNs = REPAIR_NS - 1;
    server.takeDecision(0, 1, 1);
    assertEquals(REPAIR_NS, server.node.nextDeadlineNs(), "its oldest has waited for so long");
    assertEquals(List.of("Repair 2 1 [1.1 1.2] → 0", "Repair 2 1 [1.1 1.2] → 2"), server.timeOut());
    server.takeDecision(0, 2, 2);
    assertEquals(2 * REPAIR_NS, server.node.nextDeadlineNs(), "again, since others have been heard of");
    server.takeDecision(0, 3, 11);
    server.takeDecision(0, 4, 12);
    assertEquals(ProtocolNode.NO_DEADLINE, server.node.nextDeadlineNs(), "nothing waits");
  }

  /** The same, from the other side. */
  @Test
  void shouldTellWhoAsks() {
    final BroadcastServer server = server(1);
    server.takeDecision(0, 1, 1);
    server.takeDecision(0, 2, 2);
    assertEquals(
        List.of("Diffusion 2.1 → 0", "Decision 1 [0.1] → 2", "Decision 2 [0.2] → 2", "Estimate 3 1 0 [2.1] → 0"),
        server.takeRepair(2, 1, 0, 21));
    assertEquals(List.of("Decision 2 [0.2] → 0"), server.takeEstimate(0, 2, 5, 0, 2), "and who lags behind");
  }

  /** Otherwise than in the paper, whose links lose nothing: what is lost of the rounds of an instance is said again. */
  @Test
  void shouldSayAgainWhatWasLost() {
    final BroadcastServer server = server(1);
    server.broadcast(11);
    isSuspected = true;
    server.timeOut();
    server.takeEstimate(2, 1, 2, 0, 21);
    assertEquals(List.of("Coordinate 1 2 [1.1] → 2"), server.takeRepair(2, 1, 2), "as coordinator");
    assertEquals(NOTHING, server.takeRepair(0, 1, 3), "it is further");
    assertEquals(NOTHING, server.takeRepair(2, 2, 1), "in a later instance");
    final BroadcastServer other = server(2);
    other.broadcast(21);
    assertEquals(List.of("Estimate 1 1 0 [2.1] → 0"), other.takeRepair(0, 1, 1), "to a coordinator");
    assertEquals(NOTHING, other.takeRepair(1, 1, 1), "who does not coordinate");
  }

  /** Two nodes at which nothing waits do not ask each other for ever. */
  @Test
  void shouldStaySilentIfNothingWaits() {
    final BroadcastServer server = server(1);
    assertEquals(NOTHING, server.takeRepair(2, 1, 0));
    assertEquals(ProtocolNode.NO_DEADLINE, server.node.nextDeadlineNs());
  }

  /** The same: a round that others have left is left, however many there were in between. */
  @Test
  void shouldGoToTheLatestRoundOfAnInstance() {
    final BroadcastServer server = server(1);
    server.broadcast(11);
    server.takeRepair(2, 1, 1_000);
    assertEquals(List.of("Repair 1 1 [1.1] → 0", "Repair 1 1 [1.1] → 2"), server.timeOut());
    assertEquals(
        List.of("Estimate 1 1000 0 [1.1] → 0", "Repair 1 1000 [1.1] → 0", "Repair 1 1000 [1.1] → 2"),
        server.timeOut());
  }

  /** What is said again counts once. */
  @Test
  void shouldCountOnceWhatComesAgain() {
    final BroadcastServer server = new BroadcastServer(0, 5, id -> isSuspected, Map.of());
    server.broadcast(1);
    assertEquals(NOTHING, server.takeEstimate(1, 1, 1, 0, 1));
    assertEquals(NOTHING, server.takeEstimate(1, 1, 1, 0, 1));
    assertEquals(4, server.takeEstimate(2, 1, 1, 0, 1).size(), "three of five, itself among them");
  }

  /** Messages that make no sense are none. */
  @Test
  void shouldTakeNoMessageThatMakesNoSense() {
    final BroadcastServer server = server(1);
    final long before = server.node.digest();
    assertEquals(NOTHING, server.takeDiffusion(0, 7, 1), "a node there is not");
    assertEquals(NOTHING, server.takeDecision(0, 0, 1), "no instance");
    final int[] seventeen = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18};
    assertEquals(NOTHING, server.takeDecision(0, 1, seventeen), "too many");
    assertEquals(NOTHING, server.take(0, 5), "cut short");
    assertEquals(before, server.node.digest());
  }

  private BroadcastServer server(final int nodeId) {
    return new BroadcastServer(nodeId, 3, id -> isSuspected, Map.of());
  }
}
