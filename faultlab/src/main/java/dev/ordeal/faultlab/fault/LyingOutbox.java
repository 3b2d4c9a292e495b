package dev.ordeal.faultlab.fault;

import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The outbox a Byzantine node's honest self writes to: changes what is sent, passes all else on. What a node sends to
 * itself is not changed. Hot; allocates a cursor per altered message and while its buffers grow. Single owner.
 */
final class LyingOutbox implements Outbox {
  /** How many messages a replaying node remembers. */
  private static final int REMEMBERED_MAX = 64;

  private final FaultPlan.Behaviour behaviour;
  private final long lateNs;
  private final int nodeId;
  private final int clusterSize;
  private final long key;
  private final SchemaRegistry registry;
  private final LieListener listener;
  private final SentMessages sent = new SentMessages();
  private final ExpandableArrayBuffer altered = new ExpandableArrayBuffer();
  private final int[] one = new int[1];
  private final int[] others;
  private final int[] believers;
  private final int[] deceived;
  private long messages;
  private long nowNs;
  private Outbox target;

  LyingOutbox(
      final FaultPlan.Byzantine liar,
      final int clusterSize,
      final long key,
      final SchemaRegistry registry,
      final LieListener listener) {
    behaviour = liar.behaviour();
    lateNs = liar.lateNs();
    nodeId = liar.nodeId();
    this.clusterSize = clusterSize;
    this.key = key;
    this.registry = registry;
    this.listener = listener;
    others = new int[clusterSize - 1];
    for (int i = 0; i < others.length; i++) {
      others[i] = i < nodeId ? i : i + 1;
    }
    believers = new int[clusterSize];
    deceived = new int[clusterSize];
  }

  /** Begins a step whose effects go to {@code outbox}. */
  LyingOutbox over(final Outbox outbox, final long stepNs) {
    target = outbox;
    nowNs = stepNs;
    return this;
  }

  /** When the next message that waits is to leave, on the node's clock. */
  long nextReleaseNs() {
    return behaviour == FaultPlan.Behaviour.LATE && sent.size() > 0 ? sent.timeNs(0) : Long.MAX_VALUE;
  }

  /** Sends what has waited long enough. */
  void release() {
    while (nextReleaseNs() <= nowNs) {
      target.send(sent.receiver(0), sent.buffer(0), 0, sent.length(0));
      sent.removeFirst();
    }
  }

  int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, messages, ByteOrder.LITTLE_ENDIAN);
    return Long.BYTES + sent.encode(buffer, offset + Long.BYTES);
  }

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    if (toId == nodeId) {
      target.send(toId, buffer, offset, length);
      return;
    }
    one[0] = toId;
    lie(one, 1, buffer, offset, length);
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    int strangers = 0;
    for (int i = 0; i < count; i++) {
      if (toIds[i] == nodeId) {
        target.send(nodeId, buffer, offset, length);
      } else {
        believers[strangers++] = toIds[i];
      }
    }
    lie(believers, strangers, buffer, offset, length);
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    lie(others, clusterSize - 1, buffer, offset, length);
  }

  private void lie(final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    if (count == 0) {
      return;
    }
    final long messageKey = CounterRandom.hash(key, messages++);
    switch (behaviour) {
      case SILENT:
        tell(toIds, count);
        break;
      case EQUIVOCATE:
        equivocate(toIds, count, buffer, offset, length, messageKey);
        break;
      case REPLAY:
        replay(toIds, count, buffer, offset, length, messageKey);
        break;
      default:
        for (int i = 0; i < count; i++) {
          sent.add(toIds[i], nowNs + lateNs, buffer, offset, length);
        }
        tell(toIds, count);
    }
  }

  private void tell(final int[] toIds, final int count) {
    for (int i = 0; i < count; i++) {
      listener.onLie(toIds[i], behaviour);
    }
  }

  private void equivocate(
      final int[] toIds,
      final int count,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final long messageKey) {
    altered.putBytes(0, buffer, offset, length);
    final boolean isAltered = registry.alter(altered, 0, length, messageKey);
    int honest = 0;
    int lied = 0;
    for (int i = 0; i < count; i++) {
      final int toId = toIds[i];
      if (isAltered && (CounterRandom.mix(messageKey, 1L + toId) & 1) != 0) {
        deceived[lied++] = toId;
      } else {
        // May be the very array that is read, which is never overtaken.
        believers[honest++] = toId;
      }
    }
    if (honest > 0) {
      target.multicast(believers, honest, buffer, offset, length);
    }
    if (lied > 0) {
      target.multicast(deceived, lied, altered, 0, length);
      tell(deceived, lied);
    }
  }

  private void replay(
      final int[] toIds,
      final int count,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final long messageKey) {
    target.multicast(toIds, count, buffer, offset, length);
    if (sent.size() > 0) {
      final int old = (int) CounterRandom.scale(messageKey, sent.size());
      target.multicast(toIds, count, sent.buffer(old), 0, sent.length(old));
      tell(toIds, count);
    }
    if (sent.size() == REMEMBERED_MAX) {
      sent.removeFirst();
    }
    sent.add(toIds[0], nowNs, buffer, offset, length);
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    return target.append(buffer, offset, length);
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    return target.persist(buffer, offset, length);
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    target.checkpoint(buffer, offset, length, keepFrom);
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    target.reply(requestId, buffer, offset, length);
  }

  @Override
  public void indicate(final Indication indication, final long indicationKey, final long value) {
    target.indicate(indication, indicationKey, value);
  }

  @Override
  public void indicate(
      final Indication indication,
      final long indicationKey,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    target.indicate(indication, indicationKey, buffer, offset, length);
  }
}
