package dev.ordeal.protocols.election.bully;

/** Where a node of the bully election stands. */
public enum BullyState {
  /** Built and not started: no election has been held in this incarnation. */
  STARTING,
  /** Holds another node leader and hears from it often enough. */
  FOLLOWING,
  /** Has asked every higher node whether it lives and waits for the first OK. */
  ELECTING,
  /** A higher node has answered OK; waits for somebody to declare itself. */
  AWAITING_COORDINATOR,
  /** Holds itself leader and says so at every heartbeat. */
  LEADING
}
