package dev.ordeal.faultlab.problem.time;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.protocols.clock.computation.StampStore;
import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.core.Property;
import java.util.Arrays;
import java.util.List;

/**
 * Judges what a hybrid clock promises of its two parts (Kulkarni et al. 2014, section 3).
 *
 * <p>{@link Property#HYBRID_BOUND}. Let E be the largest absolute error of a wall clock so far, jumps included. l is
 * the wall time of some event in the past, which true time has passed by now, so l ≤ t + E; and pt ≥ t − E: together l
 * − pt ≤ 2 E. And c is at most the length of the longest chain of events with this very l that happened one before the
 * other and before this one (theorem 3). Events that a crash kept anybody from seeing may belong to such a chain: a
 * process's first counter after a restart is taken as it is.
 *
 * <p>{@link Property#FUTURE_REFUSED}. A receipt leaves l where it was at the process, but for a counter that carries,
 * or within the stated bound of the wall clock; one before 1970 counts as 1970.
 *
 * <p>Cost: constant time per event, O(n) where the first bound seems broken. Allocation: none.
 */
final class HybridChecker {
  private final StampStore stamps;
  private final ClockErrors errors;
  private final long futureBoundNs;
  private final int[] chain;
  private final boolean[] isFresh;
  private int[] sendingChain = new int[64];
  private int counterMax = StampStore.NO_COUNTER;
  private long knownErrorNs;
  private final FirstViolation bound = new FirstViolation(Property.HYBRID_BOUND, "stamps beyond it");
  private final FirstViolation future = new FirstViolation(Property.FUTURE_REFUSED, "stamps beyond it");

  HybridChecker(final int processes, final StampStore stamps, final ClockErrors errors, final long futureBoundNs) {
    this.stamps = stamps;
    this.errors = errors;
    this.futureBoundNs = futureBoundNs;
    chain = new int[processes];
    isFresh = new boolean[processes];
    Arrays.fill(isFresh, true);
  }

  void onStart(final int process) {
    isFresh[process] = true;
  }

  /**
   * An event.
   *
   * @param slot of its stamp
   * @param lastSlot of the stamp of the process's event before, or −1
   * @param sendingSlot of the stamp of the sending it received, or −1
   * @param sending the number of that sending, or −1
   */
  void onEvent(
      final long timeNs,
      final int process,
      final int number,
      final long wallNs,
      final int slot,
      final int lastSlot,
      final int sendingSlot,
      final int sending) {
    final int c = stamps.counter(slot);
    if (c == StampStore.NO_COUNTER) {
      return;
    }
    final long l = stamps.physicalNs(slot);
    counterMax = Math.max(counterMax, c);
    int length = 0;
    if (lastSlot >= 0 && stamps.physicalNs(lastSlot) == l) {
      length = chain[process] + 1;
    }
    if (sendingSlot >= 0 && stamps.physicalNs(sendingSlot) == l) {
      length = Math.max(length, sendingChain[sending] + 1);
    }
    if (isFresh[process]) {
      isFresh[process] = false;
      length = Math.max(length, c);
    }
    chain[process] = length;
    if (c > length) {
      addBound(timeNs, process, number, "counter %d, longest chain of events before it with that time %d", c, length);
    }
    if (l - wallNs > 2 * knownErrorNs) {
      knownErrorNs = errors.largestNs(timeNs);
      if (l - wallNs > 2 * knownErrorNs) {
        addBound(timeNs, process, number, "%d ns ahead of its wall clock, at most %d", l - wallNs, 2 * knownErrorNs);
      }
    }
    if (sendingSlot >= 0 && futureBoundNs != Long.MAX_VALUE) {
      final long lastNs = lastSlot >= 0 ? stamps.physicalNs(lastSlot) : 0;
      final long aheadNs = l - Math.max(0, wallNs);
      if (l - lastNs > HybridLogicalClock.UNIT_NS && aheadNs > futureBoundNs) {
        addFuture(timeNs, process, number, aheadNs);
      }
    }
  }

  /** The latest event of a process was a sending of this number. */
  void onSending(final int process, final int sending) {
    if (sending >= sendingChain.length) {
      sendingChain = Arrays.copyOf(sendingChain, Math.max(sending + 1, 2 * sendingChain.length));
    }
    sendingChain[sending] = chain[process];
  }

  /** The largest counter so far; {@link StampStore#NO_COUNTER} if there was none. */
  int counterMax() {
    return counterMax;
  }

  void report(final List<Violation> violations) {
    bound.report(violations);
    future.report(violations);
  }

  private void addBound(
      final long timeNs, final int process, final int number, final String what, final long value, final long max) {
    if (bound.isEmpty()) {
      bound.add(
          timeNs,
          List.of(process),
          "%s is stamped beyond the bound: %s"
              .formatted(HappenedBefore.name(process, number), what.formatted(value, max)));
    } else {
      bound.addAnother();
    }
  }

  private void addFuture(final long timeNs, final int process, final int number, final long aheadNs) {
    if (future.isEmpty()) {
      future.add(
          timeNs,
          List.of(process),
          "%s, a receipt, lifts the clock to %d ns beyond the wall clock, bound %d ns"
              .formatted(HappenedBefore.name(process, number), aheadNs, futureBoundNs));
    } else {
      future.addAnother();
    }
  }
}
