package dev.ordeal.protocols.election.omega;

/** Where a node stands that takes its leader from Omega. */
public enum OmegaElectionState {
  /** Built and not started. */
  STARTING,
  /** Holds another node leader. */
  FOLLOWING,
  /** Holds itself leader. */
  LEADING
}
