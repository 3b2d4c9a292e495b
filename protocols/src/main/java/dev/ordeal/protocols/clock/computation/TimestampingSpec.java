package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;

/** An algorithm whose nodes stamp events: what a judge needs to read the stamps. */
public interface TimestampingSpec extends AlgorithmSpec {
  /** The value of {@link #futureBoundNs} where no stamp is refused for its physical part. */
  long NO_BOUND = Long.MAX_VALUE;

  /** Reads and compares stamps. */
  StampStore newStampStore(int processes);

  /** How far beyond its process's wall clock a remote stamp may lift a clock, in nanoseconds. */
  default long futureBoundNs(final ParameterValues values) {
    return NO_BOUND;
  }
}
