package dev.ordeal.protocols.broadcast.atomic;

/** What a node of the atomic broadcast is about. */
public enum AtomicBroadcastState {
  /** All that has come is delivered. */
  IDLE,
  /** Has proposed what has come to the next instance, and waits for its decision. */
  AGREEING,
  /** Others are so many instances ahead that this node can only be told their decisions. */
  CATCHING_UP
}
