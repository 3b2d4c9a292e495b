package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.core.Property;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.LongArrayList;

/**
 * Measures how long participants are in doubt, and blocked, with how many locks; judges AC5, non-blocking, and that
 * locks are given back.
 *
 * <p>A participant is <em>blocked</em> while it is up, in doubt, and the coordinator is down. Outcomes are demanded of
 * what began so long before the run's end, and after healing, that the algorithm's bound has passed: as AC5 if every
 * node is up at the end, as {@link Property#NON_BLOCKING} if no more nodes than the model bears are down.
 */
final class WaitChecker {
  private record Key(int nodeId, long number) {}

  private final RunSetup setup;
  private final long boundNs;
  private final boolean[] isUp;
  private final Map<Key, Long> inDoubtSince = new HashMap<>();
  private final Map<Key, Long> locks = new HashMap<>();
  private final Map<Key, Long> lockedSince = new HashMap<>();
  private final LongArrayList inDoubtNs = new LongArrayList();
  private final LongArrayList blockedNs = new LongArrayList();
  private final LongArrayList blockedLocks = new LongArrayList();
  private long coordinatorDownSinceNs = Long.MAX_VALUE;
  private boolean isLive = true;

  WaitChecker(final RunSetup setup) {
    this.setup = setup;
    this.boundNs = setup.spec().recoveryBoundNs(setup.values(), setup.clusterSize(), setup.delayBoundNs());
    this.isUp = new boolean[setup.clusterSize()];
  }

  void started(final int nodeId, final long nowNs) {
    isUp[nodeId] = true;
    if (nodeId == TransactionRequest.COORDINATOR) {
      endBlocks(nowNs);
      coordinatorDownSinceNs = Long.MAX_VALUE;
    }
  }

  void crashed(final int nodeId, final long nowNs) {
    isUp[nodeId] = false;
    if (nodeId == TransactionRequest.COORDINATOR) {
      coordinatorDownSinceNs = nowNs;
      final long held = inDoubtSince.keySet().stream().mapToLong(key -> locks.getOrDefault(key, 0L)).sum();
      if (!inDoubtSince.isEmpty()) {
        blockedLocks.addLong(held);
      }
    } else {
      inDoubtSince.entrySet().removeIf(entry -> ended(entry, nodeId, nowNs));
      locks.keySet().removeIf(key -> key.nodeId == nodeId);
      lockedSince.keySet().removeIf(key -> key.nodeId == nodeId);
    }
  }

  void voted(final int nodeId, final long number, final VoteValue vote, final long nowNs) {
    if (vote == VoteValue.YES) {
      inDoubtSince.putIfAbsent(new Key(nodeId, number), nowNs);
    }
  }

  void reached(final int nodeId, final long number, final long nowNs) {
    final Key key = new Key(nodeId, number);
    final Long sinceNs = inDoubtSince.remove(key);
    if (sinceNs != null) {
      inDoubtNs.addLong(nowNs - sinceNs);
      addBlock(sinceNs, nowNs);
    }
  }

  void locked(final int nodeId, final long number, final long count, final long nowNs) {
    final Key key = new Key(nodeId, number);
    if (count == 0) {
      locks.remove(key);
      lockedSince.remove(key);
    } else {
      locks.put(key, count);
      lockedSince.putIfAbsent(key, nowNs);
    }
  }

  /** How many participants are in doubt of a transaction now. */
  int inDoubt() {
    return inDoubtSince.size();
  }

  void finish(final Collection<TransactionView> views, final long endNs, final List<Violation> violations) {
    inDoubtSince.forEach((key, sinceNs) -> addBlock(sinceNs, endNs));
    if (setup.recoverByNs() == FaultPlan.NEVER) {
      return;
    }
    int down = 0;
    for (final boolean up : isUp) {
      down += up ? 0 : 1;
    }
    final int crashesMax = setup.spec().model().crashesMax().applyAsInt(setup.clusterSize());
    if (down == 0) {
      checkOutcomes(views, Property.EVENTUAL_OUTCOME, endNs, violations);
      checkLocks(endNs, violations);
    } else if (down <= crashesMax) {
      checkOutcomes(views, Property.NON_BLOCKING, endNs, violations);
    }
  }

  private void checkOutcomes(
      final Collection<TransactionView> views,
      final Property property,
      final long endNs,
      final List<Violation> violations) {
    final FirstViolation missing = new FirstViolation(property, "outcomes missing");
    final long demandedUntilNs = Math.min(endNs - boundNs, Long.MAX_VALUE);
    for (final TransactionView view : views) {
      view.votes.forEach(
          (nodeId, vote) -> {
            final boolean isDemanded =
                isUp[nodeId]
                    && vote.value() == VoteValue.YES
                    && !view.outcomes.containsKey(nodeId)
                    && Math.max(vote.atNs(), setup.recoverByNs() - boundNs) <= demandedUntilNs;
            if (isDemanded) {
              missing.add(
                  endNs,
                  List.of(nodeId),
                  "%s: node %d voted yes at %s and has no outcome at %s, bound %s"
                      .formatted(
                          view.name(),
                          nodeId,
                          Seconds.of(vote.atNs()),
                          Seconds.of(endNs),
                          Seconds.of(boundNs)));
            }
          });
    }
    isLive &= missing.isEmpty() || !setup.spec().promises().contains(property);
    missing.report(violations);
  }

  private void checkLocks(final long endNs, final List<Violation> violations) {
    final FirstViolation held = new FirstViolation(Property.LOCKS_RELEASED, "transactions with locks left");
    lockedSince.forEach(
        (key, sinceNs) -> {
          if (Math.max(sinceNs, setup.recoverByNs() - boundNs) <= endNs - boundNs) {
            held.add(
                endNs,
                List.of(key.nodeId),
                "node %d has %d keys locked since %s, at %s, bound %s"
                    .formatted(
                        key.nodeId, locks.get(key), Seconds.of(sinceNs), Seconds.of(endNs), Seconds.of(boundNs)));
          }
        });
    isLive &= held.isEmpty();
    held.report(violations);
  }

  boolean isLive() {
    return isLive;
  }

  long[] inDoubtNs() {
    return inDoubtNs.toLongArray();
  }

  long[] blockedNs() {
    return blockedNs.toLongArray();
  }

  long[] blockedLocks() {
    return blockedLocks.toLongArray();
  }

  private boolean ended(final Map.Entry<Key, Long> entry, final int nodeId, final long nowNs) {
    if (entry.getKey().nodeId != nodeId) {
      return false;
    }
    addBlock(entry.getValue(), nowNs);
    return true;
  }

  private void endBlocks(final long nowNs) {
    inDoubtSince.values().forEach(sinceNs -> addBlock(sinceNs, nowNs));
  }

  private void addBlock(final long sinceNs, final long nowNs) {
    final long fromNs = Math.max(sinceNs, coordinatorDownSinceNs);
    if (coordinatorDownSinceNs != Long.MAX_VALUE && fromNs < nowNs) {
      blockedNs.addLong(nowNs - fromNs);
    }
  }
}
