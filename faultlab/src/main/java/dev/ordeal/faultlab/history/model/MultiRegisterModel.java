package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.ObjectModel;
import dev.ordeal.faultlab.history.Operation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Registers that one operation reads and writes together: {@code txn} [[f k v] …] with f one of read (r) and write (w);
 * also {@code read} and {@code write} of the operation's key. Keys are not independent, so it is never partitioned.
 *
 * <p>A register that was not written holds 0; a read of nil constrains nothing. Immutable.
 */
public final class MultiRegisterModel extends ObjectModel<Map<Object, Object>> {
  private static final Object UNWRITTEN = 0L;
  private static final Set<String> READS = Set.of("read", "r");
  private static final Set<String> WRITES = Set.of("write", "w");
  private static final long BYTES_AN_ENTRY = 48;

  /** For the service loader, and for all. */
  public MultiRegisterModel() {}

  @Override
  public String name() {
    return "multi-register";
  }

  @Override
  public String summary() {
    return "registers read and written together: txn [[read k v] [write k v] …]; all hold 0 at first";
  }

  @Override
  public boolean isPartitionedByKey() {
    return false;
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  protected Map<Object, Object> initial() {
    return Map.of();
  }

  @Override
  protected void check(final Operation operation) {
    if (operation.function().equals("txn")) {
      if (!areSteps(operation.input()) || operation.output() != null && !areSteps(operation.output())) {
        throw HistoryException.wrongValue(operation, "[[read k v] [write k v] …]");
      }
    } else if (!READS.contains(operation.function()) && !WRITES.contains(operation.function())) {
      throw HistoryException.unknownFunction(operation, "txn read write");
    }
  }

  private static boolean areSteps(final Object value) {
    return value instanceof List<?> steps && steps.stream().allMatch(MultiRegisterModel::isStep);
  }

  private static boolean isStep(final Object step) {
    return step instanceof List<?> parts
        && parts.size() == 3
        && (READS.contains(parts.get(0)) || WRITES.contains(parts.get(0)));
  }

  @Override
  protected Map<Object, Object> next(final Map<Object, Object> state, final Operation operation) {
    if (!operation.function().equals("txn")) {
      return step(state, operation.function(), operation.key(), operation.value(), operation.isOk());
    }
    Map<Object, Object> now = state;
    for (final Object step : (List<?>) operation.value()) {
      final List<?> parts = (List<?>) step;
      now = now == null ? null : step(now, parts.get(0), parts.get(1), parts.get(2), operation.isOk());
    }
    return now;
  }

  private static Map<Object, Object> step(
      final Map<Object, Object> state,
      final Object function,
      final Object key,
      final Object value,
      final boolean isOk) {
    final Object held = state.getOrDefault(key, UNWRITTEN);
    if (READS.contains(function)) {
      return !isOk || value == null || value.equals(held) ? state : null;
    }
    if (held.equals(value)) {
      return state;
    }
    final Map<Object, Object> after = new HashMap<>(state);
    after.put(key, value == null ? "nil" : value);
    return after;
  }

  @Override
  protected boolean isObserver(final Operation operation) {
    return READS.contains(operation.function())
        || operation.function().equals("txn")
            && ((List<?>) operation.value()).stream().allMatch(step -> READS.contains(((List<?>) step).get(0)));
  }

  @Override
  protected long bytesOf(final Map<Object, Object> state) {
    return BYTES_AN_ENTRY * state.size();
  }
}
