package dev.ordeal.protocols.clock.lamport;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A counter that every event raises and every message carries.
 *
 * <p>Source: Leslie Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", CACM 21(7), 1978,
 * "Logical Clocks" (clock condition, rules IR1 and IR2) and "Ordering the Events Totally".
 *
 * <p>Properties: the clock condition, a → b implies L(a) &lt; L(b). Not its converse: {@link #compare} totally orders
 * concurrent events, too, by time and then by process.
 *
 * <p>Differs from the paper: IR2 lets a receiver set its clock to a value "greater than or equal to its present value
 * and greater than" the stamp before the receipt is counted as an event; here receipt and event are one step, max + 1.
 * A stamp further ahead than a bound is refused, which the paper knows nothing of.
 *
 * <p>Cost: one word a stamp. Threading: single owner; see {@link SharedLamportClock} for many. Allocation: none.
 */
public final class LamportClock {
  /** Bytes of an encoded stamp. */
  public static final int ENCODED_LENGTH = Long.BYTES;

  /** The last time there is; a clock that shows it is used up. */
  public static final long TIME_MAX = Long.MAX_VALUE;

  private final long aheadMax;
  private long time;

  /** A clock at 0 that takes any stamp but the last. */
  public LamportClock() {
    this(TIME_MAX);
  }

  /**
   * A clock at 0.
   *
   * @param aheadMax how far a received stamp may lie ahead of this clock, at least 1
   */
  public LamportClock(final long aheadMax) {
    this.aheadMax = checkedAheadMax(aheadMax);
  }

  /** The stamp of the last event, 0 before the first. */
  public long stamp() {
    return time;
  }

  /** A local event or a sending: its stamp. */
  public long tick() {
    time = after(time);
    return time;
  }

  /** Whether {@link #observe} would take a stamp. */
  public boolean accepts(final long stamp) {
    return isAcceptable(time, stamp, aheadMax);
  }

  /** The receipt of a message: its stamp, given the stamp it carries. */
  public long observe(final long stamp) {
    time = afterReceipt(time, stamp, aheadMax);
    return time;
  }

  /** Goes on from a stamp that was kept over a restart; never back. */
  public void restore(final long stamp) {
    checkStamp(stamp);
    time = Math.max(time, stamp);
  }

  /** The total order: by time, then by process. */
  public static Ordering compare(final long time, final int processId, final long otherTime, final int otherProcessId) {
    return Ordering.ofWords(time, processId, otherTime, otherProcessId);
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

  static long checkedAheadMax(final long aheadMax) {
    if (aheadMax < 1) {
      throw new IllegalArgumentException("bound on stamps ahead out of range: aheadMax=%d, min=1".formatted(aheadMax));
    }
    return aheadMax;
  }

  static long after(final long time) {
    if (time == TIME_MAX) {
      throw exhausted();
    }
    return time + 1;
  }

  static boolean isAcceptable(final long time, final long stamp, final long aheadMax) {
    // Both are at least 0, so the difference can't overflow.
    return stamp >= 0 && stamp < TIME_MAX && stamp - time <= aheadMax;
  }

  static long afterReceipt(final long time, final long stamp, final long aheadMax) {
    if (!isAcceptable(time, stamp, aheadMax)) {
      throw refused(time, stamp, aheadMax);
    }
    return after(Math.max(time, stamp));
  }

  private static void checkStamp(final long stamp) {
    if (stamp < 0) {
      throw new ClockException("lamport stamp out of range: stamp=%d, min=0".formatted(stamp));
    }
  }

  static ClockException exhausted() {
    return new ClockException("lamport clock used up: max=%d".formatted(TIME_MAX));
  }

  private static ClockException refused(final long time, final long stamp, final long aheadMax) {
    return new ClockException(
        "lamport stamp refused: stamp=%d, time=%d, min=0, aheadMax=%d, max=%d"
            .formatted(stamp, time, aheadMax, TIME_MAX - 1));
  }
}
