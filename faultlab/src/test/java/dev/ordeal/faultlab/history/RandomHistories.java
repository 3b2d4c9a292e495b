package dev.ordeal.faultlab.history;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Small random histories of any model, half of them true to it: operations overlap at random and take effect in the
 * order of random points; then, in the other half, one answer is exchanged for one that another operation of the
 * function got.
 */
final class RandomHistories {
  private static final long VALUES = 3;

  private final CounterRandom random;
  private final String model;
  private final boolean areFailuresObserved;

  RandomHistories(final String model, final long seed) {
    this(model, seed, false);
  }

  /**
   * The same histories, but for failed operations.
   *
   * @param areFailuresObserved whether these are taken to have happened, and to have answered false
   */
  RandomHistories(final String model, final long seed, final boolean areFailuresObserved) {
    this.model = model;
    this.areFailuresObserved = areFailuresObserved;
    random = new CounterRandom(CounterRandom.hash(seed, model.hashCode()));
  }

  private record Call(String function, Object key, Object input) {}

  private long value() {
    return random.nextLong(VALUES);
  }

  private Object key() {
    return random.nextLong(2);
  }

  private Call call() {
    final long kind = random.nextLong(100);
    return switch (model) {
      case "register" -> kind < 50 ? new Call("read", null, null) : new Call("write", null, value());
      case "cas-register" ->
          kind < 40
              ? new Call("read", null, null)
              : kind < 60 ? new Call("write", null, value()) : new Call("cas", null, List.of(value(), value()));
      case "multi-register" ->
          kind < 50
              ? new Call("txn", null, List.of(step("read", key()), step("read", key())))
              : kind < 75
                  ? new Call("write", key(), value())
                  : new Call("txn", null, List.of(step("write", key()), step("write", key())));
      case "key-value" ->
          kind < 50
              ? new Call("get", key(), null)
              : new Call(kind < 60 ? "put" : "append", key(), List.of("a", "b", "ab").get((int) value()));
      case "counter" -> kind < 50 ? new Call("read", null, null) : new Call("add", null, value() + 1);
      case "mutex", "fenced-lock" -> new Call(kind < 60 ? "acquire" : "release", null, null);
      case "fifo-queue" -> kind < 50 ? new Call("enqueue", null, value()) : new Call("dequeue", null, null);
      case "set" ->
          kind < 30
              ? new Call("read", null, null)
              : new Call(kind < 70 ? "add" : kind < 85 ? "remove" : "contains", null, value());
      case "bank" ->
          kind < 50
              ? new Call("read", null, null)
              : new Call("transfer", null, Map.of("from", "a", "to", "b", "amount", value() + 1));
      default -> throw new IllegalArgumentException(model);
    };
  }

  private List<Object> step(final String function, final Object key) {
    final List<Object> step = new ArrayList<>(List.of(function, key));
    step.add(function.equals("read") ? null : value());
    return step;
  }

  /** Up to so many operations. */
  History next(final int sizeMax) {
    final int size = 1 + (int) random.nextLong(sizeMax);
    final Answers answers = new Answers(model);
    final HistoryRecorder recorder = new HistoryRecorder();
    final List<Call> calls = new ArrayList<>();
    final List<Object> results = new ArrayList<>();
    final List<Integer> underWay = new ArrayList<>();
    final List<Object[]> responses = new ArrayList<>();
    while (calls.size() < size || !underWay.isEmpty()) {
      final boolean isInvoked = underWay.isEmpty() || calls.size() < size && random.nextLong(2) == 0;
      if (isInvoked) {
        final Call call = call();
        final int operation = calls.size();
        calls.add(call);
        results.add(null);
        underWay.add(operation);
        responses.add(new Object[] {operation, true});
      } else {
        final int at = (int) random.nextLong(underWay.size());
        final int operation = underWay.get(at);
        if (results.get(operation) == null && random.nextLong(8) != 0) {
          final Call call = calls.get(operation);
          results.set(operation, answers.apply(operation, call.function, call.key, call.input));
        } else {
          underWay.remove(at);
          responses.add(new Object[] {operation, false});
        }
      }
    }
    if (random.nextLong(2) == 0) {
      for (int i = 0; i < size; i++) {
        spoil(calls, results);
      }
    }
    for (final Object[] event : responses) {
      final int operation = (Integer) event[0];
      if ((Boolean) event[1]) {
        final Call call = calls.get(operation);
        recorder.invoke(operation, call.function, call.key, call.input, 0);
      } else {
        respond(recorder, operation, results.get(operation));
      }
    }
    return recorder.history();
  }

  private void respond(final HistoryRecorder recorder, final int operation, final Object result) {
    if (result == null || random.nextLong(8) == 0 && result != Answers.REFUSED) {
      recorder.info(operation, 0);
    } else if (result == Answers.REFUSED) {
      if (areFailuresObserved) {
        recorder.ok(operation, false, 0);
      } else {
        recorder.fail(operation, 0);
      }
    } else {
      recorder.ok(operation, result == Answers.DONE ? null : result, 0);
    }
  }

  private void spoil(final List<Call> calls, final List<Object> results) {
    final int from = (int) random.nextLong(calls.size());
    final int to = (int) random.nextLong(calls.size());
    final boolean isAlike = calls.get(from).function.equals(calls.get(to).function);
    if (isAlike && results.get(from) != null && !model.startsWith("multi")) {
      results.set(to, results.get(from));
    } else if (model.startsWith("multi") && results.get(to) instanceof List<?> steps) {
      final List<Object> other = new ArrayList<>();
      for (final Object step : steps) {
        final List<Object> parts = new ArrayList<>((List<?>) step);
        parts.set(2, parts.get(0).equals("read") ? (Object) value() : parts.get(2));
        other.add(parts);
      }
      results.set(to, other);
    }
  }
}
