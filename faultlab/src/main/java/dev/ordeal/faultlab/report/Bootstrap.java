package dev.ordeal.faultlab.report;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
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

  /** Into how many parts the sorted samples are cut, so that a quantile is looked for in one. */
  private static final int BLOCKS = 256;

  /** A figure and its 95 % interval; NaN where there is none. */
  record Estimate(double value, double low, double high, long samples) {}

  /** All samples, sorted, and the run that each is from. */
  private final double[] values;

  private final int[] runOf;

  /** How many samples a block has, and how many each run has before each block; the last line: in all. */
  private final int blockLength;

  private final int[][] before = new int[BLOCKS + 1][];
  private final int runs;
  private final long key;
  private final long contributing;

  /**
   * Takes the samples of a cell.
   *
   * @param samplesByRun for each run its samples; may be empty for a run
   */
  Bootstrap(final List<long[]> samplesByRun, final String key) {
    values = samplesByRun.stream().flatMapToLong(Arrays::stream).asDoubleStream().sorted().toArray();
    runOf = runsInOrder(samplesByRun);
    runs = samplesByRun.size();
    contributing = samplesByRun.stream().filter(samples -> samples.length > 0).count();
    this.key = CounterRandom.hash(0x626F6F74, key.hashCode());
    blockLength = Math.max(1, (values.length + BLOCKS - 1) / BLOCKS);
    final int[] counts = new int[runs];
    for (int block = 0; block <= BLOCKS; block++) {
      before[block] = counts.clone();
      final int end = (int) Math.min(values.length, (block + 1L) * blockLength);
      for (int i = block * blockLength; i < end; i++) {
        counts[runOf[i]]++;
      }
    }
  }

  /** Of equal samples those of earlier runs come first. */
  private int[] runsInOrder(final List<long[]> samplesByRun) {
    final int[] inOrder = new int[values.length];
    final int[] equalBefore = new int[values.length];
    for (int run = 0; run < samplesByRun.size(); run++) {
      for (final long value : samplesByRun.get(run)) {
        final int first = firstAtLeast((double) value);
        inOrder[first + equalBefore[first]++] = run;
      }
    }
    return inOrder;
  }

  /** Where the first sample stands that is no less than one of them. */
  private int firstAtLeast(final double value) {
    int low = 0;
    int high = values.length - 1;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (values[middle] < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
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
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sums[runOf[i]] += values[i];
      sum += values[i];
    }
    final double[] means = new double[RESAMPLES];
    final int[] weights = new int[runs];
    int kept = 0;
    for (int r = 0; r < RESAMPLES; r++) {
      draw(r, weights);
      double weighted = 0;
      for (int run = 0; run < runs; run++) {
        weighted += weights[run] * sums[run];
      }
      final long count = drawnBefore(BLOCKS, weights);
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
      final long total = drawnBefore(BLOCKS, weights);
      if (total == 0) {
        continue;
      }
      for (int p = 0; p < shares.length; p++) {
        drawn[p][kept] = drawnAt(rank(shares[p], total), weights);
      }
      kept++;
    }
    for (int p = 0; p < shares.length; p++) {
      estimates[p] = estimate(values[(int) rank(shares[p], values.length) - 1], Arrays.copyOf(drawn[p], kept));
    }
    return estimates;
  }

  private static long rank(final double share, final long count) {
    return Math.max(1, (long) StrictMath.ceil(share * count - 1e-9));
  }

  /** How many samples are drawn from those before a block. */
  private long drawnBefore(final int block, final int[] weights) {
    long count = 0;
    for (int run = 0; run < runs; run++) {
      count += (long) weights[run] * before[block][run];
    }
    return count;
  }

  /** The sample of a rank, from 1, among those drawn. */
  private double drawnAt(final long rank, final int[] weights) {
    int low = 0;
    int high = BLOCKS - 1;
    while (low < high) {
      final int middle = (low + high + 1) >>> 1;
      if (drawnBefore(middle, weights) < rank) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    long seen = drawnBefore(low, weights);
    int at = low * blockLength;
    while (seen + weights[runOf[at]] < rank) {
      seen += weights[runOf[at++]];
    }
    return values[at];
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
