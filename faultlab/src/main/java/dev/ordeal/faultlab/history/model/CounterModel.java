package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import java.util.List;

/**
 * A counter that begins at 0: {@code add} n, {@code increment} and {@code decrement} by n or 1, {@code read} → n. A
 * read that returns nil constrains nothing. Immutable.
 */
public final class CounterModel implements Model {
  /** So that no sum of as many as there can be leaves a long. */
  private static final long STEP_MAX = 1L << 31;

  /** For the service loader, and for all. */
  public CounterModel() {}

  @Override
  public String name() {
    return "counter";
  }

  @Override
  public String summary() {
    return "a counter: add n, increment, decrement, read → n; 0 at first";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    final boolean[] isRead = new boolean[operations.size()];
    final long[] step = new long[operations.size()];
    final boolean[] isAny = new boolean[operations.size()];
    for (int i = 0; i < step.length; i++) {
      final Operation operation = operations.get(i);
      switch (operation.function()) {
        case "add" -> step[i] = number(operation, operation.input());
        case "increment" -> step[i] = operation.input() == null ? 1 : number(operation, operation.input());
        case "decrement" -> step[i] = operation.input() == null ? -1 : -number(operation, operation.input());
        case "read" -> {
          isRead[i] = true;
          isAny[i] = operation.output() == null;
          step[i] = isAny[i] ? 0 : whole(operation, operation.output());
        }
        default -> throw HistoryException.unknownFunction(operation, "add increment decrement read");
      }
    }
    return new Counting(isRead, isAny, step);
  }

  private static long number(final Operation operation, final Object value) {
    final long number = whole(operation, value);
    if (Math.abs(number) > STEP_MAX) {
      throw HistoryException.wrongValue(operation, "at most %d in size".formatted(STEP_MAX));
    }
    return number;
  }

  private static long whole(final Operation operation, final Object value) {
    if (value instanceof Long number && number != Long.MIN_VALUE) {
      return number;
    }
    throw HistoryException.wrongValue(operation, "a whole number");
  }

  private record Counting(boolean[] isRead, boolean[] isAny, long[] amount) implements Machine {
    @Override
    public long initial() {
      return 0;
    }

    @Override
    public long step(final long state, final int operation) {
      if (isRead[operation]) {
        return isAny[operation] || amount[operation] == state ? state : IMPOSSIBLE;
      }
      return state + amount[operation];
    }

    @Override
    public boolean isObserver(final int operation) {
      return isRead[operation];
    }

    @Override
    public String inWords(final long state) {
      return Long.toString(state);
    }
  }
}
