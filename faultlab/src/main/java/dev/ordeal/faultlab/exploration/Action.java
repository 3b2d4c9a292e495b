package dev.ordeal.faultlab.exploration;

/**
 * One step of a schedule, in a word: what happens (8 bits), to which node (8), which of the step's messages leave if a
 * crash cuts it short (16), and the message taken (32).
 */
final class Action {
  /** A node takes a message or a proposal. */
  static final int DELIVER = 0;

  /** A node's deadline comes. */
  static final int DEADLINE = 1;

  /** A node crashes and comes back. */
  static final int RESTART = 2;

  /** A node crashes for good before its step. */
  static final int CRASH = 3;

  /** A node's deadline comes, and it crashes when only some of the step's messages have left. */
  static final int DEADLINE_CUT = 4;

  /** A node takes a message, and crashes when only some of the step's messages have left. */
  static final int DELIVER_CUT = 5;

  /** How many messages a step that is cut short may send. */
  static final int SENDS_MAX = 16;

  private Action() {}

  static long of(final int kind, final int nodeId, final int sentMask, final int input) {
    return kind | (long) nodeId << 8 | (long) sentMask << 16 | (long) input << 32;
  }

  static int kind(final long action) {
    return (int) action & 0xFF;
  }

  static int nodeId(final long action) {
    return (int) (action >>> 8) & 0xFF;
  }

  static int sentMask(final long action) {
    return (int) (action >>> 16) & 0xFFFF;
  }

  static int input(final long action) {
    return (int) (action >>> 32);
  }

  /** The input to the node's local state, if the action is a step. */
  static int inputOf(final long action) {
    return switch (kind(action)) {
      case DELIVER, DELIVER_CUT -> input(action);
      case RESTART -> LocalStates.RESTART;
      default -> LocalStates.DEADLINE;
    };
  }
}
