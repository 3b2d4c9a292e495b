package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.fault.DelaySampler;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.problem.RunSetup;

/**
 * From when on a run is calm: links that are not cut deliver everything within the bound on one-way delay, and nodes
 * that are up take their steps in time. Crashes and cuts disturb no calm; promises that need time to pass undisturbed
 * are judged within it.
 */
final class CalmPlan {
  private CalmPlan() {}

  /** The start of the run if nothing but crashes and cuts goes wrong in it, else healing, if it comes. */
  static long calmFromNs(final RunSetup setup) {
    return isCalm(setup.plan(), setup.delayBoundNs()) ? 0 : setup.plan().healNs();
  }

  private static boolean isCalm(final FaultPlan plan, final long delayBoundNs) {
    final LinkRules links = plan.links();
    final boolean isClean =
        links.lossPpb() == 0
            && links.burst().equals(LinkRules.Burst.NONE)
            && links.duplicationPpb() == 0
            && links.reorderPpb() == 0
            && links.corruptionPpb() == 0
            && links.bytesPerSecond() == 0;
    return isClean
        && DelaySampler.maxNs(plan.delay()) <= delayBoundNs
        && plan.overrides().isEmpty()
        && plan.pauses().isEmpty()
        && plan.slowNodes().isEmpty()
        && plan.disks().isEmpty()
        && plan.byzantine().isEmpty()
        && plan.fates().isEmpty()
        && plan.clocks().stream().allMatch(clock -> clock.driftPpb() == 0)
        && plan.triggers().stream().map(FaultPlan.Trigger::action).allMatch(CalmPlan::isCrashOrCut);
  }

  private static boolean isCrashOrCut(final Action action) {
    return action instanceof Action.CrashNode || action instanceof Action.CutOff;
  }
}
