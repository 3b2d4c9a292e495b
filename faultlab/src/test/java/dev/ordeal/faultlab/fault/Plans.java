package dev.ordeal.faultlab.fault;

import java.util.List;

/** Plans for tests: calm ones, changed where a test says so. */
final class Plans {
  static final Delay LAN = new Delay.Uniform(1_000_000, 2_000_000);

  private Plans() {}

  static FaultPlan calm(final long seed) {
    return with(seed, LinkRules.CLEAN, LAN);
  }

  static FaultPlan with(final long seed, final LinkRules rules, final Delay delay) {
    return with(seed, rules, delay, List.of(), List.of());
  }

  static FaultPlan with(
      final long seed,
      final LinkRules rules,
      final Delay delay,
      final List<FaultPlan.LinkOverride> overrides,
      final List<FaultPlan.MessageFate> fates) {
    return new FaultPlan(
        seed,
        FaultPlan.NEVER,
        10_000_000,
        rules,
        delay,
        overrides,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        fates,
        List.of());
  }

  static FaultPlan healing(final FaultPlan plan, final long healNs, final long healedDelayMaxNs) {
    return new FaultPlan(
        plan.seed(),
        healNs,
        healedDelayMaxNs,
        plan.links(),
        plan.delay(),
        plan.overrides(),
        plan.partitions(),
        plan.crashes(),
        plan.pauses(),
        plan.slowNodes(),
        plan.clocks(),
        plan.disks(),
        plan.byzantine(),
        plan.fates(),
        plan.triggers());
  }

  static LinkRules rules(
      final long loss, final LinkRules.Burst burst, final long duplication, final long reorder, final long corruption) {
    return new LinkRules(
        loss, burst, duplication, reorder, new Delay.Constant(5_000_000), corruption, 0, 0, false);
  }

  static LinkRules loss(final long ppb) {
    return rules(ppb, LinkRules.Burst.NONE, 0, 0, 0);
  }
}
