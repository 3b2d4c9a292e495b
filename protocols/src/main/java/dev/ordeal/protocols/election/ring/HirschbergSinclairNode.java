package dev.ordeal.protocols.election.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.MutableDirectBuffer;

/**
 * One node of the Hirschberg–Sinclair election; {@link HirschbergSinclairSpec} states model and promises, the package
 * comment the messages.
 *
 * <p>Cost: at most 8 n (1 + ⌈log₂ n⌉) hops, whatever the order of ids; then n hops to announce the winner. State: seven
 * words and the hops under way.
 *
 * <p>Threading: single owner. Allocation: as {@link RingNode}.
 */
public class HirschbergSinclairNode extends RingNode {
  private static final int PHASE_MAX = 30;
  private static final int BOTH = 3;

  private boolean isCandidate;
  private int phase;
  private int replied;

  HirschbergSinclairNode(final NodeContext context, final RingConfig config) {
    super(context, config, electionHops(context.clusterSize()));
  }

  /** Out and back in each phase but the last, which goes round: below 4n and n; then once with the announcement. */
  static long electionHops(final int clusterSize) {
    return 6L * clusterSize;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    final int length = super.encodeState(buffer, offset);
    buffer.putInt(offset + length, isCandidate ? 1 : 0, LITTLE_ENDIAN);
    buffer.putInt(offset + length + 4, phase, LITTLE_ENDIAN);
    buffer.putInt(offset + length + 8, replied, LITTLE_ENDIAN);
    return length + 12;
  }

  @Override
  final void sendCandidacy(final long nowNs, final Outbox outbox) {
    isCandidate = true;
    phase = 0;
    probe(nowNs, outbox);
  }

  /** A reply to its own probe: with both it goes twice as far. Its own probe, come round: nobody higher is there. */
  @Override
  final void onOwnToken(
      final long nowNs, final int kind, final int ofPhase, final int direction, final Outbox outbox) {
    if (state() != RingState.ELECTING || !isCandidate) {
      return;
    }
    if (kind == PROBE) {
      isCandidate = false;
      lead(nowNs, outbox);
    } else if (kind == REPLY && ofPhase == phase) {
      replied |= direction == FORWARD ? 1 : 2;
      if (hasWonPhase(replied)) {
        phase = Math.min(phase + 1, PHASE_MAX);
        probe(nowNs, outbox);
      }
    }
  }

  @Override
  final void onHigherToken(
      final long nowNs,
      final int kind,
      final int id,
      final int ofPhase,
      final int direction,
      final int hops,
      final Outbox outbox) {
    isCandidate = false;
    if (kind != PROBE || ofPhase < 0 || ofPhase > PHASE_MAX || isOrphan(hops)) {
      return;
    }
    if (hops < 1 << ofPhase) {
      pass(nowNs, PROBE, id, ofPhase, direction, hops + 1, outbox);
    } else {
      pass(nowNs, REPLY, id, ofPhase, -direction, 1, outbox);
    }
  }

  /** Whether the replies of a phase are in: one from each side. */
  boolean hasWonPhase(final int sides) {
    return sides == BOTH;
  }

  private void probe(final long nowNs, final Outbox outbox) {
    replied = 0;
    pass(nowNs, PROBE, nodeId(), phase, FORWARD, 1, outbox);
    pass(nowNs, PROBE, nodeId(), phase, BACKWARD, 1, outbox);
  }
}
