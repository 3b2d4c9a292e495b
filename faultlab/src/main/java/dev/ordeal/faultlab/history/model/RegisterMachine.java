package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Registers and compare-and-set registers: values are numbered, the state is the number of the value held. */
final class RegisterMachine implements Machine {
  private static final int ANY = -1;
  private static final int KEEP = -1;
  private static final int VALUES_MIN = 16;

  /** The value that must be held, or ANY; the value held afterwards, or KEEP. */
  private final int[] expected;
  private final int[] after;
  private final boolean[] isRequired;
  /** How many operations that responded need a value, and how many lead to it, of those left. */
  private int[] wanting = new int[VALUES_MIN];
  private int[] leading = new int[VALUES_MIN];
  /** How many values are wanted and led to by none. */
  private int lost;
  private final Map<Object, Integer> numbers = new HashMap<>();
  private final List<Object> values = new ArrayList<>();

  RegisterMachine(final List<Operation> operations, final Object initial) {
    expected = new int[operations.size()];
    after = new int[operations.size()];
    isRequired = new boolean[operations.size()];
    for (int i = 0; i < isRequired.length; i++) {
      isRequired[i] = operations.get(i).isOk();
    }
    number(initial);
  }

  /** All operations are there; none is in order yet. */
  RegisterMachine begin() {
    for (int i = 0; i < isRequired.length; i++) {
      left(i);
    }
    return this;
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
    if (values.size() > wanting.length) {
      wanting = Arrays.copyOf(wanting, 2 * wanting.length);
      leading = Arrays.copyOf(leading, 2 * leading.length);
    }
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
  public void ordered(final int operation) {
    count(operation, -1);
  }

  @Override
  public void left(final int operation) {
    count(operation, 1);
  }

  private void count(final int operation, final int change) {
    final int from = expected[operation];
    if (from != ANY && isRequired[operation]) {
      lost -= isLost(from) ? 1 : 0;
      wanting[from] += change;
      lost += isLost(from) ? 1 : 0;
    }
    final int to = after[operation];
    if (to != KEEP) {
      lost -= isLost(to) ? 1 : 0;
      leading[to] += change;
      lost += isLost(to) ? 1 : 0;
    }
  }

  private boolean isLost(final int value) {
    return wanting[value] > 0 && leading[value] == 0;
  }

  @Override
  public boolean isHopeless(final long state) {
    return lost > (isLost((int) state) ? 1 : 0);
  }

  @Override
  public boolean isObserver(final int operation) {
    return after[operation] == KEEP || after[operation] == expected[operation];
  }

  @Override
  public String inWords(final long state) {
    final Object value = values.get((int) state);
    return value == null ? "nil" : value.toString();
  }
}
