package dev.ordeal.benchmarks;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Passes every token on to the next node in turn, so that the number of messages in flight stays what it was. The least
 * that a protocol can do: what a simulation of it costs is the simulator's own cost.
 *
 * <p>Tokens are put in one by one over the first interval, so that they stay spread even where all delays are equal.
 * With {@code mend} on, a node that received fewer than its share in an interval puts the difference in again at its
 * end,
 * and one that has received its share swallows the rest: loss and duplication then leave the number of tokens alone.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
final class PingNode implements ProtocolNode {
  private static final int SCHEMA_ID = 900;
  private static final int TEMPLATE_ID = 1;
  private static final int HEADER_LENGTH = 8;
  private static final int LENGTH = HEADER_LENGTH + Long.BYTES;

  /** The first tokens need so many intervals to come round to everybody. */
  private static final int SETTLING_INTERVALS = 4;

  private final int nodeId;
  private final int clusterSize;
  private final long tokens;
  private final long intervalNs;
  private final boolean isMending;
  private final MutableDirectBuffer message = new UnsafeBuffer(new byte[LENGTH]);

  private long injected;
  private long startNs;
  private long received;
  private int turn;
  private long deadlineNs = NO_DEADLINE;

  PingNode(final NodeContext context, final ParameterValues values) {
    nodeId = context.nodeId();
    clusterSize = context.clusterSize();
    tokens = values.value("tokens");
    intervalNs = values.value("interval");
    isMending = values.isOn("mend");
    message.putShort(0, (short) Long.BYTES, LITTLE_ENDIAN);
    message.putShort(2, (short) TEMPLATE_ID, LITTLE_ENDIAN);
    message.putShort(4, (short) SCHEMA_ID, LITTLE_ENDIAN);
    message.putShort(6, (short) 0, LITTLE_ENDIAN);
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException("record in a journal never written to: nodeId=" + nodeId);
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    startNs = nowNs;
    deadlineNs = nowNs;
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    received++;
    if (!isMending || received <= tokens || nowNs - startNs < SETTLING_INTERVALS * intervalNs) {
      outbox.send(nextId(), buffer, offset, length);
    }
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    throw new IllegalStateException("request to a node that serves none: nodeId=" + nodeId);
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (injected < tokens) {
      inject(outbox);
      final long dueNs = startNs + intervalNs * injected / tokens;
      deadlineNs = injected < tokens ? dueNs : isMending ? startNs + SETTLING_INTERVALS * intervalNs : NO_DEADLINE;
      return;
    }
    if (nowNs - startNs > SETTLING_INTERVALS * intervalNs) {
      for (long i = received; i < tokens; i++) {
        inject(outbox);
      }
    }
    received = 0;
    deadlineNs += intervalNs;
  }

  private void inject(final Outbox outbox) {
    message.putLong(HEADER_LENGTH, nodeId * tokens + injected++, LITTLE_ENDIAN);
    outbox.send(nextId(), message, 0, LENGTH);
  }

  /** The other nodes in turn. */
  private int nextId() {
    turn = turn + 1 < clusterSize ? turn + 1 : 1;
    final int id = nodeId + turn;
    return id < clusterSize ? id : id - clusterSize;
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, injected, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, startNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, received, LITTLE_ENDIAN);
    buffer.putLong(offset + 24, deadlineNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 32, turn, LITTLE_ENDIAN);
    return 36;
  }

  @Override
  public long digest() {
    long hash = injected;
    for (final long word : new long[] {startNs, received, deadlineNs, turn}) {
      hash = CounterRandom.mix(hash, word);
    }
    return hash;
  }
}
