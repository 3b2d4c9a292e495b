package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.vector.VectorClock;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A {@link VectorClock} under a computation. Allocation: none after construction. */
final class VectorNodeClock implements NodeClock {
  private final VectorClock clock;
  private final long[] received;

  VectorNodeClock(final int processes, final int self) {
    clock = new VectorClock(processes, self);
    received = new long[processes];
  }

  @Override
  public void tick(final long wallNs) {
    clock.tick();
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    VectorClock.decode(buffer, offset, received, 0, received.length);
    final boolean isAccepted = clock.accepts(received, 0);
    if (isAccepted) {
      clock.observe(received);
    }
    return isAccepted;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return clock.encode(buffer, offset) - offset;
  }

  @Override
  public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
    return encodeStamp(buffer, offset);
  }

  @Override
  public void restore(final DirectBuffer buffer, final int offset, final int length) {
    VectorClock.decode(buffer, offset, received, 0, received.length);
    clock.restore(received, 0);
  }

  @Override
  public boolean isKept() {
    return true;
  }
}
