package dev.ordeal.faultlab.crash;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.FaultPlan.Action;
import dev.ordeal.faultlab.fault.FaultPlan.Condition;
import dev.ordeal.faultlab.fault.FaultPlan.CrashPoint;
import dev.ordeal.faultlab.fault.FaultPlan.Remains;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.scenario.PlannedRun;

/**
 * A run in which a node crashes at one point of one step, and what is left of that step. Immutable.
 *
 * @param step the step it crashes in
 * @param point where in it
 * @param remains which of its messages leave, and which of the records that were not synced survive
 * @param restartAfterNs how much later the node comes back
 */
public record CrashVariant(Step step, CrashPoint point, Remains remains, long restartAfterNs) {
  /** The run with this crash in it, as a plan that can be written down, replayed and shrunk. */
  PlannedRun in(final PlannedRun run) {
    return run.withPlan(
        run.plan()
            .and(
                new FaultPlan.Trigger(
                    new Condition.Stepped(step.nodeId()),
                    step.number(),
                    new Action.CrashNode(FaultPlan.SELF, point, FaultPlan.ANY, restartAfterNs, false, remains))));
  }

  /** The same crash with other remains. */
  CrashVariant leaving(final int records, final boolean torn) {
    return new CrashVariant(step, point, new Remains(remains.sends(), records, torn), restartAfterNs);
  }

  /** In words, for a report. */
  @Override
  public String toString() {
    return "node %d crashes in its step %d at %s, %s%s, %s, back after %s"
        .formatted(
            step.nodeId(),
            step.number(),
            Quantities.formatDuration(step.atNs()),
            switch (point) {
              case BETWEEN_STEPS -> "all of which has left";
              case BEFORE_DURABLE -> "of which nothing has left";
              case AFTER_DURABLE -> "whose records are durable";
              case MID_SEND -> "of whose %d messages have left".formatted(step.sends());
            },
            point == CrashPoint.MID_SEND ? " " + remains.sends() : "",
            "%d records that were not synced survive%s"
                .formatted(remains.records(), remains.torn() ? ", the last one torn" : ""),
            Quantities.formatDuration(restartAfterNs));
  }
}
