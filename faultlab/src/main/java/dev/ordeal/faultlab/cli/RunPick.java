package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.experiment.Suggestion;
import dev.ordeal.faultlab.record.LabCommand;
import dev.ordeal.faultlab.record.RunFolder;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The options that name one run: of a folder, by cell and seed, or saved as a scenario. */
final class RunPick {
  private static final int SEEDS_SHOWN = 3;

  @Parameters(paramLabel = "FOLDER", description = "A run folder, or a scenario file.")
  private Path place;

  @Option(names = "--cell", paramLabel = "KEY", description = "The cell, as tables and files name it.")
  private String cell;

  @Option(names = "--seed", paramLabel = "N", description = "The run's seed.")
  private Long seed;

  /**
   * One run, and what is known of it.
   *
   * @param recordedHash its trace hash, or null if none was recorded
   * @param isInsideModel whether its cell lies inside the algorithm's model; of a scenario that is not known: false
   * @param keep where files about it go
   * @param diagram name of its picture
   * @param scenario what is expected of it, or null if it comes from a folder
   * @param command what replays it
   */
  record Picked(
      PlannedRun run,
      String recordedHash,
      boolean isInsideModel,
      Path keep,
      String diagram,
      ScenarioFile scenario,
      String command) {}

  /** Created by picocli. */
  RunPick() {}

  Picked pick() throws IOException {
    if (Files.isRegularFile(place)) {
      final ScenarioFile scenario = scenario();
      final Path parent = place.toAbsolutePath().getParent();
      return new Picked(
          scenario.run(),
          scenario.traceHash(),
          false,
          parent,
          diagramOf(place),
          scenario,
          LabCommand.here().line("replay", place));
    }
    if (cell == null || seed == null) {
      throw new UsageException("a run of a folder needs --cell and --seed: folder=" + place);
    }
    final RunFolder folder = RunFolder.open(place);
    final Experiment experiment = folder.experiment(Catalogue.load());
    final List<String> keys = experiment.cells().stream().map(Cell::key).toList();
    final Cell found =
        experiment
            .cell(cell)
            .orElseThrow(
                () -> new UsageException("no such cell: cell=%s%s".formatted(cell, Suggestion.of(cell, keys))));
    final RunRecord run =
        folder
            .run(cell, seed)
            .orElseThrow(
                () -> new UsageException("no such run: cell=%s, seed=%d%s".formatted(cell, seed, some(folder))));
    return new Picked(
        PlannedRun.of(found, seed, RunExecutor.draw(found, seed)),
        run.traceHash(),
        found.isInsideModel(),
        folder.failure(cell, seed),
        Kept.DIAGRAM,
        null,
        LabCommand.here().replay(folder.path(), cell, seed));
  }

  /** The picture of what a file describes stands beside it. */
  static String diagramOf(final Path file) {
    return file.getFileName().toString().replaceAll("(\\.scenario)?\\.ya?ml$", "") + ".svg";
  }

  private ScenarioFile scenario() throws IOException {
    try {
      return ScenarioFile.read(place);
    } catch (final IllegalArgumentException e) {
      throw new UsageException("%s (%s)".formatted(e.getMessage(), place));
    }
  }

  private String some(final RunFolder folder) {
    final List<String> seeds = new ArrayList<>();
    try {
      folder.forEachRun(
          run -> {
            if (run.cell().equals(cell) && seeds.size() < SEEDS_SHOWN) {
              seeds.add(Long.toString(run.seed()));
            }
          });
    } catch (final IOException e) {
      return "";
    }
    return ", seeds of the cell=" + String.join(" ", seeds) + " …";
  }
}
