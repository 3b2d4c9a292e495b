package dev.ordeal.protocols.election.ring;

/** Where a node of an election on a ring stands. */
public enum RingState {
  /** Built and not started. */
  STARTING,
  /** Has sent its own candidacy round, or passed on a higher node's, and waits for a leader. */
  ELECTING,
  /** Holds another node leader and hears from it often enough. */
  FOLLOWING,
  /** Its candidacy came back to it: holds itself leader and says so at every heartbeat. */
  LEADING
}
