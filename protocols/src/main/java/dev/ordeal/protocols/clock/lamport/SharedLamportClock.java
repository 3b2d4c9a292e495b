package dev.ordeal.protocols.clock.lamport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@link LamportClock} that the threads of one process share, in one word.
 *
 * <p>Properties, for any interleaving: no stamp is given twice; a stamp is above every stamp that was given or observed
 * before its call began.
 *
 * <p>Threading: any number of threads. Progress: {@link #tick} is wait-free where the machine adds in one instruction
 * (x86-64, and AArch64 with large system extensions); {@link #observe} is lock-free: it tries again only when another
 * thread has moved the clock. Allocation: none.
 */
public final class SharedLamportClock {
  private static final VarHandle TIME;

  static {
    try {
      TIME = MethodHandles.lookup().findVarHandle(SharedLamportClock.class, "time", long.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long aheadMax;

  /** Below 0 once ticks have gone past the last time: used up, and so it stays. */
  @SuppressWarnings("unused")
  private long time;

  /** A clock at 0 that takes any stamp but the last. */
  public SharedLamportClock() {
    this(LamportClock.TIME_MAX);
  }

  /**
   * A clock at 0.
   *
   * @param aheadMax how far a received stamp may lie ahead of this clock, at least 1
   */
  public SharedLamportClock(final long aheadMax) {
    this.aheadMax = LamportClock.checkedAheadMax(aheadMax);
  }

  /** The greatest stamp given so far, 0 before the first. */
  public long stamp() {
    final long now = timeAcquire();
    return now < 0 ? LamportClock.TIME_MAX : now;
  }

  /** A local event or a sending: its stamp. */
  public long tick() {
    final long stamp = getAndAddTime() + 1;
    if (stamp <= 0) {
      throw LamportClock.exhausted();
    }
    return stamp;
  }

  /** The receipt of a message: its stamp, given the stamp it carries. */
  public long observe(final long stamp) {
    while (true) {
      final long now = stamp();
      if (now >= stamp && stamp >= 0) {
        // Whatever the others do the clock is at or past the stamp for good.
        return tick();
      }
      final long next = LamportClock.afterReceipt(now, stamp, aheadMax);
      if (compareAndSetTime(now, next)) {
        return next;
      }
    }
  }

  /** Pairs with the release in {@link #getAndAddTime} and {@link #compareAndSetTime}. */
  private long timeAcquire() {
    return (long) TIME.getAcquire(this);
  }

  /** Acquires and releases. */
  private long getAndAddTime() {
    return (long) TIME.getAndAdd(this, 1L);
  }

  /** Acquires and releases. */
  private boolean compareAndSetTime(final long expected, final long next) {
    return TIME.compareAndSet(this, expected, next);
  }
}
