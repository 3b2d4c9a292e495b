package dev.ordeal.protocols.clock.lamport;

import dev.ordeal.protocols.clock.SharedWord;

/**
 * A {@link LamportClock} that the threads of one process share, in one word.
 *
 * <p>Properties, for any interleaving: no stamp is given twice; a stamp is above every stamp that was given or observed
 * before its call began.
 *
 * <p>Threading: any number of threads. Progress: {@link #tick} is wait-free where the machine adds in one instruction
 * (x86-64, and AArch64 with large system extensions); {@link #observe} is lock-free: it tries again only when another
 * thread has moved the clock. Allocation: none.
 *
 * <p>The word is the time, below 0 once ticks have gone past the last one: used up, and so it stays.
 */
public final class SharedLamportClock extends SharedWord {
  private final long aheadMax;

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
    final long now = wordAcquire();
    return now < 0 ? LamportClock.TIME_MAX : now;
  }

  /** A local event or a sending: its stamp. */
  public long tick() {
    final long stamp = getAndIncrementWord() + 1;
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
      if (compareAndSetWord(now, next)) {
        return next;
      }
    }
  }
}
