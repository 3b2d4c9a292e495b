package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.physical.PhysicalClock;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A {@link PhysicalClock} under a computation. Allocation: none. */
final class PhysicalNodeClock implements NodeClock {
  private final PhysicalClock clock = new PhysicalClock();

  @Override
  public void tick(final long wallNs) {
    clock.tick(wallNs);
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    clock.observe(PhysicalClock.decode(buffer, offset), wallNs);
    return true;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return PhysicalClock.encode(clock.stamp(), buffer, offset) - offset;
  }

  @Override
  public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
    return encodeStamp(buffer, offset);
  }

  @Override
  public void restore(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException("a physical clock keeps nothing: length=%d".formatted(length));
  }

  @Override
  public boolean isKept() {
    return false;
  }
}
