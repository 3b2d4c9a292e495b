package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.problem.Verdict;
import java.util.List;
import java.util.Map;

/**
 * What the runs of one cell add up to: a line of {@code cells.ndjson}. Holds nothing that depends on wall-clock time.
 *
 * @param key names the cell
 * @param environment the key without the algorithm: cells with the same one ran on the same seeds
 * @param axes the values of the axes that vary, as written, by axis name
 * @param algorithm the algorithm's name
 * @param variant the algorithm's name with the parameters that tell it from others in the experiment
 * @param nodes cluster size
 * @param durationNs length of each run
 * @param runs how many runs there were
 * @param beyond why the cell lies beyond the algorithm's model; empty if it lies inside
 * @param verdicts how many runs had each verdict: the correctness histogram, every verdict present
 * @param properties every property of the problem, promised or not, in the problem's order
 * @param measures every measure that is a histogram, by name
 * @param happened every measure of the kind "it happened", by name: in how many runs
 * @param receipts sums over the runs of the faults that fired, by label
 * @param coverage how often places where bugs live were visited, summed over the runs
 * @param visited in how many runs each of these places was visited
 * @param counts sums over the runs of what they did
 * @param failures in how many runs a node threw an exception
 * @param failure the first of these exceptions, in words; empty if there is none
 * @param unfired in how many runs a scheduled fault never fired
 */
public record CellRecord(
    String key,
    String environment,
    Map<String, String> axes,
    String problem,
    String algorithm,
    String variant,
    int nodes,
    long durationNs,
    int runs,
    List<String> beyond,
    Map<Verdict, Proportion> verdicts,
    List<PropertyRecord> properties,
    Map<String, MeasureSummary> measures,
    Map<String, Proportion> happened,
    Map<String, Long> receipts,
    Map<String, Long> coverage,
    Map<String, Proportion> visited,
    Map<String, Long> counts,
    int failures,
    String failure,
    int unfired) {
  /** Version of the lines of {@code cells.ndjson}. */
  public static final int SCHEMA = 3;

  /**
   * How often a property did not hold.
   *
   * @param property its label
   * @param promised whether the algorithm promises it; if not, it was observed, and neither passed nor failed
   * @param broken in how many runs it did not hold, of those that demanded it
   * @param notDemanded in how many runs nothing was demanded: progress that would come after the run's end, or never
   */
  public record PropertyRecord(String property, boolean promised, Proportion broken, long notDemanded) {
    /** As people should read it: never "kept" of what was not demanded. */
    public String text() {
      final String seen = (promised ? "promised, broken in " : "not promised; seen broken in ") + broken.text();
      if (notDemanded == 0) {
        return seen;
      }
      final String rest = "not demanded (%d runs)".formatted(notDemanded);
      return broken.of() == 0 ? (promised ? "promised, " : "not promised; ") + rest : seen + "; " + rest;
    }
  }

  /** Whether every fault of the cell is one the algorithm's paper admits. */
  public boolean isInsideModel() {
    return beyond.isEmpty();
  }
}
