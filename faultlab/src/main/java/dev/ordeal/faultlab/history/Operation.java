package dev.ordeal.faultlab.history;

/**
 * One operation of a history. Values are what {@code equals} compares: numbers are {@link Long}, or strings, booleans,
 * lists and maps of values; null is a value that is not known, or none.
 *
 * @param index its place among the operations of its history, by invocation
 * @param process who invoked it; a process has one operation under way at a time
 * @param function what was asked for, as {@code read}
 * @param key which object, or null where there is one only
 * @param input what was handed in, or null
 * @param output what came back, or null; always null unless the outcome is {@link Outcome#OK}
 * @param outcome {@link Outcome#OK} or {@link Outcome#UNKNOWN}
 * @param invokedAt the place of its invocation among all events of the history
 * @param respondedAt the place of its response, or {@link #NEVER} if its outcome is unknown
 * @param invokedNs when it was invoked; for pictures only
 * @param respondedNs when it responded, or {@link Long#MAX_VALUE} if its outcome is unknown; for pictures only
 */
public record Operation(
    int index,
    long process,
    String function,
    Object key,
    Object input,
    Object output,
    Outcome outcome,
    int invokedAt,
    int respondedAt,
    long invokedNs,
    long respondedNs) {
  /** The place of a response that did not come. */
  public static final int NEVER = Integer.MAX_VALUE;

  /** Whether it responded. */
  public boolean isOk() {
    return outcome == Outcome.OK;
  }

  /** Whether it responded before the other was invoked, so that it comes first in every order. */
  public boolean precedes(final Operation other) {
    return respondedAt < other.invokedAt;
  }

  /** The output if there is one, and the input otherwise: all that is known of a read is its output. */
  public Object value() {
    return output != null ? output : input;
  }

  /** The operation in words, as {@code 3 write 5} or {@code 4 read → 5}. */
  public String inWords() {
    final StringBuilder words = new StringBuilder().append(process).append(' ').append(function);
    if (key != null) {
      words.append(' ').append(key);
    }
    if (input != null) {
      words.append(' ').append(Values.text(input));
    }
    if (!isOk()) {
      words.append(" → ?");
    } else if (output != null && !output.equals(input)) {
      words.append(" → ").append(Values.text(output));
    }
    return words.toString();
  }
}
