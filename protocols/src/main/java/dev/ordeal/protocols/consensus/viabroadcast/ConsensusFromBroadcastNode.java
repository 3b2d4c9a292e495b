package dev.ordeal.protocols.consensus.viabroadcast;

import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastConfig;
import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastNode;
import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastState;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of a consensus above an atomic broadcast; {@link ConsensusFromBroadcastSpec} states model and promises. Its
 * states are the broadcast's. After the decision the broadcast goes on until all that was broadcast is delivered.
 *
 * <p>Threading: single owner. Allocation: none, beyond the broadcast's.
 */
public class ConsensusFromBroadcastNode extends ConsensusNode {
  private final AtomicBroadcastNode broadcast;

  ConsensusFromBroadcastNode(
      final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
    super(context, AtomicBroadcastState.IDLE);
    this.broadcast =
        new AtomicBroadcastNode(context, config, detector) {
          @Override
          protected void onDelivery(final long nowNs, final long value, final Outbox outbox) {
            if (isDecisive(value)) {
              decide(nowNs, value, outbox); // the first; the others come too late
            }
          }
        };
  }

  /** Whether a value that is delivered may be the decision: any may, so the first is. */
  boolean isDecisive(final long value) {
    return true;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    broadcast.onStart(nowNs, outbox);
  }

  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    broadcast.broadcast(nowNs, proposal(), outbox);
  }

  @Override
  protected void onFrame(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int body, final Outbox outbox) {
    // Another algorithm's.
  }

  @Override
  protected boolean isQuestion(final int templateId) {
    return false;
  }

  @Override
  protected void onForeignMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    broadcast.onMessage(nowNs, fromId, buffer, offset, length, outbox);
  }

  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    // Those who do not know yet are told by the broadcast.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    broadcast.onDeadline(nowNs, outbox);
  }

  @Override
  public long nextDeadlineNs() {
    return broadcast.nextDeadlineNs();
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    return offset + broadcast.encodeState(buffer, offset);
  }
}
