package dev.ordeal.protocols.detector.heartbeat;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.detector.ArrivalDetector;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Suspects a node after a silence of a time-out, which each mistake lengthens by a step, up to a greatest one. With a
 * step of 0 the time-out is fixed.
 *
 * <p>Source: Chandra, Toueg 1996, figure 10, the implementation of ◇P where delays and speeds are bounded from some
 * time on. Their step is any that adds up to more than every bound; there is a greatest time-out here, so that a node
 * that was cut off for long is not waited for as long ever after.
 *
 * <p>Properties, if all nodes send heartbeats every interval and links deliver within δ from some time on, with a
 * greatest time-out of at least interval + δ: strong completeness and eventual strong accuracy, so the classes ◇P and
 * ◇S. With a fixed time-out of at least interval + δ, and δ holding always: strong accuracy, the class P.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class HeartbeatDetector extends ArrivalDetector {
  private final long stepNs;
  private final long timeoutMaxNs;
  private final long[] timeoutNs;

  /**
   * A detector for one node; see {@link ArrivalDetector} for how it is fed.
   *
   * @param timeoutNs the silence after which a node is suspected, at first
   * @param stepNs how much longer after each mistake; 0 for a fixed time-out
   * @param timeoutMaxNs the greatest it may become
   */
  public HeartbeatDetector(
      final int nodeId, final int clusterSize, final long timeoutNs, final long stepNs, final long timeoutMaxNs) {
    super(nodeId, clusterSize);
    this.stepNs = stepNs;
    this.timeoutMaxNs = timeoutMaxNs;
    this.timeoutNs = new long[clusterSize];
    Arrays.fill(this.timeoutNs, timeoutNs);
  }

  @Override
  protected long timeoutNs(final int id) {
    return timeoutNs[id];
  }

  @Override
  protected void onArrival(final int id, final long silenceNs, final boolean wasSuspected) {
    if (wasSuspected) {
      timeoutNs[id] = Math.max(timeoutNs[id], Math.min(timeoutMaxNs, timeoutNs[id] + stepNs));
    }
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int at = offset + super.encodeState(buffer, offset);
    for (final long timeout : timeoutNs) {
      buffer.putLong(at, timeout, LITTLE_ENDIAN);
      at += Long.BYTES;
    }
    return at - offset;
  }
}
