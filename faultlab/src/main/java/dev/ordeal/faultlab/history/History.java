package dev.ordeal.faultlab.history;

import java.util.List;

/**
 * Operations with their invocations and responses. Those that certainly did not happen are left out, and counted.
 * Immutable; any thread.
 *
 * @param operations by invocation; an operation's index is its place here
 * @param failed how many operations certainly did not happen
 */
public record History(List<Operation> operations, int failed) {
  /** Copies the list. */
  public History {
    operations = List.copyOf(operations);
  }

  /** Whether something is known to have happened. */
  public boolean hasSuccess() {
    return operations.stream().anyMatch(Operation::isOk);
  }
}
