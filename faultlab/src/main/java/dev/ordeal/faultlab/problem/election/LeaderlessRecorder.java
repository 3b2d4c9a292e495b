package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.simulation.Counters;
import org.agrona.collections.LongArrayList;

/**
 * Measures leaderless periods: how long they last, what ends them costs, who leads after them. Constant time per event.
 */
final class LeaderlessRecorder {
  private static final long NONE = -1;

  private final LeaderViews views;
  private final Counters counters;
  private final LongArrayList timesToLeaderNs = new LongArrayList();
  private final LongArrayList timesToRecoverNs = new LongArrayList();
  private final LongArrayList messages = new LongArrayList();
  private final LongArrayList bytes = new LongArrayList();
  private int current = LeaderViews.NOBODY;
  private int previous = LeaderViews.NOBODY;
  private long sinceNs;
  private long recoverFromNs = NONE;
  private long changes;
  private long crashesOfLeader;
  private int candidate = LeaderViews.NOBODY;
  private long sendsBefore = NONE;
  private long bytesBefore;

  LeaderlessRecorder(final LeaderViews views, final Counters counters) {
    this.views = views;
    this.counters = counters;
  }

  void onElection(final int nodeId) {
    if (current != LeaderViews.NOBODY || sendsBefore == NONE) {
      candidate = nodeId;
      sendsBefore = counters.sends;
      bytesBefore = counters.sentBytes;
    }
  }

  /** A node holds another one: under a reign, its candidacy is over. */
  void onFollow(final int nodeId) {
    if (current != LeaderViews.NOBODY && candidate == nodeId) {
      endCandidacy();
    }
  }

  /** A node crashes; called before the views change. */
  void onCrash(final long timeNs, final int nodeId) {
    if (views.leads(nodeId)) {
      crashesOfLeader++;
      if (recoverFromNs == NONE && (current == nodeId || current == LeaderViews.NOBODY)) {
        recoverFromNs = timeNs;
      }
    }
    onFollow(nodeId);
  }

  /** Somebody's view or life changed. */
  void onChange(final long timeNs) {
    final int leader = views.majorityLeader();
    if (leader == current) {
      return;
    }
    if (current == LeaderViews.NOBODY && timeNs > sinceNs) {
      timesToLeaderNs.addLong(timeNs - sinceNs);
    }
    if (leader != LeaderViews.NOBODY) {
      onMajority(timeNs, leader);
    }
    current = leader;
    sinceNs = timeNs;
  }

  /** Whether there has ever been a majority leader. */
  boolean hasLed() {
    return previous != LeaderViews.NOBODY;
  }

  boolean isLeaderless() {
    return current == LeaderViews.NOBODY;
  }

  long changes() {
    return changes;
  }

  long crashesOfLeader() {
    return crashesOfLeader;
  }

  long[] timesToLeaderNs() {
    return timesToLeaderNs.toLongArray();
  }

  long[] timesToRecoverNs() {
    return timesToRecoverNs.toLongArray();
  }

  long[] messages() {
    return messages.toLongArray();
  }

  long[] bytes() {
    return bytes.toLongArray();
  }

  private void onMajority(final long timeNs, final int leader) {
    if (recoverFromNs != NONE) {
      timesToRecoverNs.addLong(timeNs - recoverFromNs);
      recoverFromNs = NONE;
    }
    if (sendsBefore != NONE) {
      messages.addLong(counters.sends - sendsBefore);
      bytes.addLong(counters.sentBytes - bytesBefore);
      endCandidacy();
    }
    if (previous != LeaderViews.NOBODY && previous != leader) {
      changes++;
    }
    previous = leader;
  }

  private void endCandidacy() {
    candidate = LeaderViews.NOBODY;
    sendsBefore = NONE;
  }
}
