package dev.ordeal.faultlab.problem.broadcast;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.LongArrayList;

/**
 * Judges one run of a causal broadcast by what the members indicate; see the package for the words.
 *
 * <p>For each message it keeps, for each sender, how many of that sender's broadcasts happened before it, from what was
 * broadcast and delivered where, never from what a message says of itself. A delivery is in order if the member has
 * delivered all of those.
 *
 * <p>Cost: O(n) per broadcast and delivery. Threading: the simulation's thread.
 */
public final class CausalBroadcastJudge implements RunJudge {
  private static final int SENDER_SHIFT = 32;

  private final int clusterSize;
  private final Counters counters;
  private final long healNs;
  private final long graceNs;
  private final boolean[] isLive;

  /** How many of each sender's broadcasts happened before what a member does next. */
  private final int[][] past;

  /** Which numbers of each sender a member has delivered, and up to which without a gap. */
  private final BitSet[][] delivered;

  private final int[][] deliveredUpTo;
  private final Map<Long, Message> messages = new HashMap<>();
  private final LongArrayList timesToDeliverNs = new LongArrayList();
  private final FirstViolation causality = new FirstViolation(Property.CAUSAL_DELIVERY, "deliveries out of order");
  private final FirstViolation duplication = new FirstViolation(Property.NO_DUPLICATION, "repeated deliveries");
  private final FirstViolation creation = new FirstViolation(Property.NO_CREATION, "invented deliveries");
  private final FirstViolation reliability =
      new FirstViolation(Property.RELIABLE_DELIVERY, "late or missing deliveries");
  private long deliveries;
  private long dependencies;

  /** A broadcast message: when, and how many of each sender's broadcasts happened before it. */
  private record Message(int senderId, int number, long atNs, int[] past) {
    String words() {
      return "message %d of node %d".formatted(number, senderId);
    }
  }

  /** A judge for one run. */
  public CausalBroadcastJudge(final RunSetup setup) {
    clusterSize = setup.clusterSize();
    counters = setup.counters();
    healNs = setup.plan().healNs();
    graceNs = setup.recoverByNs() == FaultPlan.NEVER ? FaultPlan.NEVER : setup.recoverByNs() - healNs;
    isLive = new boolean[clusterSize];
    past = new int[clusterSize][clusterSize];
    deliveredUpTo = new int[clusterSize][clusterSize];
    delivered = new BitSet[clusterSize][clusterSize];
    for (final BitSet[] row : delivered) {
      for (int id = 0; id < clusterSize; id++) {
        row[id] = new BitSet();
      }
    }
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    isLive[nodeId] = true;
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    isLive[nodeId] = false;
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    if (indication == Indication.BROADCAST) {
      onBroadcast(timeNs, nodeId, (int) key, value);
    } else if (indication == Indication.DELIVER) {
      onDeliver(timeNs, nodeId, value);
    }
  }

  @Override
  public Judgement finish(final long endNs) {
    if (graceNs != FaultPlan.NEVER) {
      messages.values().stream()
          .sorted(Comparator.comparingLong(Message::atNs).thenComparingInt(Message::senderId))
          .forEach(message -> judgeMissing(message, endNs));
    }
    final List<Violation> violations = new ArrayList<>();
    causality.report(violations);
    duplication.report(violations);
    creation.report(violations);
    reliability.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    final int broadcasts = messages.size();
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(CausalBroadcastProblem.TIME_TO_DELIVER.name(), timesToDeliverNs.toLongArray());
    samples.put(
        CausalBroadcastProblem.MESSAGES_PER_BROADCAST.name(),
        broadcasts == 0 ? new long[] {} : new long[] {(counters.sends + broadcasts / 2) / broadcasts});
    samples.put(CausalBroadcastProblem.BROADCASTS.name(), new long[] {broadcasts});
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("deliveries", deliveries);
    coverage.put("dependencies-on-others", dependencies);
    return new Judgement(
        timesToDeliverNs.size() > 0, reliability.isEmpty(), violations, samples, coverage);
  }

