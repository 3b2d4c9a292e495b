package dev.ordeal.benchmarks;

import java.util.ArrayDeque;

/**
 * The φ detector in the straightforward way: a queue of boxed intervals, added up anew each time, and the logistic
 * approximation of the normal tail that is usual in such code. A baseline to measure against, and nothing else.
 */
final class TextbookPhi {
  private final int window;
  private final long deviationMinNs;
  private final ArrayDeque<Long> intervals = new ArrayDeque<>();
  private long lastNs;

  TextbookPhi(final int window, final long deviationMinNs) {
    this.window = window;
    this.deviationMinNs = deviationMinNs;
  }

  void heartbeat(final long nowNs) {
    intervals.addLast(nowNs - lastNs);
    if (intervals.size() > window) {
      intervals.removeFirst();
    }
    lastNs = nowNs;
  }

  double phi(final long nowNs) {
    double sum = 0;
    double squares = 0;
    for (final long interval : intervals) {
      sum += interval;
      squares += (double) interval * interval;
    }
    final double mean = sum / intervals.size();
    final double variance = squares / intervals.size() - mean * mean;
    final double y = (nowNs - lastNs - mean) / Math.max((double) deviationMinNs, StrictMath.sqrt(variance));
    final double e = StrictMath.exp(-y * (1.5976 + 0.070566 * y * y));
    return -StrictMath.log10(nowNs - lastNs > mean ? e / (1 + e) : 1 - 1 / (1 + e));
  }
}
