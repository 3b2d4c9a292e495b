package dev.ordeal.faultlab.cli;

/** What the exit status says. */
final class Exit {
  /** All went as expected; what broke beyond a model is a finding. */
  static final int AS_EXPECTED = 0;

  /** A promise was broken inside an algorithm's model, or a threshold was missed. */
  static final int VIOLATED = 1;

  /** The command line or the experiment file is wrong. */
  static final int USAGE = 2;

  /** Nothing can be said. */
  static final int UNDECIDED = 3;

  /** A defect of the lab. */
  static final int INTERNAL = 70;

  /** Interrupted; what finished is kept. */
  static final int INTERRUPTED = 130;

  private Exit() {}
}
