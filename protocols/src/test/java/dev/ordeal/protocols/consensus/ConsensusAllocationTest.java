package dev.ordeal.protocols.consensus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.consensus.benor.BenOrSpec;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec;
import dev.ordeal.protocols.consensus.codec.AcceptEncoder;
import dev.ordeal.protocols.consensus.codec.AcknowledgeEncoder;
import dev.ordeal.protocols.consensus.codec.BooleanType;
import dev.ordeal.protocols.consensus.codec.CoordinateEncoder;
import dev.ordeal.protocols.consensus.codec.EarlyFloodEncoder;
import dev.ordeal.protocols.consensus.codec.EstimateEncoder;
import dev.ordeal.protocols.consensus.codec.FloodEncoder;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.PrepareEncoder;
import dev.ordeal.protocols.consensus.codec.PromiseEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestEncoder;
import dev.ordeal.protocols.consensus.codec.RatifyEncoder;
import dev.ordeal.protocols.consensus.codec.RefusedEncoder;
import dev.ordeal.protocols.consensus.codec.ReportEncoder;
import dev.ordeal.protocols.consensus.flooding.EarlyDecidingSpec;
import dev.ordeal.protocols.consensus.flooding.FloodSetSpec;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.SinkOutbox;
import dev.ordeal.protocols.core.StepAllocation;
import dev.ordeal.protocols.link.codec.RoundDataEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A step of a consensus allocates nothing once warm, round after round without a decision. */
class ConsensusAllocationTest {
  private static final int NODES = 5;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final SinkOutbox outbox = new SinkOutbox();
  private long digests;

  /** Ballots of its own that are refused, and those of another that it accepts. */
  @Test
  void shouldAllocateNothingInPaxos() {
    final ProtocolNode node = proposing(new PaxosSpec(), 0);
    final PromiseEncoder promise = new PromiseEncoder();
    final RefusedEncoder refused = new RefusedEncoder();
    final PrepareEncoder prepare = new PrepareEncoder();
    final AcceptEncoder accept = new AcceptEncoder();
    assertLean(
        iteration -> {
          final long ballot = (2 * iteration + 1) * NODES;
          node.onDeadline(node.nextDeadlineNs(), outbox);
          promise.wrapAndApplyHeader(buffer, 0, header).ballot(ballot).acceptedBallot(0).acceptedValue(-1);
          receive(node, 1, PromiseEncoder.BLOCK_LENGTH);
          receive(node, 2, PromiseEncoder.BLOCK_LENGTH);
          refused.wrapAndApplyHeader(buffer, 0, header).ballot(ballot).promised(ballot + 1);
          receive(node, 3, RefusedEncoder.BLOCK_LENGTH);
          prepare.wrapAndApplyHeader(buffer, 0, header).ballot(ballot + NODES + 1);
          receive(node, 1, PrepareEncoder.BLOCK_LENGTH);
          accept.wrapAndApplyHeader(buffer, 0, header).ballot(ballot + NODES + 1).value(1);
          receive(node, 1, AcceptEncoder.BLOCK_LENGTH);
          digests += node.digest();
        });
  }

  /** Phases in which nobody ratifies. */
  @Test
  void shouldAllocateNothingInBenOr() {
    final ProtocolNode node = proposing(new BenOrSpec(), 0);
    final ReportEncoder report = new ReportEncoder();
    final RatifyEncoder ratify = new RatifyEncoder();
    assertLean(
        iteration -> {
          final long phase = iteration + 1;
          for (int value = 0; value < 2; value++) {
            report.wrapAndApplyHeader(buffer, 0, header).phase(phase).value(value);
            receive(node, 1 + value, ReportEncoder.BLOCK_LENGTH);
          }
          ratify.wrapAndApplyHeader(buffer, 0, header).phase(phase).value(-1);
          receive(node, 1, RatifyEncoder.BLOCK_LENGTH);
          receive(node, 2, RatifyEncoder.BLOCK_LENGTH);
          digests += node.digest();
        });
  }

