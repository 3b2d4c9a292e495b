package dev.ordeal.protocols.core;

/** What an algorithm can promise. Each constant says what its checker judges. */
public enum Property {
  /** No two nodes ever hold themselves leader in the same epoch. */
  ONE_LEADER_PER_EPOCH("one-leader-per-epoch", true),
  /**
   * Live processes that hold themselves leader overlap in true time no longer than the tolerance the algorithm states.
   */
  ONE_LEADER_AT_A_TIME("one-leader-at-a-time", true),
  /** An elected leader's log is at least as up to date as those of some majority. */
  FRESH_LEADER("fresh-leader", true),
  /** After healing, all live nodes come to hold the same live node leader, within the bound, and go on doing so. */
  EVENTUAL_AGREEMENT("eventual-agreement", false),
  /** Messages are delivered at most once, in the order sent on each link. */
  FIFO_DELIVERY("fifo-delivery", true),
  /** A message from a correct node to a correct node is delivered, once. */
  RELIABLE_DELIVERY("reliable-delivery", false),
  /**
   * What clients saw is as if each operation had taken effect at one instant between its invocation and its response
   * (Herlihy, Wing 1990); one whose outcome the client does not know, at any instant after its invocation or never.
   */
  LINEARIZABILITY("linearizability", true),
  /** After healing every operation invoked at a live node is answered, within the bound. */
  OPERATIONS_TERMINATE("operations-terminate", false);

  private final String label;
  private final boolean safety;

  Property(final String label, final boolean safety) {
    this.label = label;
    this.safety = safety;
  }

  /** The name used in files, tables and plots. */
  public String label() {
    return label;
  }

  /** True for safety (nothing bad happens), false for liveness (something good eventually happens). */
  public boolean isSafety() {
    return safety;
  }
}
