package dev.ordeal.protocols.clock.hybrid;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@link HybridLogicalClock} that the threads of one process share, in one word.
 *
 * <p>Properties, for any interleaving and whatever wall times the threads bring: no stamp is given twice; a stamp is
 * above every stamp that was given or observed before its call began.
 *
 * <p>Threading: any number of threads. Progress: lock-free, a thread tries again only when another has moved the clock.
 * Allocation: none.
 */
public final class SharedHybridLogicalClock {
  private static final VarHandle LAST;

  static {
    try {
      LAST = MethodHandles.lookup().findVarHandle(SharedHybridLogicalClock.class, "last", long.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final long offsetNsMax;

  @SuppressWarnings("unused")
  private long last;

  /**
   * A clock that has seen no event.
   *
   * @param offsetNsMax how far a received stamp may lie ahead of the wall clock, at least 0
   */
  public SharedHybridLogicalClock(final long offsetNsMax) {
    this.offsetNsMax = HybridLogicalClock.checkedOffsetMax(offsetNsMax);
  }

  /** The greatest stamp given so far, 0 before the first. */
  public long stamp() {
    return lastAcquire();
  }

  /** A local event or a sending: its stamp. */
  public long tick(final long wallNs) {
    while (true) {
      final long now = lastAcquire();
      final long next = HybridLogicalClock.after(now, wallNs);
      if (compareAndSetLast(now, next)) {
        return next;
      }
    }
  }

  /** The receipt of a message: its stamp, given the stamp it carries. */
  public long observe(final long stamp, final long wallNs) {
    while (true) {
      final long now = lastAcquire();
      final long next = HybridLogicalClock.afterReceipt(now, stamp, wallNs, offsetNsMax);
      if (compareAndSetLast(now, next)) {
        return next;
      }
    }
  }

  /** Pairs with the release in {@link #compareAndSetLast}. */
  private long lastAcquire() {
    return (long) LAST.getAcquire(this);
  }

  /** Acquires and releases. */
  private boolean compareAndSetLast(final long expected, final long next) {
    return LAST.compareAndSet(this, expected, next);
  }
}
