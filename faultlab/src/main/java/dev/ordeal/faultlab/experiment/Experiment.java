package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment file, read, checked and unfolded.
 *
 * @param name lower-case words joined by hyphens; names the run folder
 * @param question what the experiment asks, for the report's head; may be empty
 * @param seeds runs a cell
 * @param rootSeed decides, with cell and index, every run's seed
 * @param axes the values of each axis, as written, by axis name in the order of the file
 * @param first the values of the cells that all others are compared with, which come first wherever cells are listed,
 *     by axis name; empty if the file names none
 * @param cells the grid, those cells first, then algorithm by algorithm, the last axis moving fastest
 * @param expectations thresholds; may be empty
 * @param warnings what is allowed and probably not meant
 * @param text the file, as read
 * @param settings what {@code --set} changed, in order, as {@code path=value}
 */
public record Experiment(
    String name,
    String question,
    Problem problem,
    int seeds,
    long rootSeed,
    Map<String, List<String>> axes,
    Map<String, String> first,
    List<Cell> cells,
    List<Expectation> expectations,
    List<Mistake> warnings,
    String text,
    List<String> settings) {
  /** How many runs the whole grid has. */
  public long runs() {
    return (long) cells.size() * seeds;
  }

  /** The seed of one run. */
  public long seed(final Cell cell, final int index) {
    return Seeds.of(rootSeed, cell.environment(), index);
  }

  /** The cell with this key. */
  public Optional<Cell> cell(final String key) {
    return cells.stream().filter(cell -> cell.key().equals(key)).findFirst();
  }
}
