package dev.ordeal.faultlab.record;

import java.io.PrintStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * {@code latency.hlog}: a histogram log that the standard viewers open, one line for each cell and measure that has
 * samples. The tag is the cell's key and the measure, {@code bully/loss=10%;crashes=1:time-to-leader}; a tag can hold
 * neither comma nor blank. Values are nanoseconds (durations), counts, or parts per billion (shares). A log of virtual
 * runs has no times: line k covers second k.
 */
final class LatencyLog implements AutoCloseable {
  private static final double UNIT_RATIO = 1.0;

  private final HistogramLogWriter writer;
  private final PrintStream stream;
  private int lines;

  LatencyLog(final PrintStream stream) {
    this.stream = stream;
    writer = new HistogramLogWriter(stream);
    writer.outputComment("[one line for each cell and measure; line k covers second k; schema 1]");
    writer.outputLogFormatVersion();
    writer.outputLegend();
  }

  /** The tag of a measure of a cell. */
  static String tag(final String cell, final String measure) {
    return (cell + ":" + measure).replace(", ", ";").replace(',', ';').replace(' ', '_');
  }

  void write(final String cell, final String measure, final Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return;
    }
    histogram.setTag(tag(cell, measure));
    writer.outputIntervalHistogram(lines, lines + 1, histogram, UNIT_RATIO);
    lines++;
  }

  @Override
  public void close() {
    stream.close();
  }
}
