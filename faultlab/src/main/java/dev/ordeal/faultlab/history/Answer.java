package dev.ordeal.faultlab.history;

/** What a check found. */
public enum Answer {
  /** There is an order. */
  LINEARIZABLE("linearizable"),
  /** There is no order. */
  VIOLATED("violated"),
  /** The budget ended first, or nothing is known to have happened. */
  UNKNOWN("unknown");

  private final String label;

  Answer(final String label) {
    this.label = label;
  }

  /** The answer as it is written. */
  public String label() {
    return label;
  }
}
