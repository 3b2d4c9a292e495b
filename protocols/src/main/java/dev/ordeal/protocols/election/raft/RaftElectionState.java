package dev.ordeal.protocols.election.raft;

/** The states of a server: three of section 5.1, and the one that PreVote adds. */
public enum RaftElectionState {
  /** Answers candidates and leaders and stands when it hears from no leader for an election time-out. */
  FOLLOWER,
  /** Has voted for itself in a term of its own and asks the others for their votes. */
  CANDIDATE,
  /** Has the votes of a majority in its term and says so at every heartbeat. */
  LEADER,
  /** With PreVote: has asked the others whether they would vote for it, and is still in the term it was in (§9.6). */
  PRE_CANDIDATE
}
