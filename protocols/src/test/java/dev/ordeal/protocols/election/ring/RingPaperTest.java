package dev.ordeal.protocols.election.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.election.DrivenNode;
import dev.ordeal.protocols.election.ring.codec.CandidateDecoder;
import dev.ordeal.protocols.election.ring.codec.CandidateEncoder;
import dev.ordeal.protocols.election.ring.codec.ElectedDecoder;
import dev.ordeal.protocols.election.ring.codec.ElectedEncoder;
import dev.ordeal.protocols.election.ring.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.ring.codec.HopAckDecoder;
import dev.ordeal.protocols.election.ring.codec.HopAckEncoder;
import dev.ordeal.protocols.election.ring.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.ring.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.ring.codec.ProbeDecoder;
import dev.ordeal.protocols.election.ring.codec.ProbeEncoder;
import dev.ordeal.protocols.election.ring.codec.ReplyDecoder;
import dev.ordeal.protocols.election.ring.codec.ReplyEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** One test per claim of Chang and Roberts 1979, of Hirschberg and Sinclair 1980, or of what was added to both. */
class RingPaperTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int SIZE = 5;

  /** Ids fall along the ring: 4, 3, 2, 1, 0, and 4 again. */
  private static final Map<String, Long> PLAIN = Map.of("worst-order", 1L, "repair", 0L);

  private static final Map<String, Long> REPAIRING = Map.of("worst-order", 1L);

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  /** Chang–Roberts: a process sends its own number to its neighbour. */
  @Test
  void shouldSendItsOwnNumberOnce() {
    assertEquals(
        List.of("election 2", "state ELECTING", "to [1]: CANDIDATE 2, hop 1"), node(new ChangRobertsSpec(), 2).start());
  }

  /** Chang–Roberts: a higher number is passed on, a lower one is not, its own makes it the winner. */
  @Test
  void shouldPassOnHigherSwallowLowerAndWinWithItsOwn() {
    final DrivenNode node = node(new ChangRobertsSpec(), 2);
    node.start();
    assertEquals(List.of("to [1]: CANDIDATE 4, hop 3"), candidate(node, 3, 4, 2));
    assertEquals(List.of(), candidate(node, 3, 1, 4));
    assertEquals(List.of("state LEADING", "leader 2", "to [1]: ELECTED 2, hop 1"), candidate(node, 3, 2, SIZE));
  }

  /** Ours: the announcement goes round once and is retired by who sent it. */
  @Test
  void shouldAnnounceOnce() {
    final DrivenNode winner = node(new ChangRobertsSpec(), 4);
    winner.start();
    candidate(winner, 0, 4, SIZE);
    assertEquals(List.of(), elected(winner, 0, 4, SIZE));
    final DrivenNode other = node(new ChangRobertsSpec(), 3);
    other.start();
    assertEquals(
        List.of("state FOLLOWING", "leader 4", "to [2]: ELECTED 4, hop 2"), elected(other, 4, 4, 1));
  }

  /** Ours: a token that has gone round and met nobody it belongs to is an orphan. */
  @Test
  void shouldDropAnOrphan() {
    final DrivenNode node = node(new ChangRobertsSpec(), 2);
    node.start();
    assertEquals(List.of(), candidate(node, 3, 4, SIZE));
  }

  /** Ours: a candidate that hears of no winner for 2n hops and one begins again. */
  @Test
  void shouldBeginAgainWhenItsTokenIsLost() {
    final DrivenNode node = node(new ChangRobertsSpec(), 2);
    node.start();
    assertEquals(List.of("election 2", "to [1]: CANDIDATE 2, hop 1"), node.timeOut());
    assertEquals((2 * SIZE + 1) * SECOND / 4, node.nowNs);
  }

  /** Ours: who does not acknowledge a hop is passed over, until nobody is left and the candidate is alone. */
  @Test
  void shouldPassOverSilentNodes() {
    final DrivenNode node = new DrivenNode(new ChangRobertsSpec(), 2, SIZE, REPAIRING, RingPaperTest::print);
    node.start();
    assertEquals(List.of("to [0]: CANDIDATE 2, hop 1"), node.timeOut());
    assertEquals(List.of("to [4]: CANDIDATE 2, hop 1"), node.timeOut());
    assertEquals(List.of("to [3]: CANDIDATE 2, hop 1"), node.timeOut());
    assertEquals(List.of("state LEADING", "leader 2", "to [1]: ELECTED 2, hop 1"), node.timeOut());
  }

  /** Ours: an acknowledged hop is over. */
  @Test
  void shouldAcknowledgeAndBelieveAcknowledgements() {
    final DrivenNode node = new DrivenNode(new ChangRobertsSpec(), 2, SIZE, REPAIRING, RingPaperTest::print);
    node.start();
    final long tag = new CounterRandom(1).nextLong();
    final int length = new HopAckEncoder().wrapAndApplyHeader(node.message, 0, header).tag(tag).encodedLength();
    node.receive(1, MessageHeaderEncoder.ENCODED_LENGTH + length);
    assertEquals(List.of("election 2", "to [1]: CANDIDATE 2, hop 1"), node.timeOut(), "no hop is under way any more");
    assertEquals(List.of("to [3]: ack 7"), candidate(node, 3, 1, 1));
  }

  /** Ours: a follower that hears no heartbeat becomes a candidate; one of a higher leader is believed at once. */
  @Test
  void shouldFollowHeartbeatsOfTheHighest() {
    final DrivenNode node = node(new ChangRobertsSpec(), 2);
    node.start();
    assertEquals(List.of("state FOLLOWING", "leader 3"), heartbeat(node, 3));
    assertEquals(List.of("leader 4"), heartbeat(node, 4));
    assertEquals(List.of(), heartbeat(node, 1));
    assertEquals(
        List.of("election 2", "state ELECTING", "leader -1", "to [1]: CANDIDATE 2, hop 1"), node.timeOut());
    assertEquals(3 * SECOND, node.nowNs);
  }

  /** Hirschberg–Sinclair: a candidate asks both sides, and twice as far when both have answered. */
  @Test
  void shouldDoubleItsReachWithBothReplies() {
    final DrivenNode node = node(new HirschbergSinclairSpec(), 2);
    assertEquals(
        List.of(
            "election 2",
            "state ELECTING",
            "to [1]: PROBE 2, phase 0, hop 1, +1",
            "to [3]: PROBE 2, phase 0, hop 1, -1"),
        node.start());
    assertEquals(List.of(), reply(node, 1, 2, 0, -1, 1));
    assertEquals(List.of(), reply(node, 1, 2, 0, -1, 1), "the same side again");
    assertEquals(
        List.of("to [1]: PROBE 2, phase 1, hop 1, +1", "to [3]: PROBE 2, phase 1, hop 1, -1"),
        reply(node, 3, 2, 0, 1, 1));
    assertEquals(List.of(), reply(node, 3, 2, 0, 1, 1), "an earlier phase");
  }

  /** Hirschberg–Sinclair: a higher probe is passed on as far as it goes, then answered; a lower one swallowed. */
  @Test
  void shouldPassOnAnswerAndSwallowProbes() {
    final DrivenNode node = node(new HirschbergSinclairSpec(), 2);
    node.start();
    assertEquals(List.of("to [1]: PROBE 4, phase 1, hop 2, +1"), probe(node, 3, 4, 1, 1, 1));
    assertEquals(List.of("to [3]: REPLY 4, phase 1, hop 1, -1"), probe(node, 3, 4, 1, 1, 2));
    assertEquals(List.of(), probe(node, 1, 0, 0, -1, 1));
    assertEquals(List.of("to [1]: REPLY 4, phase 2, hop 3, +1"), reply(node, 3, 4, 2, 1, 2));
  }

  /** Hirschberg–Sinclair: its own probe come round makes it the winner, unless it has met a higher one. */
  @Test
  void shouldWinWhenItsProbeComesRound() {
    final DrivenNode node = node(new HirschbergSinclairSpec(), 4);
    node.start();
    assertEquals(
        List.of("state LEADING", "leader 4", "to [3]: ELECTED 4, hop 1"), probe(node, 0, 4, 3, 1, SIZE));
    assertEquals(List.of(), probe(node, 3, 4, 3, -1, SIZE));
    final DrivenNode beaten = node(new HirschbergSinclairSpec(), 3);
    beaten.start();
    probe(beaten, 4, 4, 0, 1, 1);
    assertEquals(List.of(), probe(beaten, 4, 3, 3, 1, SIZE));
  }

  /** All nodes of a run see the same ring, each node stands in it once, and seeds give different ones. */
  @Test
  void shouldStandInOneRing() {
    final Set<List<Integer>> rings = new HashSet<>();
    for (long seed = 0; seed < 20; seed++) {
      final NodeContext context = new NodeContext(0, SIZE, seed, new CounterRandom(1), () -> 0);
      final RingOrder ring = new RingOrder(context, false);
      final List<Integer> nodes = new ArrayList<>();
      int node = 0;
      for (int hop = 0; hop < SIZE; hop++) {
        nodes.add(node);
        assertEquals(node, ring.neighbour(ring.neighbour(node, 1), -1));
        node = ring.neighbour(node, 1);
      }
      assertEquals(0, node);
      assertEquals(SIZE, new HashSet<>(nodes).size());
      rings.add(nodes);
    }
    assertTrue(rings.size() > 5, "rings=" + rings.size());
  }

  /** The papers' bounds, with the announcement, and twice that with acknowledgements. */
  @Test
  void shouldStateThePapersBounds() {
    final AlgorithmSpec oneWay = new ChangRobertsSpec();
    final AlgorithmSpec twoWay = new HirschbergSinclairSpec();
    final ParameterValues plain = ParameterValues.of(oneWay.parameters(), PLAIN);
    final ParameterValues repairing = ParameterValues.of(oneWay.parameters(), REPAIRING);
    assertEquals(15 + 5, oneWay.electionMessagesMax(plain, 5));
    assertEquals(2 * (15 + 5), oneWay.electionMessagesMax(repairing, 5));
    assertEquals(8 * 8 * (1 + 3) + 8, twoWay.electionMessagesMax(plain, 8));
    assertEquals(0, twoWay.electionMessagesMax(plain, 1));
    assertEquals(4 * 11, oneWay.upkeepMessagesMax(plain, 5, 10 * SECOND));
  }

  private static DrivenNode node(final AlgorithmSpec spec, final int nodeId) {
    return new DrivenNode(spec, nodeId, SIZE, PLAIN, RingPaperTest::print);
  }

  private List<String> candidate(final DrivenNode node, final int fromId, final int id, final int hops) {
    final CandidateEncoder encoder = new CandidateEncoder();
    encoder.wrapAndApplyHeader(node.message, 0, header).tag(7).id(id).hops(hops);
    return node.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }

  private List<String> elected(final DrivenNode node, final int fromId, final int id, final int hops) {
    final ElectedEncoder encoder = new ElectedEncoder();
    encoder.wrapAndApplyHeader(node.message, 0, header).tag(7).id(id).hops(hops);
    return node.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }

  private List<String> heartbeat(final DrivenNode node, final int fromId) {
    new HeartbeatEncoder().wrapAndApplyHeader(node.message, 0, header);
    return node.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH);
  }

  private List<String> probe(
      final DrivenNode node, final int fromId, final int id, final int phase, final int direction, final int hops) {
    final ProbeEncoder encoder = new ProbeEncoder();
    encoder.wrapAndApplyHeader(node.message, 0, header).tag(7).id(id).phase(phase).direction(direction).hops(hops);
    return node.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }

  private List<String> reply(
      final DrivenNode node, final int fromId, final int id, final int phase, final int direction, final int hops) {
    final ReplyEncoder encoder = new ReplyEncoder();
    encoder.wrapAndApplyHeader(node.message, 0, header).tag(7).id(id).phase(phase).direction(direction).hops(hops);
    return node.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
  }

  private static String print(final DirectBuffer bytes) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
    return switch (header.templateId()) {
      case CandidateDecoder.TEMPLATE_ID -> {
        final CandidateDecoder decoder = new CandidateDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "CANDIDATE %d, hop %d".formatted(decoder.id(), decoder.hops());
      }
      case ElectedDecoder.TEMPLATE_ID -> {
        final ElectedDecoder decoder = new ElectedDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "ELECTED %d, hop %d".formatted(decoder.id(), decoder.hops());
      }
      case ProbeDecoder.TEMPLATE_ID -> {
        final ProbeDecoder decoder = new ProbeDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "PROBE %d, phase %d, hop %d, %+d"
            .formatted(decoder.id(), decoder.phase(), decoder.hops(), decoder.direction());
      }
      case ReplyDecoder.TEMPLATE_ID -> {
        final ReplyDecoder decoder = new ReplyDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "REPLY %d, phase %d, hop %d, %+d"
            .formatted(decoder.id(), decoder.phase(), decoder.hops(), decoder.direction());
      }
      default ->
          header.templateId() == HeartbeatEncoder.TEMPLATE_ID
              ? "HEARTBEAT"
              : "ack "
                  + new HopAckDecoder().wrapAndApplyHeader(bytes, 0, header).tag();
    };
  }
}
