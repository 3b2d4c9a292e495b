package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.FaultKind;
import java.util.EnumMap;
import java.util.Map;

/** Which kinds of fault a budget allows, with the figures. Cold; stateless. */
public final class PossibleFaults {
  private final Map<FaultKind, String> figures = new EnumMap<>(FaultKind.class);

  private PossibleFaults() {}

  /** The kinds that may happen in a run of this budget, each with its setting as a person would write it. */
  public static Map<FaultKind, String> in(final FailureBudget budget) {
    final PossibleFaults faults = new PossibleFaults();
    faults.addLinks(budget.links());
    budget.overrides().forEach(override -> faults.addLinks(override.rules()));
    faults.addNodes(budget);
    faults.addClocks(budget.clocks());
    faults.addDisks(budget.disks());
    if (budget.byzantine().count() > 0) {
      for (final FaultPlan.Behaviour behaviour : budget.byzantine().behaviours()) {
        faults.add(kindOf(behaviour), true, "byzantine nodes=" + budget.byzantine().count());
      }
    }
    budget.triggers().forEach(trigger -> faults.addAction(trigger.action()));
    return faults.figures;
  }

  /** The kind of fault that a way of lying is. */
  public static FaultKind kindOf(final FaultPlan.Behaviour behaviour) {
    switch (behaviour) {
      case SILENT:
        return FaultKind.SILENCE;
      case EQUIVOCATE:
        return FaultKind.EQUIVOCATION;
      case REPLAY:
        return FaultKind.REPLAY;
      default:
        return FaultKind.LATENESS;
    }
  }

  private void add(final FaultKind kind, final boolean isPossible, final String figure) {
    if (isPossible) {
      figures.putIfAbsent(kind, figure);
    }
  }

  private void addLinks(final LinkRules rules) {
    add(FaultKind.LOSS, rules.lossPpb() > 0, "loss=" + Quantities.formatRatio(rules.lossPpb()));
    final LinkRules.Burst burst = rules.burst();
    add(
        FaultKind.BURST_LOSS,
        burst.goodToBadPpb() > 0 && burst.lossInBadPpb() > 0,
        "good-to-bad=%s, loss-in-bad=%s"
            .formatted(Quantities.formatRatio(burst.goodToBadPpb()), Quantities.formatRatio(burst.lossInBadPpb())));
    add(
        FaultKind.DUPLICATION,
        rules.duplicationPpb() > 0,
        "duplication=" + Quantities.formatRatio(rules.duplicationPpb()));
    add(
        FaultKind.REORDERING,
        rules.reorderPpb() > 0 && !rules.fifo(),
        "reordering=" + Quantities.formatRatio(rules.reorderPpb()));
    add(FaultKind.CORRUPTION, rules.corruptionPpb() > 0, "corruption=" + Quantities.formatRatio(rules.corruptionPpb()));
    add(
        FaultKind.CAPACITY,
        rules.bytesPerSecond() > 0,
        "capacity=" + Quantities.formatBytesPerSecond(rules.bytesPerSecond()));
  }

  private void addNodes(final FailureBudget budget) {
    add(FaultKind.PARTITION, budget.partitions().count() > 0, "partitions=" + budget.partitions().count());
    final FailureBudget.Crashes crashes = budget.crashes();
    final boolean isCrashing = crashes.count() > 0;
    final boolean isRestarting = isCrashing && crashes.restartMinNs() != FaultPlan.NEVER;
    add(FaultKind.CRASH, isCrashing, "crashes=" + crashes.count());
    add(FaultKind.RESTART, isRestarting, "restart after at most " + Quantities.formatTime(crashes.restartMaxNs()));
    add(FaultKind.AMNESIA, isRestarting && crashes.amnesia(), "restarts with empty disks, crashes=" + crashes.count());
    final FailureBudget.Pauses pauses = budget.pauses();
    add(
        FaultKind.PAUSE,
        pauses.count() > 0,
        "pauses=%d of at most %s".formatted(pauses.count(), Quantities.formatDuration(pauses.maxNs())));
    final FailureBudget.Slow slow = budget.slow();
    add(
        FaultKind.SLOW,
        slow.count() > 0 && slow.serviceNs() > 0,
        "slow nodes=%d, service=%s".formatted(slow.count(), Quantities.formatDuration(slow.serviceNs())));
  }

  private void addClocks(final FailureBudget.Clocks clocks) {
    add(
        FaultKind.CLOCK_OFFSET,
        clocks.offsetMaxNs() > 0,
        "offset of at most " + Quantities.formatDuration(clocks.offsetMaxNs()));
    add(
        FaultKind.CLOCK_DRIFT,
        clocks.driftMaxPpb() > 0,
        "drift of at most " + Quantities.formatDrift(clocks.driftMaxPpb()));
    add(
        FaultKind.CLOCK_JUMP,
        clocks.jumps() > 0 && clocks.jumpMaxNs() > 0,
        "jumps=%d of at most %s".formatted(clocks.jumps(), Quantities.formatDuration(clocks.jumpMaxNs())));
  }

  private void addDisks(final FailureBudget.Disks disks) {
    add(FaultKind.UNSYNCED_LOSS, disks.losesUnsynced(), "crashes may lose what was not synced");
    add(FaultKind.TORN_WRITE, disks.tears(), "crashes may tear the last record");
    add(
        FaultKind.SLOW_SYNC,
        disks.syncMaxNs() > 0,
        "sync takes at most " + Quantities.formatDuration(disks.syncMaxNs()));
    add(FaultKind.LYING_SYNC, disks.lyingPpb() > 0, "lying=" + Quantities.formatRatio(disks.lyingPpb()));
    add(FaultKind.DISK_FULL, disks.full() > 0, "full disks=" + disks.full());
  }

  private void addAction(final FaultPlan.Action action) {
    if (action instanceof FaultPlan.Action.CrashNode crash) {
      final boolean isRestarting = crash.restartAfterNs() != FaultPlan.NEVER;
      add(FaultKind.CRASH, true, "a trigger crashes a node");
      add(FaultKind.RESTART, isRestarting, "restart after " + Quantities.formatTime(crash.restartAfterNs()));
      add(FaultKind.AMNESIA, isRestarting && crash.amnesia(), "a trigger's restart with an empty disk");
      add(FaultKind.UNSYNCED_LOSS, crash.remains().isListed(), "a trigger's crash loses what was not synced");
      add(FaultKind.TORN_WRITE, crash.remains().torn(), "a trigger's crash tears the last record");
    } else if (action instanceof FaultPlan.Action.CutOff cutOff) {
      add(FaultKind.PARTITION, true, "a trigger cuts a node off for " + Quantities.formatTime(cutOff.forNs()));
    } else if (action instanceof FaultPlan.Action.Lose) {
      add(FaultKind.LOSS, true, "a trigger loses a message");
    } else if (action instanceof FaultPlan.Action.PauseNode pause) {
      add(FaultKind.PAUSE, true, "a trigger pauses a node for " + Quantities.formatTime(pause.forNs()));
    } else {
      add(FaultKind.REORDERING, true, "a trigger holds a message");
    }
  }
}
