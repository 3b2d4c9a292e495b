package dev.ordeal.protocols.detector;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.MutableDirectBuffer;

/**
 * Whom a node suspects, told to the world whenever it changes.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public final class Suspects {
  private final int nodeId;
  private final boolean[] isSuspected;
  private int count;
  private DetectorState state = DetectorState.STARTING;

  /** Nobody. */
  public Suspects(final int nodeId, final int clusterSize) {
    this.nodeId = nodeId;
    this.isSuspected = new boolean[clusterSize];
  }

  /** The node starts, and trusts all. */
  public void start(final Outbox outbox) {
    transitionTo(DetectorState.TRUSTING, outbox);
  }

  /** A node is suspected from now on. */
  public void suspect(final int id, final Outbox outbox) {
    if (!isSuspected[id]) {
      isSuspected[id] = true;
      count++;
      outbox.indicate(Indication.SUSPECT, id, nodeId);
      transitionTo(DetectorState.SUSPECTING, outbox);
    }
  }

  /** A node is trusted from now on. */
  public void trust(final int id, final Outbox outbox) {
    if (isSuspected[id]) {
      isSuspected[id] = false;
      count--;
      outbox.indicate(Indication.TRUST, id, nodeId);
      transitionTo(count == 0 ? DetectorState.TRUSTING : DetectorState.SUSPECTING, outbox);
    }
  }

  /** Writes the state, and whom it holds as a byte each; returns the number of bytes. */
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putByte(offset, (byte) state.ordinal());
    for (int id = 0; id < isSuspected.length; id++) {
      buffer.putByte(offset + 1 + id, (byte) (isSuspected[id] ? 1 : 0));
    }
    return 1 + isSuspected.length;
  }

  /** The only writer of the state. */
  private void transitionTo(final DetectorState newState, final Outbox outbox) {
    if (newState != state) {
      outbox.indicate(Indication.STATE, newState.ordinal(), state.ordinal());
      state = newState;
    }
  }
}
