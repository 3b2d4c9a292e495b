package dev.ordeal.protocols.consensus.flooding;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.FloodDecoder;
import dev.ordeal.protocols.consensus.codec.FloodEncoder;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of FloodSet, above {@link dev.ordeal.protocols.link.SynchronousRoundsNode}, whose round boundaries are its
 * deadlines: the exercise's {@code handle_timeout(phase)}.
 *
 * <p>Cost: n (n − 1) messages a round, f + 1 rounds. State: a word.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class FloodSetNode extends ConsensusNode {
  private final int faults;

  /** W of the book: bit v for value v. */
  private long known;

  /** How many rounds have begun. */
  private int round;

  private final FloodEncoder floodEncoder = new FloodEncoder();
  private final FloodDecoder floodDecoder = new FloodDecoder();

  FloodSetNode(final NodeContext context, final int faults) {
    super(context, FloodingState.WAITING);
    this.faults = faults;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    // The layer below says when the first round begins.
  }

  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    if (mayFlood(round)) {
      known |= 1L << proposal();
    }
  }

  @Override
  protected void onFrame(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int body, final Outbox outbox) {
    if (headerDecoder.templateId() == FloodDecoder.TEMPLATE_ID
        && headerDecoder.blockLength() >= FloodDecoder.BLOCK_LENGTH) {
      known |= floodDecoder.wrap(buffer, body, headerDecoder.blockLength(), headerDecoder.version()).values();
    }
  }

  /** A round is over, if one has begun, and the next begins. */
  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (round == roundsNeeded(faults)) {
      round++;
      if (known != 0) {
        decide(nowNs, Long.numberOfTrailingZeros(known), outbox);
      }
      return;
    }
    if (round > roundsNeeded(faults)) {
      return;
    }
    round++;
    indicateRound(round, outbox);
    transitionTo(FloodingState.FLOODING, outbox);
    floodEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).values(known);
    outbox.broadcast(frame, 0, HEADER_LENGTH + floodEncoder.encodedLength());
  }

  /** Wants another round until the last one is over. */
  @Override
  public long nextDeadlineNs() {
    return round > roundsNeeded(faults) ? NO_DEADLINE : 0;
  }

  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    transitionTo(FloodingState.DECIDED, outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    return putLong(buffer, putLong(buffer, offset, known), round);
  }

  /**
   * Whether a proposal that comes when so many rounds have begun is flooded. It must not be once one has: it would have
   * a round less than those before it to get everywhere.
   */
  boolean mayFlood(final int roundsBegun) {
    return roundsBegun == 0;
  }

  /** With f crashes one of f + 1 rounds has none, and after it all know the same. */
  int roundsNeeded(final int faultsMax) {
    return faultsMax + 1;
  }
}
