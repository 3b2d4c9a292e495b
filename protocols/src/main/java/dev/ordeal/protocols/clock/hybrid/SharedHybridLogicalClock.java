package dev.ordeal.protocols.clock.hybrid;

import dev.ordeal.protocols.clock.SharedWord;

/**
 * A {@link HybridLogicalClock} that the threads of one process share, in one word.
 *
 * <p>Properties, for any interleaving and whatever wall times the threads bring: no stamp is given twice; a stamp is
 * above every stamp that was given or observed before its call began.
 *
 * <p>Threading: any number of threads. Progress: lock-free, a thread tries again only when another has moved the clock.
 * Allocation: none.
 */
public final class SharedHybridLogicalClock extends SharedWord {
  private final long offsetNsMax;

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
    return wordAcquire();
  }

  /** A local event or a sending: its stamp. */
  public long tick(final long wallNs) {
    while (true) {
      final long now = wordAcquire();
      final long next = HybridLogicalClock.after(now, wallNs);
      if (compareAndSetWord(now, next)) {
        return next;
      }
    }
  }

  /** The receipt of a message: its stamp, given the stamp it carries. */
  public long observe(final long stamp, final long wallNs) {
    while (true) {
      final long now = wordAcquire();
      final long next = HybridLogicalClock.afterReceipt(now, stamp, wallNs, offsetNsMax);
      if (compareAndSetWord(now, next)) {
        return next;
      }
    }
  }
}
