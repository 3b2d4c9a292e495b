package dev.ordeal.protocols.detector.omega;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatDetector;
import org.agrona.MutableDirectBuffer;

/**
 * Which node to follow: of those that are heard of often enough, the one accused least, the lowest of these.
 *
 * <p>A node that owns one feeds it as an {@link dev.ordeal.protocols.detector.ArrivalDetector} is fed and, besides,
 *
 * <ul>
 *   <li>sends its own {@link #accusations} with each heartbeat, and calls {@link #onAlive} with what others send;
 *   <li>for each node that {@link #nextExpired} names, sends it {@code accusationsOf(id) + 1};
 *   <li>to each whose {@link #onAlive} says so, sends {@code accusationsOf(id)}: it came back and has forgotten;
 *   <li>calls {@link #onAccusation} with what comes, and asks for {@link #leader} after each step that may change it.
 * </ul>
 *
 * <p>Source, properties and divergences: the package comment. Cost: constant time for a heartbeat, O(n) for a leader.
 * Threading: single owner. Allocation: none after construction.
 */
public class OmegaDetector extends HeartbeatDetector {
  private final int nodeId;
  private final long[] accusations;

  /** A detector for one node, which follows node 0 until it learns better. */
  public OmegaDetector(final int nodeId, final int clusterSize, final HeartbeatConfig config) {
    super(nodeId, clusterSize, config.timeoutNs(), config.timeoutStepNs(), config.timeoutMaxNs());
    this.nodeId = nodeId;
    accusations = new long[clusterSize];
  }

  /**
   * Takes the number that came with a heartbeat.
   *
   * @return whether it is less than is known: its sender must be told
   */
  public boolean onAlive(final int fromId, final long count) {
    if (fromId == nodeId || count < accusations[fromId]) {
      return fromId != nodeId;
    }
    accusations[fromId] = count;
    return false;
  }

  /** Somebody says that this node has been accused so often. */
  public void onAccusation(final long count) {
    accusations[nodeId] = Math.max(accusations[nodeId], count);
  }

  /** How often this node has been accused. */
  public long accusations() {
    return accusations[nodeId];
  }

  /** How often a node has been accused, as far as is known. */
  public long accusationsOf(final int id) {
    return accusations[id];
  }

  /** Whom to follow now. */
  public int leader() {
    int best = nodeId;
    for (int id = 0; id < accusations.length; id++) {
      if (!isSuspected(id)
          && (accusations[id] < accusations[best] || (accusations[id] == accusations[best] && id < best))) {
        best = id;
      }
    }
    return best;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int at = offset + super.encodeState(buffer, offset);
    for (final long count : accusations) {
      buffer.putLong(at, count, LITTLE_ENDIAN);
      at += Long.BYTES;
    }
    return at - offset;
  }
}
