package dev.ordeal.faultlab.fault;

import java.util.List;
import java.util.regex.Pattern;

/** What a delay's settings may be. */
final class DelayBounds {
  private static final long SIGMA_MAX_MILLI = 10_000;
  private static final long ALPHA_MAX_MILLI = 1_000_000;
  private static final long JITTER_MAX_PPM = 100_000_000;

  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._/-]+");

  private DelayBounds() {}

  /**
   * Refuses settings that make no sense.
   *
   * @throws IllegalArgumentException naming the setting, its value and its bounds
   */
  static void check(final Delay delay) {
    if (delay instanceof Delay.Constant constant) {
      checkNs("constant delay", constant.ns(), 0);
    } else if (delay instanceof Delay.Uniform uniform) {
      checkNs("least uniform delay", uniform.minNs(), 0);
      checkNs("greatest uniform delay", uniform.maxNs(), uniform.minNs());
    } else if (delay instanceof Delay.Exponential exponential) {
      checkNs("least exponential delay", exponential.minNs(), 0);
      checkNs("mean of exponential delay", exponential.meanNs(), 1);
    } else if (delay instanceof Delay.LogNormal logNormal) {
      checkNs("median of log-normal delay", logNormal.medianNs(), 1);
      checkNumber("sigma of log-normal delay in thousandths", logNormal.sigmaMilli(), 0, SIGMA_MAX_MILLI);
    } else if (delay instanceof Delay.Pareto pareto) {
      checkNs("least pareto delay", pareto.minNs(), 1);
      checkNumber("alpha of pareto delay in thousandths", pareto.alphaMilli(), 1, ALPHA_MAX_MILLI);
    } else if (delay instanceof Delay.Regions matrix) {
      checkRegions(matrix);
    } else if (delay instanceof Delay.Empirical empirical) {
      checkEmpirical(empirical);
    }
  }

  private static void checkRegions(final Delay.Regions matrix) {
    final int size = matrix.names().size();
    matrix.names().forEach(name -> checkName("region", name));
    checkNumber("number of regions", size, 1, 1_000);
    checkNumber("number of rows of regions", matrix.oneWayNs().size(), size, size);
    checkNumber("jitter of regions in millionths", matrix.jitterPpm(), 0, JITTER_MAX_PPM);
    for (final List<Long> row : matrix.oneWayNs()) {
      checkNumber("number of delays in a row of regions", row.size(), size, size);
      for (final long ns : row) {
        checkNumber("delay between regions in nanoseconds", ns, 0, Long.MAX_VALUE / (JITTER_MAX_PPM + 1));
      }
    }
  }

  private static void checkEmpirical(final Delay.Empirical empirical) {
    final int size = empirical.upToNs().size();
    checkName("empirical source", empirical.source());
    checkNumber("number of empirical buckets", size, 1, 1_000_000);
    checkNumber("number of empirical counts", empirical.counts().size(), size, size);
    long previousNs = 0;
    long total = 0;
    for (int i = 0; i < size; i++) {
      checkNs("end of an empirical bucket", empirical.upToNs().get(i), previousNs + 1);
      previousNs = empirical.upToNs().get(i);
      checkNumber("count of an empirical bucket", empirical.counts().get(i), 0, Integer.MAX_VALUE);
      total += empirical.counts().get(i);
    }
    checkNumber("number of empirical samples", total, 1, Long.MAX_VALUE);
  }

  private static void checkName(final String what, final String name) {
    if (!NAME.matcher(name).matches() || name.equals(DelayText.JITTER)) {
      throw new IllegalArgumentException(
          "name of %s not allowed: name=%s, allowed=letters, digits and . _ / -".formatted(what, name));
    }
  }

  private static void checkNs(final String what, final long ns, final long minNs) {
    if (ns < minNs || ns > DelaySampler.DELAY_MAX_NS) {
      throw new IllegalArgumentException(
          "%s out of range: value=%s, min=%s, max=%s"
              .formatted(
                  what,
                  Quantities.formatSignedDuration(ns),
                  Quantities.formatDuration(minNs),
                  Quantities.formatDuration(DelaySampler.DELAY_MAX_NS)));
    }
  }

  private static void checkNumber(final String what, final long value, final long min, final long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("%s out of range: value=%d, min=%d, max=%d".formatted(what, value, min, max));
    }
  }
}
