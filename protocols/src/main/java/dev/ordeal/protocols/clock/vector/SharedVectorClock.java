package dev.ordeal.protocols.clock.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A {@link VectorClock} that one thread moves and any thread reads.
 *
 * <p>Stamps lie in a ring of slots, stamp number k in slot k mod 4. The writer prepares the next one aside and
 * publishes its number; a reader copies the slot of the published number, then looks whether the writer can have come
 * round to it meanwhile, and if so reads again.
 *
 * <p>Properties: a read returns a stamp that was current at some moment during the call, whole; a thread's reads never
 * go back.
 *
 * <p>Threading: one writer, {@link #tick} and {@link #observe}; any number of readers, {@link #stamp}. Progress: the
 * writer is wait-free. Readers are lock-free: one reads again only when the writer has published three stamps
 * meanwhile, and a writer that stands still, even in the middle of a stamp, holds nobody up. Allocation: none after
 * construction.
 */
public final class SharedVectorClock {
  private static final int SLOTS = 4;
  private static final VarHandle PUBLISHED;

  static {
    try {
      PUBLISHED = MethodHandles.lookup().findVarHandle(SharedVectorClock.class, "published", long.class);
    } catch (final ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final int processes;
  private final int self;
  private final long[] slots;

  /** The number of the current stamp, 0 for the first, which has no events. */
  private long published;

  /** The clock of process {@code self} among {@code processes}, all entries 0. */
  public SharedVectorClock(final int processes, final int self) {
    VectorClock.checkProcess(processes, self);
    this.processes = processes;
    this.self = self;
    slots = new long[SLOTS * processes];
  }

  /** How many entries a stamp has. */
  public int processes() {
    return processes;
  }

  /** A local event or a sending. Writer only. */
  public void tick() {
    final int current = slot(published);
    final int next = slot(published + 1);
    final long event = VectorClock.after(slots[current + self], self);
    System.arraycopy(slots, current, slots, next, processes);
    slots[next + self] = event;
    publishRelease(published + 1);
  }

  /** The receipt of a message with this stamp: merge, then tick. Writer only. */
  public void observe(final long[] stamp, final int offset) {
    final int current = slot(published);
    final int next = slot(published + 1);
    VectorClock.checkReceipt(stamp[offset + self], slots[current + self], self);
    final long event = VectorClock.after(slots[current + self], self);
    for (int i = 0; i < processes; i++) {
      slots[next + i] = Math.max(slots[current + i], stamp[offset + i]);
    }
    slots[next + self] = event;
    publishRelease(published + 1);
  }

  /** Copies the current stamp to {@code target}. Any thread. */
  public void stamp(final long[] target, final int offset) {
    long number = publishedAcquire();
    while (true) {
      System.arraycopy(slots, slot(number), target, offset, processes);
      // What was copied was read before the number is read again.
      VarHandle.acquireFence();
      final long now = publishedAcquire();
      // The writer turns to this slot once it has published the stamp before the one that goes there.
      if (now < number + SLOTS - 1) {
        return;
      }
      number = now;
    }
  }

  private int slot(final long number) {
    return (int) (number % SLOTS) * processes;
  }

  /** Pairs with {@link #publishRelease}. */
  private long publishedAcquire() {
    return (long) PUBLISHED.getAcquire(this);
  }

  /** Releases the slot just written, and the number before any write to the slot that follows. */
  private void publishRelease(final long number) {
    PUBLISHED.setRelease(this, number);
    VarHandle.releaseFence();
  }
}
