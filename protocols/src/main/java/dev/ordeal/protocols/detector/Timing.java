package dev.ordeal.protocols.detector;

import dev.ordeal.protocols.core.Parameter;

/** Times that the detectors' settings and bounds share. */
public final class Timing {
  /** A millisecond, in nanoseconds. */
  public static final long MILLISECOND = 1_000_000;

  /** A second, in nanoseconds. */
  public static final long SECOND = 1_000 * MILLISECOND;

  /** An hour, in nanoseconds. */
  public static final long HOUR = 3_600 * SECOND;

  /** How far clocks may drift while progress is promised: a tenth, in parts per billion. */
  public static final long DRIFT_PPB = Parameter.ALL_PPB / 10;

  private Timing() {}

  /**
   * A length of time as the fastest clock may measure it that the slowest one gave out: 11 / 9 of it, at most {@link
   * Long#MAX_VALUE}.
   */
  public static long drifted(final long ns) {
    return ns > Long.MAX_VALUE / 2 ? Long.MAX_VALUE : ns / 9 * 11 + 11;
  }

  /** Sum of two lengths of time, at most {@link Long#MAX_VALUE}. */
  public static long plus(final long aNs, final long bNs) {
    return aNs > Long.MAX_VALUE - bNs ? Long.MAX_VALUE : aNs + bNs;
  }
}
