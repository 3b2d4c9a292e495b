package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * What instances have decided, for those who do not know yet: a ring that grows when it holds more than ever before.
 * Single owner.
 */
final class Decisions {
  private static final int SLOTS_MIN = 8;

  private final int batchSize;

  /** What was asked for last. */
  private final Batch found;

  /** For each slot: the instance, and its messages, of which there are so many. */
  private long[] instanceOf = new long[SLOTS_MIN];

  private int[] counts = new int[SLOTS_MIN];
  private long[] ids;
  private long[] values;

  /** All below are forgotten, all above not yet known. */
  private long lowest = 1;

  private long highest;

  Decisions(final int batchSize) {
    this.batchSize = batchSize;
    found = new Batch(batchSize);
    ids = new long[SLOTS_MIN * batchSize];
    values = new long[SLOTS_MIN * batchSize];
  }

  /** Whether it is known, and not forgotten, what an instance, from 1, has decided. */
  boolean contains(final long instance) {
    return instance >= lowest && instanceOf[slotOf(instance)] == instance;
  }

  /** What an instance that is contained has decided; valid until the next call. */
  Batch get(final long instance) {
    final int slot = slotOf(instance);
    found.count = counts[slot];
    System.arraycopy(ids, slot * batchSize, found.ids, 0, found.count);
    System.arraycopy(values, slot * batchSize, found.values, 0, found.count);
    return found;
  }

  /** Notes what an instance has decided that is not forgotten. */
  void put(final long instance, final Batch batch) {
    highest = Math.max(highest, instance);
    while (highest - lowest >= instanceOf.length) {
      grow();
    }
    final int slot = slotOf(instance);
    instanceOf[slot] = instance;
    counts[slot] = batch.count;
    System.arraycopy(batch.ids, 0, ids, slot * batchSize, batch.count);
    System.arraycopy(batch.values, 0, values, slot * batchSize, batch.count);
  }

  /** Forgets all before an instance. */
  void forgetBefore(final long instance) {
    lowest = Math.max(lowest, instance);
  }

  /** The first that is not forgotten. */
  long lowest() {
    return lowest;
  }

  /** Writes all that is held; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, lowest, LITTLE_ENDIAN);
    int end = offset + Long.BYTES;
    for (long instance = lowest; instance <= highest; instance++) {
      if (contains(instance)) {
        buffer.putLong(end, instance, LITTLE_ENDIAN);
        end = get(instance).encode(buffer, end + Long.BYTES);
      }
    }
    return end;
  }

  private int slotOf(final long instance) {
    return (int) (instance & (instanceOf.length - 1));
  }

  private void grow() {
    final long[] oldInstances = instanceOf;
    final int[] oldCounts = counts;
    final long[] oldIds = ids;
    final long[] oldValues = values;
    instanceOf = new long[2 * oldInstances.length];
    counts = new int[instanceOf.length];
    ids = new long[instanceOf.length * batchSize];
    values = new long[ids.length];
    for (int i = 0; i < oldInstances.length; i++) {
      if (oldInstances[i] < lowest) {
        continue; // never used, or forgotten
      }
      final int slot = slotOf(oldInstances[i]);
      instanceOf[slot] = oldInstances[i];
      counts[slot] = oldCounts[i];
      System.arraycopy(oldIds, i * batchSize, ids, slot * batchSize, oldCounts[i]);
      System.arraycopy(oldValues, i * batchSize, values, slot * batchSize, oldCounts[i]);
    }
  }
}
