package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.ObjectModel;
import dev.ordeal.faultlab.history.Operation;
import java.util.ArrayList;
import java.util.List;

/**
 * A queue, first in, first out: {@code enqueue} v, {@code dequeue} → v, or → "empty" (in Clojure's notation also {@code
 * :empty}) when it is. A dequeue that returns nil, or has an unknown outcome, took whatever came first, if anything
 * did. Immutable.
 */
public final class FifoQueueModel extends ObjectModel<List<Object>> {
  /** What a dequeue returns that found nothing. */
  public static final String EMPTY = "empty";

  private static final long BYTES_AN_ELEMENT = 8;

  /** For the service loader, and for all. */
  public FifoQueueModel() {}

  @Override
  public String name() {
    return "fifo-queue";
  }

  @Override
  public String summary() {
    return "a queue, first in, first out: enqueue v, dequeue → v or → empty";
  }

  @Override
  public boolean readsProcess() {
    return false;
  }

  @Override
  protected List<Object> initial() {
    return List.of();
  }

  @Override
  protected void check(final Operation operation) {
    switch (operation.function()) {
      case "enqueue" -> {
        if (operation.input() == null) {
          throw HistoryException.wrongValue(operation, "what to enqueue");
        }
      }
      case "dequeue" -> {}
      default -> throw HistoryException.unknownFunction(operation, "enqueue dequeue");
    }
  }

  @Override
  protected List<Object> next(final List<Object> state, final Operation operation) {
    if (operation.function().equals("enqueue")) {
      final List<Object> after = new ArrayList<>(state.size() + 1);
      after.addAll(state);
      after.add(operation.input());
      return after;
    }
    final Object taken = operation.output();
    if (state.isEmpty()) {
      return taken == null || taken.equals(EMPTY) ? state : null;
    }
    return taken == null || taken.equals(state.get(0)) ? new ArrayList<>(state.subList(1, state.size())) : null;
  }

  @Override
  protected boolean isObserver(final Operation operation) {
    return EMPTY.equals(operation.output());
  }

  @Override
  protected long bytesOf(final List<Object> state) {
    return BYTES_AN_ELEMENT * state.size();
  }
}