  private void onBroadcast(final long timeNs, final int nodeId, final int number, final long name) {
    final int[] before = past[nodeId].clone();
    for (int id = 0; id < clusterSize; id++) {
      dependencies += id != nodeId && before[id] > 0 ? 1 : 0;
    }
    messages.put(name, new Message(nodeId, number, timeNs, before));
    past[nodeId][nodeId] = number;
  }

  private void onDeliver(final long timeNs, final int nodeId, final long name) {
    deliveries++;
    final Message message = messages.get(name);
    if (message == null) {
      creation.add(
          timeNs,
          List.of(nodeId),
          "node %d delivered message %d of node %d at %s, which was not broadcast"
              .formatted(nodeId, (int) name, name >>> SENDER_SHIFT, Seconds.of(timeNs)));
      return;
    }
    final int senderId = message.senderId();
    final BitSet numbers = delivered[nodeId][senderId];
    if (numbers.get(message.number())) {
      duplication.add(
          timeNs,
          List.of(nodeId),
          "node %d delivered %s again at %s".formatted(nodeId, message.words(), Seconds.of(timeNs)));
      return;
    }
    for (int id = 0; id < clusterSize; id++) {
      if (deliveredUpTo[nodeId][id] < message.past()[id]) {
        reportOrder(timeNs, nodeId, message, id);
        break;
      }
    }
    numbers.set(message.number());
    deliveredUpTo[nodeId][senderId] = numbers.nextClearBit(1) - 1;
    for (int id = 0; id < clusterSize; id++) {
      past[nodeId][id] = Math.max(past[nodeId][id], message.past()[id]);
    }
    past[nodeId][senderId] = Math.max(past[nodeId][senderId], message.number());
    if (senderId != nodeId) {
      timesToDeliverNs.addLong(timeNs - message.atNs());
      judgeDelay(message, nodeId, timeNs, "delivered it");
    }
  }

  /** The missing message, and the path by which it happened before the one that was delivered. */
  private void reportOrder(final long timeNs, final int nodeId, final Message message, final int missingFrom) {
    final int missing = deliveredUpTo[nodeId][missingFrom] + 1;
    final int senderId = message.senderId();
    final String path =
        senderId == missingFrom
            ? "node %d broadcast the one after the other".formatted(senderId)
            : delivered[senderId][missingFrom].get(missing)
                ? "message %d of node %d → delivered at node %d → %s"
                    .formatted(missing, missingFrom, senderId, message.words())
                : "message %d of node %d → delivered elsewhere → … → delivered at node %d → %s"
                    .formatted(missing, missingFrom, senderId, message.words());
    causality.add(
        timeNs,
        List.of(missingFrom, senderId, nodeId),
        "node %d delivered %s at %s without message %d of node %d, which happened before it: %s"
            .formatted(nodeId, message.words(), Seconds.of(timeNs), missing, missingFrom, path));
  }

  private void judgeMissing(final Message message, final long endNs) {
    for (int id = 0; id < clusterSize; id++) {
      if (isLive[id] && id != message.senderId() && !delivered[id][message.senderId()].get(message.number())) {
        judgeDelay(message, id, endNs, "had not delivered it");
      }
    }
  }

  private void judgeDelay(final Message message, final int nodeId, final long atNs, final String outcome) {
    if (graceNs == FaultPlan.NEVER) {
      return;
    }
    final long dueNs = Math.max(healNs, message.atNs()) + graceNs;
    if (atNs > dueNs) {
      reliability.add(
          dueNs,
          List.of(message.senderId(), nodeId),
          "%s, broadcast at %s, was due by %s, and node %d %s by %s"
              .formatted(
                  message.words(),
                  Seconds.of(message.atNs()),
                  Seconds.of(dueNs),
                  nodeId,
                  outcome,
                  Seconds.of(atNs)));
    }
  }
}
