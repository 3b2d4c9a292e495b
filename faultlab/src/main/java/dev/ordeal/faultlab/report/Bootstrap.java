package dev.ordeal.faultlab.report;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Intervals for figures pooled over runs. The run is what is drawn anew, never the sample inside a run: samples of one
 * run hang together (Efron, Bootstrap methods: another look at the jackknife, 1979; percentile method, clusters). The
 * draws depend on the key alone, so the same folder gives the same picture.
 *
 * <p>Immutable; any thread.
 */
final class Bootstrap {
  /** Resamples a figure rests on. */
  static final int RESAMPLES = 400;

  /** Fewer runs than this with a sample give no interval. */
  static final int RUNS_MIN = 5;

  private static final double TAIL = 0.025;

  /** A figure and its 95 % interval; NaN where there is none. */
  record Estimate(double value, double low, double high, long samples) {}

  private final double[] values;
  private final int[] runOf;
  private final int runs;
  private final long key;
  private final long contributing;

  /**
   * Takes the samples of a cell.
   *
   * @param samplesByRun for each run its samples; may be empty for a run
   */
  Bootstrap(final List<long[]> samplesByRun, final String key) {
    final int total = samplesByRun.stream().mapToInt(s -> s.length).sum();
    final long[][] pairs = new long[total][];
    int at = 0;
    for (int run = 0; run < samplesByRun.size(); run++) {
      for (final long value : samplesByRun.get(run)) {
        pairs[at++] = new long[] {value, run};
      }
    }
    Arrays.sort(pairs, Comparator.<long[]>comparingLong(p -> p[0]).thenComparingLong(p -> p[1]));
    values = Arrays.stream(pairs).mapToDouble(p -> p[0]).toArray();
    runOf = Arrays.stream(pairs).mapToInt(p -> (int) p[1]).toArray();
    runs = samplesByRun.size();
    contributing = samplesByRun.stream().filter(samples -> samples.length > 0).count();
    this.key = CounterRandom.hash(0x626F6F74, key.hashCode());
  }

  int samples() {
    return values.length;
  }

  /** The mean of all samples. */
  Estimate mean() {
    if (values.length == 0) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
    }
    final double[] sums = new double[runs];
    final int[] counts = new int[runs];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sums[runOf[i]] += values[i];
      counts[runOf[i]]++;
      sum += values[i];
    }
    final double[] means = new double[RESAMPLES];
    final int[] weights = new int[runs];
    int kept = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      draw(r, weights);
      double weighted = 0;
      long count = 0;
      for (int run = 0; run < runs; run++) {
        weighted += weights[run] * sums[run];
        count += (long) weights[run] * counts[run];
      }
      if (count > 0) {
        means[kept++] = weighted / count;
      }
    }
    return estimate(sum / values.length, Arrays.copyOf(means, kept));
  }

  /** Quantiles by nearest rank: for each share p the least sample that at least p of all samples do not exceed. */
  Estimate[] quantiles(final double... shares) {
    final Estimate[] estimates = new Estimate[shares.length];
    if (values.length == 0) {
      Arrays.fill(estimates, new Estimate(Double.NaN, Double.NaN, Double.NaN, 0));
      return estimates;
    }
    final double[][] drawn = new double[shares.length][RESAMPLES];
    final int[] weights = new int[runs];
    int kept = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      draw(r, weights);
      long total = 0;
      for (final int run : runOf) {
        total += weights[run];
      }
      if (total == 0) {
        continue;
      }
      long seen = 0;
      int next = 0;
      for (int i = 0; i < values.length && next < shares.length; i++) {
        seen += weights[runOf[i]];
        while (next < shares.length && seen >= Math.max(1, StrictMath.ceil(shares[next] * total - 1e-9))) {
          drawn[next++][kept] = values[i];
        }
      }
      kept++;
    }
    for (int p = 0; p < shares.length; p++) {
      final int rank = (int) Math.max(1, StrictMath.ceil(shares[p] * values.length - 1e-9));
      estimates[p] = estimate(values[rank - 1], Arrays.copyOf(drawn[p], kept));
    }
    return estimates;
  }

  private void draw(final int resample, final int[] weights) {
    Arrays.fill(weights, 0);
    final CounterRandom random = new CounterRandom(CounterRandom.hash(key, resample));
    for (int i = 0; i < runs; i++) {
      weights[(int) random.nextLong(runs)]++;
    }
  }

  private Estimate estimate(final double value, final double[] resampled) {
    if (contributing < RUNS_MIN || resampled.length == 0) {
      return new Estimate(value, Double.NaN, Double.NaN, values.length);
    }
    Arrays.sort(resampled);
    final int low = (int) StrictMath.floor(TAIL * (resampled.length - 1));
    final int high = (int) StrictMath.ceil((1 - TAIL) * (resampled.length - 1));
    return new Estimate(
        value, Math.min(value, resampled[low]), Math.max(value, resampled[high]), values.length);
  }
}
