package dev.ordeal.protocols.clock.intervaltree;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Which parts of the interval [0, 1) a stamp owns: none, all, or what its halves say. Always in normal form: no node
 * has two halves of none, or two of all. Immutable.
 */
final class Id {
  static final Id NONE = new Id(null, null);
  static final Id ALL = new Id(null, null);

  final Id left;
  final Id right;

  private Id(final Id left, final Id right) {
    this.left = left;
    this.right = right;
  }

  /** The paper's norm on ids. */
  static Id node(final Id left, final Id right) {
    if (left == NONE && right == NONE) {
      return NONE;
    }
    return left == ALL && right == ALL ? ALL : new Id(left, right);
  }

  boolean isLeaf() {
    return left == null;
  }

  /** The paper's split, its first part. */
  Id firstPart() {
    if (this == NONE) {
      return NONE;
    }
    if (this == ALL) {
      return node(ALL, NONE);
    }
    if (left == NONE) {
      return node(NONE, right.firstPart());
    }
    if (right == NONE) {
      return node(left.firstPart(), NONE);
    }
    return node(left, NONE);
  }

  /** The paper's split, its second part. */
  Id secondPart() {
    if (this == NONE) {
      return NONE;
    }
    if (this == ALL) {
      return node(NONE, ALL);
    }
    if (left == NONE) {
      return node(NONE, right.secondPart());
    }
    if (right == NONE) {
      return node(left.secondPart(), NONE);
    }
    return node(NONE, right);
  }

  /** The paper's sum; null where the two own something in common. */
  Id plus(final Id other) {
    if (this == NONE) {
      return other;
    }
    if (other == NONE) {
      return this;
    }
    if (isLeaf() || other.isLeaf()) {
      return null;
    }
    final Id leftSum = left.plus(other.left);
    final Id rightSum = leftSum == null ? null : right.plus(other.right);
    return rightSum == null ? null : node(leftSum, rightSum);
  }

  int depth() {
    return isLeaf() ? 0 : 1 + Math.max(left.depth(), right.depth());
  }

  int nodes() {
    return isLeaf() ? 1 : 1 + left.nodes() + right.nodes();
  }

  boolean isSame(final Id other) {
    if (isLeaf() || other.isLeaf()) {
      return this == other;
    }
    return left.isSame(other.left) && right.isSame(other.right);
  }

  int hash() {
    if (isLeaf()) {
      return this == ALL ? 1 : 0;
    }
    return 31 * (31 * left.hash() + right.hash()) + 7;
  }

  /** In preorder, a byte a node: 0 none, 1 all, 2 halves follow. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    if (isLeaf()) {
      buffer.putByte(offset, (byte) (this == ALL ? 1 : 0));
      return offset + 1;
    }
    buffer.putByte(offset, (byte) 2);
    return right.encode(buffer, left.encode(buffer, offset + 1));
  }

  static Id decode(final Cursor cursor, final DirectBuffer buffer, final int depth) {
    final int tag = cursor.nextByte(buffer);
    switch (tag) {
      case 0:
        return NONE;
      case 1:
        return ALL;
      case 2:
        cursor.checkDepth(depth + 1);
        final Id left = decode(cursor, buffer, depth + 1);
        final Id right = decode(cursor, buffer, depth + 1);
        final Id node = node(left, right);
        cursor.checkNormal(!node.isLeaf());
        return node;
      default:
        throw cursor.malformed("id tag out of range: tag=%d, max=2".formatted(tag));
    }
  }

  @Override
  public String toString() {
    if (isLeaf()) {
      return this == ALL ? "1" : "0";
    }
    return "(" + left + ", " + right + ")";
  }
}
