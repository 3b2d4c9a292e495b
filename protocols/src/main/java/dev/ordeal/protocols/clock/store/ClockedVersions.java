package dev.ordeal.protocols.clock.store;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Versions each of which bears a clock of its own. Encoded: how many, then for each its id, the length of its clock and
 * the clock. Allocation: at every write and sync, since versions are immutable.
 *
 * @param <V> a version
 */
abstract class ClockedVersions<V> implements HeldVersions {
  private static final int CLOCK_AT = Long.BYTES + Integer.BYTES;

  /** The versions held, in an immutable list. */
  abstract List<V> versions();

  abstract long idOf(V version);

  abstract int clockLength(V version);

  /** Writes a version's clock. */
  abstract void encodeClock(V version, MutableDirectBuffer buffer, int offset);

  /** Reads a version whose clock is so many bytes. */
  abstract V decode(long id, DirectBuffer buffer, int offset, int length);

  /** Takes over versions of another replica. */
  abstract void join(List<V> others);

  @Override
  public final int size() {
    return versions().size();
  }

  @Override
  public final long id(final int index) {
    return idOf(versions().get(index));
  }

  @Override
  public final boolean sync(final DirectBuffer buffer, final int offset, final int length) {
    final List<V> others = decodeAll(buffer, offset, length);
    final List<V> before = versions();
    join(others);
    return !versions().equals(before);
  }

  @Override
  public final int clockBytes() {
    int bytes = 0;
    for (final V version : versions()) {
      bytes += clockLength(version);
    }
    return bytes;
  }

  @Override
  public final int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, size(), LITTLE_ENDIAN);
    int end = offset + Integer.BYTES;
    for (final V version : versions()) {
      final int clockLength = clockLength(version);
      buffer.putLong(end, idOf(version), LITTLE_ENDIAN);
      buffer.putInt(end + Long.BYTES, clockLength, LITTLE_ENDIAN);
      encodeClock(version, buffer, end + CLOCK_AT);
      end += CLOCK_AT + clockLength;
    }
    return end - offset;
  }

  private List<V> decodeAll(final DirectBuffer buffer, final int offset, final int length) {
    final int count = length < Integer.BYTES ? -1 : buffer.getInt(offset, LITTLE_ENDIAN);
    final List<V> versions = new ArrayList<>();
    final int end = offset + length;
    int at = offset + Integer.BYTES;
    for (int i = 0; i < count; i++) {
      final int clockLength = end - at < CLOCK_AT ? -1 : buffer.getInt(at + Long.BYTES, LITTLE_ENDIAN);
      if (clockLength < 0 || clockLength > end - at - CLOCK_AT) {
        throw malformed(length, count);
      }
      versions.add(decode(buffer.getLong(at, LITTLE_ENDIAN), buffer, at + CLOCK_AT, clockLength));
      at += CLOCK_AT + clockLength;
    }
    if (count < 0 || at != end) {
      throw malformed(length, count);
    }
    return versions;
  }

  private static ClockException malformed(final int length, final int count) {
    return new ClockException("versions malformed: length=%d, versions=%d".formatted(length, count));
  }
}
