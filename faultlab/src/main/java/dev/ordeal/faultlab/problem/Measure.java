package dev.ordeal.faultlab.problem;

import java.math.BigInteger;

/**
 * Something a judge measures in each run.
 *
 * @param name lower-case words joined by hyphens, as in files and plots
 * @param kind what its values are
 * @param meaning a sentence for reports
 */
public record Measure(String name, Kind kind, String meaning) {
  private static final BigInteger PARTS = BigInteger.valueOf(1_000_000_000L);

  /** What a measure's values are. */
  public enum Kind {
    /** Any number of durations a run, in nanoseconds: a histogram. */
    DURATIONS,
    /** Any number of counts a run: a histogram. */
    COUNTS,
    /** One number a run, in parts per billion of a whole, as the run's length or its operations. */
    SHARE,
    /** One number a run, in parts per billion of a whole that the meaning names. */
    FRACTION,
    /** One number a run: 1 if something happened, else 0. */
    HAPPENED
  }

  /** A part of a whole in parts per billion, rounded down; nothing of nothing is no sample. */
  public static long[] share(final long part, final long whole) {
    return whole == 0
        ? new long[] {}
        : new long[] {
          BigInteger.valueOf(part).multiply(PARTS).divide(BigInteger.valueOf(whole)).longValueExact()
        };
  }
}
