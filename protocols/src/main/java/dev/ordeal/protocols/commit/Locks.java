package dev.ordeal.protocols.commit;

import java.util.Arrays;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The locks of one participant, one writer or many readers a key, by <em>wait-die</em>: a transaction that asks for a
 * lock waits if it is older than all who have it in a conflicting way, and dies otherwise. Waits lead from older to
 * younger transactions only, at every participant, so they form no cycle across participants either, and nobody has to
 * look for deadlocks. A lock that younger readers share is given to an older one though a writer waits for it; that
 * writer dies when it asks again, which is when any lock is given back here: the readers it waited for do that.
 *
 * <p>Source: Daniel Rosenkrantz, Richard Stearns, Philip Lewis, "System Level Concurrency Control for Distributed
 * Database Systems", ACM Transactions on Database Systems 3(2), 1978, section 5.
 *
 * <p>Cost: constant time but for the number of readers of a key. Threading: single owner. Allocation: when more keys
 * are locked at once than ever before, or one by more readers.
 */
final class Locks {
  /** What asking for a lock came to. */
  enum Grant {
    /** The transaction has it now and had not before. */
    GRANTED,
    /** The transaction had it already. */
    HELD,
    /** Younger transactions have it: ask again when locks are released. */
    WAIT,
    /** An older transaction has it. */
    DIE
  }

  /** One key's. */
  static final class Lock {
    /** The key. */
    long key;

    private long writer = Store.NOBODY;
    private long[] readers = new long[4];
    private int readerCount;

    private int find(final long reader) {
      for (int i = 0; i < readerCount; i++) {
        if (readers[i] == reader) {
          return i;
        }
      }
      return -1;
    }
  }

  private final Long2ObjectHashMap<Lock> locks = new Long2ObjectHashMap<>(64, 0.55f);
  private Lock[] free = new Lock[64];
  private int freeCount;

  /** Asks for a lock, which goes to the others that the transaction has; a reader may become the writer. */
  Grant acquire(final long key, final boolean isShared, final Work work) {
    final long transaction = work.number;
    Lock lock = locks.get(key);
    if (lock == null) {
      lock = freeCount > 0 ? free[--freeCount] : new Lock();
      lock.key = key;
      locks.put(key, lock);
    } else if (lock.writer == transaction) {
      return Grant.HELD;
    }
    final int own = lock.find(transaction);
    if (isShared && own >= 0) {
      return Grant.HELD;
    }
    if (lock.writer != Store.NOBODY) {
      return transaction < lock.writer ? Grant.WAIT : Grant.DIE;
    }
    if (isShared) {
      if (lock.readerCount == lock.readers.length) {
        lock.readers = Arrays.copyOf(lock.readers, lock.readerCount * 2);
      }
      lock.readers[lock.readerCount++] = transaction;
      work.locks[work.lockCount++] = lock;
      return Grant.GRANTED;
    }
    boolean isFree = true;
    for (int i = 0; i < lock.readerCount; i++) {
      if (i != own) {
        isFree = false;
        if (lock.readers[i] < transaction) {
          return Grant.DIE;
        }
      }
    }
    if (!isFree) {
      return Grant.WAIT;
    }
    lock.readerCount = 0;
    lock.writer = transaction;
    if (own >= 0) {
      return Grant.HELD;
    }
    work.locks[work.lockCount++] = lock;
    return Grant.GRANTED;
  }

  /** Gives back all that a transaction has. */
  void release(final Work work) {
    for (int i = 0; i < work.lockCount; i++) {
      release(work.locks[i], work.number);
      work.locks[i] = null;
    }
    work.lockCount = 0;
  }

  private void release(final Lock lock, final long transaction) {
    if (lock.writer == transaction) {
      lock.writer = Store.NOBODY;
    } else {
      final int index = lock.find(transaction);
      if (index >= 0) {
        lock.readers[index] = lock.readers[--lock.readerCount];
      }
    }
    if (lock.writer == Store.NOBODY && lock.readerCount == 0) {
      locks.remove(lock.key);
      if (freeCount == free.length) {
        free = Arrays.copyOf(free, freeCount * 2);
      }
      free[freeCount++] = lock;
    }
  }

  /** How many keys are locked. */
  int size() {
    return locks.size();
  }
}
