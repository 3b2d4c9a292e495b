package dev.ordeal.protocols.detector;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Suspects a node from whom no heartbeat has arrived for longer than its time-out, and trusts it again when one
 * arrives. What the time-out is, and what is learned from arrivals, is a subclass's affair. The package comment says
 * how to put one into a node.
 *
 * <p>A heartbeat bears its sender's clock, so that one that comes twice or is overtaken counts for nothing. That clock
 * must not run backwards when its node comes back.
 *
 * <p>Cost: constant time for an arrival; O(n) for a deadline, of which there are about two for each time-out, whatever
 * n. Threading: single owner. Allocation: none after construction.
 */
public abstract class ArrivalDetector {
  /** No node. */
  public static final int NONE = -1;

  private static final int BYTES_PER_MEMBER = 2 * Long.BYTES + 1;

  private final int nodeId;
  private final long[] heardNs;
  private final long[] newestSentNs;
  private final boolean[] isSuspected;

  /** No time-out ends before this. */
  private long earliestNs = ProtocolNode.NO_DEADLINE;

  /** Where {@link #nextExpired} goes on, and the least deadline of those it has passed. */
  private int scanned;

  private long scannedEarliestNs = ProtocolNode.NO_DEADLINE;

  /** A detector that has not begun. */
  protected ArrivalDetector(final int nodeId, final int clusterSize) {
    this.nodeId = nodeId;
    heardNs = new long[clusterSize];
    newestSentNs = new long[clusterSize];
    isSuspected = new boolean[clusterSize];
    Arrays.fill(newestSentNs, Long.MIN_VALUE);
  }

  /** After how long a silence a node is suspected, as things are now. A silence of exactly so long is in time. */
  protected abstract long timeoutNs(int id);

  /**
   * A new heartbeat has arrived.
   *
   * @param silenceNs since the one before it, or since the start
   * @param wasSuspected whether its sender was suspected, wrongly as it now seems
   */
  protected abstract void onArrival(int id, long silenceNs, boolean wasSuspected);

  /** Trusts all, and waits for all from now on. */
  public void start(final long nowNs) {
    Arrays.fill(heardNs, nowNs);
    earliestNs = ProtocolNode.NO_DEADLINE;
    for (int id = 0; id < heardNs.length; id++) {
      earliestNs = id == nodeId ? earliestNs : Math.min(earliestNs, deadlineNs(id));
    }
  }

  /**
   * Takes a heartbeat.
   *
   * @param sentNs the sender's clock when it was sent
   * @return whether its sender was suspected until now
   */
  public boolean onHeartbeat(final long nowNs, final int fromId, final long sentNs) {
    if (fromId == nodeId || sentNs <= newestSentNs[fromId]) {
      return false;
    }
    final boolean wasSuspected = isSuspected[fromId];
    final long silenceNs = nowNs - heardNs[fromId];
    newestSentNs[fromId] = sentNs;
    heardNs[fromId] = nowNs;
    isSuspected[fromId] = wasSuspected && !trustsAgain();
    onArrival(fromId, silenceNs, wasSuspected);
    earliestNs = Math.min(earliestNs, deadlineNs(fromId));
    return wasSuspected && !isSuspected[fromId];
  }

  /**
   * A node whose time-out has ended by now, which is suspected from here on, or {@link #NONE}: to be called until there
   * is none.
   */
  public int nextExpired(final long nowNs) {
    if (nowNs < earliestNs) {
      return NONE;
    }
    for (; scanned < heardNs.length; scanned++) {
      if (scanned != nodeId && !isSuspected[scanned] && isWatched(scanned)) {
        final long deadlineNs = deadlineNs(scanned);
        if (deadlineNs <= nowNs) {
          isSuspected[scanned] = true;
          return scanned++;
        }
        scannedEarliestNs = Math.min(scannedEarliestNs, deadlineNs);
      }
    }
    earliestNs = scannedEarliestNs;
    scanned = 0;
    scannedEarliestNs = ProtocolNode.NO_DEADLINE;
    return NONE;
  }

  /** When {@link #nextExpired} is to be asked next. It may then find nobody. */
  public long nextDeadlineNs() {
    return earliestNs;
  }

  /** Whether a node is suspected. Nobody suspects itself. */
  public boolean isSuspected(final int id) {
    return isSuspected[id];
  }

  /** When the last heartbeat of a node arrived, or the start. */
  protected final long heardNs(final int id) {
    return heardNs[id];
  }

  /** Whether a node that is heard of is trusted again: always. */
  protected boolean trustsAgain() {
    return true;
  }

  /** Whether a node's time-out ever ends: always. */
  protected boolean isWatched(final int id) {
    return true;
  }

  /** Writes all that decides what it will say; returns the number of bytes. */
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int at = offset;
    for (int id = 0; id < heardNs.length; id++) {
      buffer.putLong(at, heardNs[id], LITTLE_ENDIAN);
      buffer.putLong(at + Long.BYTES, newestSentNs[id], LITTLE_ENDIAN);
      buffer.putByte(at + 2 * Long.BYTES, (byte) (isSuspected[id] ? 1 : 0));
      at += BYTES_PER_MEMBER;
    }
    buffer.putLong(at, earliestNs, LITTLE_ENDIAN);
    return at + Long.BYTES - offset;
  }

  private long deadlineNs(final int id) {
    return heardNs[id] + timeoutNs(id) + 1;
  }
}
