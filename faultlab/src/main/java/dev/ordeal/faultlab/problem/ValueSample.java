package dev.ordeal.faultlab.problem;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;

/** A uniform sample of values of a run, drawn as they come (Vitter 1985, algorithm R). Allocation: none. */
public final class ValueSample {
  private static final int SIZE = 32;

  private final long key;
  private final long[] values = new long[SIZE];
  private long seen;

  /** A sample drawn by the run's seed; samples of different streams are drawn independently. */
  public ValueSample(final long seed, final long stream) {
    key = CounterRandom.hash(seed, stream);
  }

  /** One more value. */
  public void offer(final long value) {
    final long place = seen < SIZE ? seen : CounterRandom.scale(CounterRandom.hash(key, seen), seen + 1);
    seen++;
    if (place < SIZE) {
      values[(int) place] = value;
    }
  }

  /** The sample: all values there were, if they were few. */
  public long[] toArray() {
    return Arrays.copyOf(values, (int) Math.min(seen, SIZE));
  }
}
