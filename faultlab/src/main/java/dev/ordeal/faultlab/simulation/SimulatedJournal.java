package dev.ordeal.faultlab.simulation;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node's stable storage. Records stand in the order they were written; a prefix of them is durable. A crash
 * keeps the
 * durable ones and, of the others, a prefix drawn from the seed, whose last record may be torn: its bytes no longer
 * match
 * its checksum, and the replay drops it. A checkpoint replaces records only once it is durable itself.
 *
 * <p>Threading: single owner. Allocation: when it holds more than ever before.
 */
public final class SimulatedJournal implements Journal {
  private UnsafeBuffer bytes = new UnsafeBuffer(new byte[256]);
  private final UnsafeBuffer record = new UnsafeBuffer(0, 0);
  private UnsafeBuffer spare = new UnsafeBuffer(new byte[0]);
  private int[] offsets = new int[8];
  private int[] lengths = new int[8];
  private long[] checksums = new long[8];
  private long[] positions = new long[8];
  private boolean[] isCheckpoint = new boolean[8];
  private int count;
  private int bytesEnd;

  private int durableCount;
  private int durableCheckpoint = -1;
  private int syncTarget;
  private long syncTargetWritten;
  private long nextPosition;
  private long written;
  private long reported;
  private int liedUpTo;

  @Override
  public long nextPosition() {
    return nextPosition;
  }

  @Override
  public long written() {
    return written;
  }

  /** How many of those the disk says are durable. */
  long reported() {
    return reported;
  }

  /** How many records a replay would give if nothing were lost. */
  int count() {
    return count;
  }

  @Override
  public void write(
      final int kind, final long keepFrom, final DirectBuffer source, final int offset, final int length) {
    write(kind, keepFrom, source, offset, length, TraceHash.ofBytes(source, offset, length));
  }

  @Override
  public void sync() {
    beginSync();
    endSync(false);
  }

  /** As {@link Journal#write}, with the hash of the body. */
  void write(
      final int kind,
      final long keepFrom,
      final DirectBuffer source,
      final int offset,
      final int length,
      final long hash) {
    if (count == offsets.length) {
      growRecords();
    }
    if (bytesEnd + length > bytes.capacity()) {
      growBytes(length);
    }
    bytes.putBytes(bytesEnd, source, offset, length);
    offsets[count] = bytesEnd;
    lengths[count] = length;
    checksums[count] = hash;
    isCheckpoint[count] = kind == CHECKPOINT;
    positions[count] = kind == CHECKPOINT ? keepFrom - 1 : nextPosition++;
    bytesEnd += length;
    count++;
    written++;
  }

  /** A sync starts: it covers what is written by now. */
  void beginSync() {
    syncTarget = count;
    syncTargetWritten = written;
  }

  /** The sync ends: what it covers is reported durable, and is unless it lied. */
  void endSync(final boolean isLying) {
    reported = syncTargetWritten;
    if (isLying) {
      liedUpTo = Math.max(liedUpTo, syncTarget);
    } else {
      for (int i = durableCount; i < syncTarget; i++) {
        if (isCheckpoint[i]) {
          durableCheckpoint = i;
        }
      }
      durableCount = syncTarget;
      liedUpTo = 0;
      if (durableCheckpoint >= 0) {
        compact();
      }
    }
  }

  /**
   * The node crashes.
   *
   * @param survivors how many of the {@link #unsynced()} records survive
   * @param isTorn whether the last of those is torn
   * @return how many records were lost
   */
  public int crash(final int survivors, final boolean isTorn) {
    final int kept = durableCount + survivors;
    if (isTorn && survivors > 0) {
      tear(kept - 1);
    }
    final int lost = count - kept;
    count = kept;
    return lost;
  }

  /** Whether a sync has reported records durable that are not. */
  boolean isLiedAbout() {
    return liedUpTo > durableCount;
  }

  /** How many records a crash could lose. */
  public int unsynced() {
    return count - durableCount;
  }

  /** Forgets everything. */
  void wipe() {
    count = 0;
    bytesEnd = 0;
    durableCount = 0;
    liedUpTo = 0;
  }

