package dev.ordeal.faultlab.experiment;

import java.util.Map;

/**
 * A threshold an experiment sets for its cells.
 *
 * @param figure what is looked at: a verdict's share ({@code safe-live}), the share of runs in which a measure
 *     happened or that came through a place ({@code split-votes}), or a statistic of a measure ({@code time-to-leader
 *     p99})
 * @param statistic {@code share}, {@code min}, {@code p50}, {@code p90}, {@code p99}, {@code p999}, {@code max} or
 *     {@code mean}
 * @param atLeast the least value allowed: a share in parts per billion, or the measure's unit; {@link
 *     Long#MIN_VALUE} for none
 * @param atMost the greatest value allowed; {@link Long#MAX_VALUE} for none
 * @param where axis values, and {@code algorithm}, of the cells it is about; empty for all
 * @param text the expectation as people read it
 */
public record Expectation(
    String figure, String statistic, long atLeast, long atMost, Map<String, String> where, String text) {
  /** The statistic of a share. */
  public static final String SHARE = "share";

  /** Whether the expectation is about a cell. */
  public boolean covers(final Map<String, String> axes, final String algorithm, final String variant) {
    return where.entrySet().stream()
        .allMatch(
            entry ->
                entry.getKey().equals("algorithm")
                    ? entry.getValue().equals(algorithm) || entry.getValue().equals(variant)
                    : entry.getValue().equals(axes.get(entry.getKey())));
  }
}
