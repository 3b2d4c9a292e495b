package dev.ordeal.faultlab.simulation;

import dev.ordeal.faultlab.fault.LinkLayer;
import dev.ordeal.protocols.core.Indication;
import org.agrona.DirectBuffer;

/**
 * What a judge may see of a run: indications, the lives of nodes and cuts, in order of true time. All times are
 * nanoseconds.
 */
public interface RunObserver {
  /** A node starts, for the first time or again. */
  default void onStart(final long timeNs, final int nodeId) {}

  /** A node stops. */
  default void onCrash(final long timeNs, final int nodeId) {}

  /** Links were cut or joined; {@code links} says now and later which are cut. */
  default void onLinksChanged(final long timeNs, final LinkLayer links) {}

  /** A node tells what it holds true. */
  void onIndication(long timeNs, int nodeId, Indication indication, long key, long value);

  /** A node tells what it holds true, at length. The buffer is valid during the call. */
  default void onIndication(
      final long timeNs,
      final int nodeId,
      final Indication indication,
      final long key,
      final DirectBuffer buffer,
      final int offset,
      final int length) {}
}
