package dev.ordeal.benchmarks;

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
import dev.ordeal.protocols.link.codec.RoundDataEncoder;
import java.util.Map;
import java.util.function.LongSupplier;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What one node of five does in a round of consensus that decides nothing, again and again: it is handed what the
 * others would send. A node that floods decides after some rounds, so of flooding it is one message alone, with the
 * layer that makes rounds.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
final class ConsensusRound {
  private static final int NODES = 5;

  private final DiscardingOutbox outbox = new DiscardingOutbox();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final PromiseEncoder promise = new PromiseEncoder();
  private final RefusedEncoder refused = new RefusedEncoder();
  private final PrepareEncoder prepare = new PrepareEncoder();
  private final AcceptEncoder accept = new AcceptEncoder();
  private final ReportEncoder report = new ReportEncoder();
  private final RatifyEncoder ratify = new RatifyEncoder();
  private final EstimateEncoder estimate = new EstimateEncoder();
  private final AcknowledgeEncoder acknowledge = new AcknowledgeEncoder();
  private final CoordinateEncoder coordinate = new CoordinateEncoder();
  private final ProtocolNode node;
  private final UnsafeBuffer inRound = new UnsafeBuffer(new byte[128]);
  private int inRoundLength;
  private long rounds;

  private ConsensusRound(final AlgorithmSpec spec, final Map<String, Long> chosen) {
    node =
        spec.newBareNode(
            new NodeContext(0, NODES, 1, new CounterRandom(1), () -> 0),
            ParameterValues.of(spec.parameters(), chosen));
    node.onStart(0, outbox);
    new ProposeRequestEncoder().wrapAndApplyHeader(buffer, 0, header).value(0);
    node.onRequest(
        0, 0, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + ProposeRequestEncoder.BLOCK_LENGTH, outbox);
  }

  /** The round of a name; returns how many effects there have been. */
  static LongSupplier of(final String name) {
    return switch (name) {
      case "paxos/ballot" -> new ConsensusRound(new PaxosSpec(), Map.of())::ballot;
      case "ben-or/phase" -> new ConsensusRound(new BenOrSpec(), Map.of())::phase;
      case "ben-or/phase-common-coin" -> new ConsensusRound(new BenOrSpec(), Map.of("common-coin", 1L))::phase;
      case "chandra-toueg/five-rounds" -> new ConsensusRound(new ChandraTouegSpec(), Map.of())::fiveRounds;
      case "flood-set/message" -> new ConsensusRound(new FloodSetSpec(), Map.of()).toldFlood()::message;
      case "early-deciding/message" -> new ConsensusRound(new EarlyDecidingSpec(), Map.of()).toldEarlyFlood()::message;
      default -> throw new IllegalArgumentException("no such round: name=" + name);
    };
  }

  /** A ballot of its own, promised and then refused, and one of another node that it promises and accepts. */
  private long ballot() {
    final long ballot = (2 * rounds++ + 1) * NODES;
    node.onDeadline(node.nextDeadlineNs(), outbox);
    promise.wrapAndApplyHeader(buffer, 0, header).ballot(ballot).acceptedBallot(0).acceptedValue(-1);
    receive(1, PromiseEncoder.BLOCK_LENGTH);
    receive(2, PromiseEncoder.BLOCK_LENGTH);
    refused.wrapAndApplyHeader(buffer, 0, header).ballot(ballot).promised(ballot + 1);
    receive(3, RefusedEncoder.BLOCK_LENGTH);
    prepare.wrapAndApplyHeader(buffer, 0, header).ballot(ballot + NODES + 1);
    receive(1, PrepareEncoder.BLOCK_LENGTH);
    accept.wrapAndApplyHeader(buffer, 0, header).ballot(ballot + NODES + 1).value(1);
    receive(1, AcceptEncoder.BLOCK_LENGTH);
    return outbox.effects;
  }

  /** A phase in which nobody ratifies, and a toss. */
  private long phase() {
    final long phase = ++rounds;
    for (int value = 0; value < 2; value++) {
      report.wrapAndApplyHeader(buffer, 0, header).phase(phase).value(value);
      receive(1 + value, ReportEncoder.BLOCK_LENGTH);
    }
    ratify.wrapAndApplyHeader(buffer, 0, header).phase(phase).value(-1);
    receive(1, RatifyEncoder.BLOCK_LENGTH);
    receive(2, RatifyEncoder.BLOCK_LENGTH);
    return outbox.effects;
  }

  /** One round that it coordinates in vain, and four of others. */
  private long fiveRounds() {
    final long round = rounds++ * NODES + 1;
    estimate.wrapAndApplyHeader(buffer, 0, header).round(round).value(1).adoptedIn(0);
    receive(1, EstimateEncoder.BLOCK_LENGTH);
    receive(2, EstimateEncoder.BLOCK_LENGTH);
    acknowledge.wrapAndApplyHeader(buffer, 0, header).round(round).adopted(BooleanType.F);
    receive(1, AcknowledgeEncoder.BLOCK_LENGTH);
    receive(2, AcknowledgeEncoder.BLOCK_LENGTH);
    for (int ahead = 1; ahead < NODES; ahead++) {
      coordinate.wrapAndApplyHeader(buffer, 0, header).round(round + ahead).value(1);
      receive(ahead, CoordinateEncoder.BLOCK_LENGTH);
    }
    return outbox.effects;
  }

  /** Enters the first round, in which it will be told so again and again. */
  private ConsensusRound told(final int blockLength) {
    node.onDeadline(node.nextDeadlineNs(), outbox);
    final RoundDataEncoder data = new RoundDataEncoder();
    data.wrapAndApplyHeader(inRound, 0, new dev.ordeal.protocols.link.codec.MessageHeaderEncoder())
        .round(1)
        .putBody(buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength);
    inRoundLength = dev.ordeal.protocols.link.codec.MessageHeaderEncoder.ENCODED_LENGTH + data.encodedLength();
    return this;
  }

  private ConsensusRound toldFlood() {
    new FloodEncoder().wrapAndApplyHeader(buffer, 0, header).values(2);
    return told(FloodEncoder.BLOCK_LENGTH);
  }

  private ConsensusRound toldEarlyFlood() {
    new EarlyFloodEncoder().wrapAndApplyHeader(buffer, 0, header).estimate(1).early(BooleanType.F);
    return told(EarlyFloodEncoder.BLOCK_LENGTH);
  }

  private long message() {
    node.onMessage(0, 1, inRound, 0, inRoundLength, outbox);
    return outbox.effects;
  }

  private void receive(final int fromId, final int blockLength) {
    node.onMessage(0, fromId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + blockLength, outbox);
  }
}
