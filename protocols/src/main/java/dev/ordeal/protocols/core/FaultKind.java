package dev.ordeal.protocols.core;

/** What can go wrong. An algorithm's model admits some of these; a failure budget allows some of these. */
public enum FaultKind {
  /** A message is lost, each independently of the others. */
  LOSS("loss"),
  /** Messages are lost in bursts (Gilbert 1960, Elliott 1963). */
  BURST_LOSS("burst-loss"),
  /** A message is delivered more than once. */
  DUPLICATION("duplication"),
  /** A message overtakes an earlier one on the same link. */
  REORDERING("reordering"),
  /** A message arrives altered. */
  CORRUPTION("corruption"),
  /** A link carries only so many bytes a second, and drops what its queue cannot hold. */
  CAPACITY("capacity"),
  /** Some links carry nothing for a while. */
  PARTITION("partition"),
  /** A node stops for good, or until it restarts if {@link #RESTART} is admitted too. */
  CRASH("crash"),
  /** A crashed node comes back with what its disk kept. */
  RESTART("restart"),
  /** A crashed node comes back with an empty disk. */
  AMNESIA("amnesia"),
  /** A node does nothing for a while, then goes on as if nothing had been. */
  PAUSE("pause"),
  /** A node takes longer over each step. */
  SLOW("slow"),
  /** A node's clocks start at another value. */
  CLOCK_OFFSET("clock-offset"),
  /** A node's clocks run faster or slower than true time. */
  CLOCK_DRIFT("clock-drift"),
  /** A node's wall clock is set forward or back. */
  CLOCK_JUMP("clock-jump"),
  /** A crash loses records that were not synced. */
  UNSYNCED_LOSS("unsynced-loss"),
  /** A crash tears the last surviving record that was not synced. */
  TORN_WRITE("torn-write"),
  /** A sync takes long. */
  SLOW_SYNC("slow-sync"),
  /** A sync says it is done and is not. */
  LYING_SYNC("lying-sync"),
  /** The disk is full: the node crashes at its next write. */
  DISK_FULL("disk-full"),
  /** A Byzantine node sends nothing. */
  SILENCE("silence"),
  /** A Byzantine node tells different receivers different things. */
  EQUIVOCATION("equivocation"),
  /** A Byzantine node sends old messages again. */
  REPLAY("replay"),
  /** A Byzantine node sends late. */
  LATENESS("lateness");

  private final String label;

  FaultKind(final String label) {
    this.label = label;
  }

  /** The name used in files, tables and plots. */
  public String label() {
    return label;
  }
}
