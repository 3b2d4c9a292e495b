package dev.ordeal.faultlab.problem;

import java.math.BigDecimal;

/** Times in explanations: seconds, exact, without trailing zeros. */
public final class Seconds {
  private Seconds() {}

  /** A time in nanoseconds as seconds. */
  public static String of(final long ns) {
    final BigDecimal seconds = BigDecimal.valueOf(ns, 9).stripTrailingZeros();
    return (seconds.signum() == 0 ? "0" : seconds.toPlainString()) + "s";
  }
}
