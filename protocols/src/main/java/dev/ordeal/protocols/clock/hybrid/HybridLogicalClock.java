package dev.ordeal.protocols.clock.hybrid;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A logical clock that stays close to the wall clock: the greatest wall time heard of, and a counter for events that
 * the wall clock can't tell apart.
 *
 * <p>Source: Sandeep Kulkarni, Murat Demirbas, Deepak Madeppa, Bharadwaj Avva, Marcelo Leone, "Logical Physical Clocks
 * and Consistent Snapshots in Globally Distributed Databases", OPODIS 2014, section 3 (the HLC algorithm).
 *
 * <p>A stamp is one word. In the paper's terms, l is the upper 48 bits and c the lower 16:
 *
 * <pre>
 *   63 62                                16 15               0
 *   +-+------------------------------------+------------------+
 *   |0| l: wall time, units of 65.536 µs   | c: counter       |
 *   +-+------------------------------------+------------------+
 * </pre>
 *
 * So a stamp read as a number is a wall time in nanoseconds since 1970 whose last 65,536 ns are the counter, stamps
 * compare as numbers, and a counter that overflows carries into l: the clock goes on and is a unit ahead of what the
 * paper's would be, once in 65,536 events with no wall clock moving. Wall times run from 0 to the year 2262.
 *
 * <p>Properties: the clock condition, a → b implies h(a) &lt; h(b), whatever the wall clock does, backwards and
 * standing still included; l − pt ≤ 2E, with E the largest absolute error of a wall clock, jumps included; c bounded
 * where a unit holds at most one event.
 *
 * <p>Differs from the paper: the units above (the paper cuts NTP's 64-bit format to 48 bits); a stamp further ahead of
 * the wall clock than a bound is refused.
 *
 * <p>Cost: one word a stamp. Threading: single owner; see {@link SharedHybridLogicalClock} for many. Allocation: none.
 */
public final class HybridLogicalClock {
  /** Bytes of an encoded stamp. */
  public static final int ENCODED_LENGTH = Long.BYTES;

  /** How many low bits of a stamp are the counter. */
  public static final int COUNTER_BITS = 16;

  /** The greatest counter; one more carries into the wall time. */
  public static final int COUNTER_MAX = (1 << COUNTER_BITS) - 1;

  /** Nanoseconds of a unit of l. */
  public static final long UNIT_NS = 1L << COUNTER_BITS;

  /** The last stamp there is. */
  public static final long STAMP_MAX = Long.MAX_VALUE;

  private final long offsetNsMax;
  private long last;

  /**
   * A clock that has seen no event.
   *
   * @param offsetNsMax how far a received stamp may lie ahead of the wall clock, at least 0
   */
  public HybridLogicalClock(final long offsetNsMax) {
    this.offsetNsMax = checkedOffsetMax(offsetNsMax);
  }

  /** The stamp of the last event, 0 before the first. */
  public long stamp() {
    return last;
  }

  /** A local event or a sending: its stamp. */
  public long tick(final long wallNs) {
    last = after(last, wallNs);
    return last;
  }

  /** The receipt of a message: its stamp, given the stamp it carries. */
  public long observe(final long stamp, final long wallNs) {
    last = afterReceipt(last, stamp, wallNs, offsetNsMax);
    return last;
  }

  /** Whether {@link #observe} would take a stamp. */
  public boolean accepts(final long stamp, final long wallNs) {
    return isAcceptable(stamp, wallNs, offsetNsMax);
  }

  /** Goes on from a stamp that was kept over a restart; never back. */
  public void restore(final long stamp) {
    checkStamp(stamp);
    last = Math.max(last, stamp);
  }

  /** The paper's l in nanoseconds: the greatest wall time heard of, cut to a unit. */
  public static long wallNs(final long stamp) {
    return stamp & -UNIT_NS;
  }

  /** The paper's c. */
  public static int counter(final long stamp) {
    return (int) (stamp & COUNTER_MAX);
  }

  /** The stamp of a wall time and a counter. */
  public static long pack(final long wallNs, final int counter) {
    return (wallNs & -UNIT_NS) | counter;
  }

  /** A total order: by stamp, then by process. */
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
    final long stamp = buffer.getLong(offset, LITTLE_ENDIAN);
    checkStamp(stamp);
    return stamp;
  }

  static long checkedOffsetMax(final long offsetNsMax) {
    if (offsetNsMax < 0) {
      throw new IllegalArgumentException("clock offset out of range: offsetNsMax=%d, min=0".formatted(offsetNsMax));
    }
    return offsetNsMax;
  }

  /** A send or local event: l' = max(l, pt); c' = c + 1 if l' = l, else 0. */
  static long after(final long last, final long wallNs) {
    if (last == STAMP_MAX) {
      throw exhausted(last);
    }
    return Math.max(last + 1, wallNs & -UNIT_NS);
  }

  static boolean isAcceptable(final long stamp, final long wallNs, final long offsetNsMax) {
    // A wall clock before 1970 counts as 1970, so the difference can't overflow.
    return stamp >= 0 && stamp < STAMP_MAX && wallNs(stamp) - Math.max(0, wallNs) <= offsetNsMax;
  }

  /** A receive event: the same after the greater of both stamps, which is what the paper's four cases come to. */
  static long afterReceipt(final long last, final long stamp, final long wallNs, final long offsetNsMax) {
    if (!isAcceptable(stamp, wallNs, offsetNsMax)) {
      throw refused(stamp, wallNs, offsetNsMax);
    }
    return after(Math.max(last, stamp), wallNs);
  }

  private static void checkStamp(final long stamp) {
    if (stamp < 0) {
      throw new ClockException("hybrid stamp out of range: stamp=%d, min=0".formatted(stamp));
    }
  }

  private static ClockException exhausted(final long last) {
    return new ClockException("hybrid clock used up: stamp=%d, max=%d".formatted(last, STAMP_MAX));
  }

  private static ClockException refused(final long stamp, final long wallNs, final long offsetNsMax) {
    return new ClockException(
        "hybrid stamp refused: stamp=%d, stampWallNs=%d, wallNs=%d, offsetNsMax=%d"
            .formatted(stamp, wallNs(stamp), wallNs, offsetNsMax));
  }
}
