package dev.ordeal.faultlab.problem.time;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.simulation.LocalClock;
import java.util.ArrayList;
import java.util.List;

/**
 * How wrong the wall clocks of a plan have been so far. Between two jumps a clock's error is linear in time, so its
 * greatest is found at the ends.
 *
 * <p>Allocation: none after construction.
 */
final class ClockErrors {
  private final List<Course> courses = new ArrayList<>();
  private long nowNs = -1;
  private long largestNs;

  ClockErrors(final FaultPlan plan) {
    plan.clocks().forEach(clock -> courses.add(new Course(clock)));
  }

  /** The largest absolute error of any wall clock from the start to this time; times do not go back. */
  long largestNs(final long timeNs) {
    if (timeNs > nowNs) {
      nowNs = timeNs;
      for (int i = 0; i < courses.size(); i++) {
        largestNs = Math.max(largestNs, courses.get(i).largestNs(timeNs));
      }
    }
    return largestNs;
  }

  /** One node's clock. */
  private static final class Course {
    private final List<FaultPlan.Clock.Jump> jumps;
    private final LocalClock clock;
    private int jumped;
    private long largestNs;

    Course(final FaultPlan.Clock plan) {
      jumps = plan.jumps();
      clock = LocalClock.of(plan);
      note(0);
    }

    long largestNs(final long timeNs) {
      while (jumped < jumps.size() && jumps.get(jumped).atNs() <= timeNs) {
        final FaultPlan.Clock.Jump jump = jumps.get(jumped++);
        note(jump.atNs());
        clock.jump(jump.byNs());
        note(jump.atNs());
      }
      note(timeNs);
      return largestNs;
    }

    private void note(final long timeNs) {
      clock.advance(timeNs);
      largestNs = Math.max(largestNs, Math.abs(clock.wallNs() - timeNs));
    }
  }
}
