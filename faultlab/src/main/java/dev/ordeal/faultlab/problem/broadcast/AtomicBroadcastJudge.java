package dev.ordeal.faultlab.problem.broadcast;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.Long2LongHashMap;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.collections.LongArrayList;

/**
 * Judges one run of an atomic broadcast by what the nodes indicate; see the package for the words.
 *
 * <p>The order is that of whoever delivers first at each place: the i-th delivery of any node, in the life it leads,
 * must be of the message that the first node to deliver an i-th one delivered. So what a node has delivered is at all
 * times the beginning of one sequence for all; a message left out is found at the next delivery. A repeated or invented
 * delivery takes no place. A client's values are all different, so a value that is broadcast again is the same message.
 *
 * <p>What a node tells its client it has taken it must have broadcast. Progress is demanded of every node alive at the
 * end, by so long as the algorithm's bound says after healing, or after the broadcast, or for agreement after the first
 * delivery, if that came later.
 *
 * <p>Cost: constant time per indication. Threading: the simulation's thread.
 */
public final class AtomicBroadcastJudge implements RunJudge {
  static final List<String> COVERAGE =
      List.of(
          "crashes-before-own-delivery",
          "crashes-in-mid-instance",
          "deliveries",
          "deliveries-before-crash",
          "deliveries-far-behind",
          "several-in-a-batch",
          "several-instances",
          "several-rounds");

  private static final long NOT_YET = -1;
  private static final long NANOS = 1_000_000_000L;
  private static final int FAR = 16;

  private final int clusterSize;
  private final Counters counters;
  private final BroadcastClients clients;
  private final long healNs;
  private final long graceNs;
  private final boolean[] isLive;
  private final boolean[] hasLived;
  private final boolean[] hasRestarted;

  /** The one sequence, and how far each node has got in it in the life it leads. */
  private final List<Message> order = new ArrayList<>();

  private final int[] places;

  /** For each node: the last instance that it entered a round of, and the last whose batch it delivered. */
  private final long[] enteredIn;

  private final long[] batchIn;
  private final Long2ObjectHashMap<Message> messages = new Long2ObjectHashMap<>();
  private final List<Message> inTime = new ArrayList<>();
  private final Long2LongHashMap roundOf = new Long2LongHashMap(0);
  private final LongArrayList timesToDeliverNs = new LongArrayList();
  private final LongArrayList batchSizes = new LongArrayList();
  private final LongArrayList rounds = new LongArrayList();
  private final FirstViolation totalOrder = new FirstViolation(Property.TOTAL_ORDER, "deliveries out of order");
  private final FirstViolation duplication = new FirstViolation(Property.NO_DUPLICATION, "repeated deliveries");
  private final FirstViolation creation = new FirstViolation(Property.NO_CREATION, "invented deliveries");
  private final FirstViolation validity =
      new FirstViolation(Property.BROADCAST_VALIDITY, "late or missing deliveries of a node's own");
  private final FirstViolation agreement =
      new FirstViolation(Property.BROADCAST_AGREEMENT, "late or missing deliveries");
  private long highestInstance;
  private long deliveries;
  private long deliveriesBeforeCrash;
  private long deliveriesFarBehind;
  private long crashesInMidInstance;
  private long crashesBeforeOwnDelivery;
  private long firstDeliveries;
  private long lastFirstNs;
  private long sendsAtLastDelivery;

  /** A broadcast message, and when each node delivered it. */
  private static final class Message {
    final int senderId;
    final long number;
    final long atNs;
    final long[] deliveredNs;
    long firstNs = NOT_YET;
    int firstId;

    Message(final int senderId, final long number, final long atNs, final int clusterSize) {
      this.senderId = senderId;
      this.number = number;
      this.atNs = atNs;
      deliveredNs = new long[clusterSize];
      Arrays.fill(deliveredNs, NOT_YET);
    }

    String words() {
      return "message %d of node %d".formatted(number, senderId);
    }
  }

