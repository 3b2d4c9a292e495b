package dev.ordeal.faultlab.problem;

/** The verdict on one run. */
public enum Verdict {
  /** Every promised property held, and progress was made. */
  SAFE_LIVE("safe and live"),
  /** No safety property was broken, but progress that was demanded did not come. */
  SAFE_STALLED("safe but stalled"),
  /** A promised safety property was broken, or a node threw. */
  VIOLATED("violated"),
  /** Nothing was attempted, or a scheduled fault never fired: the run says nothing. */
  UNKNOWN("unknown");

  private final String label;

  Verdict(final String label) {
    this.label = label;
  }

  /** The name used in files, tables and plots. */
  public String label() {
    return label;
  }
}
