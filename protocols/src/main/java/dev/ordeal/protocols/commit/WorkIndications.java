package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a participant tells the judge of a transaction.
 *
 * <p>Threading: the node's owner. Allocation: none after construction.
 */
final class WorkIndications {
  private final UnsafeBuffer body = new UnsafeBuffer(new byte[3 * Long.BYTES * Operations.COUNT_MAX]);

  /** What its operations read, and who had written it. */
  void reads(final Work work, final Store store, final Outbox outbox) {
    final Operations operations = work.operations;
    int length = 0;
    for (int i = 0; i < operations.count; i++) {
      final byte kind = operations.kinds[i];
      if (kind != OperationKind.SET.value() && kind != OperationKind.FAIL.value()) {
        final int index = work.storeIndexes[i];
        body.putLong(length, operations.keys[i], LITTLE_ENDIAN);
        body.putLong(length + 8, store.valueOr(index), LITTLE_ENDIAN);
        body.putLong(length + 16, store.writerOr(index), LITTLE_ENDIAN);
        length += 24;
      }
    }
    if (length > 0) {
      outbox.indicate(Indication.READS, work.number, body, 0, length);
    }
  }

  /** What became of it, and what that wrote. */
  void outcome(final Work work, final Outbox outbox) {
    if (work.phase == Work.Phase.COMMITTED) {
      writes(work, outbox);
      outbox.indicate(Indication.OUTCOME, work.number, Outcome.COMMITTED.value());
    } else if (work.phase == Work.Phase.ABORTED) {
      outbox.indicate(Indication.OUTCOME, work.number, Outcome.ABORTED.value());
    }
  }

  private void writes(final Work work, final Outbox outbox) {
    int length = 0;
    for (int i = 0; i < work.writeCount; i++) {
      body.putLong(length, work.writeKeys[i], LITTLE_ENDIAN);
      body.putLong(length + 8, work.writeValues[i], LITTLE_ENDIAN);
      length += 16;
    }
    if (length > 0) {
      outbox.indicate(Indication.WRITES, work.number, body, 0, length);
    }
  }

  /** How many locks it holds. */
  static void locks(final Work work, final Outbox outbox) {
    outbox.indicate(Indication.LOCKS, work.number, work.lockCount);
  }
}