  /** A judge for one run. */
  public AtomicBroadcastJudge(final RunSetup setup) {
    clusterSize = setup.clusterSize();
    counters = setup.counters();
    clients = new BroadcastClients(setup);
    healNs = setup.plan().healNs();
    graceNs = setup.recoverByNs() == FaultPlan.NEVER ? FaultPlan.NEVER : setup.recoverByNs() - healNs;
    isLive = new boolean[clusterSize];
    hasLived = new boolean[clusterSize];
    hasRestarted = new boolean[clusterSize];
    places = new int[clusterSize];
    enteredIn = new long[clusterSize];
    batchIn = new long[clusterSize];
  }

  @Override
  public Workload clients() {
    return clients;
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    isLive[nodeId] = true;
    if (hasLived[nodeId]) {
      places[nodeId] = 0;
      enteredIn[nodeId] = 0;
      batchIn[nodeId] = 0;
      inTime.forEach(message -> message.deliveredNs[nodeId] = NOT_YET);
      clients.onRestart(timeNs, nodeId);
      hasRestarted[nodeId] = true;
    }
    hasLived[nodeId] = true;
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    isLive[nodeId] = false;
    deliveriesBeforeCrash += places[nodeId];
    crashesInMidInstance += enteredIn[nodeId] > batchIn[nodeId] ? 1 : 0;
    crashesBeforeOwnDelivery +=
        inTime.stream()
                .anyMatch(message -> message.senderId == nodeId && message.deliveredNs[nodeId] == NOT_YET)
            ? 1
            : 0;
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    switch (indication) {
      case BROADCAST -> {
        if (!messages.containsKey(value)) {
          final Message message = new Message(nodeId, key, timeNs, clusterSize);
          messages.put(value, message);
          inTime.add(message);
        }
      }
      case DELIVER -> onDeliver(timeNs, nodeId, value);
      case ROUND -> {
        enteredIn[nodeId] = Math.max(enteredIn[nodeId], value);
        roundOf.put(value, Math.max(roundOf.get(value), key));
      }
      case BATCH -> {
        batchIn[nodeId] = key;
        onBatch(key, value);
      }
      default -> {}
    }
  }

  @Override
  public Judgement finish(final long endNs) {
    if (graceNs != FaultPlan.NEVER) {
      inTime.forEach(message -> judgeProgress(message, endNs));
    }
    for (int id = 0; id < clusterSize; id++) {
      if (isLive[id] && !hasRestarted[id]) {
        judgeTaken(id, endNs);
      }
    }
    final List<Violation> violations = new ArrayList<>();
    totalOrder.report(violations);
    duplication.report(violations);
    creation.report(violations);
    validity.report(violations);
    agreement.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    final boolean isLiveEnough =
        graceNs == FaultPlan.NEVER ? deliveries > 0 : validity.isEmpty() && agreement.isEmpty();
    return new Judgement(!inTime.isEmpty() || deliveries > 0, isLiveEnough, violations, samples(), coverage());
  }

  private void onDeliver(final long timeNs, final int nodeId, final long value) {
    deliveries++;
    final Message message = messages.get(value);
    if (message == null) {
      creation.add(
          timeNs,
          List.of(nodeId),
          "node %d delivered %d at %s, which was not broadcast".formatted(nodeId, value, Seconds.of(timeNs)));
      return;
    }
    if (message.deliveredNs[nodeId] != NOT_YET) {
      duplication.add(
          timeNs,
          List.of(nodeId),
          "node %d delivered %s again at %s".formatted(nodeId, message.words(), Seconds.of(timeNs)));
      return;
    }
    message.deliveredNs[nodeId] = timeNs;
    final int place = places[nodeId]++;
    if (place == order.size()) {
      order.add(message);
      message.firstId = nodeId;
    } else if (order.get(place) != message) {
      totalOrder.add(
          timeNs,
          List.of(order.get(place).firstId, nodeId),
          "node %d delivered %s at %s in place %d, where node %d had delivered %s"
              .formatted(
                  nodeId,
                  message.words(),
                  Seconds.of(timeNs),
                  place + 1,
                  order.get(place).firstId,
                  order.get(place).words()));
    }
    if (message.firstNs == NOT_YET) {
      message.firstNs = timeNs;
      firstDeliveries++;
      lastFirstNs = timeNs;
    }
    deliveriesFarBehind += order.size() - place > FAR ? 1 : 0;
    timesToDeliverNs.addLong(timeNs - message.atNs);
    sendsAtLastDelivery = counters.sends;
  }

