package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import org.agrona.MutableDirectBuffer;

/**
 * One transaction at one participant, in a slot that is used again and again: its operations, what they read, what they
 * would write. Nothing of it is in the store before it commits, so an abort forgets it and has nothing to undo.
 *
 * <p>Threading: the node's owner. Allocation: none after construction.
 */
public final class Work {
  /** How far the participant has come with it. */
  public enum Phase {
    /** Its operations are being carried out; it waits for a lock. */
    EXECUTING,
    /** Its operations are carried out, under locks; it may still be aborted by this participant alone. */
    EXECUTED,
    /** Voted yes: in doubt. */
    PREPARED,
    /** Three-phase commit only: all are known to have voted yes. */
    PRECOMMITTED,
    /** Its writes took effect. */
    COMMITTED,
    /** Its writes never take effect. */
    ABORTED,
    /** Voted that it has only read; the outcome is of no interest here. */
    READ_ONLY
  }

  /** Its name among nodes. */
  public long number;

  /** How far the participant has come with it. */
  public Phase phase = Phase.EXECUTING;

  /** All participants. */
  public final int[] peers = new int[Operations.COUNT_MAX];

  /** How many there are; 0 before they are known. */
  public int peerCount;

  /** When to do something about it: say something again, or give up. */
  public long deadlineNs = Long.MAX_VALUE;

  /** How often that came already. */
  public int deadlines;

  /** Whether the participant has crashed since it voted. */
  public boolean isRecovered;

  final Operations operations = new Operations();
  final Locks.Lock[] locks = new Locks.Lock[Operations.COUNT_MAX];

  /** Where in the store what each operation reads is, or −1: nobody may write it while this transaction has its lock. */
  final int[] storeIndexes = new int[Operations.COUNT_MAX];

  final long[] reads = new long[Operations.COUNT_MAX];
  final long[] writeKeys = new long[Operations.COUNT_MAX];
  final long[] writeValues = new long[Operations.COUNT_MAX];
  int lockCount;
  int readCount;
  int writeCount;
  int next;
  boolean isInvalid;

  /** The next of those that {@link Works} keeps in one place. */
  Work nextInPlace;

  /** Where it is written down that it is prepared. */
  long recordPosition = Long.MAX_VALUE;

  /** Whether the participant knows its end. */
  public boolean isOver() {
    return phase == Phase.COMMITTED || phase == Phase.ABORTED || phase == Phase.READ_ONLY;
  }

  /** Whether the participant voted yes and does not know the outcome. */
  public boolean isInDoubt() {
    return phase == Phase.PREPARED || phase == Phase.PRECOMMITTED;
  }

  /** Whether there is anything to write if it commits. */
  public boolean isReadOnly() {
    return writeCount == 0;
  }

  void clear(final long newNumber) {
    number = newNumber;
    phase = Phase.EXECUTING;
    peerCount = 0;
    deadlineNs = Long.MAX_VALUE;
    deadlines = 0;
    operations.count = 0;
    lockCount = 0;
    readCount = 0;
    writeCount = 0;
    next = 0;
    isInvalid = false;
    isRecovered = false;
    recordPosition = Long.MAX_VALUE;
  }

  void addPeer(final int nodeId) {
    if (peerCount < peers.length) { // There are no more participants than operations.
      peers[peerCount++] = nodeId;
    }
  }

  /** The place of a key among the writes, or −1. */
  int writeIndexOf(final long key) {
    for (int i = 0; i < writeCount; i++) {
      if (writeKeys[i] == key) {
        return i;
      }
    }
    return -1;
  }

  void write(final long key, final long value) {
    int index = writeIndexOf(key);
    if (index < 0) {
      index = writeCount++;
      writeKeys[index] = key;
    }
    writeValues[index] = value;
  }

  /** Writes all of it; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, number, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, deadlineNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 16, deadlines, LITTLE_ENDIAN);
    buffer.putByte(offset + 20, (byte) phase.ordinal());
    buffer.putByte(offset + 21, (byte) ((isInvalid ? 1 : 0) + (isRecovered ? 2 : 0)));
    buffer.putByte(offset + 22, (byte) next);
    buffer.putByte(offset + 23, (byte) readCount);
    int at = offset + 24;
    for (int i = 0; i < peerCount; i++) {
      buffer.putInt(at, peers[i], LITTLE_ENDIAN);
      at += Integer.BYTES;
    }
    for (int i = 0; i < lockCount; i++) {
      buffer.putLong(at, locks[i].key, LITTLE_ENDIAN);
      at += Long.BYTES;
    }
    for (int i = 0; i < readCount; i++) {
      buffer.putLong(at, reads[i], LITTLE_ENDIAN);
      at += Long.BYTES;
    }
    for (int i = 0; i < writeCount; i++) {
      buffer.putLong(at, writeKeys[i], LITTLE_ENDIAN);
      buffer.putLong(at + 8, writeValues[i], LITTLE_ENDIAN);
      at += 2 * Long.BYTES;
    }
    for (int i = next; i < operations.count; i++) {
      buffer.putLong(at, operations.keys[i] ^ operations.kinds[i], LITTLE_ENDIAN);
      buffer.putLong(at + 8, operations.values[i], LITTLE_ENDIAN);
      at += 2 * Long.BYTES;
    }
    return at - offset;
  }
}
