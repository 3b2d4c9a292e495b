package dev.ordeal.protocols.detector.phi;

/**
 * The upper tail of the normal distribution on a logarithmic scale: −log₁₀ Q(y), which does not underflow.
 * Deterministic: {@link StrictMath} and the four operations only.
 *
 * <p>Below 2 by the series of the distribution function, from there by the continued fraction of the tail (Abramowitz,
 * Stegun 1964, 26.2.11 and 26.2.14); right to about ten digits. Threading: any. Allocation: none.
 */
final class NormalTail {
  private static final double SERIES_MAX = 2;
  private static final int FRACTION_TERMS = 100;
  private static final double LOG10_E = StrictMath.log10(StrictMath.E);
  private static final double LOG10_SQRT_2_PI = StrictMath.log10(2 * StrictMath.PI) / 2;
  private static final double DEVIATIONS_MAX = 40;

  private NormalTail() {}

  /** −log₁₀ of the probability that a standard normal value exceeds y. */
  static double minusLog10(final double y) {
    if (y < SERIES_MAX) {
      return -StrictMath.log10(y < -DEVIATIONS_MAX ? 1 : bySeries(y));
    }
    double fraction = 0;
    for (int k = FRACTION_TERMS; k > 0; k--) {
      fraction = k / (y + fraction);
    }
    return y * y / 2 * LOG10_E + LOG10_SQRT_2_PI + StrictMath.log10(y + fraction);
  }

  /** The y for which −log₁₀ Q(y) is {@code phi}, from −40 to 40 standard deviations. */
  static double deviationsAt(final double phi) {
    double low = -DEVIATIONS_MAX;
    double high = DEVIATIONS_MAX;
    for (int i = 0; i < 100; i++) {
      final double mid = (low + high) / 2;
      if (minusLog10(mid) < phi) {
        low = mid;
      } else {
        high = mid;
      }
    }
    return high;
  }

  private static double bySeries(final double y) {
    if (y < -SERIES_MAX) {
      return 1 - StrictMath.pow(10, -minusLog10(-y));
    }
    double term = y;
    double sum = y;
    for (int k = 3; k < 100; k += 2) {
      term *= y * y / k;
      sum += term;
    }
    return 0.5 - StrictMath.exp(-y * y / 2) / StrictMath.sqrt(2 * StrictMath.PI) * sum;
  }
}
