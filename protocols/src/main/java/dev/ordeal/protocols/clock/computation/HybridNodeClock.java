package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A {@link HybridLogicalClock} under a computation. Allocation: none. */
final class HybridNodeClock implements NodeClock {
  private final HybridLogicalClock clock;

  HybridNodeClock(final long offsetNsMax) {
    clock = new HybridLogicalClock(offsetNsMax);
  }

  @Override
  public void tick(final long wallNs) {
    clock.tick(wallNs);
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    final long stamp = HybridLogicalClock.decode(buffer, offset);
    final boolean isAccepted = clock.accepts(stamp, wallNs);
    if (isAccepted) {
      clock.observe(stamp, wallNs);
    }
    return isAccepted;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return HybridLogicalClock.encode(clock.stamp(), buffer, offset) - offset;
  }

  @Override
  public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
    return encodeStamp(buffer, offset);
  }

  @Override
  public void restore(final DirectBuffer buffer, final int offset, final int length) {
    clock.restore(HybridLogicalClock.decode(buffer, offset));
  }

  @Override
  public boolean isKept() {
    return true;
  }
}
