package dev.ordeal.faultlab.fault;

/**
 * A partition made ready for asking: which directed links it cuts, in constant time whatever the cluster's size.
 * Immutable.
 */
final class Cut {
  private final FaultPlan.PartitionKind kind;
  private final int clusterSize;
  private final int bridge;
  private final boolean[] isInGroup;

  Cut(final FaultPlan.Partition partition, final int clusterSize) {
    kind = partition.kind();
    this.clusterSize = clusterSize;
    bridge = partition.bridge();
    isInGroup = new boolean[clusterSize];
    for (final int nodeId : partition.group()) {
      if (nodeId < 0 || nodeId >= clusterSize) {
        throw new IllegalArgumentException(
            "node of a partition out of range: node=%d, min=0, max=%d".formatted(nodeId, clusterSize - 1));
      }
      isInGroup[nodeId] = true;
    }
  }

  /** Whether messages from one node to another are lost. */
  boolean separates(final int fromId, final int toId) {
    switch (kind) {
      case ONE_WAY:
        return isInGroup[toId] && !isInGroup[fromId];
      case RING:
        final int distance = fromId < toId ? toId - fromId : fromId - toId;
        return distance > 1 && distance < clusterSize - 1;
      case BRIDGE:
        return isInGroup[fromId] != isInGroup[toId] && fromId != bridge && toId != bridge;
      default:
        return isInGroup[fromId] != isInGroup[toId];
    }
  }
}
