package dev.ordeal.faultlab.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The objects themselves, asked one thing at a time, written apart from the models. */
final class Answers {
  /** It happened, and answers nothing. */
  static final Object DONE = new Object();

  /** It did not happen. */
  static final Object REFUSED = new Object();

  private final String model;
  private final Map<Object, Object> registers = new HashMap<>();
  private final Deque<Object> queue = new ArrayDeque<>();
  private final TreeSet<Object> set = new TreeSet<>();
  private final Map<Object, Long> accounts = new HashMap<>(Map.of("a", 50L, "b", 50L));
  private long counter;
  private long holder = -1;

  Answers(final String model) {
    this.model = model;
  }

  Object apply(final long process, final String function, final Object key, final Object input) {
    return switch (function) {
      case "read" ->
          switch (model) {
            case "counter" -> counter;
            case "set" -> new ArrayList<>(set);
            case "bank" -> new HashMap<>(accounts);
            default -> registers.getOrDefault("", 0L);
          };
      case "write" -> put(key == null ? "" : key, input);
      case "put" -> put(key, input);
      case "append" -> put(key, registers.getOrDefault(key, "") + (String) input);
      case "get" -> registers.getOrDefault(key, "");
      case "cas" -> {
        final List<?> pair = (List<?>) input;
        yield registers.getOrDefault("", 0L).equals(pair.get(0)) ? put("", pair.get(1)) : REFUSED;
      }
      case "txn" -> transact((List<?>) input);
      case "add" -> {
        if (model.equals("set")) {
          set.add(input);
        } else {
          counter += (Long) input;
        }
        yield DONE;
      }
      case "remove" -> {
        set.remove(input);
        yield DONE;
      }
      case "contains" -> set.contains(input);
      case "enqueue" -> {
        queue.add(input);
        yield DONE;
      }
      case "dequeue" -> queue.isEmpty() ? "empty" : queue.remove();
      case "acquire" -> acquire(process);
      case "release" -> release(process);
      case "transfer" -> transfer((Map<?, ?>) input);
      default -> throw new IllegalArgumentException(function);
    };
  }

  private Object put(final Object key, final Object value) {
    registers.put(key, value);
    return DONE;
  }

  private Object transact(final List<?> steps) {
    final List<Object> done = new ArrayList<>();
    for (final Object step : steps) {
      final List<Object> parts = new ArrayList<>((List<?>) step);
      if (parts.get(0).equals("read")) {
        parts.set(2, registers.getOrDefault(parts.get(1), 0L));
      } else {
        registers.put(parts.get(1), parts.get(2));
      }
      done.add(Collections.unmodifiableList(parts));
    }
    return done;
  }

  private Object acquire(final long process) {
    if (holder >= 0) {
      return REFUSED;
    }
    holder = process;
    counter++;
    return model.equals("mutex") ? DONE : (Object) counter;
  }

  /** Every operation has a process of its own, so a fenced lock refuses them all; see its own test. */
  private Object release(final long process) {
    if (holder < 0 || !model.equals("mutex") && holder != process) {
      return REFUSED;
    }
    holder = -1;
    return DONE;
  }

  private Object transfer(final Map<?, ?> transfer) {
    accounts.merge(transfer.get("from"), -(Long) transfer.get("amount"), Long::sum);
    accounts.merge(transfer.get("to"), (Long) transfer.get("amount"), Long::sum);
    return DONE;
  }
}
