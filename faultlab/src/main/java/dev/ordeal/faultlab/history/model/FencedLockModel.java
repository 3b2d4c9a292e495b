package dev.ordeal.faultlab.history.model;

import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.ObjectModel;
import dev.ordeal.faultlab.history.Operation;

/**
 * A lock that knows its holder and hands out fencing tokens that grow: {@code acquire} → token when it is free, {@code
 * release} by the process that holds it. A token that is nil, or of an acquire of unknown outcome, is some token: the
 * least possible one, since that excludes no later token which another choice would allow. Immutable.
 */
public final class FencedLockModel extends ObjectModel<FencedLockModel.Lock> {
  /**
   * A lock.
   *
   * @param holder who holds it, or null
   * @param token the last one handed out
   */
  public record Lock(Long holder, long token) {
    @Override
    public String toString() {
      return holder == null ? "free, last token " + token : "held by process %d, token %d".formatted(holder, token);
    }
  }

  /** For the service loader, and for all. */
  public FencedLockModel() {}

  @Override
  public String name() {
    return "fenced-lock";
  }

  @Override
  public String summary() {
    return "a lock that knows its holder, with growing tokens: acquire → token, release";
  }

  @Override
  protected Lock initial() {
    return new Lock(null, Long.MIN_VALUE);
  }

  @Override
  protected void check(final Operation operation) {
    switch (operation.function()) {
      case "acquire" -> {
        if (operation.output() != null && !(operation.output() instanceof Long)) {
          throw HistoryException.wrongValue(operation, "a token: a whole number");
        }
      }
      case "release" -> {}
      default -> throw HistoryException.unknownFunction(operation, "acquire release");
    }
  }

  @Override
  protected Lock next(final Lock state, final Operation operation) {
    if (operation.function().equals("release")) {
      return state.holder != null && state.holder == operation.process() ? new Lock(null, state.token) : null;
    }
    if (state.holder != null) {
      return null;
    }
    final long token = operation.output() instanceof Long known ? known : state.token + 1;
    return token > state.token ? new Lock(operation.process(), token) : null;
  }
}
