package dev.ordeal.faultlab.history;

/** What was recorded is no history, or not one of the model's. The message is a clause that people can read. */
public final class HistoryException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int event;

  /**
   * Creates one.
   *
   * @param event the place of the offending event among the history's events
   */
  public HistoryException(final int event, final String message) {
    super(message);
    this.event = event;
  }

  /** The place of the offending event among the history's events. */
  public int event() {
    return event;
  }

  /** An operation whose function the model does not know. */
  public static HistoryException unknownFunction(final Operation operation, final String known) {
    return new HistoryException(
        operation.invokedAt(), "unknown function: f=%s, known=%s".formatted(operation.function(), known));
  }

  /** An operation that hands in, or got, what the model has no use for. */
  public static HistoryException wrongValue(final Operation operation, final String expected) {
    return new HistoryException(
        operation.invokedAt(),
        "value out of place: f=%s, value=%s, expected=%s"
            .formatted(operation.function(), Values.text(operation.value()), expected));
  }
}
