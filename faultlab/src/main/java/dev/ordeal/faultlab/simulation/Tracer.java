package dev.ordeal.faultlab.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Folds every event into the trace hash and passes it on to the listener, if there is one. Only for a listener does it
 * remember which number on its link each message in flight has.
 */
final class Tracer {
  private static final UnsafeBuffer EMPTY = new UnsafeBuffer(new byte[0]);

  private final TraceHash hash;
  private final MessagePool pool;
  private final TraceListener listener;
  private final Map<Long, Deque<Long>> sequencesByEvent = new HashMap<>();

  Tracer(final long seed, final MessagePool pool, final TraceListener listener) {
    this.hash = new TraceHash(seed);
    this.pool = pool;
    this.listener = listener;
  }

  long hash() {
    return hash.value();
  }

  void event(
      final TraceKind kind, final long timeNs, final int nodeId, final int peerId, final long key, final long value) {
    hash.add(place(kind, nodeId, peerId), timeNs, key, value);
    if (listener != null) {
      listener.onTrace(kind, timeNs, nodeId, peerId, key, value, EMPTY, 0, 0);
    }
  }

  void body(
      final TraceKind kind,
      final long timeNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final int slot) {
    hash.add(place(kind, nodeId, peerId), timeNs, key ^ pool.hash(slot), value);
    if (listener != null) {
      listener.onTrace(
          kind, timeNs, nodeId, peerId, key, value, pool.buffer(slot), pool.offset(slot), pool.length(slot));
    }
  }

  /** A node has taken a step. */
  void step(final long timeNs, final NodeHost host, final StagedOutbox outbox) {
    if (listener != null) {
      listener.onStep(
          timeNs, host.id, outbox.recordCount(), outbox.isForced(), outbox.sendCount(), !host.held.isEmpty());
    }
  }

  /** A client's request arrives: its number comes before its body. */
  void request(final long timeNs, final int nodeId, final long requestId, final int slot) {
    hash.add(place(TraceKind.REQUEST, nodeId, -1), timeNs, requestId ^ pool.hash(slot), 0);
    if (listener != null) {
      listener.onTrace(
          TraceKind.REQUEST,
          timeNs,
          nodeId,
          -1,
          requestId,
          0,
          pool.buffer(slot),
          pool.offset(slot) + Long.BYTES,
          pool.length(slot) - Long.BYTES);
    }
  }

  /** A message arrives, or finds nobody. */
  void arrival(final TraceKind kind, final long timeNs, final int nodeId, final int slot, final long event) {
    final int fromId = pool.fromId(slot);
    final long sentNs = pool.sentNs(slot);
    hash.add(place(kind, nodeId, fromId), timeNs, pool.hash(slot), sentNs);
    if (listener != null) {
      listener.onTrace(
          kind,
          timeNs,
          nodeId,
          fromId,
          sequence(event),
          sentNs,
          pool.buffer(slot),
          pool.offset(slot),
          kind == TraceKind.DELIVER ? pool.length(slot) : 0);
    }
  }

  /** A message, or a copy of one, is on its way. */
  void inFlight(final long event, final long sequence) {
    if (listener != null) {
      sequencesByEvent.computeIfAbsent(event, key -> new ArrayDeque<>(1)).add(sequence);
    }
  }

  private long sequence(final long event) {
    final Deque<Long> waiting = sequencesByEvent.get(event);
    final long sequence = waiting.remove();
    if (waiting.isEmpty()) {
      sequencesByEvent.remove(event);
    }
    return sequence;
  }

  private static long place(final TraceKind kind, final int nodeId, final int peerId) {
    return (long) kind.ordinal() << 42 | (long) (nodeId + 1) << 21 | (peerId + 1);
  }
}
