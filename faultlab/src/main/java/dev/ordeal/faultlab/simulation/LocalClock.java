package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.WallClock;

/**
 * One node's clocks as functions of true time. Monotonic: {@code true + offset + drift}, in whole nanoseconds, never
 * backwards. Wall: that, plus the jumps so far. Integer arithmetic only, so that every machine agrees.
 */
public final class LocalClock implements WallClock {
  private static final long NS_PER_SECOND = 1_000_000_000L;

  private final long offsetNs;
  private final long driftPpb;
  private long trueNs;
  private long jumpedNs;

  LocalClock(final long offsetNs, final long driftPpb) {
    this.offsetNs = offsetNs;
    this.driftPpb = driftPpb;
  }

  /** The clocks of a node whose plan is this. */
  public static LocalClock of(final FaultPlan.Clock clock) {
    return new LocalClock(clock.offsetNs(), clock.driftPpb());
  }

  /** Tells the wall clock the time, before each step. */
  public void advance(final long nowTrueNs) {
    trueNs = nowTrueNs;
  }

  /** Sets the wall clock. */
  public void jump(final long byNs) {
    jumpedNs += byNs;
  }

  /** Monotonic time at a true time. */
  long monotonicNs(final long atTrueNs) {
    return driftPpb == 0 ? atTrueNs + offsetNs : atTrueNs + offsetNs + scaled(atTrueNs, driftPpb, NS_PER_SECOND);
  }

  /** The first true time at which the monotonic clock shows at least {@code monotonicNs}. */
  long trueNs(final long monotonicNs) {
    if (monotonicNs == ProtocolNode.NO_DEADLINE) {
      return ProtocolNode.NO_DEADLINE;
    }
    final long elapsedNs = monotonicNs - offsetNs;
    if (driftPpb == 0) {
      return elapsedNs;
    }
    long at = elapsedNs - scaled(elapsedNs, driftPpb, NS_PER_SECOND + driftPpb);
    while (monotonicNs(at) < monotonicNs) {
      at++;
    }
    while (monotonicNs(at - 1) >= monotonicNs) {
      at--;
    }
    return at;
  }

  @Override
  public long wallNs() {
    return monotonicNs(trueNs) + jumpedNs;
  }

  /** floor(value × numerator / denominator) to within two, without overflow for |numerator| up to 10⁹. */
  private static long scaled(final long value, final long numerator, final long denominator) {
    final long whole = Math.floorDiv(value, denominator);
    final long rest = Math.floorMod(value, denominator);
    return whole * numerator + Math.floorDiv(rest * numerator, denominator);
  }
}
