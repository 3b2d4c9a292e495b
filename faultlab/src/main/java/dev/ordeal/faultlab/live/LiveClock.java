package dev.ordeal.faultlab.live;

import dev.ordeal.protocols.core.WallClock;

/**
 * The time of a live run. Within a process it advances with the machine's monotonic clock; where it stands when a
 * process starts it takes from the wall clock, so that the time of a node that comes back in a new process goes on.
 *
 * <p>Any thread. Allocation: none.
 */
final class LiveClock implements WallClock {
  private static final long NS_PER_MS = 1_000_000;

  private final long originNs;
  private final long startNs;
  private final long startNanoTime;

  /** A clock of a run that began at a time, in nanoseconds since 1970. */
  LiveClock(final long originNs) {
    this.originNs = originNs;
    this.startNs = System.currentTimeMillis() * NS_PER_MS;
    this.startNanoTime = System.nanoTime();
  }

  /** A clock of a run that begins now. */
  static LiveClock startingNow() {
    return new LiveClock(System.currentTimeMillis() * NS_PER_MS);
  }

  /** When the run began, in nanoseconds since 1970. */
  long originNs() {
    return originNs;
  }

  /** What nodes are told is the time: nanoseconds since 1970, monotonic. */
  long nodeNs() {
    return startNs + System.nanoTime() - startNanoTime;
  }

  /** The time of a run, from 0, of a node's time. */
  long runNs(final long nodeNs) {
    return nodeNs - originNs;
  }

  @Override
  public long wallNs() {
    return nodeNs();
  }
}
