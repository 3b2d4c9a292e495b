package dev.ordeal.faultlab.experiment;

import dev.ordeal.protocols.core.CounterRandom;

/**
 * Where the seed of a run comes from: the experiment's root seed, the cell's environment and the run's index, never a
 * position. So a value added to an axis moves no other cell, and algorithms in one environment meet the same seeds.
 */
public final class Seeds {
  /** Seeds have 53 bits, so that every JSON reader keeps them whole. */
  private static final int UNUSED_BITS = 11;

  private Seeds() {}

  /** The seed of run {@code index} of a cell; not negative. */
  public static long of(final long rootSeed, final String environment, final int index) {
    return CounterRandom.hash(rootSeed, hash(environment), index) >>> UNUSED_BITS;
  }

  private static long hash(final String text) {
    long hash = CounterRandom.mix(0, text.length());
    for (int i = 0; i < text.length(); i++) {
      hash = CounterRandom.mix(hash, text.charAt(i));
    }
    return hash;
  }
}
