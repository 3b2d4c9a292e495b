package dev.ordeal.faultlab.fault;

import java.util.List;

/**
 * How long a message takes, in nanoseconds. Immutable descriptions; {@code DelaySampler} draws from them.
 */
public sealed interface Delay {
  /** Always the same. */
  record Constant(long ns) implements Delay {}

  /** Uniform from min to max, both included. */
  record Uniform(long minNs, long maxNs) implements Delay {}

  /** A least delay plus an exponential with the given mean. */
  record Exponential(long minNs, long meanNs) implements Delay {}

  /** Log-normal, by its median and the standard deviation of its logarithm in thousandths. */
  record LogNormal(long medianNs, long sigmaMilli) implements Delay {}

  /** Pareto, by its least value and its shape in thousandths. */
  record Pareto(long minNs, long alphaMilli) implements Delay {}

  /**
   * Between regions: node i is in region {@code i mod names.size()}; the delay is the matrix's entry, stretched by up
   * to {@code jitterPpm} millionths.
   */
  record Regions(List<String> names, List<List<Long>> oneWayNs, long jitterPpm) implements Delay {}

  /**
   * As measured: bucket i holds {@code counts[i]} of the samples, uniform between {@code upToNs[i-1]} (or 0) and
   * {@code upToNs[i]}.
   */
  record Empirical(String source, List<Long> upToNs, List<Long> counts) implements Delay {}
}
