package dev.ordeal.faultlab.problem.election;

import dev.ordeal.protocols.core.Indication;
import java.util.Arrays;

/** Which nodes are live and whom each holds leader. Constant time per change, O(n) for a crash. Allocates nothing. */
final class LeaderViews {
  static final int NOBODY = -1;

  private final int majority;
  private final boolean[] isLive;
  private final int[] heldBy;
  private final int[] followers;
  private int liveCount;
  private int leaderCount;
  private int majorityLeader = NOBODY;
  private int agreedLeader = NOBODY;

  LeaderViews(final int clusterSize) {
    majority = clusterSize / 2 + 1;
    isLive = new boolean[clusterSize];
    heldBy = new int[clusterSize];
    followers = new int[clusterSize];
    Arrays.fill(heldBy, NOBODY);
  }

  void start(final int nodeId) {
    if (isLive[nodeId]) {
      throw new IllegalStateException("a live node starts: node=" + nodeId);
    }
    isLive[nodeId] = true;
    liveCount++;
    update(NOBODY);
  }

  void crash(final int nodeId) {
    requireLive(nodeId);
    release(nodeId);
    isLive[nodeId] = false;
    liveCount--;
    update(firstHeld());
  }

  /** A node now holds {@code leader}. An id that no node has, as a corrupted message may bring, is nobody's. */
  void hold(final int nodeId, final long leader) {
    requireLive(nodeId);
    release(nodeId);
    if (leader != Indication.NO_LEADER && leader >= 0 && leader < heldBy.length) {
      heldBy[nodeId] = (int) leader;
      followers[(int) leader]++;
      leaderCount += leads(nodeId) ? 1 : 0;
    }
    update(heldBy[nodeId]);
  }

  /** The node that a node holds leader, or {@link #NOBODY}. */
  int heldBy(final int nodeId) {
    return heldBy[nodeId];
  }

  boolean isLive(final int nodeId) {
    return isLive[nodeId];
  }

  boolean leads(final int nodeId) {
    return heldBy[nodeId] == nodeId;
  }

  int liveCount() {
    return liveCount;
  }

  /** How many live nodes lead. */
  int leaderCount() {
    return leaderCount;
  }

  /** How many live nodes hold this one. */
  int followers(final int nodeId) {
    return followers[nodeId];
  }

  /** The live node that leads and that more than half of all nodes hold, or {@link #NOBODY}. */
  int majorityLeader() {
    return majorityLeader;
  }

  /** The live node that all live nodes hold, or {@link #NOBODY}. */
  int agreedLeader() {
    return agreedLeader;
  }

  private void release(final int nodeId) {
    if (heldBy[nodeId] != NOBODY) {
      leaderCount -= leads(nodeId) ? 1 : 0;
      followers[heldBy[nodeId]]--;
      heldBy[nodeId] = NOBODY;
    }
  }

  private int firstHeld() {
    for (int node = 0; node < heldBy.length; node++) {
      if (isLive[node]) {
        return heldBy[node];
      }
    }
    return NOBODY;
  }

  /** Only {@code gained} can have become the leader of many: nobody else has won a follower. */
  private void update(final int gained) {
    if (!isMajorityLeader(majorityLeader)) {
      majorityLeader = isMajorityLeader(gained) ? gained : NOBODY;
    }
    if (!isAgreedLeader(agreedLeader)) {
      agreedLeader = isAgreedLeader(gained) ? gained : NOBODY;
    }
  }

  private boolean isMajorityLeader(final int nodeId) {
    return nodeId != NOBODY && leads(nodeId) && followers[nodeId] >= majority;
  }

  private boolean isAgreedLeader(final int nodeId) {
    return nodeId != NOBODY && isLive[nodeId] && followers[nodeId] == liveCount;
  }

  private void requireLive(final int nodeId) {
    if (!isLive[nodeId]) {
      throw new IllegalStateException("a node that is down acts: node=" + nodeId);
    }
  }
}