  private void onBatch(final long instance, final long size) {
    if (instance > highestInstance) {
      highestInstance = instance;
      batchSizes.addLong(size);
      rounds.addLong(roundOf.get(instance));
    }
  }

  private void judgeTaken(final int id, final long endNs) {
    for (long number = 1; number <= clients.taken(id); number++) {
      if (!messages.containsKey(BroadcastClients.valueOf(id, number))) {
        validity.add(
            endNs,
            List.of(id),
            "node %d took value %d of its client and had not broadcast it by the end, %s"
                .formatted(id, number, Seconds.of(endNs)));
      }
    }
  }

  private void judgeProgress(final Message message, final long endNs) {
    for (int id = 0; id < clusterSize; id++) {
      if (!isLive[id]) {
        continue;
      }
      final long deliveredNs = message.deliveredNs[id];
      final long atNs = deliveredNs == NOT_YET ? endNs + 1 : deliveredNs; // later than the end
      final String outcome = deliveredNs == NOT_YET ? "had not delivered it by the end, " : "delivered it at ";
      final String when = Seconds.of(Math.min(atNs, endNs));
      final long ownDueNs = Math.max(healNs, message.atNs) + graceNs;
      if (id == message.senderId && atNs > ownDueNs) {
        validity.add(
            ownDueNs,
            List.of(id),
            "%s, broadcast at %s, was due there by %s, and it %s%s"
                .formatted(
                    message.words(),
                    Seconds.of(message.atNs),
                    Seconds.of(ownDueNs),
                    outcome,
                    when));
      }
      final long dueNs = Math.max(healNs, message.firstNs) + graceNs;
      if (message.firstNs != NOT_YET && atNs > dueNs) {
        agreement.add(
            dueNs,
            List.of(message.senderId, id),
            "%s, first delivered at %s, was due everywhere by %s, and node %d %s%s"
                .formatted(
                    message.words(),
                    Seconds.of(message.firstNs),
                    Seconds.of(dueNs),
                    id,
                    outcome,
                    when));
      }
    }
  }

  private Map<String, long[]> samples() {
    long complete = 0;
    for (final Message message : inTime) {
      boolean isComplete = true;
      for (int id = 0; id < clusterSize; id++) {
        isComplete &= !isLive[id] || message.deliveredNs[id] != NOT_YET;
      }
      complete += isComplete ? 1 : 0;
    }
    final long[] nothing = {};
    final long spanNs = firstDeliveries == 0 ? 0 : lastFirstNs - inTime.get(0).atNs;
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(AtomicBroadcastProblem.TIME_TO_DELIVER.name(), timesToDeliverNs.toLongArray());
    samples.put(
        AtomicBroadcastProblem.MESSAGES_PER_BROADCAST.name(),
        firstDeliveries == 0 ? nothing : new long[] {rounded(sendsAtLastDelivery, firstDeliveries)});
    samples.put(
        AtomicBroadcastProblem.THROUGHPUT.name(),
        spanNs == 0 ? nothing : new long[] {rounded(firstDeliveries * NANOS, spanNs)});
    samples.put(AtomicBroadcastProblem.BATCH_SIZE.name(), batchSizes.toLongArray());
    samples.put(AtomicBroadcastProblem.INSTANCES.name(), new long[] {batchSizes.size()});
    samples.put(AtomicBroadcastProblem.ROUNDS.name(), rounds.toLongArray());
    samples.put(AtomicBroadcastProblem.DELIVERED.name(), Measure.share(complete, inTime.size()));
    return samples;
  }

  private Map<String, Long> coverage() {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("crashes-before-own-delivery", crashesBeforeOwnDelivery);
    coverage.put("crashes-in-mid-instance", crashesInMidInstance);
    coverage.put("deliveries", deliveries);
    coverage.put("deliveries-before-crash", deliveriesBeforeCrash);
    coverage.put("deliveries-far-behind", deliveriesFarBehind);
    coverage.put("several-in-a-batch", batchSizes.stream().filter(size -> size > 1).count());
    coverage.put("several-instances", highestInstance > 1 ? 1L : 0L);
    coverage.put("several-rounds", rounds.stream().filter(count -> count > 1).count());
    return coverage;
  }

  private static long rounded(final long part, final long whole) {
    return (part + whole / 2) / whole;
  }
}
