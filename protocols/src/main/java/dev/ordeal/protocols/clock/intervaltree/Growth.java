package dev.ordeal.protocols.clock.intervaltree;

/**
 * The paper's grow: one more event in a part that the id owns, where it makes the tree no larger than it has to be.
 *
 * @param tree the tree after the event
 * @param cost how many nodes were added, weighing most, and how deep the event is
 */
record Growth(EventTree tree, long cost) {
  /** More than any depth, so that a node added weighs more than any depth does. */
  private static final long NODE_COST = 1L << 32;

  static Growth of(final Id id, final EventTree events) {
    if (events.isLeaf()) {
      if (id == Id.ALL) {
        return new Growth(EventTree.leaf(events.base + 1), 0);
      }
      final Growth inHalves = inHalves(id, events.base, EventTree.ZERO, EventTree.ZERO);
      return new Growth(inHalves.tree, inHalves.cost + NODE_COST);
    }
    return inHalves(id, events.base, events.left, events.right);
  }

  private static Growth inHalves(final Id id, final long base, final EventTree left, final EventTree right) {
    final Growth inLeft = id.left == Id.NONE ? null : of(id.left, left);
    final Growth inRight = id.right == Id.NONE ? null : of(id.right, right);
    if (inRight == null || inLeft != null && inLeft.cost < inRight.cost) {
      return new Growth(EventTree.node(base, inLeft.tree, right), inLeft.cost + 1);
    }
    return new Growth(EventTree.node(base, left, inRight.tree), inRight.cost + 1);
  }
}
