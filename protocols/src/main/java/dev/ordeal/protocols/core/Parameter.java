package dev.ordeal.protocols.core;

/**
 * One setting of an algorithm, as an experiment file names it.
 *
 * @param name lower-case words joined by hyphens
 * @param kind how its values are written
 * @param defaultValue the value when a file says nothing: nanoseconds, a number, or 0 and 1
 * @param min the least value allowed
 * @param max the greatest value allowed
 * @param meaning a sentence for help texts
 */
public record Parameter(String name, Kind kind, long defaultValue, long min, long max, String meaning) {
  /** How a parameter's value is written. */
  public enum Kind {
    /** A length of time, written {@code 10ms}, held in nanoseconds. */
    DURATION,
    /** A whole number. */
    COUNT,
    /** {@code true} or {@code false}, held as 1 and 0. */
    SWITCH
  }

  /** A length of time. */
  public static Parameter duration(
      final String name, final long defaultNs, final long minNs, final long maxNs, final String meaning) {
    return new Parameter(name, Kind.DURATION, defaultNs, minNs, maxNs, meaning);
  }

  /** A whole number. */
  public static Parameter count(
      final String name, final long defaultValue, final long min, final long max, final String meaning) {
    return new Parameter(name, Kind.COUNT, defaultValue, min, max, meaning);
  }

  /** A choice between off and on. */
  public static Parameter toggle(final String name, final boolean defaultValue, final String meaning) {
    return new Parameter(name, Kind.SWITCH, defaultValue ? 1 : 0, 0, 1, meaning);
  }
}
