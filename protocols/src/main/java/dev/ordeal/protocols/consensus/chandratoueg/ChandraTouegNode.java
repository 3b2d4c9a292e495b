package dev.ordeal.protocols.consensus.chandratoueg;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.AcknowledgeDecoder;
import dev.ordeal.protocols.consensus.codec.AcknowledgeEncoder;
import dev.ordeal.protocols.consensus.codec.BooleanType;
import dev.ordeal.protocols.consensus.codec.CoordinateDecoder;
import dev.ordeal.protocols.consensus.codec.CoordinateEncoder;
import dev.ordeal.protocols.consensus.codec.EstimateDecoder;
import dev.ordeal.protocols.consensus.codec.EstimateEncoder;
import dev.ordeal.protocols.consensus.codec.RoundQuestionDecoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of Chandra and Toueg's consensus with a rotating coordinator, above reliable links and beside a failure
 * detector; {@link ChandraTouegSpec} states model and promises, the package comment the messages. Phases are those of
 * figure 6, in {@link CoordinatedRounds}.
 *
 * <p>It asks its detector in a step of its own: while it waits for a coordinator that is suspected its deadline is
 * past, at its last step, and whoever feeds the detector sees to it that {@link #onDeadline} is called then.
 *
 * <p>A node that has been in a round for a repair time asks whom it waits for, and goes to the latest round that it has
 * heard of.
 *
 * <p>Cost: 3 (n − 1) messages a round, n (n − 1) to tell a decision; for a node that waits long one question and answer
 * a repair time, n − 1 if it coordinates.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class ChandraTouegNode extends ConsensusNode {
  private final Suspicions detector;
  private final long repairAfterNs;
  private final Rounds rounds;

  /** When it took its last step, by a clock that may well be below zero. */
  private long stepNs;

  private long repairNs = NO_DEADLINE;

  private final EstimateEncoder estimateEncoder = new EstimateEncoder();
  private final EstimateDecoder estimateDecoder = new EstimateDecoder();
  private final CoordinateEncoder coordinateEncoder = new CoordinateEncoder();
  private final CoordinateDecoder coordinateDecoder = new CoordinateDecoder();
  private final AcknowledgeEncoder acknowledgeEncoder = new AcknowledgeEncoder();
  private final AcknowledgeDecoder acknowledgeDecoder = new AcknowledgeDecoder();
  private final RoundQuestionDecoder questionDecoder = new RoundQuestionDecoder();

  ChandraTouegNode(final NodeContext context, final long repairAfterNs, final Suspicions detector) {
    super(context, ChandraTouegState.WAITING);
    this.detector = detector;
    this.repairAfterNs = repairAfterNs;
    this.rounds = new Rounds();
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
  }

  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
    repairNs = repairDeadlineNs(nowNs, repairAfterNs);
    rounds.propose(nowNs, proposal(), outbox);
  }

  @Override
  protected void onFrame(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int body, final Outbox outbox) {
    stepNs = nowNs;
    final int blockLength = headerDecoder.blockLength();
    final int version = headerDecoder.version();
    switch (headerDecoder.templateId()) {
      case EstimateDecoder.TEMPLATE_ID -> {
        if (blockLength >= EstimateDecoder.BLOCK_LENGTH) {
          estimateDecoder.wrap(buffer, body, blockLength, version);
          if (isValue(estimateDecoder.value())) {
            rounds.onEstimate(
                nowNs, fromId, estimateDecoder.round(), estimateDecoder.value(), estimateDecoder.adoptedIn(), outbox);
          }
        }
      }
      case CoordinateDecoder.TEMPLATE_ID -> {
        if (blockLength >= CoordinateDecoder.BLOCK_LENGTH) {
          coordinateDecoder.wrap(buffer, body, blockLength, version);
          if (isValue(coordinateDecoder.value())) {
            rounds.onValue(nowNs, coordinateDecoder.round(), coordinateDecoder.value(), outbox);
          }
        }
      }
      case AcknowledgeDecoder.TEMPLATE_ID -> {
        if (blockLength >= AcknowledgeDecoder.BLOCK_LENGTH) {
          acknowledgeDecoder.wrap(buffer, body, blockLength, version);
          rounds.onReply(
              nowNs, acknowledgeDecoder.round(), acknowledgeDecoder.adoptedRaw() == BooleanType.T.value(), outbox);
        }
      }
      case RoundQuestionDecoder.TEMPLATE_ID -> {
        if (blockLength >= RoundQuestionDecoder.BLOCK_LENGTH) {
          questionDecoder.wrap(buffer, body, blockLength, version);
          onQuestion(fromId, questionDecoder.round(), outbox);
        }
      }
      default -> {
        // Another algorithm's.
      }
    }
  }

  @Override
  protected boolean isQuestion(final int templateId) {
    return templateId == EstimateDecoder.TEMPLATE_ID || templateId == RoundQuestionDecoder.TEMPLATE_ID;
  }

  /** Phase 3: the coordinator is suspected; or this node has waited for so long that something may be lost. */
  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
    if (isWaitingInVain()) {
      rounds.onSuspicion(nowNs, outbox);
    }
    if (nowNs >= repairNs) {
      repairNs = repairDeadlineNs(nowNs, repairAfterNs);
      if (rounds.isStuck()) {
        rounds.jump(nowNs, outbox);
        ask(outbox);
      }
    }
  }

  @Override
  public long nextDeadlineNs() {
    return isWaitingInVain() ? stepNs : repairNs;
  }

  /** The decision is broadcast reliably: whoever learns it tells all before it stops (figure 4 of the paper). */
  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    rounds.stop(outbox);
    repairNs = NO_DEADLINE;
    broadcastDecision(outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    return rounds.encode(buffer, putLong(buffer, offset, repairNs));
  }

  /** How many estimates, and how many replies, a coordinator waits for. */
  int quorum() {
    return majority();
  }

  /** Asks the coordinator that is waited for, or as coordinator all, unless that has led to a decision. */
  private void ask(final Outbox outbox) {
    if (hasDecided()) {
      return;
    }
    final int length = encodeQuestion(rounds.round());
    if (rounds.awaitedId() == CoordinatedRounds.NOBODY) {
      outbox.broadcast(frame, 0, length);
    } else {
      outbox.send(rounds.awaitedId(), frame, 0, length);
    }
  }

  /** Somebody waits in a round: it is told again what was said in it, or that this node is further. */
  private void onQuestion(final int fromId, final long round, final Outbox outbox) {
    rounds.hearOf(round);
    if (round == rounds.round()) {
      rounds.sayAgain(fromId, outbox);
    } else if (round < rounds.round()) {
      outbox.send(fromId, frame, 0, encodeQuestion(rounds.round()));
    }
  }

  private boolean isWaitingInVain() {
    final int awaitedId = rounds.awaitedId();
    return awaitedId != CoordinatedRounds.NOBODY && detector.isSuspected(awaitedId);
  }

  /** The only instance there is. */
  private final class Rounds extends CoordinatedRounds {
    Rounds() {
      super(nodeId, clusterSize);
    }

    @Override
    protected int quorum() {
      return ChandraTouegNode.this.quorum();
    }

    @Override
    protected void sendEstimate(
        final int toId, final long round, final long value, final long adoptedIn, final Outbox outbox) {
      estimateEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).round(round).value(value).adoptedIn(adoptedIn);
      outbox.send(toId, frame, 0, HEADER_LENGTH + estimateEncoder.encodedLength());
    }

    @Override
    protected void broadcastValue(final long round, final long value, final Outbox outbox) {
      outbox.broadcast(frame, 0, encodeValue(round, value));
    }

    @Override
    protected void sendValue(final int toId, final long round, final long value, final Outbox outbox) {
      outbox.send(toId, frame, 0, encodeValue(round, value));
    }

    private int encodeValue(final long round, final long value) {
      coordinateEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).round(round).value(value);
      return HEADER_LENGTH + coordinateEncoder.encodedLength();
    }

    @Override
    protected void sendReply(final int toId, final long round, final boolean isAdopted, final Outbox outbox) {
      acknowledgeEncoder
          .wrapAndApplyHeader(frame, 0, headerEncoder)
          .round(round)
          .adopted(isAdopted ? BooleanType.T : BooleanType.F);
      outbox.send(toId, frame, 0, HEADER_LENGTH + acknowledgeEncoder.encodedLength());
    }

    @Override
    protected void onRound(final long round, final Outbox outbox) {
      indicateRound(round, outbox);
    }

    @Override
    protected void onState(final ChandraTouegState newState, final Outbox outbox) {
      transitionTo(newState, outbox);
    }

    @Override
    protected void onLocked(final long nowNs, final long value, final Outbox outbox) {
      decide(nowNs, value, outbox);
    }
  }
}
