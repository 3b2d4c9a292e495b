package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import dev.ordeal.faultlab.history.States;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A set that begins empty: {@code add} v, {@code remove} v, {@code contains} v → true or false, {@code read} → all.
 * What returns nil constrains nothing. Elements are numbered, a state is a bit set. Immutable.
 */
public final class SetModel implements Model {
  /** For the service loader, and for all. */
  public SetModel() {}

  @Override
  public String name() {
    return "set";
  }

  @Override
  public String summary() {
    return "a set: add v, remove v, contains v → true or false, read → all elements; empty at first";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  public Machine machine(final List<Operation> operations) {
    final SetMachine machine = new SetMachine();
    operations.forEach(machine::add);
    return machine;
  }

  private static final class SetMachine implements Machine {
    private final Map<Object, Integer> numbers = new HashMap<>();
    private final List<Object> elements = new ArrayList<>();
    private final List<Operation> operations = new ArrayList<>();
    /** Of reads, what they saw, or null. */
    private final List<BitSet> seen = new ArrayList<>();
    /** Elements that a response tells something about. */
    private final BitSet observed = new BitSet();
    private final States<BitSet> states = new States<>();

    SetMachine() {
      states.number(new BitSet(), 0);
    }

    void add(final Operation operation) {
      operations.add(operation);
      BitSet all = null;
      switch (operation.function()) {
        case "add", "remove" -> number(operation.input());
        case "contains" -> {
          if (operation.output() instanceof Boolean) {
            observed.set(number(operation.input()));
          } else if (operation.output() != null) {
            throw HistoryException.wrongValue(operation, "true or false");
          }
        }
        case "read" -> {
          if (operation.output() instanceof Collection<?> read) {
            all = new BitSet();
            for (final Object element : read) {
              all.set(number(element));
            }
            observed.or(all);
          } else if (operation.output() != null) {
            throw HistoryException.wrongValue(operation, "the elements");
          }
        }
        default -> throw HistoryException.unknownFunction(operation, "add remove contains read");
      }
      seen.add(all);
    }

    private int number(final Object element) {
      final Integer known = numbers.putIfAbsent(element, elements.size());
      if (known != null) {
        return known;
      }
      elements.add(element);
      return elements.size() - 1;
    }

    @Override
    public long initial() {
      return 0;
    }

    @Override
    public long step(final long state, final int place) {
      final Operation operation = operations.get(place);
      final BitSet held = states.of(state);
      switch (operation.function()) {
        case "read" -> {
          return seen.get(place) == null || seen.get(place).equals(held) ? state : IMPOSSIBLE;
        }
        case "contains" -> {
          return operation.output() == null || operation.output().equals(held.get(number(operation.input())))
              ? state
              : IMPOSSIBLE;
        }
        default -> {
          final int element = number(operation.input());
          final boolean isAdded = operation.function().equals("add");
          // What nobody saw, and nobody knows to have happened, may as well never have.
          if (held.get(element) == isAdded || !operation.isOk() && !observed.get(element)) {
            return state;
          }
          final BitSet after = (BitSet) held.clone();
          after.set(element, isAdded);
          return states.number(after, elements.size() / Byte.SIZE);
        }
      }
    }

    @Override
    public boolean isObserver(final int place) {
      final String function = operations.get(place).function();
      return function.equals("read") || function.equals("contains");
    }

    @Override
    public String inWords(final long state) {
      return states.of(state).stream().mapToObj(elements::get).toList().toString();
    }

    @Override
    public long bytes() {
      return states.bytes();
    }
  }
}
