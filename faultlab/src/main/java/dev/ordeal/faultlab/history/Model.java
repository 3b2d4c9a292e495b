package dev.ordeal.faultlab.history;

import java.util.List;

/**
 * The sequential specification of an object: what one copy, asked one thing at a time, answers. Found by {@link
 * java.util.ServiceLoader}, in our jars and in those of users, and named by {@code lab check --model}.
 *
 * <p>Most models extend {@link ObjectModel}, which leaves one method to write; those whose state fits in a long may
 * hand out a {@link Machine} of their own. Immutable; any thread.
 */
public interface Model {
  /** Its name, as {@code cas-register}. */
  String name();

  /** What it is and which functions it knows, in one line. */
  String summary();

  /**
   * Whether each key is an object of its own, so that a history is linearizable if and only if the operations on each
   * key are (Herlihy and Wing 1990, §3.1, "locality"). False if one operation may touch several keys.
   */
  default boolean isPartitionedByKey() {
    return true;
  }

  /**
   * Whether what an operation does depends on who asks. If not, two operations of unknown outcome that ask for the same
   * are interchangeable, and the checker tries fewer orders.
   */
  default boolean readsProcess() {
    return true;
  }

  /**
   * Prepares for the operations of one part: those on one key, or all.
   *
   * @param operations by invocation; operation i of {@link Machine#step} is the i-th of these
   * @throws HistoryException if one of them is none of the model's; one that is accepted must be accepted without its
   *     response, too, as it is when prefixes are checked
   */
  Machine machine(List<Operation> operations);
}
