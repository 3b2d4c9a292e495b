package dev.ordeal.faultlab.simulation;

import java.util.Arrays;

/**
 * One event of a trace, kept: what a {@link TraceListener} heard. See {@link TraceKind} for what the words mean.
 * Cold: a
 * recorded trace is read entry by entry.
 *
 * @param timeNs true time
 * @param nodeId where, or -1
 * @param body the message or record; empty where there is none
 */
public record TraceEntry(
    TraceKind kind, long timeNs, int nodeId, int peerId, long key, long value, byte[] body) {
  /** The body of an entry that has none. */
  public static final byte[] NO_BODY = {};

  /** Equal bodies count as equal, not only the same one. */
  @Override
  public boolean equals(final Object other) {
    return other instanceof TraceEntry that
        && kind == that.kind
        && timeNs == that.timeNs
        && nodeId == that.nodeId
        && peerId == that.peerId
        && key == that.key
        && value == that.value
        && Arrays.equals(body, that.body);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * kind.hashCode() + Long.hashCode(timeNs)) + 31 * nodeId + Long.hashCode(key);
  }

  @Override
  public String toString() {
    return "%s at=%dns node=%d peer=%d key=%d value=%d bytes=%d"
        .formatted(kind, timeNs, nodeId, peerId, key, value, body.length);
  }
}
