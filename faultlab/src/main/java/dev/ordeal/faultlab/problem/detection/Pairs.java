package dev.ordeal.faultlab.problem.detection;

/** Which nodes are live, and what each holds of each other one, since when. Constant time, but O(n) for a start. */
final class Pairs {
  private final int clusterSize;
  private final boolean[] isLive;
  private final boolean[] hasBeenDown;
  private final long[] lifeSinceNs;
  private final boolean[] isSuspected;
  private final long[] heldSinceNs;
  private int liveCount;

  Pairs(final int clusterSize) {
    this.clusterSize = clusterSize;
    isLive = new boolean[clusterSize];
    hasBeenDown = new boolean[clusterSize];
    lifeSinceNs = new long[clusterSize];
    isSuspected = new boolean[clusterSize * clusterSize];
    heldSinceNs = new long[clusterSize * clusterSize];
  }

  void start(final long timeNs, final int node) {
    isLive[node] = true;
    lifeSinceNs[node] = timeNs;
    liveCount++;
    for (int watched = 0; watched < clusterSize; watched++) {
      hold(timeNs, node, watched, false);
    }
  }

  void crash(final long timeNs, final int node) {
    isLive[node] = false;
    hasBeenDown[node] = true;
    lifeSinceNs[node] = timeNs;
    liveCount--;
    for (int watched = 0; watched < clusterSize; watched++) {
      hold(timeNs, node, watched, false);
    }
  }

  void hold(final long timeNs, final int node, final int watched, final boolean suspects) {
    isSuspected[index(node, watched)] = suspects;
    heldSinceNs[index(node, watched)] = timeNs;
  }

  int clusterSize() {
    return clusterSize;
  }

  int liveCount() {
    return liveCount;
  }

  boolean isLive(final int node) {
    return isLive[node];
  }

  boolean hasBeenDown(final int node) {
    return hasBeenDown[node];
  }

  /** Since when a node has been up, or down. */
  long lifeSinceNs(final int node) {
    return lifeSinceNs[node];
  }

  boolean suspects(final int node, final int watched) {
    return isSuspected[index(node, watched)];
  }

  /** Since when a node has suspected another, or trusted it. */
  long heldSinceNs(final int node, final int watched) {
    return heldSinceNs[index(node, watched)];
  }

  /** Since when neither has started, and the watched one has not crashed. */
  long sinceNs(final int node, final int watched) {
    return Math.max(lifeSinceNs[node], lifeSinceNs[watched]);
  }

  int index(final int node, final int watched) {
    return node * clusterSize + watched;
  }
}