  /** After a crash: drops a torn end, applies a checkpoint that survived, and numbers what is left from 0. */
  public boolean recover() {
    boolean isTorn = false;
    while (count > durableCount && isTorn(count - 1)) {
      count--;
      isTorn = true;
    }
    for (int i = durableCount; i < count; i++) {
      if (isCheckpoint[i]) {
        durableCheckpoint = i;
      }
    }
    durableCount = count;
    liedUpTo = 0;
    if (durableCheckpoint >= 0) {
      compact();
    }
    for (int i = 0; i < count; i++) {
      positions[i] = i;
    }
    nextPosition = count;
    written = 0;
    reported = 0;
    return isTorn;
  }

  @Override
  public void replay(final ProtocolNode node) {
    for (int i = 0; i < count; i++) {
      record.wrap(bytes, offsets[i], lengths[i]);
      node.onRecord(record, 0, lengths[i]);
    }
  }

  /** Draws how many of the unsynced records survive a crash. */
  int drawSurvivors(final long bits) {
    return (int) CounterRandom.scale(bits, unsynced() + 1L);
  }

  private boolean isTorn(final int index) {
    return TraceHash.ofBytes(bytes, offsets[index], lengths[index]) != checksums[index];
  }

  private void tear(final int index) {
    final int half = lengths[index] / 2;
    for (int i = offsets[index] + half; i < offsets[index] + lengths[index]; i++) {
      bytes.putByte(i, (byte) ~bytes.getByte(i));
    }
  }

  /** Moves the newest durable checkpoint to the front and drops what it replaces. */
  private void compact() {
    final long keepFrom = positions[durableCheckpoint] + 1;
    moveToFront(durableCheckpoint);
    isCheckpoint[0] = false;
    int kept = 1;
    int keptDurable = 1;
    for (int i = 1; i < count; i++) {
      final boolean isDurable = i < durableCount;
      if (!isDurable || (!isCheckpoint[i] && positions[i] >= keepFrom)) {
        move(i, kept++);
        keptDurable += isDurable ? 1 : 0;
      }
    }
    count = kept;
    durableCount = keptDurable;
    durableCheckpoint = -1;
    squeeze();
  }

  private void moveToFront(final int index) {
    final int offset = offsets[index];
    final int length = lengths[index];
    final long checksum = checksums[index];
    final long position = positions[index];
    for (int i = index; i > 0; i--) {
      move(i - 1, i);
    }
    offsets[0] = offset;
    lengths[0] = length;
    checksums[0] = checksum;
    positions[0] = position;
  }

  private void move(final int from, final int to) {
    offsets[to] = offsets[from];
    lengths[to] = lengths[from];
    checksums[to] = checksums[from];
    positions[to] = positions[from];
    isCheckpoint[to] = isCheckpoint[from];
  }

  /** Copies the records that are left to the spare buffer, once they fill less than half of this one. */
  private void squeeze() {
    int used = 0;
    for (int i = 0; i < count; i++) {
      used += lengths[i];
    }
    if (used > bytesEnd / 2) {
      return;
    }
    if (spare.capacity() < bytes.capacity()) {
      spare = new UnsafeBuffer(new byte[bytes.capacity()]);
    }
    int end = 0;
    for (int i = 0; i < count; i++) {
      spare.putBytes(end, bytes, offsets[i], lengths[i]);
      offsets[i] = end;
      end += lengths[i];
    }
    final UnsafeBuffer old = bytes;
    bytes = spare;
    spare = old;
    bytesEnd = end;
  }

  private void growRecords() {
    final int capacity = count * 2;
    offsets = Arrays.copyOf(offsets, capacity);
    lengths = Arrays.copyOf(lengths, capacity);
    checksums = Arrays.copyOf(checksums, capacity);
    positions = Arrays.copyOf(positions, capacity);
    isCheckpoint = Arrays.copyOf(isCheckpoint, capacity);
  }

  private void growBytes(final int length) {
    bytes = new UnsafeBuffer(Arrays.copyOf(bytes.byteArray(), Math.max(bytes.capacity() * 2, bytesEnd + length)));
  }
}
