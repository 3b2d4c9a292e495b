package dev.ordeal.protocols.election.raft;

/** The three states of a server (section 5.1). */
public enum RaftElectionState {
  /** Answers candidates and leaders and stands when it hears from no leader for an election time-out. */
  FOLLOWER,
  /** Has voted for itself in a term of its own and asks the others for their votes. */
  CANDIDATE,
  /** Has the votes of a majority in its term and says so at every heartbeat. */
  LEADER
}
