package dev.ordeal.faultlab.live;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.RingBuffer;

/** Where nodes tell what they have to tell: it is told when the call returns, and nothing of it is lost. */
@FunctionalInterface
interface World {
  /** Takes a frame of {@link Frames}. Any thread. */
  void tell(int type, UnsafeBuffer frame, int length);

  /** A ring: waits for room if there is none, for its reader never waits for a node. */
  static World of(final RingBuffer ring) {
    return (type, frame, length) -> {
      while (!ring.write(type, frame, 0, length)) {
        if (Thread.currentThread().isInterrupted()) {
          throw new IllegalStateException("interrupted while the world had no room");
        }
        Thread.onSpinWait();
      }
    };
  }
}
