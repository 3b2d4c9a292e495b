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
  private Batch[] batches = new Batch[SLOTS_MIN];
  private long[] instanceOf = new long[SLOTS_MIN];

  /** All below are forgotten, all above not yet known. */
  private long lowest = 1;

  private long highest;

  Decisions(final int batchSize) {
    this.batchSize = batchSize;
  }

  /** What an instance, from 1, has decided; null if that is not known, or forgotten. */
  Batch get(final long instance) {
    final int slot = slotOf(instance);
    return instance >= lowest && instanceOf[slot] == instance ? batches[slot] : null;
  }

  /** Notes what an instance has decided that is not forgotten. */
  void put(final long instance, final Batch batch) {
    highest = Math.max(highest, instance);
    while (highest - lowest >= batches.length) {
      grow();
    }
    final int slot = slotOf(instance);
    if (batches[slot] == null) {
      batches[slot] = new Batch(batchSize);
    }
    batches[slot].set(batch);
    instanceOf[slot] = instance;
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
      final Batch batch = get(instance);
      if (batch != null) {
        buffer.putLong(end, instance, LITTLE_ENDIAN);
        end = batch.encode(buffer, end + Long.BYTES);
      }
    }
    return end;
  }

  private int slotOf(final long instance) {
    return (int) (instance & (batches.length - 1));
  }

  private void grow() {
    final Batch[] oldBatches = batches;
    final long[] oldInstances = instanceOf;
    batches = new Batch[2 * oldBatches.length];
    instanceOf = new long[batches.length];
    for (int i = 0; i < oldBatches.length; i++) {
      if (oldBatches[i] != null) {
        final int slot = slotOf(oldInstances[i]);
        batches[slot] = oldBatches[i];
        instanceOf[slot] = oldInstances[i];
      }
    }
  }
}
