package dev.ordeal.protocols.consensus.flooding;

/** What a flooding node is about. */
public enum FloodingState {
  /** The first round has not begun. */
  WAITING,
  /** Tells what it knows, once a round. */
  FLOODING,
  /** Early deciding only: knows that its estimate is final, and tells that for a round before it decides. */
  TELLING,
  /** Has decided. */
  DECIDED
}
