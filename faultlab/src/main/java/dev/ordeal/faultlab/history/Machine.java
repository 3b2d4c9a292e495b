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

  /** A state in words. */
  String inWords(long state);

  /** Bytes that the machine holds, estimated. */
  default long bytes() {
    return 0;
  }
}
