package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.Fate;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Partition;
import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.LinkRules.Burst;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** Partitions cut exactly what they say, FIFO links keep their order, and healing heals. All exact. */
final class CutChecks {
  private static final int[] CLUSTERS = {4, 5, 8};
  private static final int DRAWS = 10;
  private static final long MS = 1_000_000;
  private static final long S = 1_000_000_000;
  private static final Delay DELAY = new Delay.Uniform(10 * MS, 100 * MS);

  private final Examination examination;
  private final Fate fate = new Fate();

  CutChecks(final Examination examination) {
    this.examination = examination;
  }

  void run() {
    for (final PartitionKind kind : PartitionKind.values()) {
      checkPartition(kind);
    }
    checkOverlap();
    checkOrder();
    checkHealing();
  }

  private void checkPartition(final PartitionKind kind) {
    final CounterRandom random = new CounterRandom(examination.seedOf("partition " + kind));
    int wrong = 0;
    int links = 0;
    for (final int clusterSize : CLUSTERS) {
      for (int draw = 0; draw < DRAWS; draw++) {
        final Partition partition = draw(kind, clusterSize, random);
        final LinkModel.Transmitter transmitter =
            examination.open("cut " + kind + draw, LinkRules.CLEAN, DELAY, clusterSize);
        wrong += countWrong(transmitter, clusterSize, null);
        transmitter.cut(partition);
        wrong += countWrong(transmitter, clusterSize, partition);
        transmitter.join(partition);
        wrong += countWrong(transmitter, clusterSize, null);
        links += clusterSize * (clusterSize - 1);
      }
    }
    examination.exact(
        "partitions",
        kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        "cuts what it says",
        "%d of %d links wrong".formatted(wrong, links),
        wrong == 0);
  }

  private static Partition draw(final PartitionKind kind, final int clusterSize, final CounterRandom random) {
    final int size = kind == PartitionKind.ISOLATE_ONE ? 1 : (int) random.nextLong(1, clusterSize - 2);
    final TreeSet<Integer> group = new TreeSet<>();
    while (group.size() < size) {
      group.add((int) random.nextLong(clusterSize));
    }
    int bridge = (int) random.nextLong(clusterSize);
    while (group.contains(bridge)) {
      bridge = (bridge + 1) % clusterSize;
    }
    return new Partition(kind, 0, S, List.copyOf(group), bridge, MS);
  }

  private int countWrong(
      final LinkModel.Transmitter transmitter, final int clusterSize, final Partition partition) {
    int wrong = 0;
    for (int fromId = 0; fromId < clusterSize; fromId++) {
      for (int toId = 0; toId < clusterSize; toId++) {
        transmitter.transmit(0, fromId, toId, 100, fate);
        final boolean isCut = fate.lostTo() == FaultKind.PARTITION;
        wrong += isCut == (partition != null && mayNotTalk(partition, clusterSize, fromId, toId)) ? 0 : 1;
      }
    }
    return wrong;
  }

  /** What {@link PartitionKind} says, spelt out once more: sides as lists, a ring as steps around it. */
  private static boolean mayNotTalk(
      final Partition partition, final int clusterSize, final int fromId, final int toId) {
    if (fromId == toId) {
      return false;
    }
    final boolean fromFirst = partition.group().contains(fromId);
    final boolean toFirst = partition.group().contains(toId);
    return switch (partition.kind()) {
      case HALVES, ISOLATE_ONE, FLAPPING -> fromFirst ^ toFirst;
      case ONE_WAY -> !fromFirst && toFirst;
      case RING -> (fromId + 1) % clusterSize != toId && (toId + 1) % clusterSize != fromId;
      case BRIDGE -> (fromFirst ^ toFirst) && partition.bridge() != fromId && partition.bridge() != toId;
    };
  }

