package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.FaultPlan;

/** A crash of the plan on its way: whom it hits may not be known yet. */
final class PendingCrash {
  final int planIndex;
  final FaultPlan.CrashPoint point;
  final int sentCount;
  final long restartAfterNs;
  final boolean isAmnesia;
  final FaultPlan.Remains remains;
  boolean hasFired;

  PendingCrash(
      final int planIndex,
      final FaultPlan.CrashPoint point,
      final int sentCount,
      final long restartAfterNs,
      final boolean isAmnesia,
      final FaultPlan.Remains remains) {
    this.planIndex = planIndex;
    this.point = point;
    this.sentCount = sentCount;
    this.restartAfterNs = restartAfterNs;
    this.isAmnesia = isAmnesia;
    this.remains = remains;
  }

  static PendingCrash of(final int planIndex, final FaultPlan.Crash crash) {
    return new PendingCrash(
        planIndex,
        crash.point(),
        crash.sentCount(),
        crash.restartAfterNs(),
        crash.amnesia(),
        FaultPlan.Remains.DRAWN);
  }

  static PendingCrash of(final FaultPlan.Action.CrashNode crash) {
    return new PendingCrash(
        -1, crash.point(), crash.sentCount(), crash.restartAfterNs(), crash.amnesia(), crash.remains());
  }
}
