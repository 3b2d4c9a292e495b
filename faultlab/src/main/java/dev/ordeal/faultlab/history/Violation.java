package dev.ordeal.faultlab.history;

import java.util.List;

/**
 * Why a part of a history has no order.
 *
 * @param key the part's key, or null if the history is one part
 * @param part its operations, by invocation
 * @param order the longest start of an order that was found: it holds every operation that responded before the culprit
 *     did, and perhaps more
 * @param state the object's state after that order, in words
 * @param culprit the operation that could not follow: every prefix of the history that ends before its response has an
 *     order, the one that ends with it has none
 */
public record Violation(Object key, List<Operation> part, List<Operation> order, String state, Operation culprit) {
  /** Copies the lists. */
  public Violation {
    part = List.copyOf(part);
    order = List.copyOf(order);
  }

  /** What happened, in a sentence. */
  public String inWords() {
    return "%s%s could not follow: the %d operations that responded before it can be ordered, and leave %s"
        .formatted(
            key == null ? "" : "key " + Values.text(key) + ": ",
            culprit.inWords(),
            part.stream().filter(other -> other.respondedAt() < culprit.respondedAt()).count(),
            state);
  }
}
