package dev.ordeal.protocols.consensus.chandratoueg;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.AcknowledgeDecoder;
import dev.ordeal.protocols.consensus.codec.AcknowledgeEncoder;
import dev.ordeal.protocols.consensus.codec.BooleanType;
import dev.ordeal.protocols.consensus.codec.CoordinateDecoder;
import dev.ordeal.protocols.consensus.codec.CoordinateEncoder;
import dev.ordeal.protocols.consensus.codec.EstimateDecoder;
import dev.ordeal.protocols.consensus.codec.EstimateEncoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of Chandra and Toueg's consensus with a rotating coordinator, above reliable links and beside a failure
 * detector; {@link ChandraTouegSpec} states model and promises, the package comment the messages. Phases are those of
 * figure 6. Its links deliver each message once, so messages are counted and senders are not told apart.
 *
 * <p>It asks its detector in a step of its own: while it waits for a coordinator that is suspected its deadline is
 * past, at its last step, and whoever feeds the detector sees to it that {@link #onDeadline} is called then.
 *
 * <p>Cost: 3 (n − 1) messages a round, n (n − 1) to tell a decision. State: five words for each of {@value #WINDOW}
 * rounds.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class ChandraTouegNode extends ConsensusNode {
  /** How many rounds ahead of its own a node keeps messages of. */
  static final int WINDOW = 64;

  private final Suspicions detector;

  /** The round, 0 before the first; what this node holds true, and the round in which it took that on. */
  private long round;

  private long estimate = NO_VALUE;
  private long adoptedIn;

  /** When it took its last step, by a clock that may well be below zero. */
  private long stepNs;

  /** For each round modulo the window: which it is, estimates that came, the newest of them, the value, replies. */
  private final long[] roundOf = new long[WINDOW];

  private final int[] estimates = new int[WINDOW];
  private final long[] newestAdoptedIn = new long[WINDOW];
  private final long[] newest = new long[WINDOW];
  private final long[] coordinated = new long[WINDOW];
  private final int[] adopted = new int[WINDOW];
  private final int[] refused = new int[WINDOW];

  private final EstimateEncoder estimateEncoder = new EstimateEncoder();
  private final EstimateDecoder estimateDecoder = new EstimateDecoder();
  private final CoordinateEncoder coordinateEncoder = new CoordinateEncoder();
  private final CoordinateDecoder coordinateDecoder = new CoordinateDecoder();
  private final AcknowledgeEncoder acknowledgeEncoder = new AcknowledgeEncoder();
  private final AcknowledgeDecoder acknowledgeDecoder = new AcknowledgeDecoder();

  ChandraTouegNode(final NodeContext context, final Suspicions detector) {
    super(context, ChandraTouegState.WAITING);
    this.detector = detector;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
  }

  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
    estimate = proposal();
    enterRound(1, outbox);
    advance(nowNs, outbox);
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
            countEstimate(estimateDecoder.round(), estimateDecoder.value(), estimateDecoder.adoptedIn());
          }
        }
      }
      case CoordinateDecoder.TEMPLATE_ID -> {
        if (blockLength >= CoordinateDecoder.BLOCK_LENGTH) {
          coordinateDecoder.wrap(buffer, body, blockLength, version);
          if (isKept(coordinateDecoder.round()) && isValue(coordinateDecoder.value())) {
            coordinated[slotOf(coordinateDecoder.round())] = coordinateDecoder.value();
          }
        }
      }
      case AcknowledgeDecoder.TEMPLATE_ID -> {
        if (blockLength >= AcknowledgeDecoder.BLOCK_LENGTH) {
          acknowledgeDecoder.wrap(buffer, body, blockLength, version);
          countReply(acknowledgeDecoder.round(), acknowledgeDecoder.adoptedRaw() == BooleanType.T.value());
        }
      }
      default -> {
        // Another algorithm's.
      }
    }
    advance(nowNs, outbox);
  }

  @Override
  protected boolean isQuestion(final int templateId) {
    return templateId == EstimateDecoder.TEMPLATE_ID;
  }

  /** Phase 3: the coordinator is suspected. */
  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
    if (state() == ChandraTouegState.ESTIMATING && detector.isSuspected(coordinatorOf(round))) {
      acknowledge(false, outbox);
      enterRound(round + 1, outbox);
      advance(nowNs, outbox);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return state() == ChandraTouegState.ESTIMATING && detector.isSuspected(coordinatorOf(round))
        ? stepNs
        : NO_DEADLINE;
  }

  /** The decision is broadcast reliably: whoever learns it tells all before it stops (figure 2 of the paper). */
  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    transitionTo(ChandraTouegState.DECIDED, outbox);
    Arrays.fill(roundOf, 0);
    broadcastDecision(outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    int end = putLong(buffer, offset, round);
    end = putLong(buffer, end, adoptedIn);
    buffer.putByte(end++, (byte) estimate);
    if (hasDecided()) {
      return end;
    }
    for (long ahead = 0; ahead < WINDOW; ahead++) {
      final int slot = (int) ((round + ahead) % WINDOW);
      if (roundOf[slot] == round + ahead && round + ahead > 0) {
        buffer.putByte(end++, (byte) ahead);
        buffer.putShort(end, (short) estimates[slot]);
        end = putLong(buffer, end + 2, newestAdoptedIn[slot]);
        buffer.putByte(end++, (byte) newest[slot]);
        buffer.putByte(end++, (byte) coordinated[slot]);
        buffer.putShort(end, (short) adopted[slot]);
        buffer.putShort(end + 2, (short) refused[slot]);
        end += 4;
      }
    }
    return end;
  }

  /** How many estimates, and how many replies, a coordinator waits for. */
  int quorum() {
    return majority();
  }

  /** Phase 1. */
  private void enterRound(final long newRound, final Outbox outbox) {
    round = newRound;
    indicateRound(round, outbox);
    slotOf(round);
    final int coordinatorId = coordinatorOf(round);
    if (coordinatorId == nodeId) {
      transitionTo(ChandraTouegState.GATHERING, outbox);
      countEstimate(round, estimate, adoptedIn);
      return;
    }
    transitionTo(ChandraTouegState.ESTIMATING, outbox);
    estimateEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .round(round)
        .value(estimate)
        .adoptedIn(adoptedIn);
    outbox.send(coordinatorId, frame, 0, HEADER_LENGTH + estimateEncoder.encodedLength());
  }

  /** Goes on as far as what has arrived allows. */
  private void advance(final long nowNs, final Outbox outbox) {
    while (true) {
      final int slot = (int) (round % WINDOW);
      if (state() == ChandraTouegState.GATHERING && estimates[slot] >= quorum()) {
        coordinate(slot, outbox);
      } else if (state() == ChandraTouegState.ESTIMATING && coordinated[slot] != NO_VALUE) {
        adopt(coordinated[slot]);
        acknowledge(true, outbox);
        enterRound(round + 1, outbox);
      } else if (state() == ChandraTouegState.POLLING && adopted[slot] + refused[slot] >= quorum()) {
        if (refused[slot] == 0) {
          decide(nowNs, estimate, outbox); // phase 4: a majority has taken the value on
          return;
        }
        enterRound(round + 1, outbox);
      } else {
        return;
      }
    }
  }

  /** Phase 2: of a majority's estimates the one that was taken on last; the coordinator itself takes it on. */
  private void coordinate(final int slot, final Outbox outbox) {
    transitionTo(ChandraTouegState.POLLING, outbox);
    adopt(newest[slot]);
    adopted[slot]++;
    coordinateEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).round(round).value(estimate);
    outbox.broadcast(frame, 0, HEADER_LENGTH + coordinateEncoder.encodedLength());
  }

  private void adopt(final long value) {
    estimate = value;
    adoptedIn = round;
  }

  private void acknowledge(final boolean isAdopted, final Outbox outbox) {
    acknowledgeEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .round(round)
        .adopted(isAdopted ? BooleanType.T : BooleanType.F);
    outbox.send(coordinatorOf(round), frame, 0, HEADER_LENGTH + acknowledgeEncoder.encodedLength());
  }

  private void countEstimate(final long itsRound, final long value, final long itsAdoptedIn) {
    if (!isKept(itsRound)) {
      return;
    }
    final int slot = slotOf(itsRound);
    if (estimates[slot] == 0 || itsAdoptedIn > newestAdoptedIn[slot]) {
      newest[slot] = value;
      newestAdoptedIn[slot] = itsAdoptedIn;
    }
    estimates[slot]++;
  }

  private void countReply(final long itsRound, final boolean isAdopted) {
    if (!isKept(itsRound)) {
      return;
    }
    final int slot = slotOf(itsRound);
    if (isAdopted) {
      adopted[slot]++;
    } else {
      refused[slot]++;
    }
  }

  private boolean isKept(final long itsRound) {
    return itsRound >= Math.max(1, round) && itsRound < round + WINDOW;
  }

  /** The slot of a round that is kept, emptied if it held another. */
  private int slotOf(final long itsRound) {
    final int slot = (int) (itsRound % WINDOW);
    if (roundOf[slot] != itsRound) {
      roundOf[slot] = itsRound;
      estimates[slot] = 0;
      newestAdoptedIn[slot] = 0;
      newest[slot] = NO_VALUE;
      coordinated[slot] = NO_VALUE;
      adopted[slot] = 0;
      refused[slot] = 0;
    }
    return slot;
  }

  private int coordinatorOf(final long itsRound) {
    return (int) ((itsRound - 1) % clusterSize);
  }
}
