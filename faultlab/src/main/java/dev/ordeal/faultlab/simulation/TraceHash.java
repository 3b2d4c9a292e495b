package dev.ordeal.faultlab.simulation;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** The running hash over a trace: one multiplication an event, order-sensitive. Not cryptographic. */
final class TraceHash {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;

  private long hash;

  TraceHash(final long seed) {
    hash = seed;
  }

  void add(final long place, final long timeNs, final long key, final long value) {
    final long left = place * PRIME_1 ^ Long.rotateLeft(timeNs * PRIME_2, 17);
    final long right = value * PRIME_4 ^ Long.rotateLeft(key * PRIME_3, 31);
    hash = (Long.rotateLeft(hash, 27) ^ left ^ right) * PRIME_1 + PRIME_2;
  }

  void add(final long word) {
    hash = (Long.rotateLeft(hash, 27) ^ word) * PRIME_1 + PRIME_2;
  }

  /** The hash of all that was added, finally mixed. */
  long value() {
    long z = hash;
    z = (z ^ (z >>> 33)) * PRIME_2;
    z = (z ^ (z >>> 29)) * PRIME_3;
    return z ^ (z >>> 32);
  }

  static long ofBytes(final DirectBuffer buffer, final int offset, final int length) {
    long hash = PRIME_4 + length;
    int at = offset;
    final int end = offset + length;
    for (; at + Long.BYTES <= end; at += Long.BYTES) {
      hash = (Long.rotateLeft(hash, 27) ^ buffer.getLong(at, ByteOrder.LITTLE_ENDIAN) * PRIME_2) * PRIME_1;
    }
    for (; at < end; at++) {
      hash = (Long.rotateLeft(hash, 11) ^ buffer.getByte(at) * PRIME_3) * PRIME_1;
    }
    return hash ^ (hash >>> 29);
  }
}
