package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.lamport.LamportClock;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A {@link LamportClock} under a computation. Allocation: none. */
class LamportNodeClock implements NodeClock {
  private final LamportClock clock;

  LamportNodeClock(final long aheadMax) {
    clock = new LamportClock(aheadMax);
  }

  @Override
  public void tick(final long wallNs) {
    clock.tick();
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    final long stamp = LamportClock.decode(buffer, offset);
    final boolean isAccepted = clock.accepts(stamp);
    if (isAccepted) {
      clock.observe(stamp);
    }
    return isAccepted;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return LamportClock.encode(clock.stamp(), buffer, offset) - offset;
  }

  @Override
  public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
    return encodeStamp(buffer, offset);
  }

  @Override
  public void restore(final DirectBuffer buffer, final int offset, final int length) {
    clock.restore(LamportClock.decode(buffer, offset));
  }

  @Override
  public boolean isKept() {
    return true;
  }
}
