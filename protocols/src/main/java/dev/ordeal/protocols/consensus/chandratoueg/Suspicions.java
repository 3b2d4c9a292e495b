package dev.ordeal.protocols.consensus.chandratoueg;

/** What a consensus asks of the failure detector inside its node. */
@FunctionalInterface
public interface Suspicions {
  /** Whether a node is suspected to have crashed. */
  boolean isSuspected(int id);
}
