package dev.ordeal.protocols.commit;

/** What a node of an atomic commit protocol is doing. */
public enum CommitState {
  /** It knows of no transaction that is not over. */
  IDLE,
  /** It has transactions under way, and could still abort each of them or knows its outcome. */
  WORKING,
  /** It has voted yes for at least one transaction and does not know the outcome: it holds the locks and waits. */
  IN_DOUBT
}
