package dev.ordeal.faultlab.problem.time;

import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.computation.StampStore;
import dev.ordeal.protocols.core.Property;
import java.util.Arrays;
import java.util.List;

/**
 * Judges {@link Property#EXTERNAL_CONSISTENCY} of events that say when they begin: the stamp of each against the latest
 * stamp among all that had ended when it began. That one stands for all of them, where stamps are totally ordered.
 *
 * <p>Cost: constant time per event. Allocation: none.
 */
final class ExternalChecker {
  private static final long NOT_BEGUN = -1;

  private final StampStore stamps;
  private final int endedSlot;
  private final int begunSlot;
  private final long[] begunNs;
  private final boolean[] hasPredecessor;
  private final FirstViolation external =
      new FirstViolation(Property.EXTERNAL_CONSISTENCY, "events stamped no later than one that had ended");
  private boolean isAnyEnded;

  /** Uses one slot of the store for what has ended, and as many as there are processes from {@code begunSlot} on. */
  ExternalChecker(final int processes, final StampStore stamps, final int endedSlot, final int begunSlot) {
    this.stamps = stamps;
    this.endedSlot = endedSlot;
    this.begunSlot = begunSlot;
    begunNs = new long[processes];
    hasPredecessor = new boolean[processes];
    Arrays.fill(begunNs, NOT_BEGUN);
  }

  void onBegun(final long timeNs, final int process) {
    begunNs[process] = timeNs;
    hasPredecessor[process] = isAnyEnded;
    if (isAnyEnded) {
      stamps.copy(endedSlot, begunSlot + process);
    }
  }

  void onCrash(final int process) {
    begunNs[process] = NOT_BEGUN;
  }

  /** An event ends: how long after it began, or −1 if it never said that it did. */
  long onEnd(final long timeNs, final int process, final int number, final int slot) {
    final long fromNs = begunNs[process];
    if (fromNs == NOT_BEGUN) {
      return NOT_BEGUN;
    }
    begunNs[process] = NOT_BEGUN;
    if (hasPredecessor[process] && stamps.compare(begunSlot + process, slot) != Ordering.BEFORE) {
      if (external.isEmpty()) {
        external.add(
            timeNs,
            List.of(process),
            "%s began at %s, and bears stamp %s; one that had ended by then bears %s"
                .formatted(
                    HappenedBefore.name(process, number),
                    Seconds.of(fromNs),
                    stamps.describe(slot),
                    stamps.describe(begunSlot + process)));
      } else {
        external.addAnother();
      }
    }
    if (!isAnyEnded || stamps.compare(endedSlot, slot) == Ordering.BEFORE) {
      stamps.copy(slot, endedSlot);
      isAnyEnded = true;
    }
    return timeNs - fromNs;
  }

  void report(final List<Violation> violations) {
    external.report(violations);
  }
}
