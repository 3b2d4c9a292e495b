package dev.ordeal.faultlab.simulation;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;

/** The outbox of the step under way: copies every body into the pool at once and keeps the effects until the flush. */
public final class StagedOutbox implements Outbox {
  public final Effects effects = new Effects();

  /** How many effects one step may have, broadcasts counted once, and how many bytes: a limit on everything. */
  private static final int EFFECTS_MAX = 1 << 20;

  private static final long BYTES_MAX = 1L << 28;

  private final MessagePool pool;
  private final int clusterSize;
  private int nodeId;
  private long trueNs;
  private long nextPosition;
  private boolean isForced;
  private int recordCount;
  private long stagedBytes;

  /** An outbox for steps of nodes of a cluster; bodies go to the pool. */
  public StagedOutbox(final MessagePool pool, final int clusterSize) {
    this.pool = pool;
    this.clusterSize = clusterSize;
  }

  /** Starts the step of a node. */
  public void begin(final int id, final long nowTrueNs, final long journalPosition) {
    nodeId = id;
    trueNs = nowTrueNs;
    nextPosition = journalPosition;
    isForced = false;
    recordCount = 0;
    stagedBytes = 0;
  }

  /** Whether the step forced a record. */
  public boolean isForced() {
    return isForced;
  }

  /** How many records the step wrote. */
  public int recordCount() {
    return recordCount;
  }

  /** How many messages the step sends, a broadcast's each counted. */
  int sendCount() {
    int count = 0;
    for (int i = 0; i < effects.size; i++) {
      if (effects.kind[i] == Effects.SEND) {
        count += effects.a[i] == Effects.ALL_OTHERS ? clusterSize - 1 : 1;
      }
    }
    return count;
  }

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    checkNode(toId);
    effects.add(Effects.SEND, 0, toId, 0, store(buffer, offset, length));
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    if (count == 0) {
      return;
    }
    for (int i = 0; i < count; i++) {
      checkNode(toIds[i]);
    }
    final int slot = store(buffer, offset, length);
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        pool.retain(slot);
      }
      effects.add(Effects.SEND, 0, toIds[i], 0, slot);
    }
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    if (clusterSize > 1) {
      effects.add(Effects.SEND, 0, Effects.ALL_OTHERS, 0, store(buffer, offset, length));
    }
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    return record(Journal.APPEND, buffer, offset, length);
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    isForced = true;
    return record(Journal.PERSIST, buffer, offset, length);
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    if (keepFrom < 1 || keepFrom > nextPosition) {
      throw new IllegalArgumentException(
          "checkpoint out of range: keepFrom=%d, min=1, max=%d".formatted(keepFrom, nextPosition));
    }
    isForced = true;
    recordCount++;
    effects.add(Effects.RECORD, 0, Journal.CHECKPOINT, keepFrom, store(buffer, offset, length));
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    effects.add(Effects.REPLY, 0, requestId, 0, store(buffer, offset, length));
  }

  @Override
  public void indicate(final Indication indication, final long key, final long value) {
    effects.add(Effects.INDICATE, indication.ordinal(), key, value, MessagePool.NO_SLOT);
  }

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
    effects.add(Effects.INDICATE_BODY, indication.ordinal(), key, 0, store(buffer, offset, length));
  }

  private long record(final int kind, final DirectBuffer buffer, final int offset, final int length) {
    recordCount++;
    effects.add(Effects.RECORD, 0, kind, 0, store(buffer, offset, length));
    return nextPosition++;
  }

  private int store(final DirectBuffer buffer, final int offset, final int length) {
    stagedBytes += length;
    if (effects.size >= EFFECTS_MAX || stagedBytes > BYTES_MAX) {
      throw new IllegalStateException(
          "step without end: effects=%d, max=%d, bytes=%d, max=%d"
              .formatted(effects.size, EFFECTS_MAX, stagedBytes, BYTES_MAX));
    }
    return pool.store(nodeId, trueNs, buffer, offset, length);
  }

  private void checkNode(final int toId) {
    if (toId < 0 || toId >= clusterSize) {
      throw new IllegalArgumentException("no such node: toId=%d, min=0, max=%d".formatted(toId, clusterSize - 1));
    }
  }
}
