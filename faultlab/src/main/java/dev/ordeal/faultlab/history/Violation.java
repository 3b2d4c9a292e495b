package dev.ordeal.faultlab.history;

import java.util.List;

/**
 * Why a part of a history has no order.
 *
 * @param key the part's key, or null if the history is one part
 * @param part its operations until the culprit responded, by invocation
 * @param order an order of the longest prefix that has one: it holds every operation that responded before the culprit
 *     did, and perhaps some that had been invoked
 * @param state the object's state after that order, in words
 * @param culprit the operation that could not follow: every prefix of the history that ends before its response has an
 *     order, the one that ends with it has none
 * @param isExact false if the budget ended before that prefix was found: the last sentence then only says that the one
 *     which ends with the culprit has no order
 */
public record Violation(
    Object key, List<Operation> part, List<Operation> order, String state, Operation culprit, boolean isExact) {
  /** Copies the lists. */
  public Violation {
    part = List.copyOf(part);
    order = List.copyOf(order);
  }

  /** What happened, in a sentence. */
  public String inWords() {
    final String where = key == null ? "" : "key " + Values.text(key) + ": ";
    final long before = part.stream().filter(other -> other.respondedAt() < culprit.respondedAt()).count();
    return isExact
        ? "%s%s could not follow: the %d operations that responded before it can be ordered, leaving %s"
            .formatted(where, culprit.inWords(), before, state)
        : "%sno order of the %d operations that responded until %s did; the budget ended before the first that could"
            .formatted(where, before + 1, culprit.inWords())
            + " not follow was found";
  }
}
