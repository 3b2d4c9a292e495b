package dev.ordeal.faultlab.simulation;

/**
 * Steps that wait for a sync. They leave in the order they were taken, each once every record it needs is durable; what
 * they stage is all that is kept, however long some step waits.
 *
 * <p>Hot. Threading: single owner. Allocation: when more waits than ever before.
 */
public final class HeldSteps {
  private final Effects held = new Effects();
  private int head;
  private int from;

  /** Whether no step waits. */
  public boolean isEmpty() {
    return head == held.size;
  }

  /** Holds a step until so many records of this incarnation are durable; its effects move here. */
  public void hold(final Effects step, final long recordsNeeded) {
    held.add(Effects.HELD_STEP, 0, recordsNeeded, 0, MessagePool.NO_SLOT);
    held.takeAll(step);
  }

  /**
   * Takes the next step out, if so many durable records are enough for it: its effects are those of {@link #effects()}
   * from {@link #from()} to {@link #to()}, until the next call.
   */
  public boolean next(final long recordsDurable) {
    if (isEmpty() || held.a[head] > recordsDurable) {
      dropTaken();
      return false;
    }
    from = ++head;
    while (head < held.size && held.kind[head] != Effects.HELD_STEP) {
      head++;
    }
    return true;
  }

  /** The effects of all steps. */
  public Effects effects() {
    return held;
  }

  /** The first effect of the step that was taken out. */
  public int from() {
    return from;
  }

  /** The end of the effects of the step that was taken out. */
  public int to() {
    return head;
  }

  /** Forgets every step. */
  public void clear(final MessagePool pool) {
    held.clear(pool);
    head = 0;
  }

  private void dropTaken() {
    if (head * 2 >= held.size) {
      held.dropFirst(head);
      head = 0;
    }
  }
}
