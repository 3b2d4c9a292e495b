package dev.ordeal.faultlab.simulation;

/**
 * What the queue holds, packed in a word.
 *
 * <pre>
 *   62    60 59                  40 39                                      0
 *   +-------+----------------------+-----------------------------------------+
 *   | kind  |  node                |  payload: slot, control, incarnation    |
 *   +-------+----------------------+-----------------------------------------+
 * </pre>
 */
final class Event {
  /** A message arrives; payload: its slot. */
  static final int DELIVER = 0;

  /** A node's deadline; no payload. */
  static final int DEADLINE = 1;

  /** A node's sync ends; payload: the incarnation that asked for it. */
  static final int SYNC = 2;

  /** A timed fault; payload: its number. */
  static final int CONTROL = 3;

  /** A slow node has served its next input; payload: the incarnation. */
  static final int SERVED = 4;

  /** The clients act. */
  static final int CLIENTS = 5;

  /** A request reaches a node; payload: its slot, whose body starts with the request id. */
  static final int REQUEST = 6;

  /** A reply reaches the clients; payload: its slot, whose body starts with the request id. */
  static final int REPLY = 7;

  /** The greatest cluster size. */
  static final int NODES_MAX = 1 << 20;

  private static final int KIND_SHIFT = 60;
  private static final int NODE_SHIFT = 40;
  private static final long PAYLOAD_MASK = 0xFFFF_FFFFL;

  private Event() {}

  static long of(final int kind, final int nodeId, final int payload) {
    return (long) kind << KIND_SHIFT | (long) nodeId << NODE_SHIFT | (payload & PAYLOAD_MASK);
  }

  static int kind(final long event) {
    return (int) (event >>> KIND_SHIFT);
  }

  static int nodeId(final long event) {
    return (int) (event >>> NODE_SHIFT) & (NODES_MAX - 1);
  }

  static int payload(final long event) {
    return (int) event;
  }
}
