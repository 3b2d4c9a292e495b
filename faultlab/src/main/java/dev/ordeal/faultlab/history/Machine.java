package dev.ordeal.faultlab.history;

/**
 * A model at work on the operations of one part of a history. A state is a long: equal states are equal longs. Hot:
 * {@link #step} is called for every order that is tried. Single owner.
 */
public interface Machine {
  /** What {@link #step} returns if the operation could not answer as it did. */
  long IMPOSSIBLE = Long.MIN_VALUE;

  /** The state before anything happened. */
  long initial();

  /**
   * Applies an operation. One of unknown outcome is applied as if it took effect, whatever it answered.
   *
   * @param operation its place in the part
   * @return the state after it, or {@link #IMPOSSIBLE}
   */
  long step(long state, int operation);

  /**
   * Whether an operation only looks: where it leaves a state as it is, it would leave every later state as it is, too,
   * or be impossible there. The checker puts such operations in order without trying alternatives. False is always
   * right.
   */
  default boolean isObserver(final int operation) {
    return false;
  }

  /** Told that an operation was put in order: it is no longer left. */
  default void ordered(final int operation) {}

  /** Told that an operation is left again. */
  default void left(final int operation) {}

  /**
   * Whether what is left cannot all be put in order from this state on: some response that was seen needs a state which
   * nothing that is left leads to. A quick look; false is always right.
   */
  default boolean isHopeless(final long state) {
    return false;
  }

  /** A state in words. */
  String inWords(long state);

  /** Bytes that the machine holds, estimated. */
  default long bytes() {
    return 0;
  }
}
