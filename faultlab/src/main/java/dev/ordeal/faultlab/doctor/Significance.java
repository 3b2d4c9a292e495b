package dev.ordeal.faultlab.doctor;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.BinomialTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * Tests, and what each can see: the least error that a test at a given level finds with probability {@link #POWER}.
 * Powers are computed on normal approximations, which at the doctor's sample sizes are good to a few per cent.
 */
final class Significance {
  /** The probability with which a stated error is seen. */
  static final double POWER = 0.99;

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final double POWER_QUANTILE = NORMAL.inverseCumulativeProbability(POWER);

  private Significance() {}

  /** Two-sided, exact. */
  static double binomialP(final int trials, final int hits, final double probability) {
    return BinomialTest.withDefaults().test(trials, hits, probability).getPValue();
  }

  /** The least deviation from a probability that is seen in so many trials. */
  static double binomialSees(final int trials, final double probability, final double level) {
    return rateSees(Math.sqrt(probability * (1 - probability) / trials), level);
  }

  /** The least deviation of an estimate that is seen, by its standard error. */
  static double rateSees(final double standardError, final double level) {
    return (NORMAL.inverseSurvivalProbability(level / 2) + POWER_QUANTILE) * standardError;
  }

  /** Two-sided, for an estimate with a known standard error. */
  static double normalP(final double deviation, final double standardError) {
    return Math.min(1, 2 * NORMAL.survivalProbability(Math.abs(deviation) / standardError));
  }

  /** Two-sided Kolmogorov–Smirnov. */
  static double ksP(final double[] samples, final DoubleUnaryOperator cdf) {
    return KolmogorovSmirnovTest.withDefaults().test(samples, cdf).getPValue();
  }

  /** Two-sided two-sample Kolmogorov–Smirnov. */
  static double ksP(final double[] one, final double[] other) {
    return KolmogorovSmirnovTest.withDefaults().test(one, other).getPValue();
  }

  /** The greatest distance between distribution functions that goes unseen, by effective sample size (Massart 1990). */
  static double ksSees(final double samples, final double level) {
    return (Math.sqrt(Math.log(2 / level) / 2) + POWER_QUANTILE / 2) / Math.sqrt(samples);
  }

  /** Upper tail of chi-square. */
  static double chiSquareP(final double statistic, final int degrees) {
    return ChiSquaredDistribution.of(degrees).survivalProbability(statistic);
  }

  /** The least non-centrality that a chi-square test sees. */
  static double chiSquareSees(final int degrees, final double level) {
    final double critical = ChiSquaredDistribution.of(degrees).inverseSurvivalProbability(level);
    double low = 0;
    double high = 1e6;
    for (int i = 0; i < 100; i++) {
      final double lambda = (low + high) / 2;
      final double reached = degrees + lambda - POWER_QUANTILE * Math.sqrt(2 * (degrees + 2 * lambda));
      if (reached < critical) {
        low = lambda;
      } else {
        high = lambda;
      }
    }
    return high;
  }
}
