package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.ExperimentReader;
import dev.ordeal.faultlab.experiment.RunRecord;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A run folder, for reading. Any thread; nothing is cached but the manifest. */
public final class RunFolder {
  /** Copy of the experiment file, as it was written. */
  public static final String EXPERIMENT = "experiment.yaml";

  /** One line a run, in the order of the grid. */
  public static final String RUNS = "runs.ndjson";

  /** One line a finished run while the sweep is under way, in the order they finished. */
  public static final String PARTIAL = "runs.partial.ndjson";

  /** One line a cell. */
  public static final String CELLS = "cells.ndjson";

  /** One row a cell. */
  public static final String CSV = "cells.csv";

  /** Histograms of all measures. */
  public static final String LATENCY = "latency.hlog";

  /** A folder for each run that was kept whole. */
  public static final String FAILURES = "failures";

  /** The command that replays a run that was kept whole. */
  public static final String REPLAY = "replay.txt";

  /** The link to the folder made last. */
  public static final String LATEST = "latest";

  private static final int NAME_LENGTH_MAX = 180;

  private final Path path;
  private final Manifest manifest;

  private RunFolder(final Path path, final Manifest manifest) {
    this.path = path;
    this.manifest = manifest;
  }

  /**
   * Opens a folder.
   *
   * @throws IOException if it is none
   */
  public static RunFolder open(final Path path) throws IOException {
    if (!Files.isRegularFile(path.resolve("manifest.json"))) {
      throw new IOException("not a run folder: folder=%s, missing=manifest.json".formatted(path));
    }
    return new RunFolder(path, Manifest.read(path));
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** What was run, by what, where and when. */
  public Manifest manifest() {
    return manifest;
  }

  /** All cells, in the order of the grid. */
  public List<CellRecord> cells() throws IOException {
    final List<CellRecord> cells = new ArrayList<>();
    for (final String line : Files.readAllLines(existing(CELLS))) {
      cells.add(CellJson.parse(line));
    }
    return cells;
  }

  /** The cell with this key. */
  public Optional<CellRecord> cell(final String key) throws IOException {
    return cells().stream().filter(cell -> cell.key().equals(key)).findFirst();
  }

  /** Hands over every run, in the order of the grid, one at a time. */
  public void forEachRun(final Consumer<RunRecord> consumer) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(existing(RUNS))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        consumer.accept(RunJson.parse(line));
      }
    }
  }

  /** The run of a cell with this seed. */
  public Optional<RunRecord> run(final String cell, final long seed) throws IOException {
    final List<RunRecord> found = new ArrayList<>();
    forEachRun(
        run -> {
          if (run.seed() == seed && run.cell().equals(cell)) {
            found.add(run);
          }
        });
    return found.stream().findFirst();
  }

  /** The experiment, read again from the copy of its file with what the command line had changed. */
  public Experiment experiment(final Catalogue catalogue) throws IOException {
    return ExperimentReader.read(
        Files.readString(existing(EXPERIMENT)), EXPERIMENT, path, manifest.settings(), catalogue);
  }

  /** The command that replays one of its runs, from here and now, wherever the folder was made. */
  public String replayCommand(final String cell, final long seed) {
    return LabCommand.here().orClasspath(manifest.classpath()).replay(path, cell, seed);
  }

  /** Writes that command anew beside every run that was kept whole, since the folder may have moved. */
  public void writeReplayCommands() throws IOException {
    final Path failures = path.resolve(FAILURES);
    if (!Files.isDirectory(failures)) {
      return;
    }
    final Set<String> kept = new HashSet<>();
    try (Stream<Path> folders = Files.list(failures)) {
      folders.forEach(one -> kept.add(one.getFileName().toString()));
    }
    final Map<Path, String> commands = new LinkedHashMap<>();
    forEachRun(
        run -> {
          if (kept.contains(failureName(run.cell(), run.seed()))) {
            commands.put(failure(run.cell(), run.seed()), replayCommand(run.cell(), run.seed()));
          }
        });
    for (final Map.Entry<Path, String> command : commands.entrySet()) {
      Files.writeString(command.getKey().resolve(REPLAY), command.getValue() + "\n");
    }
  }

  /** Where a run is kept whole, if it was. */
  public Path failure(final String cell, final long seed) {
    return path.resolve(FAILURES).resolve(failureName(cell, seed));
  }

  /** A name that file systems take: of a long key its beginning, and a hash that tells it from others. */
  static String failureName(final String cell, final long seed) {
    final String name = cell.replace("%", "pct").replaceAll("[^A-Za-z0-9.=+-]", "_");
    final String bounded =
        name.length() <= NAME_LENGTH_MAX
            ? name
            : name.substring(0, NAME_LENGTH_MAX) + "-" + Integer.toHexString(cell.hashCode());
    return bounded + "-" + seed;
  }

  private Path existing(final String name) throws IOException {
    final Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "run folder is incomplete: folder=%s, missing=%s, resume with: %s"
              .formatted(path, name, LabCommand.here().line("run", "--resume", path)));
    }
    return file;
  }
}
