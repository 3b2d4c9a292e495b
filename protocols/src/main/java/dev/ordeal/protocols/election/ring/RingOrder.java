package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;

/**
 * Who stands next to whom: all nodes of a run work out the same ring from its seed, so that nobody needs to be told.
 *
 * <p>Cost: 4n bytes a node. Immutable; nothing is allocated after construction.
 */
final class RingOrder {
  private static final long STREAM = 0x52696E67L;

  private final int[] nodes;
  private final int[] places;

  /** A ring in which ids fall in the forward direction, or stand in an order drawn from the cluster's seed. */
  RingOrder(final NodeContext context, final boolean isWorstOrder) {
    final int size = context.clusterSize();
    nodes = new int[size];
    places = new int[size];
    for (int place = 0; place < size; place++) {
      nodes[place] = size - 1 - place;
    }
    if (!isWorstOrder) {
      final CounterRandom random = new CounterRandom(CounterRandom.hash(STREAM, context.clusterSeed()));
      for (int place = size - 1; place > 0; place--) {
        final int other = (int) random.nextLong(place + 1L);
        final int node = nodes[place];
        nodes[place] = nodes[other];
        nodes[other] = node;
      }
    }
    for (int place = 0; place < size; place++) {
      places[nodes[place]] = place;
    }
  }

  int size() {
    return nodes.length;
  }

  /** The neighbour of a node, forward for +1, backward for −1. */
  int neighbour(final int nodeId, final int direction) {
    return nodes[Math.floorMod(places[nodeId] + direction, nodes.length)];
  }
}
