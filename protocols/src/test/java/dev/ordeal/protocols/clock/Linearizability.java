package dev.ordeal.protocols.clock;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** How shared clocks are checked by Lincheck: bounded, so that every build can afford it, and the same each time. */
public final class Linearizability {
  private Linearizability() {}

  /**
   * Explores interleavings of random scenarios of a class's operations, and looks that each outcome is one of some
   * order of the same operations one after another, and that no thread waits for another.
   */
  public static void check(final Class<?> threads) {
    new ModelCheckingOptions()
        .iterations(12)
        .invocationsPerIteration(400)
        .threads(2)
        .actorsBefore(1)
        .actorsPerThread(3)
        .actorsAfter(1)
        .checkObstructionFreedom(true)
        .check(threads);
  }
}
