package dev.ordeal.protocols.core;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Hashes what {@link ProtocolNode#encodeState} writes, the same on every JVM and byte order of the machine.
 *
 * <p>Threading: any. Allocation: none.
 */
public final class StateDigest {
  private StateDigest() {}

  /** The hash of {@code length} bytes. */
  public static long of(final DirectBuffer buffer, final int offset, final int length) {
    long hash = CounterRandom.mix(0, length);
    int index = 0;
    for (; index + Long.BYTES <= length; index += Long.BYTES) {
      hash = CounterRandom.mix(hash, buffer.getLong(offset + index, ByteOrder.LITTLE_ENDIAN));
    }
    long tail = 0;
    for (int shift = 0; index < length; index++, shift += Byte.SIZE) {
      tail |= (buffer.getByte(offset + index) & 0xFFL) << shift;
    }
    return CounterRandom.mix(hash, tail);
  }
}
