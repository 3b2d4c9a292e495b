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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

  /** The link to the folder made last. */
  public static final String LATEST = "latest";

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

  /** Where a run is kept whole, if it was. */
  public Path failure(final String cell, final long seed) {
    return path.resolve(FAILURES).resolve(failureName(cell, seed));
  }

  static String failureName(final String cell, final long seed) {
    return cell.replace("%", "pct").replaceAll("[^A-Za-z0-9.=+-]", "_") + "-" + seed;
  }

  private Path existing(final String name) throws IOException {
    final Path file = path.resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new IOException(
          "run folder is incomplete: folder=%s, missing=%s, resume with: run --resume %s".formatted(path, name, path));
    }
    return file;
  }
}
