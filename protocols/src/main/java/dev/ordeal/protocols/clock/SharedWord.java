package dev.ordeal.protocols.clock;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * One word that threads share, with nothing that others use on its cache lines: a write by one thread must not take away
 * what another only reads. Of fields of one width the JVM keeps the order they are declared in, so unused ones keep a
 * distance on both sides; {@code SharedWordTest} looks.
 *
 * <p>Threading: any number of threads. Allocation: none.
 */
@SuppressWarnings("unused")
public abstract class SharedWord {
  private static final VarHandle WORD;

  static {
    try {
      WORD = MethodHandles.lookup().findVarHandle(SharedWord.class, "word", long.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private long before0;
  private long before1;
  private long before2;
  private long before3;
  private long before4;
  private long before5;
  private long before6;
  private long before7;
  private long word;
  private long after0;
  private long after1;
  private long after2;
  private long after3;
  private long after4;
  private long after5;
  private long after6;
  private long after7;

  /** The word, 0 at first. Pairs with the release of what writes it. */
  protected final long wordAcquire() {
    return (long) WORD.getAcquire(this);
  }

  /** Adds one; returns the word before. Acquires and releases. */
  protected final long getAndIncrementWord() {
    return (long) WORD.getAndAdd(this, 1L);
  }

  /** Writes the word if it is the expected one. Acquires and releases. */
  protected final boolean compareAndSetWord(final long expected, final long next) {
    return WORD.compareAndSet(this, expected, next);
  }
}
