package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * All links of one run: decides, for each message when it is sent, whether it is lost, doubled, held, altered, and
 * when it arrives.
 *
 * <p>Every draw is a hash of the plan's seed, the link and the message's number on it, so one more message on one
 * link moves no fate on another. Only what a real link remembers is state: the number of messages, whether a burst is
 * on, when the last message arrived (FIFO links), until when the link is busy (links with a capacity), and what is
 * cut.
 *
 * <p>In this order: a cut link takes the message; a full queue takes it; a burst, then independent loss, takes it.
 * What is left has a delay of at least {@value #DELAY_MIN_NS} ns, so that virtual time always moves. A message that
 * has a {@link FaultPlan.MessageFate} has that fate instead, cut or not; on a FIFO link its order is kept all the
 * same. A node's messages to itself take the least delay and meet no fault.
 *
 * <p>Healing bounds what was sent before it, too: from {@code healNs + healedDelayMaxNs} on no older message is under
 * way.
 *
 * <p>Hot. Threading: single owner. Allocation: one row for each sender at its first message; then none. The cost of a
 * message does not depend on the number of nodes.
 */
public final class LinkLayer {
  /** The least delay. */
  public static final long DELAY_MIN_NS = 1;

  // Independent loss is drawn from a message's own hash; every further draw mixes one of these numbers into it.
  private static final long DRAW_DUPLICATION = 2;
  private static final long DRAW_BURST_MOVE = 3;
  private static final long DRAW_BURST_LOSS = 4;
  private static final long DRAW_REORDER = 5;
  private static final long DRAW_REORDER_DELAY = 6;
  private static final long DRAW_CORRUPTION = 7;
  private static final long DRAW_ALTERATION = 8;

  /** The delay of copy k is draw 16 + k. */
  private static final long DRAW_DELAY = 16;

  private final FaultPlan plan;
  private final int clusterSize;
  private final long linksKey;
  private final long healNs;
  private final long healedDelayMaxNs;
  private final LinkSettings settings;
  private final LinkSettings[] overrideSettings;
  private final Map<FaultPlan.Partition, Cut> cutByPartition = new HashMap<>();
  private final Long2ObjectHashMap<FaultPlan.MessageFate[]> fatesByLink;
  private final Row[] rows;

  private Cut[] cuts = new Cut[4];
  private int cutCount;
  private final int[] outgoingCuts;
  private final int[] incomingCuts;
  private int nodeCutCount;
  private boolean isHealed;
  private int fatesMet;

  /**
   * Prepares the links of one run.
   *
   * @throws IllegalArgumentException naming a rule of the plan that is out of range
   */
  public LinkLayer(final FaultPlan plan, final int clusterSize) {
    this.plan = plan;
    this.clusterSize = clusterSize;
    linksKey = CounterRandom.hash(plan.seed(), Streams.LINK);
    healNs = plan.healNs();
    healedDelayMaxNs = Math.max(plan.healedDelayMaxNs(), DELAY_MIN_NS);
    settings = new LinkSettings(plan.links(), plan.delay());
    overrideSettings =
        plan.overrides().stream()
            .map(
                override ->
                    new LinkSettings(override.rules(), override.delay() == null ? plan.delay() : override.delay()))
            .toArray(LinkSettings[]::new);
    for (final FaultPlan.Partition partition : plan.partitions()) {
      cutByPartition.put(partition, new Cut(partition, clusterSize));
    }
    fatesByLink = plan.fates().isEmpty() ? null : indexFates(plan, clusterSize);
    rows = new Row[clusterSize];
    outgoingCuts = new int[clusterSize];
    incomingCuts = new int[clusterSize];
  }

  /**
   * Decides the fate of one message.
   *
   * @param nowNs true time at which it is sent; never less than at the call before
   * @param lengthBytes its length, for links with a capacity
   * @param fate where the answer is put
   */
  public void transmit(final long nowNs, final int fromId, final int toId, final int lengthBytes, final Fate fate) {
    Row row = rows[fromId];
    if (row == null) {
      row = newRow(fromId);
    }
    final long[] links = row.keysAndSequences;
    final long sequence = links[2 * toId + 1]++;
    fate.reset(sequence);
    if (fromId == toId) {
      fate.addCopy(nowNs + DELAY_MIN_NS);
      return;
    }
    final LinkSettings link = row.settings == null ? settings : row.settings[toId];
    final long key = CounterRandom.mix(links[2 * toId], sequence);
    if (isHealed) {
      arrive(nowNs, row, link, fromId, toId, key, fate, 0, 0);
      return;
    }
    // The chain moves with every message, whatever becomes of it, so that a cut or a listed fate moves no later burst.
    final boolean isInBurst = link.hasBursts() && moveBurst(row, link, toId, key);
    final FaultPlan.MessageFate listed = fatesByLink == null ? null : listedFate(fromId, toId, sequence);
    if (listed != null) {
      fatesMet++;
      obey(listed, nowNs, row, link, key, fate);
      return;
    }
    if (hasCuts() && isCut(fromId, toId)) {
      fate.loseTo(FaultKind.PARTITION);
      return;
    }
    if (link.isPlain) {
      transmitPlain(nowNs, link, fromId, toId, key, fate);
    } else {
      transmitRough(nowNs, row, link, fromId, toId, lengthBytes, key, isInBurst, fate);
    }
  }

  private void transmitPlain(
      final long nowNs, final LinkSettings link, final int fromId, final int toId, final long key, final Fate fate) {
    if (link.lossLimit >= 0 && Chance.isDrawn(key, link.lossLimit)) {
      fate.loseTo(FaultKind.LOSS);
      return;
    }
    final long delayNs = link.delay.sampleNs(fromId, toId, CounterRandom.mix(key, DRAW_DELAY));
    fate.addCopy(bounded(nowNs, nowNs + Math.max(delayNs, DELAY_MIN_NS)));
    if (link.duplicationLimit >= 0 && Chance.isDrawn(CounterRandom.mix(key, DRAW_DUPLICATION), link.duplicationLimit)) {
      final long copyDelayNs = link.delay.sampleNs(fromId, toId, CounterRandom.mix(key, DRAW_DELAY + 1));
      fate.addCopy(bounded(nowNs, nowNs + Math.max(copyDelayNs, DELAY_MIN_NS)));
      fate.duplicate();
    }
  }

  private void transmitRough(
      final long nowNs,
      final Row row,
      final LinkSettings link,
      final int fromId,
      final int toId,
      final int lengthBytes,
      final long key,
      final boolean isInBurst,
      final Fate fate) {
    long queuedNs = 0;
    if (link.bytesPerSecond != LinkSettings.UNLIMITED) {
      queuedNs = enqueue(nowNs, row, link, toId, lengthBytes);
      if (queuedNs < 0) {
        fate.loseTo(FaultKind.CAPACITY);
        return;
      }
    }
    if (isInBurst && Chance.isDrawn(CounterRandom.mix(key, DRAW_BURST_LOSS), link.lossInBadLimit)) {
      fate.loseTo(FaultKind.BURST_LOSS);
      return;
    }
    if (link.lossLimit >= 0 && Chance.isDrawn(key, link.lossLimit)) {
      fate.loseTo(FaultKind.LOSS);
      return;
    }
    long heldNs = 0;
    if (link.reorderLimit >= 0 && Chance.isDrawn(CounterRandom.mix(key, DRAW_REORDER), link.reorderLimit)) {
      heldNs = link.reorderDelay.sampleNs(fromId, toId, CounterRandom.mix(key, DRAW_REORDER_DELAY));
      fate.hold();
    }
    if (link.corruptionLimit >= 0 && Chance.isDrawn(CounterRandom.mix(key, DRAW_CORRUPTION), link.corruptionLimit)) {
      fate.corrupt(CounterRandom.mix(key, DRAW_ALTERATION));
    }
    arrive(nowNs, row, link, fromId, toId, key, fate, 0, queuedNs + heldNs);
    if (link.duplicationLimit >= 0 && Chance.isDrawn(CounterRandom.mix(key, DRAW_DUPLICATION), link.duplicationLimit)) {
      arrive(nowNs, row, link, fromId, toId, key, fate, 1, queuedNs);
      fate.duplicate();
    }
  }

  /** Adds copy {@code copy}, with its own delay beyond {@code extraNs}. */
  private void arrive(
      final long nowNs,
      final Row row,
      final LinkSettings link,
      final int fromId,
      final int toId,
      final long key,
      final Fate fate,
      final int copy,
      final long extraNs) {
    final long delayNs = link.delay.sampleNs(fromId, toId, CounterRandom.mix(key, DRAW_DELAY + copy));
    addCopy(nowNs, row, link, toId, nowNs + Math.max(delayNs + extraNs, DELAY_MIN_NS), fate);
  }

  private void addCopy(
      final long nowNs, final Row row, final LinkSettings link, final int toId, final long atNs, final Fate fate) {
    long arrivalNs = bounded(nowNs, atNs);
    if (link.isFifo) {
      arrivalNs = Math.max(arrivalNs, row.lastArrivalNs[toId]);
      row.lastArrivalNs[toId] = arrivalNs;
    }
    fate.addCopy(arrivalNs);
  }

  /**
   * Nothing is under way for longer than {@code healedDelayMaxNs} after healing, or after it was sent if that is
   * later.
   */
  public long bounded(final long nowNs, final long arrivalNs) {
    final long calmNs = isHealed ? nowNs : Math.max(nowNs, healNs);
    if (arrivalNs <= calmNs) {
      return arrivalNs;
    }
    final long boundNs = calmNs + healedDelayMaxNs;
    return boundNs < 0 ? arrivalNs : Math.min(arrivalNs, boundNs);
  }

  private void obey(
      final FaultPlan.MessageFate listed,
      final long nowNs,
      final Row row,
      final LinkSettings link,
      final long key,
      final Fate fate) {
    if (listed.copies() == 0) {
      fate.loseTo(FaultKind.LOSS);
      return;
    }
    for (int copy = 0; copy < listed.copies(); copy++) {
      final long delayNs =
          listed.delayNs() == FaultPlan.ANY
              ? link.delay.sampleNs(listed.fromId(), listed.toId(), CounterRandom.mix(key, DRAW_DELAY + copy))
              : listed.delayNs();
      addCopy(nowNs, row, link, listed.toId(), nowNs + Math.max(delayNs, DELAY_MIN_NS), fate);
    }
    if (listed.copies() > 1) {
      fate.duplicate();
    }
    if (listed.alteration() != 0) {
      fate.corrupt(listed.alteration());
    }
  }

  private static boolean moveBurst(final Row row, final LinkSettings link, final int toId, final long key) {
    final long bits = CounterRandom.mix(key, DRAW_BURST_MOVE);
    final boolean isBad =
        row.isBad[toId] ? !Chance.isDrawn(bits, link.badToGoodLimit) : Chance.isDrawn(bits, link.goodToBadLimit);
    row.isBad[toId] = isBad;
    return isBad;
  }

  /** Returns how long the message takes to leave the link's queue, or -1 if the queue has no room. */
  private static long enqueue(
      final long nowNs, final Row row, final LinkSettings link, final int toId, final int lengthBytes) {
    final long sendNs = (lengthBytes * 1_000_000_000L + link.bytesPerSecond - 1) / link.bytesPerSecond;
    final long waitNs = Math.max(0, row.busyUntilNs[toId] - nowNs);
    if (waitNs > 0 && waitNs + sendNs > link.queueMaxNs) {
      return -1;
    }
    row.busyUntilNs[toId] = nowNs + waitNs + sendNs;
    return waitNs + sendNs;
  }

  /** Whether anything is cut. */
  public boolean hasCuts() {
    return (cutCount | nodeCutCount) != 0;
  }

  /** Whether one link is cut. */
  public boolean isCut(final int fromId, final int toId) {
    if (nodeCutCount != 0 && (outgoingCuts[fromId] | incomingCuts[toId]) != 0) {
      return true;
    }
    for (int i = 0; i < cutCount; i++) {
      if (cuts[i].separates(fromId, toId)) {
        return true;
      }
    }
    return false;
  }

  /** Cuts the links of a partition. Cuts add up: a link works again when all that cut it are joined. */
  public void cut(final FaultPlan.Partition partition) {
    if (isHealed) {
      return;
    }
    if (cutCount == cuts.length) {
      cuts = Arrays.copyOf(cuts, 2 * cutCount);
    }
    cuts[cutCount++] = cutOf(partition);
  }

  /** Undoes one {@link #cut}; does nothing if there is none to undo. */
  public void join(final FaultPlan.Partition partition) {
    final Cut cut = cutOf(partition);
    for (int i = 0; i < cutCount; i++) {
      if (cuts[i] == cut) {
        cuts[i] = cuts[--cutCount];
        cuts[cutCount] = null;
        return;
      }
    }
  }

  private Cut cutOf(final FaultPlan.Partition partition) {
    Cut cut = cutByPartition.get(partition);
    if (cut == null) {
      cut = new Cut(partition, clusterSize);
      cutByPartition.put(partition, cut);
    }
    return cut;
  }

  /** Cuts what a node sends, what it would hear, or both. Adds up like {@link #cut}. */
  public void cutOff(final int nodeId, final boolean outgoing, final boolean incoming) {
    if (isHealed) {
      return;
    }
    if (outgoing) {
      outgoingCuts[nodeId]++;
      nodeCutCount++;
    }
    if (incoming) {
      incomingCuts[nodeId]++;
      nodeCutCount++;
    }
  }

  /** Undoes one {@link #cutOff} with the same arguments; does nothing if there is none to undo. */
  public void joinBack(final int nodeId, final boolean outgoing, final boolean incoming) {
    if (outgoing && outgoingCuts[nodeId] > 0) {
      outgoingCuts[nodeId]--;
      nodeCutCount--;
    }
    if (incoming && incomingCuts[nodeId] > 0) {
      incomingCuts[nodeId]--;
      nodeCutCount--;
    }
  }

  /**
   * From here on nothing is lost, doubled, held, altered or cut, no link has a capacity, and every delay is at most
   * {@code healedDelayMaxNs}. Listed fates count no more. FIFO links stay FIFO.
   */
  public void heal() {
    isHealed = true;
    Arrays.fill(cuts, null);
    cutCount = 0;
    Arrays.fill(outgoingCuts, 0);
    Arrays.fill(incomingCuts, 0);
    nodeCutCount = 0;
  }

  /** How many messages have had a fate that the plan lists. */
  public int fatesMet() {
    return fatesMet;
  }

  private FaultPlan.MessageFate listedFate(final int fromId, final int toId, final long sequence) {
    final FaultPlan.MessageFate[] fates = fatesByLink.get(linkId(fromId, toId));
    if (fates == null) {
      return null;
    }
    int low = 0;
    int high = fates.length - 1;
    while (low <= high) {
      final int middle = (low + high) >>> 1;
      final long found = fates[middle].sequence();
      if (found == sequence) {
        return fates[middle];
      }
      if (found < sequence) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  private static Long2ObjectHashMap<FaultPlan.MessageFate[]> indexFates(final FaultPlan plan, final int clusterSize) {
    final Map<Long, Map<Long, FaultPlan.MessageFate>> bySequenceByLink = new HashMap<>();
    for (final FaultPlan.MessageFate fate : plan.fates()) {
      if (fate.fromId() < 0 || fate.fromId() >= clusterSize || fate.toId() < 0 || fate.toId() >= clusterSize) {
        throw new IllegalArgumentException(
            "link of a listed fate out of range: from=%d, to=%d, min=0, max=%d"
                .formatted(fate.fromId(), fate.toId(), clusterSize - 1));
      }
      if (fate.copies() < 0 || fate.copies() > Fate.COPIES_MAX) {
        throw new IllegalArgumentException(
            "copies of a listed fate out of range: copies=%d, min=0, max=%d".formatted(fate.copies(), Fate.COPIES_MAX));
      }
      bySequenceByLink
          .computeIfAbsent(linkId(fate.fromId(), fate.toId()), link -> new HashMap<>())
          .put(fate.sequence(), fate);
    }
    final Long2ObjectHashMap<FaultPlan.MessageFate[]> index = new Long2ObjectHashMap<>();
    bySequenceByLink.forEach(
        (link, fates) ->
            index.put(
                link.longValue(),
                fates.values().stream()
                    .sorted(Comparator.comparingLong(FaultPlan.MessageFate::sequence))
                    .toArray(FaultPlan.MessageFate[]::new)));
    return index;
  }

  private static long linkId(final int fromId, final int toId) {
    return (long) fromId << 32 | toId;
  }

  private Row newRow(final int fromId) {
    LinkSettings[] rowSettings = null;
    for (int i = 0; i < overrideSettings.length; i++) {
      final FaultPlan.LinkOverride override = plan.overrides().get(i);
      if (override.fromId() != fromId && override.fromId() != FaultPlan.ANY) {
        continue;
      }
      if (rowSettings == null) {
        rowSettings = new LinkSettings[clusterSize];
        Arrays.fill(rowSettings, settings);
      }
      for (int toId = 0; toId < clusterSize; toId++) {
        if (override.toId() == toId || override.toId() == FaultPlan.ANY) {
          rowSettings[toId] = overrideSettings[i];
        }
      }
    }
    final Row row = new Row(CounterRandom.mix(linksKey, fromId), clusterSize, settings, rowSettings);
    rows[fromId] = row;
    return row;
  }

  /** The links of one sender. */
  private static final class Row {
    /** For each receiver the key of the link, then the number of messages sent on it: one cache line serves both. */
    final long[] keysAndSequences;

    final LinkSettings[] settings;
    final boolean[] isBad;
    final long[] lastArrivalNs;
    final long[] busyUntilNs;

    Row(final long key, final int clusterSize, final LinkSettings common, final LinkSettings[] settings) {
      this.settings = settings;
      keysAndSequences = new long[2 * clusterSize];
      for (int toId = 0; toId < clusterSize; toId++) {
        keysAndSequences[2 * toId] = CounterRandom.mix(key, toId);
      }
      final LinkSettings[] all = settings == null ? new LinkSettings[] {common} : settings;
      isBad = Arrays.stream(all).anyMatch(LinkSettings::hasBursts) ? new boolean[clusterSize] : null;
      lastArrivalNs = Arrays.stream(all).anyMatch(link -> link.isFifo) ? new long[clusterSize] : null;
      busyUntilNs =
          Arrays.stream(all).anyMatch(link -> link.bytesPerSecond != LinkSettings.UNLIMITED)
              ? new long[clusterSize]
              : null;
    }
  }
}
