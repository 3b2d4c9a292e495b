package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.interval.IntervalClock;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** An {@link IntervalClock} under a computation: every event is a commit and waits. Allocation: none. */
class IntervalNodeClock implements NodeClock {
  private final IntervalClock clock;

  IntervalNodeClock(final long epsilonNs, final long aheadNsMax) {
    clock = new IntervalClock(epsilonNs, aheadNsMax);
  }

  @Override
  public void tick(final long wallNs) {
    clock.tick(wallNs);
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    final long stamp = IntervalClock.decode(buffer, offset);
    final boolean isAccepted = clock.accepts(stamp, wallNs);
    if (isAccepted) {
      clock.observe(stamp, wallNs);
      clock.tick(wallNs);
    }
    return isAccepted;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return IntervalClock.encode(clock.stamp(), buffer, offset) - offset;
  }

  @Override
  public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
    return encodeStamp(buffer, offset);
  }

  @Override
  public void restore(final DirectBuffer buffer, final int offset, final int length) {
    clock.restore(IntervalClock.decode(buffer, offset));
  }

  @Override
  public boolean isKept() {
    return false;
  }

  @Override
  public boolean isCommitting() {
    return true;
  }

  @Override
  public long waitNs(final long wallNs) {
    return clock.waitNs(clock.stamp(), wallNs);
  }
}
