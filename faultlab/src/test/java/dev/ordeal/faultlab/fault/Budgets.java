package dev.ordeal.faultlab.fault;

import java.util.List;

/** Budgets for tests. */
final class Budgets {
  static final long S = 1_000_000_000L;
  static final long HEAL_NS = 30 * S;

  private Budgets() {}

  static final FailureBudget CALM =
      new FailureBudget(
          LinkRules.CLEAN,
          new Delay.Constant(1_000_000),
          List.of(),
          FailureBudget.Partitions.NONE,
          FailureBudget.Crashes.NONE,
          FailureBudget.Pauses.NONE,
          FailureBudget.Slow.NONE,
          FailureBudget.Clocks.EXACT,
          FailureBudget.Disks.IDEAL,
          FailureBudget.Byzantine.NONE,
          List.of(),
          HEAL_NS,
          100_000_000,
          false);

  /** All that can go wrong. */
  static FailureBudget everything(final boolean isSwarm) {
    return new FailureBudget(
        new LinkRules(1, new LinkRules.Burst(1, 1, 1), 1, 1, new Delay.Constant(1), 1, 1, 1, false),
        new Delay.Uniform(1_000_000, 2_000_000),
        List.of(),
        new FailureBudget.Partitions(12, List.of(FaultPlan.PartitionKind.values()), S, 5 * S, S),
        new FailureBudget.Crashes(
            3,
            FailureBudget.Target.ANY,
            List.of(),
            true,
            List.of(FaultPlan.CrashPoint.values()),
            S,
            60 * S,
            S,
            20 * S,
            true),
        new FailureBudget.Pauses(4, S / 10, S),
        new FailureBudget.Slow(2, 1_000_000),
        new FailureBudget.Clocks(S, 100_000, 3, S),
        new FailureBudget.Disks(1_000, 1_000_000, true, true, 1_000, 1),
        new FailureBudget.Byzantine(2, List.of(FaultPlan.Behaviour.values()), S),
        List.of(),
        HEAL_NS,
        100_000_000,
        isSwarm);
  }

  static FailureBudget with(final FailureBudget budget, final FailureBudget.Pauses pauses) {
    return new FailureBudget(
        budget.links(),
        budget.delay(),
        budget.overrides(),
        budget.partitions(),
        budget.crashes(),
        pauses,
        budget.slow(),
        budget.clocks(),
        budget.disks(),
        budget.byzantine(),
        budget.triggers(),
        budget.healNs(),
        budget.healedDelayMaxNs(),
        budget.isSwarm());
  }

  static FailureBudget with(final FailureBudget budget, final FailureBudget.Clocks clocks) {
    return new FailureBudget(
        budget.links(),
        budget.delay(),
        budget.overrides(),
        budget.partitions(),
        budget.crashes(),
        budget.pauses(),
        budget.slow(),
        clocks,
        budget.disks(),
        budget.byzantine(),
        budget.triggers(),
        budget.healNs(),
        budget.healedDelayMaxNs(),
        budget.isSwarm());
  }

  static FailureBudget with(final FailureBudget budget, final LinkRules links, final Delay delay) {
    return new FailureBudget(
        links,
        delay,
        budget.overrides(),
        budget.partitions(),
        budget.crashes(),
        budget.pauses(),
        budget.slow(),
        budget.clocks(),
        budget.disks(),
        budget.byzantine(),
        budget.triggers(),
        budget.healNs(),
        budget.healedDelayMaxNs(),
        budget.isSwarm());
  }

  static FailureBudget with(final FailureBudget budget, final FailureBudget.Crashes crashes, final long healNs) {
    return new FailureBudget(
        budget.links(),
        budget.delay(),
        budget.overrides(),
        budget.partitions(),
        crashes,
        budget.pauses(),
        budget.slow(),
        budget.clocks(),
        budget.disks(),
        budget.byzantine(),
        budget.triggers(),
        healNs,
        budget.healedDelayMaxNs(),
        budget.isSwarm());
  }

  static FailureBudget drifting(final long driftMaxPpb) {
    return new FailureBudget(
        CALM.links(),
        CALM.delay(),
        CALM.overrides(),
        CALM.partitions(),
        CALM.crashes(),
        CALM.pauses(),
        CALM.slow(),
        new FailureBudget.Clocks(0, driftMaxPpb, 0, 0),
        CALM.disks(),
        CALM.byzantine(),
        CALM.triggers(),
        CALM.healNs(),
        CALM.healedDelayMaxNs(),
        CALM.isSwarm());
  }

  static FailureBudget.Crashes crashes(final int count, final long restartMaxNs) {
    return new FailureBudget.Crashes(
        count,
        FailureBudget.Target.LEADER,
        List.of(),
        false,
        List.of(FaultPlan.CrashPoint.BETWEEN_STEPS),
        0,
        10 * S,
        Math.min(restartMaxNs, restartMaxNs == FaultPlan.NEVER ? FaultPlan.NEVER : S),
        restartMaxNs,
        false);
  }
}
