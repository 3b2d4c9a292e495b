package dev.ordeal.protocols.clock.physical;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The baseline: an event's stamp is what the wall clock says. It learns nothing from messages.
 *
 * <p>Properties: none. Events of one process are misordered when its clock steps back, events of two when their clocks
 * differ by more than the message took; the rate grows with the skew.
 *
 * <p>Cost: one word a stamp. Threading: single owner. Allocation: none.
 */
public final class PhysicalClock {
  /** Bytes of an encoded stamp. */
  public static final int ENCODED_LENGTH = Long.BYTES;

  private long lastNs;

  /** The stamp of the last event, 0 before the first. */
  public long stamp() {
    return lastNs;
  }

  /** Any event: its stamp. */
  public long tick(final long wallNs) {
    lastNs = wallNs;
    return wallNs;
  }

  /** The receipt of a message, whose stamp is of no interest: its stamp. */
  @SuppressWarnings("unused")
  public long observe(final long stamp, final long wallNs) {
    return tick(wallNs);
  }

  /** A total order: by time, then by process. */
  public static Ordering compare(final long stamp, final int processId, final long other, final int otherProcessId) {
    return Ordering.ofWords(stamp, processId, other, otherProcessId);
  }

  /** Writes a stamp; returns the end. */
  public static int encode(final long stamp, final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, stamp, LITTLE_ENDIAN);
    return offset + ENCODED_LENGTH;
  }

  /** Reads a stamp. */
  public static long decode(final DirectBuffer buffer, final int offset) {
    return buffer.getLong(offset, LITTLE_ENDIAN);
  }
}
