package dev.ordeal.protocols.consensus.paxos;

/** What a node of single-decree Paxos is about, as a proposer; an acceptor it is always. */
public enum PaxosState {
  /** Has no ballot under way: nothing to propose yet, or waiting before the next attempt. */
  WAITING,
  /** Phase 1: has asked for promises. */
  PREPARING,
  /** Phase 2: has asked the acceptors to accept a value. */
  ACCEPTING,
  /** Knows what was chosen. */
  DECIDED
}
