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
  OPERATIONS_TERMINATE("operations-terminate", false),
  /** Where one event happened before another, its stamp is the earlier one. */
  CLOCK_CONDITION("clock-condition", true),
  /** A stamp is earlier than another exactly if its event happened before the other's. */
  STRONG_CLOCK_CONDITION("strong-clock-condition", true),
  /** Of any two stamps of different events one is the earlier. */
  TOTAL_STAMP_ORDER("total-stamp-order", true),
  /**
   * The physical part of a hybrid stamp runs ahead of its node's wall clock by at most twice the largest error of any
   * wall clock so far, and its counter is at most the length of a causal chain of events with that physical part.
   */
  HYBRID_BOUND("hybrid-bound", true),
  /** No remote stamp lifts a node's clock further ahead of its wall clock than the algorithm states. */
  FUTURE_REFUSED("future-refused", true),
  /** Where one event ended before another began, in true time, its stamp is the earlier one. */
  EXTERNAL_CONSISTENCY("external-consistency", true),
  /** No two live nodes hold the resource at once. */
  MUTUAL_EXCLUSION("mutual-exclusion", true),
  /** The resource is granted in the order of the requests' stamps. */
  GRANT_ORDER("grant-order", true),
  /** After healing, each request is granted within the bound. */
  EVENTUAL_GRANT("eventual-grant", false),
  /** No message is delivered before one whose broadcast happened before its own. */
  CAUSAL_DELIVERY("causal-delivery", true),
  /** No node delivers a message twice. */
  NO_DUPLICATION("no-duplication", true),
  /** No message is delivered that was not broadcast. */
  NO_CREATION("no-creation", true),
  /** No replica lets go of a version unless it holds one whose writer had seen it. */
  NO_LOST_UPDATE("no-lost-update", true),
  /** No replica holds a version beside one whose writer had seen it, nor one that nobody wrote. */
  NO_FALSE_CONFLICT("no-false-conflict", true),
  /** After healing, every node that is down is suspected by every live node, within the bound and for as long. */
  STRONG_COMPLETENESS("strong-completeness", false),
  /** After healing, every node that is down is suspected by some live node, within the bound and for as long. */
  WEAK_COMPLETENESS("weak-completeness", false),
  /** No node comes to be suspected while it lives; one that comes back, not from the bound on after that. */
  STRONG_ACCURACY("strong-accuracy", true),
  /** Some node that never goes down is never suspected. */
  WEAK_ACCURACY("weak-accuracy", true),
  /** After healing, no live node is suspected by a live node from the bound on. */
  EVENTUAL_STRONG_ACCURACY("eventual-strong-accuracy", false),
  /** After healing, some live node is suspected by no live node from the bound on. */
  EVENTUAL_WEAK_ACCURACY("eventual-weak-accuracy", false),
  /** A leader that a majority has obeyed for long, each connected with it both ways, goes on leading. */
  STABILITY("stability", true),
  /**
   * As long as one majority stays up and connected both ways, the time without a leader that a majority obeys has a
   * cause, and an end within the bound.
   */
  AVAILABILITY("availability", true),
  /** An election in which nothing goes wrong takes no more messages than the algorithm states. */
  MESSAGE_BOUND("message-bound", true),
  /** When an election is over no message of it is left on its way; what is sent then is upkeep. */
  QUIESCENCE("quiescence", true),
  /** A value that is decided was proposed. */
  VALIDITY("validity", true),
  /** No two nodes decide differently, those included that crash after. */
  UNIFORM_AGREEMENT("uniform-agreement", true),
  /** No node decides twice in a life, nor after a restart otherwise than before. */
  INTEGRITY("integrity", true),
  /** After healing every live node that proposed decides, within the bound. */
  TERMINATION("termination", false),
  /** AC1: no two nodes reach different outcomes of one transaction (Bernstein, Hadzilacos, Goodman 1987). */
  ATOMIC_AGREEMENT("atomic-agreement", true),
  /** AC2: no node reverses an outcome it has reached. */
  OUTCOME_IS_FINAL("outcome-is-final", true),
  /** AC3: a transaction is committed only if every participant voted yes. */
  COMMIT_NEEDS_ALL_VOTES("commit-needs-all-votes", true),
  /** AC4: where nothing fails and every participant votes yes the transaction is committed. */
  ALL_YES_COMMITS("all-yes-commits", true),
  /** AC5: once all failures are repaired, and none follow for long enough, every participant reaches an outcome. */
  EVENTUAL_OUTCOME("eventual-outcome", false),
  /** A participant in doubt reaches an outcome within the bound though some nodes stay down. */
  NON_BLOCKING("non-blocking", false),
  /** What is held is what the committed transactions, in their order, make of what was held first: no money is lost. */
  MONEY_CONSERVED("money-conserved", true),
  /** The committed transactions are as if they had run one after the other. */
  SERIALIZABILITY("serializability", true),
  /** Once all is repaired no lock is held for longer than the bound. */
  LOCKS_RELEASED("locks-released", false),
  /** What a node delivers is what the others deliver, in the same order, as far as it has got: crashed or not. */
  TOTAL_ORDER("total-order", true),
  /** After healing every live node delivers what it broadcast, within the bound. */
  BROADCAST_VALIDITY("broadcast-validity", false),
  /** After healing every live node delivers what any node has delivered, within the bound: crashed ones count. */
  BROADCAST_AGREEMENT("broadcast-agreement", false);

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
