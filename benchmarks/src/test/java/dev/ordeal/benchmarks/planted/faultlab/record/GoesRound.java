package dev.ordeal.benchmarks.planted.faultlab.record;

import dev.ordeal.benchmarks.planted.faultlab.fault.DrawsWithMath;

/** The other half of a cycle. */
public final class GoesRound {
  /** Not a compile-time constant, or javac would copy it and there would be no dependency. */
  public static final String SCALE = String.valueOf(10);

  private GoesRound() {}

  /** Goes round. */
  public static double round() {
    return DrawsWithMath.draw(0.1);
  }
}
