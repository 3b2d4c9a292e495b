package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/**
 * Judges {@link Property#ONE_LEADER_PER_EPOCH} and counts split votes. Space grows with the number of epochs.
 *
 * <p>Epoch 0 means that the algorithm has none: nothing is judged then. An algorithm that promises the property and
 * leads
 * in epoch 0 breaks it, because a promise that cannot be judged must not pass.
 */
final class EpochChecker {
  private static final long NONE = -1;
  private static final long MANY = -2;

  private final boolean isPromised;
  private final Long2LongHashMap leaderByEpoch = new Long2LongHashMap(NONE);
  private final Long2LongHashMap ledSinceNs = new Long2LongHashMap(NONE);
  private final Long2LongHashMap candidateByEpoch = new Long2LongHashMap(NONE);
  private long epochMax;
  private long brokenCount;
  private Violation first;

  EpochChecker(final boolean isPromised) {
    this.isPromised = isPromised;
  }

  void onElection(final int nodeId, final long epoch) {
    if (epoch <= 0) {
      return;
    }
    epochMax = Math.max(epochMax, epoch);
    final long candidate = candidateByEpoch.get(epoch);
    if (candidate == NONE) {
      candidateByEpoch.put(epoch, nodeId);
    } else if (candidate != nodeId && candidate != MANY) {
      candidateByEpoch.put(epoch, MANY);
    }
  }

  void onLead(final long timeNs, final int nodeId, final long epoch) {
    if (epoch <= 0) {
      if (isPromised) {
        broken(timeNs, List.of(nodeId), "node %d led in no epoch, so the promise cannot be judged".formatted(nodeId));
      }
      return;
    }
    epochMax = Math.max(epochMax, epoch);
    final long leader = leaderByEpoch.get(epoch);
    if (leader == NONE) {
      leaderByEpoch.put(epoch, nodeId);
      ledSinceNs.put(epoch, timeNs);
    } else if (leader != nodeId) {
      broken(
          timeNs,
          List.of((int) leader, nodeId),
          "nodes %d and %d both led epoch %d: node %d from %s, node %d from %s"
              .formatted(
                  leader, nodeId, epoch, leader, Seconds.of(ledSinceNs.get(epoch)), nodeId, Seconds.of(timeNs)));
    }
  }

  /** Epochs in which somebody stood and nobody led. */
  long burnt() {
    long burnt = 0;
    final var entries = candidateByEpoch.entrySet().iterator();
    while (entries.hasNext()) {
      entries.next();
      burnt += leaderByEpoch.get(entries.getLongKey()) == NONE ? 1 : 0;
    }
    return burnt;
  }

  /** Epochs, the latest apart, in which two nodes or more stood and none led. */
  long splitVotes() {
    long splits = 0;
    final var entries = candidateByEpoch.entrySet().iterator();
    while (entries.hasNext()) {
      entries.next();
      final long epoch = entries.getLongKey();
      if (entries.getLongValue() == MANY && epoch < epochMax && leaderByEpoch.get(epoch) == NONE) {
        splits++;
      }
    }
    return splits;
  }

  void report(final List<Violation> violations) {
    if (first != null) {
      violations.add(
          brokenCount == 1
              ? first
              : new Violation(
                  first.property(),
                  first.atNs(),
                  first.nodes(),
                  "%s; %d times in this run".formatted(first.explanation(), brokenCount)));
    }
  }

  private void broken(final long timeNs, final List<Integer> nodes, final String explanation) {
    brokenCount++;
    if (first == null) {
      first = new Violation(Property.ONE_LEADER_PER_EPOCH, timeNs, new ArrayList<>(nodes), explanation);
    }
  }
}
