package dev.ordeal.protocols.clock.store;

/** What a replica is about. */
public enum VersionStoreState {
  /** Not started yet. */
  STARTING,
  /** All that it holds is durable; clients read and write, and versions come and go. */
  SERVING,
  /** Its last change is not durable yet: nobody sees it, and nothing else happens. */
  STORING
}
