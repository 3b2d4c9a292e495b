package dev.ordeal.benchmarks.planted.faultlab.fault;

import dev.ordeal.benchmarks.planted.faultlab.record.GoesRound;

/** Draws with a function whose last bit differs from JVM to JVM, and closes a cycle of packages. */
public final class DrawsWithMath {
  private DrawsWithMath() {}

  /** An exponential deviate. */
  public static double draw(final double uniform) {
    return -Math.log(uniform) * GoesRound.SCALE.length();
  }
}
