package dev.ordeal.faultlab.record;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.apache.commons.statistics.interval.BinomialConfidenceInterval;
import org.apache.commons.statistics.interval.Interval;

/**
 * k of n, with its Wilson interval at 95 % (Wilson, Probable inference, the law of succession, and statistical
 * inference, 1927): the number of runs is fixed beforehand, so the interval covers what it says.
 *
 * @param count k
 * @param of n; 0 if there was no trial, and then the interval is everything
 * @param low lower end of the interval, six decimals
 * @param high upper end of the interval, six decimals
 */
public record Proportion(long count, long of, double low, double high) {
  private static final double ERROR_RATE = 0.05;
  private static final int DECIMALS = 6;

  /** Computes the interval. */
  public static Proportion of(final long count, final long of) {
    if (count < 0 || count > of || of > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "proportion out of range: count=%d, of=%d, max=%d".formatted(count, of, Integer.MAX_VALUE));
    }
    if (of == 0) {
      return new Proportion(0, 0, 0, 1);
    }
    final Interval interval =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate((int) of, (int) count, ERROR_RATE);
    return new Proportion(count, of, rounded(interval.getLowerBound()), rounded(interval.getUpperBound()));
  }

  /** k / n, or 0 without a trial. */
  public double share() {
    return of == 0 ? 0 : (double) count / of;
  }

  /** As people should read it: {@code 0/400, at most 0.95 %} or {@code 12/200, 6.0 % (3.5 to 10.2)}. */
  public String text() {
    if (of == 0) {
      return "0/0";
    }
    if (count == 0) {
      return "0/%d, at most %s %%".formatted(of, percent(high));
    }
    if (count == of) {
      return "%d/%d, at least %s %%".formatted(count, of, percent(low));
    }
    return "%d/%d, %s %% (%s to %s)".formatted(count, of, percent(share()), percent(low), percent(high));
  }

  /** As many decimals as it takes to tell a share from nothing and from everything. */
  private static String percent(final double share) {
    final double percent = share * 100;
    final double rest = Math.min(percent, 100 - percent);
    final String format = rest <= 0 || rest >= 1 ? "%.1f" : rest >= 0.1 ? "%.2f" : rest >= 0.01 ? "%.3f" : "%.4f";
    return String.format(Locale.ROOT, format, percent);
  }

  private static double rounded(final double value) {
    final double clamped = value < 0 ? 0 : value > 1 ? 1 : value;
    return BigDecimal.valueOf(clamped).setScale(DECIMALS, RoundingMode.HALF_EVEN).doubleValue();
  }
}
