package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.problem.Measure;

/**
 * All samples of one measure in one cell. Percentiles come from a histogram of three significant digits; the least, the
 * greatest and the mean are exact. Without samples every figure is 0.
 *
 * @param kind what the values are: nanoseconds, counts, or parts per billion of a run's length
 * @param count how many samples
 */
public record MeasureSummary(
    Measure.Kind kind, long count, long min, long p50, long p90, long p99, long p999, long max, long mean) {}
