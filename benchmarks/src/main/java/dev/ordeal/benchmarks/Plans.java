package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import java.util.List;

/** Fault plans that simulators are measured under. */
final class Plans {
  private static final long SEED = 42;
  private static final long FIVE_PERCENT_PPB = 50_000_000;

  private Plans() {}

  /** Every message takes so long; nothing else happens. */
  static FaultPlan constantDelay(final long delayNs) {
    return plan(LinkRules.CLEAN, new Delay.Constant(delayNs));
  }

  /** Delays from 2/11 to 20/11 of the mean, as 10–100 ms have a mean of 55; 5 % lost, 5 % delivered twice. */
  static FaultPlan lossDelayDuplication(final long meanDelayNs) {
    final LinkRules rules =
        new LinkRules(
            FIVE_PERCENT_PPB, LinkRules.Burst.NONE, FIVE_PERCENT_PPB, 0, new Delay.Constant(0), 0, 0, 0, false);
    return plan(rules, new Delay.Uniform(meanDelayNs * 2 / 11, meanDelayNs * 20 / 11));
  }

  private static FaultPlan plan(final LinkRules rules, final Delay delay) {
    return new FaultPlan(
        SEED,
        FaultPlan.NEVER,
        FaultPlan.NEVER,
        rules,
        delay,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
