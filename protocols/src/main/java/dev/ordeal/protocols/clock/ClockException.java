package dev.ordeal.protocols.clock;

/**
 * A clock can't go on from where it is, or refuses what it was given: a time used up, a stamp from too far in the
 * future, bytes that are no stamp. The clock is as it was before the call.
 */
public final class ClockException extends RuntimeException {
  /** With a lower-case clause, the values and the bound. */
  public ClockException(final String message) {
    super(message);
  }
}
