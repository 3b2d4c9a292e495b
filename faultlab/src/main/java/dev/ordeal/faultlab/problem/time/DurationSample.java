package dev.ordeal.faultlab.problem.time;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;

/** A uniform sample of a run's durations, drawn as they come (Vitter 1985, algorithm R). Allocation: none. */
final class DurationSample {
  private static final int SIZE = 32;

  private final long key;
  private final long[] durationsNs = new long[SIZE];
  private long seen;

  DurationSample(final long seed, final long stream) {
    key = CounterRandom.hash(seed, stream);
  }

  void offer(final long durationNs) {
    final long place = seen < SIZE ? seen : CounterRandom.scale(CounterRandom.hash(key, seen), seen + 1);
    seen++;
    if (place < SIZE) {
      durationsNs[(int) place] = durationNs;
    }
  }

  long[] toArray() {
    return Arrays.copyOf(durationsNs, (int) Math.min(seen, SIZE));
  }
}
