package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Registers and compare-and-set registers: values are numbered, the state is the number of the value held. */
final class RegisterMachine implements Machine {
  private static final int ANY = -1;
  private static final int KEEP = -1;

  /** The value that must be held, or ANY; the value held afterwards, or KEEP. */
  private final int[] expected;
  private final int[] after;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<Object> values = new ArrayList<>();

  RegisterMachine(final int operations, final Object initial) {
    expected = new int[operations];
    after = new int[operations];
    number(initial);
  }

  /** A read; of null, nobody knows what it saw. */
  void read(final int operation, final Object value) {
    expected[operation] = value == null ? ANY : number(value);
    after[operation] = KEEP;
  }

  void write(final int operation, final Object value) {
    expected[operation] = ANY;
    after[operation] = number(value);
  }

  void compareAndSet(final int operation, final Object from, final Object to) {
    expected[operation] = number(from);
    after[operation] = number(to);
  }

  private int number(final Object value) {
    final Integer known = numbers.putIfAbsent(value, values.size());
    if (known != null) {
      return known;
    }
    values.add(value);
    return values.size() - 1;
  }

  @Override
  public long initial() {
    return 0;
  }

  @Override
  public long step(final long state, final int operation) {
    final int wanted = expected[operation];
    if (wanted != ANY && wanted != state) {
      return IMPOSSIBLE;
    }
    final int to = after[operation];
    return to == KEEP ? state : to;
  }

  @Override
  public String inWords(final long state) {
    final Object value = values.get((int) state);
    return value == null ? "nil" : value.toString();
  }
}
