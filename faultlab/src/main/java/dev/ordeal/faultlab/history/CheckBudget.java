package dev.ordeal.faultlab.history;

/**
 * What a check may use before its answer is {@link Answer#UNKNOWN}. Time is looked at now and then, so a check ends
 * some milliseconds after it.
 *
 * @param timeNs nanoseconds of wall-clock time
 * @param memoryBytes bytes for what was visited, estimated
 * @param configurations how many configurations may be visited: a bound that, unlike time, gives the same answer on
 *     every machine
 */
public record CheckBudget(long timeNs, long memoryBytes, long configurations) {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Checks that all are above 0. */
  public CheckBudget {
    if (timeNs <= 0 || memoryBytes <= 0 || configurations <= 0) {
      throw new IllegalArgumentException(
          "budget out of range: timeNs=%d, memoryBytes=%d, configurations=%d, min=1"
              .formatted(timeNs, memoryBytes, configurations));
    }
  }

  /** Ten seconds, half of the memory that the JVM may use. */
  public static CheckBudget standard() {
    return ofTime(10 * SECOND_NS);
  }

  /** So much time, and half of the memory that the JVM may use. */
  public static CheckBudget ofTime(final long timeNs) {
    return new CheckBudget(timeNs, Runtime.getRuntime().maxMemory() / 2, Long.MAX_VALUE);
  }

  /** So many configurations, however long they take: deterministic. */
  public static CheckBudget ofConfigurations(final long configurations) {
    return new CheckBudget(Long.MAX_VALUE, Runtime.getRuntime().maxMemory() / 2, configurations);
  }
}
