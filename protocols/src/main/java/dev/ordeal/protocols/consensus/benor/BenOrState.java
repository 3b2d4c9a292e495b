package dev.ordeal.protocols.consensus.benor;

/** What a node of Ben-Or's algorithm is about. */
public enum BenOrState {
  /** Has no value yet. */
  WAITING,
  /** First step of a phase: has told its value, waits for those of n − t. */
  REPORTING,
  /** Second step: has told what more than half reported, waits for n − t of those. */
  RATIFYING,
  /** Has decided. */
  DECIDED
}
