package dev.ordeal.faultlab.simulation;

import org.agrona.DirectBuffer;

/**
 * The clients of a run: they invoke requests on nodes, over links of their own without delay or loss, and hear replies.
 * Deterministic, like everything in a simulation.
 */
public interface Workload {
  /** The value of {@link #nextActionNs()} when the clients wait for nothing but replies. */
  long NO_ACTION = Long.MAX_VALUE;

  /** A run without clients. */
  Workload NONE =
      new Workload() {
        @Override
        public long nextActionNs() {
          return NO_ACTION;
        }

        @Override
        public void onAction(final long nowNs, final Port port) {}

        @Override
        public void onReply(
            final long nowNs,
            final int nodeId,
            final long requestId,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final Port port) {}
      };

  /** True time of the clients' next action of their own: an invocation or a time-out. Read after each call. */
  long nextActionNs();

  /** The time has come. */
  void onAction(long nowNs, Port port);

  /** A node replied to a request. A reply may come late, twice, or never. */
  void onReply(long nowNs, int nodeId, long requestId, DirectBuffer buffer, int offset, int length, Port port);

  /** Where clients hand in requests. */
  @FunctionalInterface
  interface Port {
    /** Invokes a request on a node. If the node is down the request is lost, and the client must time out. */
    void request(int nodeId, long requestId, DirectBuffer buffer, int offset, int length);
  }
}
