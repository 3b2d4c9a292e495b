package dev.ordeal.faultlab.fault;

import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.FaultKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * Draws from a budget and a seed what will go wrong in one run.
 *
 * <p>Each section of a plan, and each entry of it, draws from a stream of its own: one more pause moves no crash, and
 * the third partition is the same whether there are three or four. All that is drawn happens before healing, and so
 * do all restarts.
 *
 * <p>A swarm run (Groce et al. 2012) switches each kind of fault off with probability ½, which finds what a fault
 * hides by always being there. Restarts are switched with crashes, since crashes for good may be more than a model
 * bears; triggers are never switched.
 *
 * <p>Cold; stateless; any thread.
 */
public final class PlanDrawing {
  private static final int PARTITIONS = 1;
  private static final int CRASHES = 2;
  private static final int PAUSES = 3;
  private static final int SLOW = 4;
  private static final int CLOCKS = 5;
  private static final int DISKS = 6;
  private static final int FULL_DISKS = 7;
  private static final int BYZANTINE = 8;

  private final FailureBudget budget;
  private final int clusterSize;
  private final long seed;
  private final Predicate<FaultKind> isOn;

  /** No fault begins at or after this time. */
  private final long endNs;

  private PlanDrawing(final FailureBudget budget, final int clusterSize, final long durationNs, final long seed) {
    this.budget = budget;
    this.clusterSize = clusterSize;
    this.seed = seed;
    endNs = Math.min(budget.healNs(), durationNs);
    isOn = budget.isSwarm() ? this::isDrawnOn : kind -> true;
  }

  /**
   * Draws the plan of one run.
   *
   * @throws IllegalArgumentException as {@link #check} does
   */
  public static FaultPlan draw(
      final FailureBudget budget, final int clusterSize, final long durationNs, final long seed) {
    check(budget, clusterSize, durationNs);
    return new PlanDrawing(budget, clusterSize, durationNs, seed).draw();
  }

  /**
   * Refuses a budget that no plan can be drawn from.
   *
   * @throws IllegalArgumentException naming the setting and its bound
   */
  public static void check(final FailureBudget budget, final int clusterSize, final long durationNs) {
    final long endNs = Math.min(budget.healNs(), durationNs);
    final FailureBudget.Partitions partitions = budget.partitions();
    if (partitions.count() > 0) {
      if (partitions.kinds().isEmpty()) {
        throw new IllegalArgumentException("partitions need a kind: count=%d, kinds=0".formatted(partitions.count()));
      }
      for (final PartitionKind kind : partitions.kinds()) {
        checkRange("nodes for a partition of kind " + kind, clusterSize, nodesMin(kind), Integer.MAX_VALUE);
      }
      checkSpan("partition", partitions.minNs(), partitions.maxNs(), endNs);
      if (partitions.kinds().contains(PartitionKind.FLAPPING)) {
        checkRange("flap time of partitions in nanoseconds", partitions.flapNs(), 1, Long.MAX_VALUE);
      }
    }
    final FailureBudget.Crashes crashes = budget.crashes();
    if (crashes.count() > 0) {
      checkRange("time from which nodes crash in nanoseconds", crashes.fromNs(), 0, endNs - 1);
      checkRange("time until which nodes crash in nanoseconds", crashes.untilNs(), crashes.fromNs(), Long.MAX_VALUE);
      checkRange(
          "greatest time to restart in nanoseconds", crashes.restartMaxNs(), crashes.restartMinNs(), Long.MAX_VALUE);
      if (crashes.points().isEmpty()) {
        throw new IllegalArgumentException("crashes need a point: count=%d, points=0".formatted(crashes.count()));
      }
      if (crashes.distinct()) {
        final int candidates = crashes.among().isEmpty() ? clusterSize : crashes.among().size();
        checkRange("crashes of distinct nodes", crashes.count(), 0, candidates);
      }
    }
    if (budget.pauses().count() > 0) {
      checkSpan("pause", budget.pauses().minNs(), budget.pauses().maxNs(), endNs);
    }
    checkRange("slow nodes", budget.slow().count(), 0, clusterSize);
    checkRange("full disks", budget.disks().full(), 0, clusterSize);
    checkRange(
        "greatest sync time in nanoseconds", budget.disks().syncMaxNs(), budget.disks().syncMinNs(), Long.MAX_VALUE);
    checkRange("byzantine nodes", budget.byzantine().count(), 0, clusterSize);
    if (budget.byzantine().count() > 0 && budget.byzantine().behaviours().isEmpty()) {
      throw new IllegalArgumentException(
          "byzantine nodes need a behaviour: count=%d, behaviours=0".formatted(budget.byzantine().count()));
    }
  }

