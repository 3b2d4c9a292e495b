package dev.ordeal.protocols.clock;

/** How one stamp stands to another. */
public enum Ordering {
  /** The first is below the second. */
  BEFORE,
  /** The first is above the second. */
  AFTER,
  /** Neither is below the other, and they are the same. */
  EQUAL,
  /** Neither is below the other, and they differ. */
  CONCURRENT;

  /** How the second stands to the first. */
  public Ordering reversed() {
    switch (this) {
      case BEFORE:
        return AFTER;
      case AFTER:
        return BEFORE;
      default:
        return this;
    }
  }

  /** From the two halves of a partial order. */
  public static Ordering of(final boolean isFirstAtMostSecond, final boolean isSecondAtMostFirst) {
    if (isFirstAtMostSecond) {
      return isSecondAtMostFirst ? EQUAL : BEFORE;
    }
    return isSecondAtMostFirst ? AFTER : CONCURRENT;
  }

  /** The total order of stamps that are words: by stamp, and where stamps are the same by process. */
  public static Ordering ofWords(
      final long stamp, final int processId, final long other, final int otherProcessId) {
    final int byStamp = Long.compare(stamp, other);
    return ofSign(byStamp != 0 ? byStamp : Integer.compare(processId, otherProcessId));
  }

  /** From the sign of a comparison in a total order. */
  public static Ordering ofSign(final int sign) {
    return sign < 0 ? BEFORE : sign > 0 ? AFTER : EQUAL;
  }
}
