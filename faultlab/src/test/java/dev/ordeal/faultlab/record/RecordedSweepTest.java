package dev.ordeal.faultlab.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.RunFunction;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.experiment.Samples;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedSweepTest {
  private static final List<String> CONTRACT =
      List.of(RunFolder.RUNS, RunFolder.CELLS, RunFolder.CSV, RunFolder.LATENCY);

  private final Experiment experiment = Samples.small();

  @TempDir private Path results;

  private static RecordedSweep.Means means(final RunFunction function, final int jobs) {
    return new RecordedSweep.Means(function, jobs, FailureKeeper.COMMAND_ONLY, List.of("run"));
  }

  private Path whole(final int jobs) throws IOException {
    final RecordedSweep sweep =
        RecordedSweep.begin(results, experiment, Shard.WHOLE, means(Samples::draw, jobs));
    assertTrue(sweep.run(done -> {}).isComplete());
    return sweep.folder();
  }

  private static Map<String, String> bytes(final Path folder) throws IOException {
    final Map<String, String> bytes = new TreeMap<>();
    for (final String name : CONTRACT) {
      bytes.put(name, Files.readString(folder.resolve(name)));
    }
    return bytes;
  }

  @Test
  void shouldLeaveTheSameBytesWhateverTheNumberOfThreads() throws IOException {
    assertEquals(bytes(whole(1)), bytes(whole(4)));
  }

  @Test
  void shouldReadBackWhatItWrote() throws IOException {
    final RunFolder folder = RunFolder.open(whole(2));
    final List<RunRecord> runs = new ArrayList<>();
    folder.forEachRun(runs::add);
    assertEquals(experiment.runs(), runs.size());
    final Cell cell = experiment.cells().get(3);
    final RunRecord expected = Samples.draw(cell, 2, experiment.seed(cell, 2));
    final RunRecord read = folder.run(cell.key(), experiment.seed(cell, 2)).orElseThrow();
    assertEquals(RunJson.print(expected), RunJson.print(read));
    assertEquals(expected.violations(), read.violations());
    assertEquals(
        experiment.cells().stream().map(Cell::key).toList(), folder.cells().stream().map(CellRecord::key).toList());
    for (final CellRecord record : folder.cells()) {
      assertEquals(record, CellJson.parse(CellJson.print(record)));
      assertEquals(experiment.seeds(), record.runs());
    }
    assertTrue(folder.manifest().isComplete());
    assertFalse(Files.exists(folder.path().resolve(RunFolder.PARTIAL)));
    final Experiment again = folder.experiment(Samples.catalogue());
    assertEquals(experiment.cells().toString(), again.cells().toString());
    assertEquals(folder.path().getFileName(), Files.readSymbolicLink(results.resolve(RunFolder.LATEST)));
  }

  @Test
  void shouldAddUpWhatTheRunsSay() throws IOException {
    final RunFolder folder = RunFolder.open(whole(2));
    for (final CellRecord record : folder.cells()) {
      final long violated =
          experiment.cell(record.key()).stream()
              .flatMap(
                  cell ->
                      IntStream.range(0, experiment.seeds())
                          .mapToObj(index -> Samples.draw(cell, index, experiment.seed(cell, index))))
              .filter(run -> !run.violations().isEmpty())
              .count();
      assertEquals(violated, record.properties().get(1).broken().count(), record.key());
      assertEquals(
          experiment.seeds(), record.verdicts().values().stream().mapToLong(Proportion::count).sum(), record.key());
      assertFalse(record.properties().get(1).promised(), "neither algorithm promises one leader at a time");
    }
  }

  @Test
  void shouldEndInTheSameBytesAfterACutAtAnyLine() throws IOException {
    final Path whole = whole(1);
    final byte[] runs = Files.readAllBytes(whole.resolve(RunFolder.RUNS));
    final SortedSet<Integer> cuts = new TreeSet<>(List.of(0, 1, runs.length - 1));
    for (int i = 0; i < runs.length; i++) {
      if (runs[i] == '\n') {
        cuts.addAll(List.of(i, i + 1, Math.min(runs.length, i + 37)));
      }
    }
    for (final int cut : cuts) {
      final Path folder = results.resolve("cut-" + cut);
      Files.createDirectories(folder);
      Files.copy(whole.resolve("manifest.json"), folder.resolve("manifest.json"));
      Files.copy(whole.resolve(RunFolder.EXPERIMENT), folder.resolve(RunFolder.EXPERIMENT));
      Files.write(folder.resolve(RunFolder.PARTIAL), Arrays.copyOf(runs, cut));
      final List<Integer> executed = new ArrayList<>();
      final RecordedSweep.Means means =
          means(
              (cell, index, seed) -> {
                executed.add(index);
                return Samples.draw(cell, index, seed);
              },
              1);
      final RecordedSweep sweep = RecordedSweep.resume(RunFolder.open(folder), experiment, means);
      assertTrue(sweep.run(done -> {}).isComplete());
      assertEquals(bytes(whole), bytes(folder), "cut at byte " + cut);
      final long kept = new String(runs, 0, cut, StandardCharsets.UTF_8).chars().filter(c -> c == '\n').count();
      assertEquals(experiment.runs() - kept, executed.size(), "runs that were whole are not run again, cut=" + cut);
    }
  }

  @Test
  void shouldKeepWhatFinishedBeforeItWasStopped() throws IOException {
    final RecordedSweep sweep =
        RecordedSweep.begin(results, experiment, Shard.WHOLE, means(Samples::draw, 1));
    final RecordedSweep.Outcome outcome =
        sweep.run(
            done -> {
              if (done == 7) {
                sweep.stop();
              }
            });
    assertFalse(outcome.isComplete());
    assertEquals(7, outcome.runsDone());
    assertEquals(7, Files.readAllLines(sweep.folder().resolve(RunFolder.PARTIAL)).size());
    final RecordedSweep again =
        RecordedSweep.resume(RunFolder.open(sweep.folder()), experiment, means(Samples::draw, 2));
    assertTrue(again.run(done -> {}).isComplete());
    assertEquals(bytes(whole(1)), bytes(sweep.folder()));
  }

  @Test
  void shouldMergeShardsToTheSameBytes() throws IOException {
    for (final int of : new int[] {1, 2, 3, 5}) {
      final List<RunFolder> parts = new ArrayList<>();
      for (int number = of; number >= 1; number--) {
        final RecordedSweep sweep =
            RecordedSweep.begin(results, experiment, new Shard(number, of), means(Samples::draw, 2));
        assertTrue(sweep.run(done -> {}).isComplete());
        parts.add(RunFolder.open(sweep.folder()));
      }
      final Path merged = RecordedSweep.merge(results, parts, experiment, means(Samples::draw, 1));
      assertEquals(bytes(whole(1)), bytes(merged), "shards=" + of);
      if (of > 1) {
        final IOException refused =
            assertThrows(
                IOException.class,
                () -> RecordedSweep.merge(results, parts.subList(1, of), experiment, means(Samples::draw, 1)));
        assertTrue(refused.getMessage().startsWith("runs are missing: runs="), refused.getMessage());
      }
    }
  }

  @Test
  void shouldRefuseToResumeAChangedExperiment() throws IOException {
    final RunFolder folder = RunFolder.open(whole(1));
    final Experiment other = Samples.read(experiment.text(), "faults.loss=[0%, 11%]");
    final IOException refused =
        assertThrows(IOException.class, () -> RecordedSweep.resume(folder, other, means(Samples::draw, 1)));
    assertTrue(refused.getMessage().startsWith("experiment has changed since: folder="), refused.getMessage());
  }

  @Test
  void shouldRefuseToResumeAnotherBuild() throws IOException {
    final Path path = whole(1);
    final Path manifest = path.resolve("manifest.json");
    final String build = RunFolder.open(path).manifest().build();
    Files.writeString(manifest, Files.readString(manifest).replace(build, "0123456789abcdef"));
    final RunFolder folder = RunFolder.open(path);
    final IOException refused =
        assertThrows(IOException.class, () -> RecordedSweep.resume(folder, experiment, means(Samples::draw, 1)));
    assertTrue(refused.getMessage().startsWith("build has changed since: folder="), refused.getMessage());
  }

  @Test
  void shouldRefuseARunWithTwoOutcomes() throws IOException {
    final RunFolder one = RunFolder.open(whole(1));
    final Path other = whole(1);
    final List<String> lines = new ArrayList<>(Files.readAllLines(other.resolve(RunFolder.RUNS)));
    lines.set(5, lines.get(5).replace("\"traceHash\":\"", "\"traceHash\":\"f"));
    Files.write(other.resolve(RunFolder.RUNS), lines);
    final List<RunFolder> parts = List.of(one, RunFolder.open(other));
    final IOException refused =
        assertThrows(
            IOException.class, () -> RecordedSweep.merge(results, parts, experiment, means(Samples::draw, 1)));
    assertTrue(refused.getMessage().startsWith("one run, two outcomes: cell="), refused.getMessage());
  }

  /** The same record, in which the nodes never came to agree. */
  private static RunRecord stalled(final RunRecord run) {
    final Judgement.Violation stall =
        new Judgement.Violation(Property.EVENTUAL_AGREEMENT, 1, List.of(), "no agreement");
    return new RunRecord(
        run.cell(), run.index(), run.seed(), Verdict.SAFE_STALLED, List.of(stall), null, List.of(), run.samples(),
        run.coverage(), run.receipts(), run.counts(), run.traceHash());
  }

  @Test
  void shouldCountProgressOnlyInRunsThatDemandedIt() throws IOException {
    final RunFunction function =
        (cell, index, seed) ->
            index == 0 ? stalled(Samples.draw(cell, index, seed)) : Samples.draw(cell, index, seed);
    final RecordedSweep sweep =
        RecordedSweep.begin(results, experiment, Shard.WHOLE, means(function, 1));
    assertTrue(sweep.run(done -> {}).isComplete());
    for (final CellRecord record : RunFolder.open(sweep.folder()).cells()) {
      final CellRecord.PropertyRecord agreement = record.properties().get(2);
      assertEquals(1, agreement.broken().count(), "nothing heals: only what was found broken was demanded");
      assertEquals(1, agreement.broken().of());
      assertEquals(experiment.seeds() - 1, agreement.notDemanded());
      assertEquals(0, record.properties().get(0).notDemanded(), "safety is always demanded");
    }
  }

  @Test
  void shouldKeepFewFailuresOfEachProperty() throws IOException {
    final Path folder = whole(1);
    final RunFolder read = RunFolder.open(folder);
    for (final CellRecord cell : read.cells()) {
      final List<Long> violating = new ArrayList<>();
      read.forEachRun(
          run -> {
            if (run.cell().equals(cell.key()) && !run.violations().isEmpty()) {
              violating.add(run.seed());
            }
          });
      if (!violating.isEmpty()) {
        final Path first = read.failure(cell.key(), violating.get(0));
        final String command = Files.readString(first.resolve("replay.txt"));
        assertTrue(command.contains("--seed " + violating.get(0)), command);
      }
    }
  }
}
