package dev.ordeal.protocols.consensus.chandratoueg;

/** What a node of Chandra and Toueg's algorithm is about. */
public enum ChandraTouegState {
  /** Has no estimate yet. */
  WAITING,
  /** Phase 3: has sent its estimate and waits for the coordinator's value, or for a suspicion. */
  ESTIMATING,
  /** Phase 2, as the coordinator: waits for the estimates of a majority. */
  GATHERING,
  /** Phase 4, as the coordinator: waits for the replies of a majority. */
  POLLING,
  /** Has decided. */
  DECIDED
}
