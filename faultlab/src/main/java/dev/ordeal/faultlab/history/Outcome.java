package dev.ordeal.faultlab.history;

/** What became of an operation. */
public enum Outcome {
  /** It happened, at one point between its invocation and its response. */
  OK,
  /** It certainly did not happen: no history holds it. */
  FAILED,
  /** Nobody knows: it may take effect at any time after its invocation, or never. */
  UNKNOWN
}
