package dev.ordeal.protocols.detector;

/** Where a node stands that does nothing but detect failures. */
public enum DetectorState {
  /** Built and not started: nobody has been watched in this incarnation. */
  STARTING,
  /** Holds no other node to have failed. */
  TRUSTING,
  /** Holds some other node to have failed. */
  SUSPECTING
}
