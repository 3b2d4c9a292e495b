package dev.ordeal.protocols.broadcast.atomic;

/** The name of a message, as a word: who broadcast it, and the how manieth of that node's it is, from 1. */
final class MessageId {
  private static final int ORIGIN_SHIFT = 48;
  private static final long NUMBER_MASK = (1L << ORIGIN_SHIFT) - 1;

  private MessageId() {}

  static long of(final int origin, final long number) {
    return (long) origin << ORIGIN_SHIFT | number;
  }

  static int origin(final long id) {
    return (int) (id >>> ORIGIN_SHIFT);
  }

  static long number(final long id) {
    return id & NUMBER_MASK;
  }

  /** Whether there may be such a message. */
  static boolean isValid(final int origin, final long number, final int clusterSize) {
    return origin < clusterSize && number >= 1 && number <= NUMBER_MASK;
  }
}
