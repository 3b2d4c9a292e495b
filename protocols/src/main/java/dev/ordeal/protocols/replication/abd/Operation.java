package dev.ordeal.protocols.replication.abd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * One operation that a node carries out for a client, in a slot that is used again and again.
 *
 * <p>Its <em>number</em> ties answers to it: incarnation, a count, and the slot, so that an answer to whatever was here
 * before is known for one.
 *
 * <p>Threading: the node's owner. Allocation: none after construction.
 */
final class Operation {
  /** How many slots a number has room for. */
  static final int SLOTS_MAX = 256;

  private static final int SLOT_BITS = 8;
  private static final int INCARNATION_SHIFT = 40;
  private static final int HEAD_LENGTH = 8 * Long.BYTES + 2 * Integer.BYTES + 2;

  final int slot;

  private final boolean[] hasAnswered;
  private int answers;

  boolean isActive;
  boolean isRead;
  boolean isUpdating;
  int client;
  int key;
  long number;
  long requestId;
  long sequence;
  long ticket;
  long timestamp;
  long writer;
  long value;
  long resendNs;

  Operation(final int slot, final int clusterSize) {
    this.slot = slot;
    hasAnswered = new boolean[clusterSize];
  }

  /** The number of the operation that is the {@code count}th of an incarnation. */
  static long numberOf(final long incarnation, final long count, final int slot) {
    return incarnation << INCARNATION_SHIFT | (count & 0xFFFF_FFFFL) << SLOT_BITS | slot;
  }

  /** The slot of a number. */
  static int slotOf(final long number) {
    return (int) (number & (SLOTS_MAX - 1));
  }

  /** A phase begins: nobody has answered. */
  void beginPhase() {
    Arrays.fill(hasAnswered, false);
    answers = 0;
  }

  /** Counts one node's answer, once. */
  void answer(final int nodeId) {
    if (!hasAnswered[nodeId]) {
      hasAnswered[nodeId] = true;
      answers++;
    }
  }

  int answers() {
    return answers;
  }

  boolean hasAnswered(final int nodeId) {
    return hasAnswered[nodeId];
  }

  /** Takes over a tag and its value if the tag is the highest so far. */
  void see(final long seenTimestamp, final long seenWriter, final long seenValue) {
    if (Registers.isNewer(seenTimestamp, seenWriter, timestamp, writer)) {
      timestamp = seenTimestamp;
      writer = seenWriter;
      value = seenValue;
    }
  }

  /** Writes an active operation; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, number, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, requestId, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, sequence, LITTLE_ENDIAN);
    buffer.putLong(offset + 24, ticket, LITTLE_ENDIAN);
    buffer.putLong(offset + 32, timestamp, LITTLE_ENDIAN);
    buffer.putLong(offset + 40, writer, LITTLE_ENDIAN);
    buffer.putLong(offset + 48, value, LITTLE_ENDIAN);
    buffer.putLong(offset + 56, resendNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 64, client, LITTLE_ENDIAN);
    buffer.putInt(offset + 68, key, LITTLE_ENDIAN);
    buffer.putByte(offset + 72, (byte) (isRead ? 1 : 0));
    buffer.putByte(offset + 73, (byte) (isUpdating ? 1 : 0));
    for (int i = 0; i < hasAnswered.length; i++) {
      buffer.putByte(offset + HEAD_LENGTH + i, (byte) (hasAnswered[i] ? 1 : 0));
    }
    return HEAD_LENGTH + hasAnswered.length;
  }
}
