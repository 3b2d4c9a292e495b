package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.simulation.RunObserver;
import org.agrona.DirectBuffer;

/** Hears what nodes tell the world, on one thread: each node's words in their order, those of all nearly in time's. */
interface WorldListener extends RunObserver {
  /** A node replies to a request. The buffer is valid during the call. */
  void onReply(int nodeId, long requestId, DirectBuffer buffer, int offset, int length);

  /** A node threw an exception, or its disk did; it is down from here on. */
  void onFailure(long timeNs, int nodeId, String text);
}
