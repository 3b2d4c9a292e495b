package dev.ordeal.faultlab.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a report is made of, read from a run folder.
 *
 * @param folder where it stands
 * @param manifest what was run, by what, where and when
 * @param samplesByCell by key of the cell, then by measure, for each run its samples
 * @param failures runs that broke a promise or threw: a few for each cell, those inside the model first
 * @param failureCounts how many such runs each cell has, listed or not
 */
record ReportData(
    RunFolder folder,
    JsonNode manifest,
    List<CellRecord> cells,
    Map<String, Map<String, List<long[]>>> samplesByCell,
    List<Failure> failures,
    Map<String, Long> failureCounts) {
  private static final int FAILURES_PER_CELL = 3;

  /**
   * A run that broke a promise.
   *
   * @param files paths of what was kept of it, from the run folder; may be empty
   */
  record Failure(RunRecord run, CellRecord cell, List<String> files) {}

  /** The folder's name. */
  String name() {
    return folder.path().toAbsolutePath().normalize().getFileName().toString();
  }

  /** The values of the cells to compare with, by axis name; empty if the experiment names none. */
  Map<String, String> first() {
    final Map<String, String> first = new LinkedHashMap<>();
    manifest.path("first").properties().forEach(axis -> first.put(axis.getKey(), axis.getValue().asText()));
    return first;
  }

  /**
   * Reads a folder.
   *
   * @throws IOException if it is incomplete, saying how to complete it
   */
  static ReportData read(final Path path) throws IOException {
    final RunFolder folder = RunFolder.open(path);
    final List<CellRecord> cells = folder.cells();
    final Map<String, CellRecord> cellByKey = new HashMap<>();
    cells.forEach(cell -> cellByKey.put(cell.key(), cell));
    final Map<String, Map<String, List<long[]>>> samples = new LinkedHashMap<>();
    final Map<String, List<RunRecord>> violated = new LinkedHashMap<>();
    final Map<String, Long> counts = new LinkedHashMap<>();
    folder.forEachRun(run -> {
      final Map<String, List<long[]>> byMeasure = samples.computeIfAbsent(run.cell(), key -> new TreeMap<>());
      run.samples().forEach((name, values) -> byMeasure.computeIfAbsent(name, n -> new ArrayList<>()).add(values));
      if (run.verdict() == Verdict.VIOLATED && cellByKey.containsKey(run.cell())) {
        counts.merge(run.cell(), 1L, Long::sum);
        final List<RunRecord> kept = violated.computeIfAbsent(run.cell(), key -> new ArrayList<>());
        if (kept.size() < FAILURES_PER_CELL || Files.isDirectory(folder.failure(run.cell(), run.seed()))) {
          kept.add(run);
        }
      }
    });
    return new ReportData(folder, folder.manifest().json(), cells, samples, failures(folder, violated, cellByKey), counts);
  }

  private static List<Failure> failures(
      final RunFolder folder, final Map<String, List<RunRecord>> violated, final Map<String, CellRecord> cellByKey)
      throws IOException {
    final List<Failure> inside = new ArrayList<>();
    final List<Failure> beyond = new ArrayList<>();
    for (final Map.Entry<String, List<RunRecord>> entry : violated.entrySet()) {
      final CellRecord cell = cellByKey.get(entry.getKey());
      final List<Failure> all = new ArrayList<>();
      for (final RunRecord run : entry.getValue()) {
        all.add(new Failure(run, cell, keptFiles(folder, run)));
      }
      all.sort(Comparator.comparing(failure -> failure.files.isEmpty()));
      (cell.isInsideModel() ? inside : beyond).addAll(all.subList(0, Math.min(FAILURES_PER_CELL, all.size())));
    }
    inside.addAll(beyond);
    return inside;
  }

  private static List<String> keptFiles(final RunFolder folder, final RunRecord run) throws IOException {
    final Path kept = folder.failure(run.cell(), run.seed());
    if (!Files.isDirectory(kept)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kept)) {
      return files.filter(Files::isRegularFile)
          .map(file -> folder.path().relativize(file).toString().replace('\\', '/')).sorted().toList();
    }
  }
}
