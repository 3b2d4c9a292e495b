package dev.ordeal.protocols.core;

/**
 * One setting of an algorithm or of its clients, as an experiment file names it.
 *
 * @param name lower-case words joined by hyphens
 * @param kind how its values are written
 * @param defaultValue the value when a file says nothing: nanoseconds, a number, 0 and 1, or parts per billion
 * @param min the least value allowed
 * @param max the greatest value allowed
 * @param meaning a sentence for help texts
 */
public record Parameter(String name, Kind kind, long defaultValue, long min, long max, String meaning) {
  /** The whole, in parts per billion. */
  public static final long ALL_PPB = 1_000_000_000;

  /** How a parameter's value is written. */
  public enum Kind {
    /** A length of time, written {@code 10ms}, held in nanoseconds. */
    DURATION,
    /** A whole number. */
    COUNT,
    /** {@code true} or {@code false}, held as 1 and 0. */
    SWITCH,
    /** A share of a whole, written {@code 90%}, held in parts per billion. */
    RATIO
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

  /** A share of a whole, from none to all of it. */
  public static Parameter ratio(final String name, final long defaultPpb, final String meaning) {
    return new Parameter(name, Kind.RATIO, defaultPpb, 0, ALL_PPB, meaning);
  }

  /** A choice between off and on. */
  public static Parameter toggle(final String name, final boolean defaultValue, final String meaning) {
    return new Parameter(name, Kind.SWITCH, defaultValue ? 1 : 0, 0, 1, meaning);
  }
}
