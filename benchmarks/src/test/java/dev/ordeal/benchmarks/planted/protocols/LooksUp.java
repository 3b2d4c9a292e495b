package dev.ordeal.benchmarks.planted.protocols;

import dev.ordeal.benchmarks.planted.faultlab.fault.DrawsWithMath;

/** A protocol that knows the lab. */
public final class LooksUp {
  private LooksUp() {}

  /** Asks the lab. */
  public static double ask() {
    return DrawsWithMath.draw(0.5);
  }
}
