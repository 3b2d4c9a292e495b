package dev.ordeal.protocols.clock.mutex;

/** What a node of the mutual exclusion is about. */
public enum LamportMutexState {
  /** Not started yet. */
  STARTING,
  /** Wants nothing for a while. */
  IDLE,
  /** Has asked for the resource and waits for its turn. */
  WAITING,
  /** Has the resource. */
  HOLDING
}
