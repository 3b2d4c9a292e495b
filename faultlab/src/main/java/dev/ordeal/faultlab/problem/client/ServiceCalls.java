package dev.ordeal.faultlab.problem.client;

import dev.ordeal.faultlab.history.Outcome;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** What clients ask of one kind of service, and how they read its answers. Single thread. */
public interface ServiceCalls {
  /** What an answer means to the client that waits for one. */
  enum Answer {
    /** The operation took effect. */
    DONE,
    /** The operation goes on: send the attempt again, to the same node, as it is now. */
    CONTINUE,
    /** The attempt has no effect and never will. */
    REFUSED,
    /** Not the answer that is waited for. */
    NONE
  }

  /** How many of the nodes, from node 0 on, clients may turn to. */
  default int servers(final int clusterSize) {
    return clusterSize;
  }

  /** The client's next operation begins; {@code random} decides what it is. */
  void begin(ClientPool.Call call, long random);

  /**
   * An operation of a script begins.
   *
   * @throws IllegalArgumentException if the text is none
   */
  void begin(ClientPool.Call call, String operation);

  /** Writes an attempt at a client's operation as it is now; returns how many bytes. */
  int encode(ClientPool.Call call, MutableDirectBuffer buffer);

  /** A node answers a client that waits; the buffer is valid during the call. */
  Answer onReply(ClientPool.Call call, DirectBuffer buffer, int offset, int length);

  /** The operation is over for its client: it happened, certainly did not, or nobody knows. */
  void end(ClientPool.Call call, Outcome outcome, long nowNs);
}
