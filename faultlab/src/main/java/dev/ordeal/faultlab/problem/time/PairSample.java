package dev.ordeal.faultlab.problem.time;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.computation.StampStore;
import dev.ordeal.protocols.core.CounterRandom;

/**
 * A uniform sample of a run's events, drawn as they come (Vitter 1985, algorithm R) from the run's seed, and all pairs
 * among them: the true relation beside what the stamps say. Of a run of no more events than {@link #SIZE} it holds all.
 *
 * <p>Cost: constant time per event that is not taken. Allocation: none after construction.
 */
public final class PairSample {
  /** How many events are kept. */
  public static final int SIZE = 256;

  private static final long STREAM = 0x7061697273L;
  private static final int NONE = -1;

  private final int processes;
  private final long seed;
  private final StampStore stamps;
  private final int firstSlot;
  private final int[] process = new int[SIZE];
  private final int[] before;
  private long seen;
  private int held;

  long orderedPairs;
  long misordered;
  long concurrentPairs;
  long wronglyOrdered;
  long undecided;
  int[] firstMisordered;
  int[] firstWronglyOrdered;
  int[] firstUndecided;

  /** A sample whose stamps take {@link #SIZE} slots of the store from {@code firstSlot} on. */
  PairSample(final int processes, final long seed, final StampStore stamps, final int firstSlot) {
    this.processes = processes;
    this.seed = seed;
    this.stamps = stamps;
    this.firstSlot = firstSlot;
    this.before = new int[SIZE * processes];
  }

  /** The latest event of a process, whose stamp is in {@code slot}. */
  void offer(final HappenedBefore truth, final int processId, final int slot) {
    int place = held;
    if (held < SIZE) {
      held++;
    } else {
      final long drawn = CounterRandom.scale(CounterRandom.hash(seed, STREAM, seen), seen + 1);
      place = drawn < SIZE ? (int) drawn : NONE;
    }
    seen++;
    if (place != NONE) {
      process[place] = processId;
      truth.copyLatest(processId, before, place * processes);
      stamps.copy(slot, firstSlot + place);
    }
  }

  /** Counts over all pairs. Called once, at the end. */
  void judge() {
    for (int a = 0; a < held; a++) {
      for (int b = a + 1; b < held; b++) {
        judge(a, b);
      }
    }
  }

  int process(final int place) {
    return process[place];
  }

  int number(final int place) {
    return before[place * processes + process[place]];
  }

  int slot(final int place) {
    return firstSlot + place;
  }

  private void judge(final int a, final int b) {
    final Ordering said = stamps.compare(slot(a), slot(b));
    if (said == Ordering.EQUAL || said == Ordering.CONCURRENT) {
      undecided++;
      firstUndecided = firstUndecided == null ? new int[] {a, b} : firstUndecided;
    }
    if (isBefore(a, b)) {
      judgeOrdered(a, b, said == Ordering.BEFORE);
    } else if (isBefore(b, a)) {
      judgeOrdered(b, a, said == Ordering.AFTER);
    } else {
      concurrentPairs++;
      if (said != Ordering.CONCURRENT) {
        wronglyOrdered++;
        firstWronglyOrdered = firstWronglyOrdered == null ? new int[] {a, b} : firstWronglyOrdered;
      }
    }
  }

  private void judgeOrdered(final int earlier, final int later, final boolean isSaid) {
    orderedPairs++;
    if (!isSaid) {
      misordered++;
      firstMisordered = firstMisordered == null ? new int[] {earlier, later} : firstMisordered;
    }
  }

  private boolean isBefore(final int a, final int b) {
    return before[b * processes + process[a]] >= number(a);
  }
}
