package dev.ordeal.faultlab.fault;

import java.math.BigInteger;

/**
 * Probabilities as integers. A probability in parts per billion becomes a limit on 63 random bits, so that a draw is
 * one comparison and gives the same answer on every machine. The error is below 2⁻⁶³.
 */
final class Chance {
  /** The limit of a probability of zero: no draw is at or below it. */
  static final long NEVER = -1;

  private static final BigInteger BILLION = BigInteger.valueOf(LinkRules.ALWAYS_PPB);

  private Chance() {}

  /**
   * The limit for a probability.
   *
   * @throws IllegalArgumentException naming what is out of range
   */
  static long limitOf(final String what, final long ppb) {
    if (ppb < 0 || ppb > LinkRules.ALWAYS_PPB) {
      throw new IllegalArgumentException(
          "%s out of range: %s=%s, min=0, max=100%%".formatted(what, what, Quantities.formatRatio(ppb)));
    }
    return BigInteger.valueOf(ppb).shiftLeft(63).divide(BILLION).subtract(BigInteger.ONE).longValueExact();
  }

  /** Whether 64 random bits fall under a limit. */
  static boolean isDrawn(final long bits, final long limit) {
    return (bits >>> 1) <= limit;
  }
}
