package dev.ordeal.faultlab.cli;

import java.io.PrintWriter;

/**
 * How far a sweep is, on standard error: a line redrawn in place on a terminal, a plain line now and then otherwise.
 * The time left comes from the pace since the start.
 *
 * <p>Threading: one caller at a time.
 */
final class ProgressLine {
  private static final long REDRAW_NS = 100_000_000L;
  private static final long PLAIN_NS = 10_000_000_000L;
  private static final long SECOND_NS = 1_000_000_000L;

  private final PrintWriter err;
  private final boolean isRedrawn;
  private final long total;
  private final long startNs;
  private long before = -1;
  private long drawnNs;

  /**
   * Starts the clock.
   *
   * @param total how many runs there are in all
   */
  ProgressLine(final PrintWriter err, final boolean isRedrawn, final long total, final long nowNs) {
    this.err = err;
    this.isRedrawn = isRedrawn;
    this.total = total;
    this.startNs = nowNs;
    this.drawnNs = nowNs;
  }

  /** So many runs are done. */
  void update(final long done, final long nowNs) {
    if (before < 0) {
      before = done - 1;
    }
    if (nowNs - drawnNs < (isRedrawn ? REDRAW_NS : PLAIN_NS)) {
      return;
    }
    drawnNs = nowNs;
    final String text = text(done, nowNs);
    if (isRedrawn) {
      err.print("\r" + text + "\u001b[K");
    } else {
      err.println(text);
    }
    err.flush();
  }

  private String text(final long done, final long nowNs) {
    final long here = done - before;
    final double pace = here / (double) Math.max(1, nowNs - startNs);
    final long leftNs = (long) ((total - done) / pace);
    return "%d/%d runs, %d %%, %.0f a second, %s left"
        .formatted(done, total, 100 * done / total, pace * SECOND_NS, seconds(leftNs));
  }

  /** Clears the line. */
  void end() {
    if (isRedrawn) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }

  /** A length of time in whole seconds. */
  static String seconds(final long ns) {
    final long seconds = Math.max(0, (ns + SECOND_NS - 1) / SECOND_NS);
    return seconds < 60 ? seconds + " s" : "%d min %d s".formatted(seconds / 60, seconds % 60);
  }
}
