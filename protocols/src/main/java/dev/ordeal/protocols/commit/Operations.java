package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.TransactionRequestDecoder;

/**
 * A list of operations, as parallel arrays. What they mean is said by {@link OperationKind}.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
final class Operations {
  /** How many operations a transaction may have. */
  static final int COUNT_MAX = 64;

  /** Stands for no value: no operation may write or expect it. */
  static final long NO_VALUE = Long.MIN_VALUE;

  int count;
  final int[] participants = new int[COUNT_MAX];
  final byte[] kinds = new byte[COUNT_MAX];
  final long[] keys = new long[COUNT_MAX];
  final long[] values = new long[COUNT_MAX];
  final long[] expected = new long[COUNT_MAX];

  void add(final int participant, final int kind, final long key, final long value, final long expectedValue) {
    participants[count] = participant;
    kinds[count] = (byte) kind;
    keys[count] = key;
    values[count] = value;
    expected[count] = expectedValue;
    count++;
  }

  void copyFrom(final TransactionRequestDecoder.OperationsDecoder list) {
    count = 0;
    while (list.hasNext()) {
      list.next();
      add(list.participant(), list.kindRaw(), list.key(), list.value(), list.expected());
    }
  }

  /** Whether there is an operation of this code. */
  static boolean isKind(final int code) {
    return code >= OperationKind.READ.value() && code <= OperationKind.FAIL.value();
  }

  /** Whether an operation only looks. */
  static boolean isShared(final int code) {
    return code == OperationKind.READ.value() || code == OperationKind.REQUIRE.value();
  }
}
