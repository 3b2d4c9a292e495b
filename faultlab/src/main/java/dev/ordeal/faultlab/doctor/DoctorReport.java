package dev.ordeal.faultlab.doctor;

import dev.ordeal.faultlab.report.TextTable;
import java.util.List;
import java.util.Locale;

/**
 * What the doctor found.
 *
 * @param seed decided every draw that was examined
 * @param alpha probability that a healthy lab is called sick, over all statistical checks together
 * @param rows one finding each
 */
public record DoctorReport(long seed, double alpha, List<Row> rows) {
  /** What a finding says. */
  public enum Verdict {
    /** As it should be. */
    OK,
    /** Not as it should be. */
    FAILED,
    /** A fact, neither good nor bad. */
    NOTE
  }

  /**
   * One finding.
   *
   * @param check what was examined: loss, delay, partitions …
   * @param what in which setting
   * @param expected what theory or the plan says
   * @param measured what was found
   * @param sees the error that would be seen with a probability of at least 0.99; empty for checks that are exact
   * @param p probability of a finding at least so odd in a healthy lab, corrected for the number of tests (Holm
   *     1979); NaN for checks that are exact
   */
  public record Row(
      String check, String what, String expected, String measured, String sees, double p, Verdict verdict) {}

  /** Whether no check failed. */
  public boolean isHealthy() {
    return rows.stream().noneMatch(row -> row.verdict() == Verdict.FAILED);
  }

  /** The rows that failed. */
  public List<Row> failures() {
    return rows.stream().filter(row -> row.verdict() == Verdict.FAILED).toList();
  }

  /** A table for the terminal, with a line on how to read it. */
  public String toText(final int widthMax, final boolean isColoured) {
    final TextTable table =
        new TextTable().left("check").left("what").left("expected").left("measured").left("sees").right("p").left("");
    for (final Row row : rows) {
      final TextTable.Tone tone =
          switch (row.verdict()) {
            case OK -> TextTable.Tone.GOOD;
            case FAILED -> TextTable.Tone.BAD;
            case NOTE -> TextTable.Tone.DIM;
          };
      table
          .row(
              row.check(),
              row.what(),
              row.expected(),
              row.measured(),
              row.sees(),
              row.verdict() == Verdict.NOTE ? "" : formatP(row.p()))
          .cell(row.verdict().name().toLowerCase(Locale.ROOT), tone);
    }
    final long failed = failures().size();
    return table.render(widthMax, isColoured)
        + "\n"
        + String.format(
            Locale.ROOT,
            "%d checks, %d failed, seed %d. p is corrected for all tests (Holm); a healthy lab fails one with"
                + " probability %s at most. sees: the error that is found with probability 0.99.%n",
            rows.stream().filter(row -> row.verdict() != Verdict.NOTE).count(),
            failed,
            seed,
            formatP(alpha));
  }

  private static String formatP(final double p) {
    if (Double.isNaN(p)) {
      return "exact";
    }
    return p >= 0.001 ? String.format(Locale.ROOT, "%.3f", p) : String.format(Locale.ROOT, "%.0e", p);
  }
}
