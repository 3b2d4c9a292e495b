package dev.ordeal.protocols.clock.intervaltree;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How many events each part of [0, 1) has seen: a number for all of it, and more in its halves. Always in normal form:
 * a node's halves are not one and the same number, and the smaller of their numbers is 0. Immutable.
 */
final class EventTree {
  static final EventTree ZERO = new EventTree(0, null, null);

  final long base;
  final EventTree left;
  final EventTree right;

  private EventTree(final long base, final EventTree left, final EventTree right) {
    this.base = base;
    this.left = left;
    this.right = right;
  }

  static EventTree leaf(final long base) {
    return base == 0 ? ZERO : new EventTree(base, null, null);
  }

  /** The paper's norm on event trees. */
  static EventTree node(final long base, final EventTree left, final EventTree right) {
    if (left.isLeaf() && right.isLeaf() && left.base == right.base) {
      return leaf(base + left.base);
    }
    final long least = Math.min(left.base, right.base);
    return new EventTree(base + least, left.lift(-least), right.lift(-least));
  }

  boolean isLeaf() {
    return left == null;
  }

  /** The paper's lift (and, of a negative number, sink). */
  EventTree lift(final long by) {
    return by == 0 ? this : new EventTree(base + by, left, right);
  }

  /** The most events of any part; the least is {@link #base}. */
  long most() {
    return isLeaf() ? base : base + Math.max(left.most(), right.most());
  }

  /** The paper's leq, with what the nodes above add on either side. */
  static boolean isAtMost(final EventTree a, final long aboveA, final EventTree b, final long aboveB) {
    final long atA = aboveA + a.base;
    final long atB = aboveB + b.base;
    if (atA > atB) {
      return false;
    }
    if (a.isLeaf()) {
      return true;
    }
    final EventTree bLeft = b.isLeaf() ? ZERO : b.left;
    final EventTree bRight = b.isLeaf() ? ZERO : b.right;
    return isAtMost(a.left, atA, bLeft, atB) && isAtMost(a.right, atA, bRight, atB);
  }

  /** The paper's join: the greater of both in each part. */
  static EventTree join(final EventTree a, final EventTree b) {
    if (a.isLeaf() && b.isLeaf()) {
      return a.base >= b.base ? a : b;
    }
    if (a.base > b.base) {
      return join(b, a);
    }
    final long lift = b.base - a.base;
    final EventTree aLeft = a.isLeaf() ? ZERO : a.left;
    final EventTree aRight = a.isLeaf() ? ZERO : a.right;
    final EventTree bLeft = b.isLeaf() ? ZERO : b.left;
    final EventTree bRight = b.isLeaf() ? ZERO : b.right;
    return node(a.base, join(aLeft, bLeft.lift(lift)), join(aRight, bRight.lift(lift)));
  }

  /** The paper's fill: raises what the id owns as far as that makes the tree smaller; this very tree if it can't. */
  static EventTree fill(final Id id, final EventTree events) {
    if (id == Id.NONE || events.isLeaf()) {
      return events;
    }
    if (id == Id.ALL) {
      return leaf(events.most());
    }
    final EventTree left;
    final EventTree right;
    if (id.left == Id.ALL) {
      right = fill(id.right, events.right);
      left = events.left.levelledTo(right.base);
    } else if (id.right == Id.ALL) {
      left = fill(id.left, events.left);
      right = events.right.levelledTo(left.base);
    } else {
      left = fill(id.left, events.left);
      right = fill(id.right, events.right);
    }
    return left == events.left && right == events.right ? events : node(events.base, left, right);
  }

  /** One number: the most of this tree, or what its neighbour has at least. */
  private EventTree levelledTo(final long least) {
    final long level = Math.max(most(), least);
    return isLeaf() && base == level ? this : leaf(level);
  }

  boolean isSame(final EventTree other) {
    if (this == other) {
      return true;
    }
    if (base != other.base || isLeaf() != other.isLeaf()) {
      return false;
    }
    return isLeaf() || left.isSame(other.left) && right.isSame(other.right);
  }

  int hash() {
    final int here = Long.hashCode(base);
    return isLeaf() ? here : 31 * (31 * (31 * here + left.hash()) + right.hash()) + 7;
  }

  int depth() {
    return isLeaf() ? 0 : 1 + Math.max(left.depth(), right.depth());
  }

  int nodes() {
    return isLeaf() ? 1 : 1 + left.nodes() + right.nodes();
  }

  /** In preorder; a node is its number, doubled, plus 1 if halves follow, in groups of seven bits. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    long rest = base << 1 | (isLeaf() ? 0 : 1);
    int end = offset;
    while ((rest & ~0x7FL) != 0) {
      buffer.putByte(end++, (byte) (rest & 0x7F | 0x80));
      rest >>>= 7;
    }
    buffer.putByte(end++, (byte) rest);
    return isLeaf() ? end : right.encode(buffer, left.encode(buffer, end));
  }

  int encodedLength() {
    final int bits = Long.SIZE - Long.numberOfLeadingZeros(base << 1 | 1);
    final int here = (bits + 6) / 7;
    return isLeaf() ? here : here + left.encodedLength() + right.encodedLength();
  }

  static EventTree decode(final Cursor cursor, final DirectBuffer buffer, final int depth, final long above) {
    final long word = cursor.nextNumber(buffer);
    final long base = word >>> 1;
    if (base > Long.MAX_VALUE - above) {
      throw cursor.malformed("events out of range: events=%d, above=%d".formatted(base, above));
    }
    if ((word & 1) == 0) {
      return leaf(base);
    }
    cursor.checkDepth(depth + 1);
    final EventTree left = decode(cursor, buffer, depth + 1, above + base);
    final EventTree right = decode(cursor, buffer, depth + 1, above + base);
    final EventTree node = node(base, left, right);
    cursor.checkNormal(!node.isLeaf() && node.base == base);
    return node;
  }

  @Override
  public String toString() {
    return isLeaf() ? Long.toString(base) : "(" + base + ", " + left + ", " + right + ")";
  }
}
