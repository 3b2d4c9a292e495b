package dev.ordeal.protocols.clock.interval;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A wall clock that knows how wrong it may be, and waits until that no longer matters.
 *
 * <p>Source: James C. Corbett et al., "Spanner: Google's Globally-Distributed Database", OSDI 2012, section 3
 * (TrueTime, table 1) and section 4.1.2 (start rule, commit-wait rule).
 *
 * <p>Model: the true time lies within {@code epsilonNs} of the wall clock. Properties: external consistency, if commit
 * e1 ended before e2 started then s(e1) &lt; s(e2), as long as every stamp is taken with {@link #tick} when its event
 * starts and its event ends only when {@link #isPast} says so. Where epsilon is wrong the property fails.
 *
 * <p>Differs from the paper: epsilon is constant (the paper's grows between polls of a time master); the stamp is the
 * least that the start rule allows; a stamp handed over by others further ahead than a bound is refused.
 *
 * <p>Cost: one word a stamp; a commit takes about two epsilons longer. Threading: single owner. Allocation: none.
 */
public final class IntervalClock {
  /** Bytes of an encoded stamp. */
  public static final int ENCODED_LENGTH = Long.BYTES;

  private final long epsilonNs;
  private final long aheadNsMax;
  private long last = Long.MIN_VALUE;

  /**
   * A clock that has given no stamp.
   *
   * @param epsilonNs how far the wall clock may be off, at least 0
   * @param aheadNsMax how far an observed stamp may lie ahead of the latest time it can be now, at least 0
   */
  public IntervalClock(final long epsilonNs, final long aheadNsMax) {
    if (epsilonNs < 0 || aheadNsMax < 0) {
      throw new IllegalArgumentException(
          "interval clock out of range: epsilonNs=%d, aheadNsMax=%d, min=0".formatted(epsilonNs, aheadNsMax));
    }
    this.epsilonNs = epsilonNs;
    this.aheadNsMax = aheadNsMax;
  }

  /** TT.now().earliest: the true time is this at least. */
  public long earliestNs(final long wallNs) {
    return wallNs - epsilonNs;
  }

  /** TT.now().latest: the true time is this at most. */
  public long latestNs(final long wallNs) {
    return wallNs + epsilonNs;
  }

  /** The last stamp given or observed, {@link Long#MIN_VALUE} before the first. */
  public long stamp() {
    return last;
  }

  /** The start rule: a stamp no less than the latest time it can be now, and above all before it. */
  public long tick(final long wallNs) {
    last = Math.max(latestNs(wallNs), after(last));
    return last;
  }

  /** Takes note of another's stamp: later ones of this clock lie above it. */
  public void observe(final long stamp, final long wallNs) {
    if (!accepts(stamp, wallNs)) {
      throw new ClockException(
          "interval stamp too far ahead: stamp=%d, wallNs=%d, epsilonNs=%d, aheadNsMax=%d"
              .formatted(stamp, wallNs, epsilonNs, aheadNsMax));
    }
    last = Math.max(last, stamp);
  }

  /** Whether {@link #observe} would take a stamp. */
  public boolean accepts(final long stamp, final long wallNs) {
    // Subtracting may wrap round where one of them is absurd, so the sum is compared, stopped at the end.
    final long limit = latestNs(wallNs) + aheadNsMax;
    return stamp <= (limit < latestNs(wallNs) ? Long.MAX_VALUE : limit);
  }

  /** TT.after: whether a stamp is in the past for sure, so that an event that bears it may end. */
  public boolean isPast(final long stamp, final long wallNs) {
    return earliestNs(wallNs) > stamp;
  }

  /** The commit-wait rule: how long, by this clock, until {@link #isPast}; 0 if it is already. */
  public long waitNs(final long stamp, final long wallNs) {
    if (isPast(stamp, wallNs)) {
      return 0;
    }
    final long leftNs = stamp - earliestNs(wallNs);
    // A stamp too far ahead to count to it is waited for as long as one can count.
    return leftNs < 0 || leftNs == Long.MAX_VALUE ? Long.MAX_VALUE : leftNs + 1;
  }

  /** Goes on from a stamp that was kept over a restart; never back. */
  public void restore(final long stamp) {
    last = Math.max(last, stamp);
  }

  /** A total order: by stamp, then by process. */
  public static Ordering compare(final long stamp, final int processId, final long other, final int otherProcessId) {
    return Ordering.ofWords(stamp, processId, other, otherProcessId);
  }

  /** Two intervals: ordered only where they do not meet. */
  public static Ordering compareIntervals(
      final long earliestNs, final long latestNs, final long otherEarliestNs, final long otherLatestNs) {
    if (latestNs < otherEarliestNs) {
      return Ordering.BEFORE;
    }
    if (otherLatestNs < earliestNs) {
      return Ordering.AFTER;
    }
    return Ordering.CONCURRENT;
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

  private static long after(final long last) {
    if (last == Long.MAX_VALUE) {
      throw new ClockException("interval clock used up: stamp=%d, max=%d".formatted(last, Long.MAX_VALUE));
    }
    return last + 1;
  }
}
