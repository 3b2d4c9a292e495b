package dev.ordeal.protocols.commit;

/**
 * The name of a transaction among nodes, in one word: the coordinator's incarnation, a count, and the slot the
 * coordinator keeps it in. Never used again, whatever clients do; the smaller, the older.
 *
 * <p>Threading: any. Allocation: none.
 */
public final class TransactionNumber {
  /** How many slots a number has room for. */
  public static final int SLOTS_MAX = 1 << 12;

  private static final int SLOT_BITS = 12;
  private static final int INCARNATION_SHIFT = 44;
  private static final long COUNTS_MAX = 1L << INCARNATION_SHIFT - SLOT_BITS;

  private TransactionNumber() {}

  /** The number of the {@code count}-th transaction of an incarnation; counts start again after four billion. */
  public static long of(final int incarnation, final long count, final int slot) {
    return (long) incarnation << INCARNATION_SHIFT | (count & COUNTS_MAX - 1) << SLOT_BITS | slot;
  }

  /** The slot in a number. */
  public static int slotOf(final long number) {
    return (int) (number & SLOTS_MAX - 1);
  }

  /** The count in a number. */
  public static long countOf(final long number) {
    return number >>> SLOT_BITS & COUNTS_MAX - 1;
  }

  /** The incarnation in a number. */
  public static int incarnationOf(final long number) {
    return (int) (number >>> INCARNATION_SHIFT);
  }
}
