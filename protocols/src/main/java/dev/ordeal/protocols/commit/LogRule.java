package dev.ordeal.protocols.commit;

/** How a record is written. */
public enum LogRule {
  /** Forced: on disk before the step's messages leave. */
  FORCED,
  /** Lazily: on disk no later than the next forced record. */
  LAZY,
  /** Not at all. */
  NONE
}
