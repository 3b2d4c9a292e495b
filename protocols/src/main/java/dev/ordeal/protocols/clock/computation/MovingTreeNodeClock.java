package dev.ordeal.protocols.clock.computation;

import dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock;
import dev.ordeal.protocols.core.CounterRandom;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A {@link TreeNodeClock} whose id moves about: with some of its messages a process forks and gives the new stamp, id
 * and all, to the receiver, which joins it with its own. Safe as long as no message is taken twice; a part whose
 * message is lost is owned by nobody from then on.
 */
class MovingTreeNodeClock extends TreeNodeClock {
  private static final int PERCENT = 100;

  private final CounterRandom random;
  private final int movePercent;

  /** What the last event's message takes along, or null. */
  IntervalTreeClock moving;

  MovingTreeNodeClock(final int processes, final int self, final CounterRandom random, final int movePercent) {
    super(processes, self);
    this.random = random;
    this.movePercent = movePercent;
  }

  @Override
  public void tick(final long wallNs) {
    super.tick(wallNs);
    moving = null;
  }

  @Override
  public void tickToSend(final long wallNs) {
    tick(wallNs);
    if (random.nextLong(PERCENT) < movePercent && clock.canFork()) {
      final IntervalTreeClock.Fork fork = clock.fork();
      clock = fork.first();
      moving = fork.second();
    }
  }

  @Override
  public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
    moving = null;
    final IntervalTreeClock stamp = IntervalTreeClock.decode(buffer, offset, length);
    clock = stamp.isAnonymous() ? clock.observe(stamp) : clock.join(stamp).tick();
    return true;
  }

  @Override
  public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
    return moving == null ? super.encodeStamp(buffer, offset) : moving.encode(buffer, offset) - offset;
  }
}
