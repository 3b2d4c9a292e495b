package dev.ordeal.protocols.clock.intervaltree;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A vector clock without fixed processes: a process owns a part of an interval, gives half of it to one that it forks,
 * and counts its events there.
 *
 * <p>Source: Paulo Sérgio Almeida, Carlos Baquero, Victor Fonte, "Interval Tree Clocks: A Logical Clock for Dynamic
 * Systems", OPODIS 2008, section 5 (ids, events, normal forms, operations).
 *
 * <p>Properties: the strong clock condition among stamps of one seed, as long as every id is used by one process at a
 * time. Two stamps that own a common part can't be joined; that is refused.
 *
 * <p>Differs from the paper: the encoding is bytes, not bits; forks are refused past {@link #DEPTH_MAX}.
 *
 * <p>Cost: a stamp grows with the number of live parts and shrinks when neighbours join. Immutable; threading: any.
 * Allocation: new trees in every operation but comparison.
 */
public final class IntervalTreeClock {
  /** How deep an id may be: so many forks in a row of one process and its descendants, none joined. */
  public static final int DEPTH_MAX = 1024;

  private static final IntervalTreeClock SEED = new IntervalTreeClock(Id.ALL, EventTree.ZERO);

  private final Id id;
  private final EventTree events;

  private IntervalTreeClock(final Id id, final EventTree events) {
    this.id = id;
    this.events = events;
  }

  /**
   * Two stamps that together own what one did.
   *
   * @param first the one to go on with
   * @param second the one for the new process
   */
  public record Fork(IntervalTreeClock first, IntervalTreeClock second) {}

  /** The first process's stamp, which owns all. */
  public static IntervalTreeClock seed() {
    return SEED;
  }

  /** Two stamps with the same past, and half of the id each. */
  public Fork fork() {
    final Id first = id.firstPart();
    final Id second = id.secondPart();
    final int depth = Math.max(first.depth(), second.depth());
    if (depth > DEPTH_MAX) {
      throw new ClockException("interval tree too deep: depth=%d, max=%d".formatted(depth, DEPTH_MAX));
    }
    return new Fork(new IntervalTreeClock(first, events), new IntervalTreeClock(second, events));
  }

  /** Whether a fork is certain not to be refused. */
  public boolean canFork() {
    return id.depth() < DEPTH_MAX;
  }

  /** This stamp without its id, as messages carry it. */
  public IntervalTreeClock peek() {
    return new IntervalTreeClock(Id.NONE, events);
  }

  /** A local event or a sending: the process's next stamp. */
  public IntervalTreeClock tick() {
    if (id == Id.NONE) {
      throw new ClockException("no event without an id: stamp=%s".formatted(this));
    }
    if (events.most() == Long.MAX_VALUE) {
      throw new ClockException("interval tree clock used up: events=%d".formatted(Long.MAX_VALUE));
    }
    final EventTree filled = EventTree.fill(id, events);
    return new IntervalTreeClock(id, filled == events ? Growth.of(id, events).tree() : filled);
  }

  /** The receipt of a message with this stamp, whose id is left alone: the process's next stamp. */
  public IntervalTreeClock observe(final IntervalTreeClock stamp) {
    return new IntervalTreeClock(id, EventTree.join(events, stamp.events)).tick();
  }

  /** The stamp that owns what both own and knows what both know. */
  public IntervalTreeClock join(final IntervalTreeClock other) {
    final Id sum = id.plus(other.id);
    if (sum == null) {
      throw new ClockException("stamps own a common part: stamp=%s, other=%s".formatted(this, other));
    }
    return new IntervalTreeClock(sum, EventTree.join(events, other.events));
  }

  /** The partial order of what two stamps know; ids don't matter. */
  public Ordering compare(final IntervalTreeClock other) {
    return Ordering.of(
        EventTree.isAtMost(events, 0, other.events, 0), EventTree.isAtMost(other.events, 0, events, 0));
  }

  /** Whether this stamp owns nothing. */
  public boolean isAnonymous() {
    return id == Id.NONE;
  }

  /** Nodes of both trees. */
  public int nodes() {
    return id.nodes() + events.nodes();
  }

  /** The depth of the deeper tree. */
  public int depth() {
    return Math.max(id.depth(), events.depth());
  }

  /** Bytes of this stamp encoded. */
  public int encodedLength() {
    return id.nodes() + events.encodedLength();
  }

  /** Writes this stamp; returns the end. */
  public int encode(final MutableDirectBuffer buffer, final int offset) {
    return events.encode(buffer, id.encode(buffer, offset));
  }

  /** Reads a stamp of exactly so many bytes. */
  public static IntervalTreeClock decode(final DirectBuffer buffer, final int offset, final int length) {
    final Cursor cursor = new Cursor(offset, length);
    final Id id = Id.decode(cursor, buffer, 0);
    final EventTree events = EventTree.decode(cursor, buffer, 0, 0);
    cursor.checkEnd();
    return new IntervalTreeClock(id, events);
  }

  @Override
  public boolean equals(final Object object) {
    return object instanceof IntervalTreeClock other && id.isSame(other.id) && events.isSame(other.events);
  }

  @Override
  public int hashCode() {
    return 31 * id.hash() + events.hash();
  }

  /** As the paper writes it: {@code (id, events)}. */
  @Override
  public String toString() {
    return "(" + id + ", " + events + ")";
  }
}
