package dev.ordeal.faultlab.problem.election;

import java.math.BigDecimal;

/** Times in explanations: seconds, exact, without trailing zeros. */
final class Seconds {
  private Seconds() {}

  static String of(final long ns) {
    final BigDecimal seconds = BigDecimal.valueOf(ns, 9).stripTrailingZeros();
    return (seconds.signum() == 0 ? "0" : seconds.toPlainString()) + "s";
  }
}