  /** Two cuts at once: what either cuts is cut, and stays cut until both are joined. */
  private void checkOverlap() {
    final Partition one = new Partition(PartitionKind.ISOLATE_ONE, 0, S, List.of(1), FaultPlan.ANY, 0);
    final Partition two = new Partition(PartitionKind.HALVES, 0, S, List.of(0, 1), FaultPlan.ANY, 0);
    final LinkModel.Transmitter transmitter = examination.open("overlap", LinkRules.CLEAN, DELAY, 5);
    transmitter.cut(one);
    transmitter.cut(two);
    final List<Boolean> cut = new ArrayList<>();
    cut.add(isCut(transmitter, 1, 2));
    cut.add(isCut(transmitter, 1, 0));
    cut.add(isCut(transmitter, 0, 2));
    transmitter.join(one);
    cut.add(isCut(transmitter, 1, 2));
    cut.add(isCut(transmitter, 1, 0));
    transmitter.join(two);
    cut.add(isCut(transmitter, 1, 2));
    examination.exact(
        "partitions",
        "two that overlap",
        "add up",
        cut.toString(),
        cut.equals(List.of(true, true, true, true, false, false)));
  }

  private boolean isCut(final LinkModel.Transmitter transmitter, final int fromId, final int toId) {
    transmitter.transmit(0, fromId, toId, 100, fate);
    return fate.lostTo() == FaultKind.PARTITION;
  }

  /** A FIFO link keeps its order; a plain one with the same delays does not, else the check would say nothing. */
  private void checkOrder() {
    final int[] overtaken = new int[2];
    for (int fifo = 0; fifo < 2; fifo++) {
      final LinkRules rules =
          new LinkRules(0, Burst.NONE, 100_000_000, 0, new Delay.Constant(0), 0, 0, 0, fifo == 1);
      final LinkModel.Transmitter transmitter = examination.open("order", rules, DELAY, 2);
      long latestNs = 0;
      for (int i = 0; i < 50_000; i++) {
        transmitter.transmit(i * MS, 0, 1, 100, fate);
        for (int copy = 0; copy < fate.copies(); copy++) {
          overtaken[fifo] += fate.arrivalNs(copy) < latestNs ? 1 : 0;
          latestNs = Math.max(latestNs, fate.arrivalNs(copy));
        }
      }
    }
    examination.exact(
        "order",
        "messages overtaken on a FIFO link, on a plain one",
        "none, many",
        overtaken[1] + ", " + overtaken[0],
        overtaken[1] == 0 && overtaken[0] > 1_000);
  }

  /** After healing nothing goes wrong and nothing takes longer than the bound, whenever it was sent. */
  private void checkHealing() {
    final long half = LinkRules.ALWAYS_PPB / 2;
    final LinkRules rough =
        new LinkRules(half, new Burst(half, half, half), half, half, new Delay.Constant(S), half, 1_000, 2_000, false);
    final long healNs = 10 * S;
    final long boundNs = 50 * MS;
    final FaultPlan plan =
        Examination.plan(examination.seedOf("healing"), rough, new Delay.Pareto(10 * MS, 500), healNs, boundNs);
    final LinkModel.Transmitter transmitter = examination.open(plan, 4);
    transmitter.cut(new Partition(PartitionKind.HALVES, 0, FaultPlan.NEVER, List.of(0, 1), FaultPlan.ANY, 0));
    int wrong = 0;
    int faults = 0;
    for (int i = 0; i < 10_000; i++) {
      transmitter.transmit(i * MS, i % 4, (i + 1) % 4, 100, fate);
      faults += fate.copies() == 1 ? 0 : 1;
      for (int copy = 0; copy < fate.copies(); copy++) {
        wrong += fate.arrivalNs(copy) <= healNs + boundNs ? 0 : 1;
      }
    }
    transmitter.heal();
    for (int i = 0; i < 10_000; i++) {
      final long nowNs = healNs + i;
      transmitter.transmit(nowNs, i % 4, (i + 1) % 4, 100, fate);
      final boolean isWell = fate.copies() == 1 && !fate.isHeld() && !fate.isCorrupted();
      wrong += isWell && fate.arrivalNs(0) <= nowNs + boundNs ? 0 : 1;
    }
    examination.exact(
        "healing",
        "faults and delays from then on",
        "none, at most 50ms",
        wrong + " wrong, %d faults before".formatted(faults),
        wrong == 0 && faults > 1_000);
  }
}
