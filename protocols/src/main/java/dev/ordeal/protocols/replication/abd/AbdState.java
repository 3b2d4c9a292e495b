package dev.ordeal.protocols.replication.abd;

/** How busy a node is for its clients. As a replica it answers whatever its state. */
public enum AbdState {
  /** Has no operation under way. */
  IDLE,
  /** Carries out operations and takes more. */
  SERVING,
  /** Carries out as many operations as it may, and refuses others. */
  FULL
}
