package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * An {@link IntervalTreeClock} under a computation: the seed is forked so that each process has a part of about the
 * same size, which all know before the start. Allocation: new trees for each event.
 */
class TreeNodeClock implements NodeClock {
  IntervalTreeClock clock;

  TreeNodeClock(final int processes, final int self) {
    clock = partOf(IntervalTreeClock.seed(), processes, self);
  }

  @Override
  public void tick(final long wallNs) {
    clock = clock.tick();
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    clock = clock.observe(IntervalTreeClock.decode(buffer, offset, length));
    return true;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return clock.peek().encode(buffer, offset) - offset;
  }

  @Override
  public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
    return clock.encode(buffer, offset) - offset;
  }

  @Override
  public void restore(final DirectBuffer buffer, final int offset, final int length) {
    clock = IntervalTreeClock.decode(buffer, offset, length);
  }

  @Override
  public boolean isKept() {
    return true;
  }

  private static IntervalTreeClock partOf(final IntervalTreeClock whole, final int processes, final int self) {
    if (processes == 1) {
      return whole;
    }
    final IntervalTreeClock.Fork fork = whole.fork();
    final int firstHalf = (processes + 1) / 2;
    return self < firstHalf
        ? partOf(fork.first(), firstHalf, self)
        : partOf(fork.second(), processes - firstHalf, self - firstHalf);
  }
}
