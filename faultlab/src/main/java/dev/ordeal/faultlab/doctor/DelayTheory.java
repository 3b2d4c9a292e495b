package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Delay;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.ExponentialDistribution;
import org.apache.commons.statistics.distribution.LogNormalDistribution;
import org.apache.commons.statistics.distribution.ParetoDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;

/** The distribution functions that delays should have: from a library, not from the sampler they judge. */
final class DelayTheory {
  private DelayTheory() {}

  /** The probability that a delay on one directed link is at most so many nanoseconds. */
  static DoubleUnaryOperator cdf(final Delay delay, final int fromId, final int toId) {
    if (delay instanceof Delay.Uniform uniform) {
      return UniformContinuousDistribution.of((double) uniform.minNs(), (double) uniform.maxNs())
          ::cumulativeProbability;
    }
    if (delay instanceof Delay.Exponential exponential) {
      final ExponentialDistribution distribution = ExponentialDistribution.of((double) exponential.meanNs());
      return ns -> distribution.cumulativeProbability(ns - exponential.minNs());
    }
    if (delay instanceof Delay.LogNormal logNormal) {
      return LogNormalDistribution.of(StrictMath.log((double) logNormal.medianNs()), logNormal.sigmaMilli() / 1e3)
          ::cumulativeProbability;
    }
    if (delay instanceof Delay.Pareto pareto) {
      return ParetoDistribution.of((double) pareto.minNs(), pareto.alphaMilli() / 1e3)::cumulativeProbability;
    }
    if (delay instanceof Delay.Regions matrix) {
      final int size = matrix.names().size();
      final double base = matrix.oneWayNs().get(fromId % size).get(toId % size);
      return UniformContinuousDistribution.of(base, base * (1 + matrix.jitterPpm() / 1e6))::cumulativeProbability;
    }
    if (delay instanceof Delay.Empirical empirical) {
      return ns -> empiricalCdf(empirical, ns);
    }
    throw new IllegalArgumentException("delay without a continuous distribution: delay=" + delay);
  }

  private static double empiricalCdf(final Delay.Empirical empirical, final double ns) {
    final List<Long> upToNs = empirical.upToNs();
    final double total = empirical.counts().stream().mapToLong(Long::longValue).sum();
    double below = 0;
    for (int i = 0; i < upToNs.size(); i++) {
      final double fromNs = i == 0 ? 0 : upToNs.get(i - 1);
      final double share = Math.min(1, Math.max(0, (ns - fromNs) / (upToNs.get(i) - fromNs)));
      below += share * empirical.counts().get(i);
    }
    return below / total;
  }
}