  private static void checkSpan(final String what, final long minNs, final long maxNs, final long endNs) {
    checkRange("greatest length of a " + what + " in nanoseconds", maxNs, minNs, Long.MAX_VALUE);
    checkRange("least length of a " + what + " in nanoseconds", minNs, 1, endNs);
  }

  private static void checkRange(final String what, final long value, final long min, final long max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException("%s out of range: value=%d, min=%d, max=%d".formatted(what, value, min, max));
    }
  }

  private static int nodesMin(final PartitionKind kind) {
    switch (kind) {
      case RING:
        return 4;
      case BRIDGE:
        return 3;
      default:
        return 2;
    }
  }

  private boolean isDrawnOn(final FaultKind kind) {
    // By the label, so that a new kind moves no other's switch.
    return (CounterRandom.hash(seed, Streams.SWARM, kind.label().hashCode()) & 1) != 0;
  }

  private FaultPlan draw() {
    return new FaultPlan(
        seed,
        budget.healNs(),
        budget.healedDelayMaxNs(),
        switchRules(budget.links()),
        budget.delay(),
        budget.overrides().stream()
            .map(
                override ->
                    new FaultPlan.LinkOverride(
                        override.fromId(), override.toId(), switchRules(override.rules()), override.delay()))
            .toList(),
        drawPartitions(),
        drawCrashes(),
        drawPauses(),
        drawSlowNodes(),
        drawClocks(),
        drawDisks(),
        drawByzantine(),
        List.of(),
        List.copyOf(budget.triggers()));
  }

  private CounterRandom stream(final int section, final int index) {
    return new CounterRandom(CounterRandom.hash(seed, Streams.PLAN, section, index));
  }

  private LinkRules switchRules(final LinkRules rules) {
    return new LinkRules(
        isOn.test(FaultKind.LOSS) ? rules.lossPpb() : 0,
        isOn.test(FaultKind.BURST_LOSS) ? rules.burst() : LinkRules.Burst.NONE,
        isOn.test(FaultKind.DUPLICATION) ? rules.duplicationPpb() : 0,
        isOn.test(FaultKind.REORDERING) ? rules.reorderPpb() : 0,
        rules.reorderDelay(),
        isOn.test(FaultKind.CORRUPTION) ? rules.corruptionPpb() : 0,
        isOn.test(FaultKind.CAPACITY) ? rules.bytesPerSecond() : 0,
        rules.queueBytesMax(),
        rules.fifo());
  }

  private List<FaultPlan.Partition> drawPartitions() {
    final List<FaultPlan.Partition> drawn = new ArrayList<>();
    final FailureBudget.Partitions partitions = budget.partitions();
    final int count = isOn.test(FaultKind.PARTITION) ? partitions.count() : 0;
    for (int i = 0; i < count; i++) {
      final CounterRandom random = stream(PARTITIONS, i);
      final PartitionKind kind = pick(random, partitions.kinds());
      final long lengthNs = random.nextLong(partitions.minNs(), Math.min(partitions.maxNs(), endNs));
      final long fromNs = random.nextLong(0, endNs - lengthNs);
      final List<Integer> nodes = shuffled(random);
      final int size = groupSize(kind, random);
      final boolean isBridged = kind == PartitionKind.BRIDGE;
      drawn.add(
          new FaultPlan.Partition(
              kind,
              fromNs,
              fromNs + lengthNs,
              nodes.subList(0, size).stream().sorted().toList(),
              isBridged ? nodes.get(clusterSize - 1) : FaultPlan.ANY,
              kind == PartitionKind.FLAPPING ? partitions.flapNs() : 0));
    }
    drawn.sort(Comparator.comparingLong(FaultPlan.Partition::fromNs));
    return List.copyOf(drawn);
  }

  private int groupSize(final PartitionKind kind, final CounterRandom random) {
    switch (kind) {
      case ISOLATE_ONE:
        return 1;
      case ONE_WAY:
        return (int) random.nextLong(1, clusterSize - 1);
      case RING:
        return 0;
      case BRIDGE:
        return (clusterSize - 1) / 2;
      case FLAPPING:
        return (int) random.nextLong(1, clusterSize / 2);
      default:
        return clusterSize / 2;
    }
  }

  private List<FaultPlan.Crash> drawCrashes() {
    final List<FaultPlan.Crash> drawn = new ArrayList<>();
    final FailureBudget.Crashes crashes = budget.crashes();
    final int count = isOn.test(FaultKind.CRASH) ? crashes.count() : 0;
    final boolean amnesia = crashes.amnesia() && isOn.test(FaultKind.AMNESIA);
    final List<Integer> victims =
        shuffled(stream(CRASHES, -1)).stream()
            .filter(nodeId -> crashes.among().isEmpty() || crashes.among().contains(nodeId))
            .toList();
    final long untilNs = Math.min(crashes.untilNs(), endNs - 1);
    for (int i = 0; i < count; i++) {
      final CounterRandom random = stream(CRASHES, i);
      final long atNs = random.nextLong(crashes.fromNs(), untilNs);
      final FaultPlan.CrashPoint point = pick(random, crashes.points());
      final int anyId = crashes.distinct() ? victims.get(i) : anyOf(crashes.among(), random);
      drawn.add(
          new FaultPlan.Crash(
              crashes.target() == FailureBudget.Target.LEADER ? FaultPlan.LEADER : anyId,
              atNs,
              point,
              FaultPlan.ANY,
              drawRestart(random, atNs),
              amnesia && crashes.restartMinNs() != FaultPlan.NEVER));
    }
    drawn.sort(Comparator.comparingLong(FaultPlan.Crash::atNs));
    return List.copyOf(drawn);
  }

  private int anyOf(final List<Integer> among, final CounterRandom random) {
    return among.isEmpty() ? (int) random.nextLong(clusterSize) : pick(random, among);
  }

  private long drawRestart(final CounterRandom random, final long atNs) {
    final FailureBudget.Crashes crashes = budget.crashes();
    if (crashes.restartMinNs() == FaultPlan.NEVER) {
      return FaultPlan.NEVER;
    }
    final long afterNs = random.nextLong(crashes.restartMinNs(), crashes.restartMaxNs());
    return budget.healNs() == FaultPlan.NEVER ? afterNs : Math.min(afterNs, budget.healNs() - atNs);
  }

  private List<FaultPlan.Pause> drawPauses() {
    final List<FaultPlan.Pause> drawn = new ArrayList<>();
    final FailureBudget.Pauses pauses = budget.pauses();
    final int count = isOn.test(FaultKind.PAUSE) ? pauses.count() : 0;
    for (int i = 0; i < count; i++) {
      final CounterRandom random = stream(PAUSES, i);
      final int nodeId = (int) random.nextLong(clusterSize);
      final long lengthNs = random.nextLong(pauses.minNs(), Math.min(pauses.maxNs(), endNs));
      final long fromNs = random.nextLong(0, endNs - lengthNs);
      drawn.add(new FaultPlan.Pause(nodeId, fromNs, fromNs + lengthNs));
    }
    drawn.sort(Comparator.comparingLong(FaultPlan.Pause::fromNs));
    return List.copyOf(drawn);
  }

  private List<FaultPlan.SlowNode> drawSlowNodes() {
    final FailureBudget.Slow slow = budget.slow();
    final int count = isOn.test(FaultKind.SLOW) ? slow.count() : 0;
    return shuffled(stream(SLOW, -1)).subList(0, count).stream()
        .sorted()
        .map(nodeId -> new FaultPlan.SlowNode(nodeId, slow.serviceNs()))
        .toList();
  }

  private List<FaultPlan.Clock> drawClocks() {
    final FailureBudget.Clocks clocks = budget.clocks();
    final long offsetMaxNs = isOn.test(FaultKind.CLOCK_OFFSET) ? clocks.offsetMaxNs() : 0;
    final long driftMaxPpb = isOn.test(FaultKind.CLOCK_DRIFT) ? clocks.driftMaxPpb() : 0;
    final int jumps = isOn.test(FaultKind.CLOCK_JUMP) && clocks.jumpMaxNs() > 0 ? clocks.jumps() : 0;
    final List<FaultPlan.Clock> drawn = new ArrayList<>();
    if (offsetMaxNs == 0 && driftMaxPpb == 0 && jumps == 0) {
      return drawn;
    }
    for (int nodeId = 0; nodeId < clusterSize; nodeId++) {
      // Three streams, so that a wider bound on one moves none of the others.
      final long offsetNs = symmetric(stream(CLOCKS, 3 * nodeId), offsetMaxNs);
      final long driftPpb = symmetric(stream(CLOCKS, 3 * nodeId + 1), driftMaxPpb);
      final CounterRandom random = stream(CLOCKS, 3 * nodeId + 2);
      final List<FaultPlan.Clock.Jump> drawnJumps = new ArrayList<>();
      for (int i = 0; i < jumps; i++) {
        drawnJumps.add(new FaultPlan.Clock.Jump(random.nextLong(endNs), symmetric(random, clocks.jumpMaxNs())));
      }
      drawnJumps.sort(Comparator.comparingLong(FaultPlan.Clock.Jump::atNs));
      drawn.add(new FaultPlan.Clock(nodeId, offsetNs, driftPpb, List.copyOf(drawnJumps)));
    }
    return List.copyOf(drawn);
  }

  private List<FaultPlan.Disk> drawDisks() {
    final FailureBudget.Disks disks = budget.disks();
    final boolean isSlow = disks.syncMaxNs() > 0 && isOn.test(FaultKind.SLOW_SYNC);
    final boolean losesUnsynced = disks.losesUnsynced() && isOn.test(FaultKind.UNSYNCED_LOSS);
    final boolean tears = disks.tears() && isOn.test(FaultKind.TORN_WRITE);
    final long lyingPpb = isOn.test(FaultKind.LYING_SYNC) ? disks.lyingPpb() : 0;
    final int full = isOn.test(FaultKind.DISK_FULL) ? disks.full() : 0;
    final List<Integer> fullIds = shuffled(stream(FULL_DISKS, -1)).subList(0, full);
    final List<FaultPlan.Disk> drawn = new ArrayList<>();
    for (int nodeId = 0; nodeId < clusterSize; nodeId++) {
      final boolean isFull = fullIds.contains(nodeId);
      if (isSlow || losesUnsynced || tears || lyingPpb > 0 || isFull) {
        drawn.add(
            new FaultPlan.Disk(
                nodeId,
                isSlow ? stream(DISKS, nodeId).nextLong(disks.syncMinNs(), disks.syncMaxNs()) : 0,
                losesUnsynced,
                tears,
                lyingPpb,
                isFull ? stream(FULL_DISKS, nodeId).nextLong(endNs) : FaultPlan.NEVER));
      }
    }
    return List.copyOf(drawn);
  }

  private List<FaultPlan.Byzantine> drawByzantine() {
    final FailureBudget.Byzantine byzantine = budget.byzantine();
    final List<FaultPlan.Behaviour> behaviours =
        byzantine.behaviours().stream().filter(behaviour -> isOn.test(PossibleFaults.kindOf(behaviour))).toList();
    final List<Integer> liars = shuffled(stream(BYZANTINE, -1)).subList(0, byzantine.count());
    if (behaviours.isEmpty()) {
      return List.of();
    }
    return liars.stream()
        .sorted()
        .map(
            nodeId -> {
              final FaultPlan.Behaviour behaviour = pick(stream(BYZANTINE, nodeId), behaviours);
              return new FaultPlan.Byzantine(
                  nodeId, behaviour, behaviour == FaultPlan.Behaviour.LATE ? byzantine.lateNs() : 0);
            })
        .toList();
  }

  private List<Integer> shuffled(final CounterRandom random) {
    final List<Integer> nodes = new ArrayList<>();
    for (int nodeId = 0; nodeId < clusterSize; nodeId++) {
      nodes.add((int) random.nextLong(nodeId + 1), nodeId);
    }
    return nodes;
  }

  private static long symmetric(final CounterRandom random, final long max) {
    return random.nextLong(-max, max);
  }

  private static <T> T pick(final CounterRandom random, final List<T> choices) {
    return choices.get((int) random.nextLong(choices.size()));
  }
}
