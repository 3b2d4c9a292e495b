package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.BooleanType;
import dev.ordeal.protocols.consensus.codec.EarlyFloodDecoder;
import dev.ordeal.protocols.consensus.codec.EarlyFloodEncoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of early deciding flooding, above {@link dev.ordeal.protocols.link.SynchronousRoundsNode}.
 *
 * <p>Cost: n (n − 1) messages a round, min(f + 1, f' + 2) rounds. State: a few words.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class EarlyDecidingNode extends ConsensusNode {
  private final int faults;
  private long estimate = NO_VALUE;

  /** How many rounds have begun. */
  private int round;

  /** How many nodes were heard in the round before, and so far in this one; oneself included. */
  private int heardBefore;

  private int heard;
  private boolean isToldEarly;

  private final EarlyFloodEncoder floodEncoder = new EarlyFloodEncoder();
  private final EarlyFloodDecoder floodDecoder = new EarlyFloodDecoder();

  EarlyDecidingNode(final NodeContext context, final int faults) {
    super(context, FloodingState.WAITING);
    this.faults = faults;
    this.heardBefore = clusterSize;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    // The layer below says when the first round begins.
  }

  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    if (mayFlood(round)) {
      adopt(proposal());
    }
  }

  @Override
  protected void onFrame(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int body, final Outbox outbox) {
    if (headerDecoder.templateId() == EarlyFloodDecoder.TEMPLATE_ID
        && headerDecoder.blockLength() >= EarlyFloodDecoder.BLOCK_LENGTH) {
      floodDecoder.wrap(buffer, body, headerDecoder.blockLength(), headerDecoder.version());
      heard++;
      isToldEarly |= floodDecoder.earlyRaw() == BooleanType.T.value();
      if (state() != FloodingState.TELLING) {
        adopt(floodDecoder.estimate());
      }
    }
  }

  /** A round is over, if one has begun, and the next begins. */
  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (round > faults + 1) {
      return;
    }
    if (round > 0) {
      final boolean isFinal = state() == FloodingState.TELLING || round == faults + 1;
      final boolean isEarly = isToldEarly || heard == heardBefore;
      if (estimate != NO_VALUE && (isFinal || (isEarly && mayDecideUntold()))) {
        round = faults + 2;
        decide(nowNs, estimate, outbox);
        return;
      }
      if (isEarly) {
        transitionTo(FloodingState.TELLING, outbox);
      }
      heardBefore = heard;
    }
    round++;
    if (round > faults + 1) {
      return;
    }
    if (round == 1) {
      transitionTo(FloodingState.FLOODING, outbox);
    }
    heard = 1;
    isToldEarly = false;
    indicateRound(round, outbox);
    floodEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .estimate(estimate)
        .early(state() == FloodingState.TELLING ? BooleanType.T : BooleanType.F);
    outbox.broadcast(frame, 0, HEADER_LENGTH + floodEncoder.encodedLength());
  }

  /** Wants another round until it has decided. */
  @Override
  public long nextDeadlineNs() {
    return round > faults + 1 ? NO_DEADLINE : 0;
  }

  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    transitionTo(FloodingState.DECIDED, outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    final int end = putLong(buffer, offset, (long) round << 32 | heard);
    buffer.putByte(end, (byte) estimate);
    buffer.putByte(end + 1, (byte) (isToldEarly ? 1 : 0));
    return putLong(buffer, end + 2, heardBefore);
  }

  /** Whether a proposal that comes when so many rounds have begun is flooded: see {@link FloodSetNode#mayFlood}. */
  boolean mayFlood(final int roundsBegun) {
    return roundsBegun == 0;
  }

  /**
   * Whether a node that knows enough decides without telling for a round that it does. It must not: those that it told
   * less may never hear what it decided on if it crashes.
   */
  boolean mayDecideUntold() {
    return false;
  }

  private void adopt(final long value) {
    if (isValue(value) && (estimate == NO_VALUE || value < estimate)) {
      estimate = value;
    }
  }
}
