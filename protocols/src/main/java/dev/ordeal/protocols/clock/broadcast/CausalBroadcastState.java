package dev.ordeal.protocols.clock.broadcast;

/** What a member of the causal broadcast is about. */
public enum CausalBroadcastState {
  /** Not started yet. */
  STARTING,
  /** Has messages left to broadcast, and delivers. */
  TALKING,
  /** Has broadcast all its messages, and delivers. */
  LISTENING
}
