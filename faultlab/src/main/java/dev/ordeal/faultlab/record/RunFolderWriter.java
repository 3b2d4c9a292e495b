package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.protocols.core.Property;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes run folders, and sums up the runs of one in their order. */
final class RunFolderWriter {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int HASH_DIGITS = 8;
  private static final int KEPT_INSIDE = 3;
  private static final int KEPT_BEYOND = 1;

  private final Path folder;
  private final Experiment experiment;

  /** A run to be kept whole. */
  private record Kept(Cell cell, RunRecord run) {}

  RunFolderWriter(final Path folder, final Experiment experiment) {
    this.folder = folder;
    this.experiment = experiment;
  }

  /** Makes a folder of its own for an experiment, with its manifest and a copy of the file. */
  static Path create(final Path results, final Experiment experiment, final Manifest manifest, final Instant now)
      throws IOException {
    final String stem =
        STAMP.format(now) + "-" + experiment.name() + "-" + manifest.fingerprint().substring(0, HASH_DIGITS);
    final Shard shard = manifest.shard();
    final String part = shard.equals(Shard.WHOLE) ? "" : "-%dof%d".formatted(shard.number(), shard.of());
    Files.createDirectories(results);
    Path folder = results.resolve(stem + part);
    for (int again = 2; Files.exists(folder); again++) {
      folder = results.resolve(stem + part + "-" + again);
    }
    Files.createDirectory(folder);
    manifest.write(folder);
    Files.writeString(folder.resolve(RunFolder.EXPERIMENT), experiment.text());
    pointLatest(results, folder);
    return folder;
  }

  /** Lets {@code latest} point to a folder, where the file system has links. */
  private static void pointLatest(final Path results, final Path folder) {
    final Path link = results.resolve(RunFolder.LATEST);
    final Path next = results.resolve(RunFolder.LATEST + ".new");
    try {
      Files.deleteIfExists(next);
      Files.createSymbolicLink(next, folder.getFileName());
      Files.move(next, link, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (final IOException | UnsupportedOperationException e) {
      // A convenience only: the folder's name is printed.
    }
  }

  /** Writes runs, cells and histograms from the runs that are there, in the order of the grid; then keeps failures. */
  List<String> finish(final RunIndex index, final FailureKeeper keeper) throws IOException {
    final List<Kept> kept = new ArrayList<>();
    final List<CellRecord> cells = new ArrayList<>();
    final Path runsNew = folder.resolve(RunFolder.RUNS + ".new");
    final Path cellsNew = folder.resolve(RunFolder.CELLS + ".new");
    final Path logNew = folder.resolve(RunFolder.LATENCY + ".new");
    try (OutputStream runs = new BufferedOutputStream(Files.newOutputStream(runsNew));
        OutputStream lines = new BufferedOutputStream(Files.newOutputStream(cellsNew));
        LatencyLog log =
            new LatencyLog(
                new PrintStream(
                    new BufferedOutputStream(Files.newOutputStream(logNew)), false, StandardCharsets.UTF_8))) {
      for (int number = 0; number < experiment.cells().size(); number++) {
        final Cell cell = experiment.cells().get(number);
        final CellAggregator aggregator = new CellAggregator(cell);
        final Map<Property, Integer> keptByProperty = new EnumMap<>(Property.class);
        int keptExceptions = 0;
        for (int run = 0; run < experiment.seeds(); run++) {
          if (!index.has(number, run)) {
            continue;
          }
          final byte[] line = index.line(number, run);
          runs.write(line);
          runs.write('\n');
          final RunRecord record = RunJson.parse(new String(line, StandardCharsets.UTF_8));
          aggregator.add(record);
          final boolean isThrown = record.failure() != null && keptExceptions < limit(cell, true);
          if (isThrown) {
            keptExceptions++;
          }
          if (count(cell, record, keptByProperty) || isThrown) {
            kept.add(new Kept(cell, record));
          }
        }
        final CellRecord sum = aggregator.finish();
        cells.add(sum);
        lines.write(CellJson.print(sum).getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
        aggregator.histograms().forEach((measure, histogram) -> log.write(cell.key(), measure, histogram));
      }
    }
    Files.writeString(folder.resolve(RunFolder.CSV), CellsCsv.print(cells));
    replace(logNew, RunFolder.LATENCY);
    replace(cellsNew, RunFolder.CELLS);
    replace(runsNew, RunFolder.RUNS);
    return keep(kept, keeper);
  }

  private void replace(final Path from, final String name) throws IOException {
    Files.move(from, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static int limit(final Cell cell, final boolean isPromised) {
    return cell.isInsideModel() && isPromised ? KEPT_INSIDE : KEPT_BEYOND;
  }

  /** Whether this run is among the first that broke some property; counts it. */
  private static boolean count(final Cell cell, final RunRecord run, final Map<Property, Integer> keptByProperty) {
    final Set<Property> broken = EnumSet.noneOf(Property.class);
    run.violations().stream().map(Judgement.Violation::property).forEach(broken::add);
    boolean isKept = false;
    for (final Property property : broken) {
      if (keptByProperty.merge(property, 1, Integer::sum)
          <= limit(cell, cell.promises().contains(property))) {
        isKept = true;
      }
    }
    return isKept;
  }

  private List<String> keep(final List<Kept> kept, final FailureKeeper keeper) throws IOException {
    final List<String> troubles = new ArrayList<>();
    for (final Kept one : kept) {
      final Path place =
          folder.resolve(RunFolder.FAILURES).resolve(RunFolder.failureName(one.cell().key(), one.run().seed()));
      Files.createDirectories(place);
      final String command = LabCommand.here().replay(folder, one.cell().key(), one.run().seed());
      Files.writeString(place.resolve(RunFolder.REPLAY), command + "\n");
      try {
        keeper.keep(place, one.cell(), one.run());
      } catch (final IOException | RuntimeException e) {
        troubles.add(
            "cannot keep a failure: cell=%s, seed=%d, cause=%s".formatted(one.cell().key(), one.run().seed(), e));
      }
    }
    return troubles;
  }
}
