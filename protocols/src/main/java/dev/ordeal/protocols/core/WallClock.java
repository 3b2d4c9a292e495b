package dev.ordeal.protocols.core;

/**
 * A clock that people set: it may be wrong, drift and jump, in both directions. Handed at construction to the
 * algorithms that need one; all others live on the monotonic time of their steps.
 */
@FunctionalInterface
public interface WallClock {
  /** Nanoseconds since 1970-01-01 UTC, as far as this clock knows. */
  long wallNs();
}
