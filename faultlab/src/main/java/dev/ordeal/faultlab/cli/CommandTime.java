package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.fault.Quantities;

/** Times given on the command line. */
final class CommandTime {
  private CommandTime() {}

  /** A point of time or {@code never}, in nanoseconds. */
  static long parseNs(final String option, final String text) {
    try {
      return Quantities.parseTimeNs(text);
    } catch (final IllegalArgumentException e) {
      throw new UsageException("%s (%s)".formatted(e.getMessage(), option));
    }
  }
}
