package dev.ordeal.protocols.clock.computation;

/** What a process of a computation is about. */
public enum ComputationState {
  /** Not started yet. */
  STARTING,
  /** Has no event under way. */
  RUNNING,
  /** Has an event that is stamped and not visible yet. */
  COMMITTING
}