  /** Five rounds, one of which it coordinates in vain. */
  @Test
  void shouldAllocateNothingInChandraToueg() {
    final ProtocolNode node = proposing(new ChandraTouegSpec(), 0);
    final EstimateEncoder estimate = new EstimateEncoder();
    final AcknowledgeEncoder acknowledge = new AcknowledgeEncoder();
    final CoordinateEncoder coordinate = new CoordinateEncoder();
    assertLean(
        iteration -> {
          final long round = iteration * NODES + 1;
          estimate.wrapAndApplyHeader(buffer, 0, header).round(round).value(1).adoptedIn(0);
          receive(node, 1, EstimateEncoder.BLOCK_LENGTH);
          receive(node, 2, EstimateEncoder.BLOCK_LENGTH);
          acknowledge.wrapAndApplyHeader(buffer, 0, header).round(round).adopted(BooleanType.F);
          receive(node, 1, AcknowledgeEncoder.BLOCK_LENGTH);
          receive(node, 2, AcknowledgeEncoder.BLOCK_LENGTH);
          for (int ahead = 1; ahead < NODES; ahead++) {
            coordinate.wrapAndApplyHeader(buffer, 0, header).round(round + ahead).value(1);
            receive(node, ahead, CoordinateEncoder.BLOCK_LENGTH);
          }
          digests += node.digest();
        });
  }

  /** What another floods in the first round, again and again, through the layer that makes rounds. */
  @Test
  void shouldAllocateNothingInFlooding() {
    final ProtocolNode node = flooding(new FloodSetSpec());
    final ProtocolNode early = flooding(new EarlyDecidingSpec());
    final UnsafeBuffer body = new UnsafeBuffer(new byte[64]);
    new FloodEncoder().wrapAndApplyHeader(body, 0, header).values(2);
    final UnsafeBuffer flood = inRound(body, FloodEncoder.BLOCK_LENGTH);
    new EarlyFloodEncoder().wrapAndApplyHeader(body, 0, header).estimate(1).early(BooleanType.F);
    final UnsafeBuffer earlyFlood = inRound(body, EarlyFloodEncoder.BLOCK_LENGTH);
    final long before = node.digest();
    final long earlyBefore = early.digest();
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              node.onMessage(0, 1, flood, 0, flood.capacity(), outbox);
              early.onMessage(0, 1, earlyFlood, 0, earlyFlood.capacity(), outbox);
              digests += node.digest() + early.digest();
            });
    assertEquals(0, bytes, "bytes in 20000 messages, digests=" + digests);
    assertNotEquals(before, node.digest());
    assertNotEquals(earlyBefore, early.digest());
  }

  private ProtocolNode flooding(final AlgorithmSpec spec) {
    final ProtocolNode node = proposing(spec, 0);
    node.onDeadline(node.nextDeadlineNs(), outbox);
    return node;
  }

  private static UnsafeBuffer inRound(final UnsafeBuffer body, final int blockLength) {
    final UnsafeBuffer message = new UnsafeBuffer(new byte[128]);
    final RoundDataEncoder data = new RoundDataEncoder();
    data.wrapAndApplyHeader(message, 0, new dev.ordeal.protocols.link.codec.MessageHeaderEncoder())
        .round(1)
        .putBody(body, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    return new UnsafeBuffer(
        message, 0, dev.ordeal.protocols.link.codec.MessageHeaderEncoder.ENCODED_LENGTH + data.encodedLength());
  }

  private ProtocolNode proposing(final AlgorithmSpec spec, final long value) {
    final ProtocolNode node =
        spec.newBareNode(
            new NodeContext(0, NODES, 1, new CounterRandom(1), () -> 0), ParameterValues.defaultsOf(spec.parameters()));
    node.onStart(0, outbox);
    new ProposeRequestEncoder().wrapAndApplyHeader(buffer, 0, header).value(value);
    node.onRequest(
        0, 0, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH, outbox);
    return node;
  }

  private void receive(final ProtocolNode node, final int fromId, final int blockLength) {
    node.onMessage(0, fromId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength, outbox);
  }

  private void assertLean(final StepAllocation.Work work) {
    final long bytes = StepAllocation.bytesOf(work);
    assertTrue(outbox.effects > 100_000, "the steps did something: effects=" + outbox.effects);
    assertEquals(0, bytes, "bytes in 20000 rounds of steps, digests=" + digests);
  }
}
