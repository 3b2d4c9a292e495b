package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.record.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabTest {
  private static final String EXPERIMENT =
      """
      ordeal: 1
      name: tiny
      problem: election
      algorithms: [bully, raft-election]
      nodes: 3
      duration: 30s
      seeds: 3
      delay: uniform(10ms, 100ms)
      faults:
        loss: [0%, 60%]
      """;

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path file;
  private Path results;

  @BeforeEach
  void writeExperiment() throws IOException {
    file = Files.writeString(directory.resolve("tiny.yaml"), EXPERIMENT);
    results = directory.resolve("results");
  }

  private int lab(final Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Lab.execute(
        Stream.of(arguments).map(String::valueOf).toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
  }

  private Path latest() throws IOException {
    return results.resolve(RunFolder.LATEST).toRealPath();
  }

  @Test
  void shouldRunAndTellWhereTheFolderIs() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    assertTrue(out.toString().contains("bully: 3 nodes, 30s a run, 3 runs a cell"), out::toString);
    assertTrue(out.toString().contains("exit 0: as expected"), out::toString);
    out.toString().lines().forEach(line -> assertTrue(line.length() <= 160, line));
    final RunFolder folder = RunFolder.open(latest());
    assertEquals(4, folder.cells().size());
    assertTrue(Files.exists(latest().resolve("report.html")), err::toString);
  }

  @Test
  void shouldGiveTheSameBytesEachTime() throws IOException {
    assertEquals(0, lab("run", file, "--out", results, "--jobs", 1), err::toString);
    final Path first = latest();
    assertEquals(0, lab("run", file, "--out", results, "--jobs", Runtime.getRuntime().availableProcessors()), err::toString);
    for (final String name : List.of(RunFolder.RUNS, RunFolder.CELLS, RunFolder.CSV, RunFolder.LATENCY)) {
      assertEquals(-1, Files.mismatch(first.resolve(name), latest().resolve(name)), name);
    }
  }

  @Test
  void shouldReplayToTheLastEvent() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    final List<RunRecord> runs = new ArrayList<>();
    RunFolder.open(latest()).forEachRun(runs::add);
    final RunRecord run = runs.get(runs.size() - 1);
    assertEquals(0, lab("replay", latest(), "--cell", run.cell(), "--seed", run.seed()), err::toString);
    assertTrue(out.toString().contains("the same to the last event: hash=" + run.traceHash()), out::toString);
    assertTrue(out.toString().contains("RequestVote") || out.toString().contains("stands"), "a trace in words");
  }

  @Test
  void shouldSeeThatARunTookAnotherCourse() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    final Path path = latest().resolve(RunFolder.RUNS);
    final List<RunRecord> runs = new ArrayList<>();
    RunFolder.open(latest()).forEachRun(runs::add);
    final RunRecord run = runs.get(0);
    Files.writeString(path, Files.readString(path).replace(run.traceHash(), "0123456789abcdef"));
    assertEquals(1, lab("replay", latest(), "--cell", run.cell(), "--seed", run.seed(), "--quiet"));
    assertTrue(out.toString().contains("another course than recorded: hash=" + run.traceHash()), out::toString);
  }

  @Test
  void shouldPrintJsonForMachines() throws IOException {
    assertEquals(0, lab("run", file, "--out", results, "--json"), err::toString);
    final JsonNode node = new ObjectMapper().readTree(out.toString());
    assertEquals(1, node.path("schema").asInt());
    assertEquals(4, node.path("cells").size());
    assertEquals(0, lab("list", "--json"));
    assertTrue(new ObjectMapper().readTree(out.toString()).path("algorithms").size() >= 2);
    assertEquals(0, lab("schema"));
    assertEquals("object", new ObjectMapper().readTree(out.toString()).path("type").asText());
  }

  @Test
  void shouldSayWhatWouldBeRun() {
    assertEquals(0, lab("run", file, "--dry-run"), err::toString);
    assertTrue(out.toString().contains("4 cells, 3 seeds each, 12 runs here"), out::toString);
    assertTrue(out.toString().contains("beyond: loss is not admitted"), out::toString);
    assertFalse(Files.exists(results));
  }

  @Test
  void shouldExitWithOneIfAThresholdIsMissed() {
    assertEquals(
        1, lab("run", file, "--out", results, "--set", "expect=[{measure: availability, at-least: 100%}]"));
    assertTrue(out.toString().contains("exit 1: thresholds missed=4"), out::toString);
  }

  @Test
  void shouldExitWithTwoIfTheFileIsWrong() {
    assertEquals(2, lab("run", file, "--set", "faults.los=1%", "--set", "nodes=0"));
    assertTrue(
        err.toString().contains("unknown key: key=los, did you mean loss? (--set faults.los=1%)"), err::toString);
    assertTrue(err.toString().contains("mistakes=2, nothing was run"), err::toString);
  }

  @Test
  void shouldExitWithTwoAndSuggestIfTheCommandIsWrong() {
    assertEquals(2, lab("rn"));
    assertTrue(err.toString().contains("unknown command: rn, did you mean run?"), err::toString);
    assertEquals(2, lab("run", file, "--sedes", "3"));
    assertTrue(err.toString().contains("unknown option: --sedes, did you mean --seeds?"), err::toString);
    assertEquals(2, lab("run", "first-lok"));
    assertTrue(err.toString().contains("did you mean first-look?"), err::toString);
    assertEquals(2, lab("run", file, "--shard", "3/2"));
    assertTrue(err.toString().contains("shard out of range: shard=3/2"), err::toString);
    assertEquals(2, lab("run", "--resume", directory.resolve("nowhere")));
    assertTrue(err.toString().contains("not a run folder"), err::toString);
    assertEquals(2, lab());
  }

  @Test
  void shouldSayExitStatusesInHelp() {
    assertEquals(0, lab("run", "--help"));
    assertTrue(out.toString().contains("130   interrupted"), out::toString);
  }

  @Test
  void shouldMergeShards() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    final Path whole = latest();
    assertEquals(0, lab("run", file, "--out", results, "--shard", "1/2"), err::toString);
    final Path one = latest();
    assertEquals(0, lab("run", file, "--out", results, "--shard", "2/2"), err::toString);
    final Path two = latest();
    assertEquals(0, lab("merge", two, one, "--out", results), err::toString);
    for (final String name : List.of(RunFolder.RUNS, RunFolder.CELLS, RunFolder.CSV, RunFolder.LATENCY)) {
      assertEquals(-1, Files.mismatch(whole.resolve(name), latest().resolve(name)), name);
    }
  }
}
