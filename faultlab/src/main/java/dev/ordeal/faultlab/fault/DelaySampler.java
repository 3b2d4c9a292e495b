package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.List;

/**
 * Draws delays from a {@link Delay}: 64 random bits in, nanoseconds out.
 *
 * <p>Constant, uniform, regional and empirical delays are integer arithmetic. Exponential, log-normal and Pareto
 * delays read a table of {@value #CELLS} quantiles built with StrictMath and interpolate inside a cell, which is
 * exact at cell edges and off by less than 5·10⁻⁵ in probability between them; the outermost {@value #EXACT_CELLS}
 * cells of an infinite or steep tail are computed with StrictMath. So all machines draw the same.
 *
 * <p>Hot: nothing is allocated after construction. Immutable; any thread.
 */
public final class DelaySampler {
  /** No delay is drawn beyond this: 2⁶⁰ ns, about 36 years. */
  public static final long DELAY_MAX_NS = 1L << 60;

  private static final int CELL_BITS = 10;
  private static final int CELLS = 1 << CELL_BITS;
  private static final int EXACT_CELLS = 4;

  private static final int CONSTANT = 0;
  private static final int UNIFORM = 1;
  private static final int TABLE = 2;
  private static final int REGIONS = 3;
  private static final int EMPIRICAL = 4;

  private final Delay delay;
  private final int kind;
  private final long minNs;
  private final long span;
  private final long[] quantileNs;
  private final boolean hasSteepStart;
  private final int regions;
  private final long[] regionNs;
  private final long[] regionSpan;
  private final long[] upToNs;
  private final long[] countsUpTo;

  /**
   * Prepares a delay.
   *
   * @throws IllegalArgumentException naming the setting that is out of range and its bound
   */
  public DelaySampler(final Delay delay) {
    DelayBounds.check(delay);
    this.delay = delay;
    long min = 0;
    long width = 1;
    long[] table = null;
    long[] regional = null;
    long[] regionalSpan = null;
    long[] edges = null;
    long[] cumulative = null;
    if (delay instanceof Delay.Constant constant) {
      kind = CONSTANT;
      min = constant.ns();
    } else if (delay instanceof Delay.Uniform uniform) {
      kind = UNIFORM;
      min = uniform.minNs();
      width = uniform.maxNs() - uniform.minNs() + 1;
    } else if (delay instanceof Delay.Regions matrix) {
      kind = REGIONS;
      final int size = matrix.names().size();
      regional = new long[size * size];
      regionalSpan = new long[size * size];
      for (int i = 0; i < regional.length; i++) {
        regional[i] = matrix.oneWayNs().get(i / size).get(i % size);
        regionalSpan[i] = jitterNs(regional[i], matrix.jitterPpm()) + 1;
      }
    } else if (delay instanceof Delay.Empirical empirical) {
      kind = EMPIRICAL;
      edges = empirical.upToNs().stream().mapToLong(Long::longValue).toArray();
      cumulative = empirical.counts().stream().mapToLong(Long::longValue).toArray();
      for (int i = 1; i < cumulative.length; i++) {
        cumulative[i] += cumulative[i - 1];
      }
    } else {
      kind = TABLE;
      table = new long[CELLS + 1];
      for (int i = 0; i <= CELLS; i++) {
        table[i] = exactQuantileNs((double) i / CELLS, (double) (CELLS - i) / CELLS);
      }
    }
    minNs = min;
    span = width;
    quantileNs = table;
    hasSteepStart = delay instanceof Delay.LogNormal;
    regions = regional == null ? 0 : ((Delay.Regions) delay).names().size();
    regionNs = regional;
    regionSpan = regionalSpan;
    upToNs = edges;
    countsUpTo = cumulative;
  }

  /** The delay that is drawn from. */
  public Delay delay() {
    return delay;
  }

  /** Draws the delay of a message on one directed link from 64 random bits. */
  public long sampleNs(final int fromId, final int toId, final long bits) {
    switch (kind) {
      case CONSTANT:
        return minNs;
      case UNIFORM:
        return minNs + CounterRandom.scale(bits, span);
      case TABLE:
        return sampleTableNs(bits);
      case REGIONS:
        final int entry = fromId % regions * regions + toId % regions;
        return regionNs[entry] + CounterRandom.scale(bits, regionSpan[entry]);
      default:
        return sampleEmpiricalNs(bits);
    }
  }

