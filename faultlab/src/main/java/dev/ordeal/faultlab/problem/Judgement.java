package dev.ordeal.faultlab.problem;

import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.Map;

/**
 * What a judge says of one run.
 *
 * @param attempted whether anything happened that could have gone wrong
 * @param live whether the progress that was demanded came or, where none was demanded, there was any
 * @param violations every property that did not hold, promised or not, the earliest first
 * @param samples for each measure its values in this run, in the order they were taken
 * @param coverage how often the run went through places where bugs live, by name: leader changes, split votes …
 */
public record Judgement(
    boolean attempted,
    boolean live,
    List<Violation> violations,
    Map<String, long[]> samples,
    Map<String, Long> coverage) {
  /**
   * A property that did not hold.
   *
   * @param atNs true time at which it broke
   * @param nodes who took part
   * @param explanation a sentence with the figures
   */
  public record Violation(Property property, long atNs, List<Integer> nodes, String explanation) {}
}