  private long sampleTableNs(final long bits) {
    final int cell = (int) (bits >>> (64 - CELL_BITS));
    if (cell >= CELLS - EXACT_CELLS || (hasSteepStart && cell < EXACT_CELLS)) {
      return exactQuantileNs(fraction(bits), fraction(~bits));
    }
    final long low = quantileNs[cell];
    return low + CounterRandom.scale(bits << CELL_BITS, quantileNs[cell + 1] - low);
  }

  private long sampleEmpiricalNs(final long bits) {
    final long[] cumulative = countsUpTo;
    final long rank = CounterRandom.scale(bits, cumulative[cumulative.length - 1]);
    int low = 0;
    int high = cumulative.length - 1;
    while (low < high) {
      final int middle = (low + high) >>> 1;
      if (cumulative[middle] > rank) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    final long fromNs = low == 0 ? 0 : upToNs[low - 1];
    return fromNs + CounterRandom.scale(CounterRandom.mix(bits, low), upToNs[low] - fromNs);
  }

  /** The middle of the interval of width 2⁻⁶⁴ that 64 bits stand for; never 0, precise near 0. */
  private static double fraction(final long bits) {
    final double high = (double) (bits >>> 32);
    final double low = (double) (bits & 0xFFFF_FFFFL);
    return (high * 0x1p32 + low + 0.5) * 0x1p-64;
  }

  private static long jitterNs(final long ns, final long jitterPpm) {
    return Math.multiplyExact(ns, jitterPpm) / 1_000_000;
  }

  /** The quantile at {@code p} = 1 − {@code q} of the distributions that have a table. */
  private long exactQuantileNs(final double p, final double q) {
    final double ns;
    if (delay instanceof Delay.Exponential exponential) {
      ns = exponential.minNs() - StrictMath.log(q) * exponential.meanNs();
    } else if (delay instanceof Delay.LogNormal logNormal) {
      ns = logNormal.medianNs() * StrictMath.exp(NormalQuantile.of(p, q) * (logNormal.sigmaMilli() / 1e3));
    } else {
      final Delay.Pareto pareto = (Delay.Pareto) delay;
      ns = pareto.minNs() * StrictMath.pow(q, -1e3 / pareto.alphaMilli());
    }
    return ns >= DELAY_MAX_NS ? DELAY_MAX_NS : (long) ns;
  }

  /** The greatest delay a link can draw, in nanoseconds; {@link Long#MAX_VALUE} if there is none. */
  public static long maxNs(final Delay delay) {
    if (delay instanceof Delay.Constant constant) {
      return constant.ns();
    }
    if (delay instanceof Delay.Uniform uniform) {
      return uniform.maxNs();
    }
    if (delay instanceof Delay.Regions matrix) {
      final long longest = longestNs(matrix);
      return longest + jitterNs(longest, matrix.jitterPpm());
    }
    if (delay instanceof Delay.Empirical empirical) {
      return Math.max(0, empirical.upToNs().get(empirical.upToNs().size() - 1) - 1);
    }
    return Long.MAX_VALUE;
  }

  /**
   * The delay that a share of messages does not exceed, in nanoseconds; of regions, on the slowest link.
   *
   * @param ppb the share, 0 to 10⁹ parts per billion
   */
  public static long quantileNs(final Delay delay, final long ppb) {
    final double p = ppb / 1e9;
    if (delay instanceof Delay.Constant constant) {
      return constant.ns();
    }
    if (delay instanceof Delay.Uniform uniform) {
      return uniform.minNs() + (long) (p * (uniform.maxNs() - uniform.minNs()));
    }
    if (delay instanceof Delay.Regions matrix) {
      final long longest = longestNs(matrix);
      return longest + (long) (p * jitterNs(longest, matrix.jitterPpm()));
    }
    if (delay instanceof Delay.Empirical empirical) {
      return empiricalQuantileNs(empirical, p);
    }
    return new DelaySampler(delay).exactQuantileNs(p, (LinkRules.ALWAYS_PPB - ppb) / 1e9);
  }

  private static long longestNs(final Delay.Regions matrix) {
    return matrix.oneWayNs().stream().flatMap(List::stream).mapToLong(Long::longValue).max().orElse(0);
  }

  private static long empiricalQuantileNs(final Delay.Empirical empirical, final double p) {
    final long total = empirical.counts().stream().mapToLong(Long::longValue).sum();
    final double rank = p * total;
    long below = 0;
    long fromNs = 0;
    for (int i = 0; i < empirical.counts().size(); i++) {
      final long count = empirical.counts().get(i);
      final long toNs = empirical.upToNs().get(i);
      if (count > 0 && below + count >= rank) {
        return fromNs + (long) ((rank - below) / count * (toNs - fromNs));
      }
      below += count;
      fromNs = toNs;
    }
    return fromNs;
  }
}
