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
import java.nio.charset.StandardCharsets;
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

  /** Some run of the first cell, as {@code --cell} and {@code --seed} name it. */
  private Object[] pick() throws IOException {
    final List<RunRecord> runs = new ArrayList<>();
    RunFolder.open(latest()).forEachRun(runs::add);
    return new Object[] {"--cell", runs.get(0).cell(), "--seed", runs.get(0).seed()};
  }

  private int lab(final String command, final Path place, final Object[] picked, final Object... rest) {
    return lab(
        Stream.of(Stream.of(command, place), Stream.of(picked), Stream.of(rest)).flatMap(one -> one).toArray());
  }

  @Test
  void shouldSaveThePlanOfAnyRunAndReplayAnEditedOne() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    final Object[] picked = pick();
    assertEquals(0, lab("replay", latest(), picked, "--save-plan", "-"), err::toString);
    final String plan = out.toString();
    assertTrue(plan.startsWith("seed: "), plan);
    final Path saved = directory.resolve("my plan.yaml");
    assertEquals(0, lab("replay", latest(), picked, "--save-plan", saved), err::toString);
    assertEquals(plan, Files.readString(saved));
    assertTrue(out.toString().contains("--plan '" + saved + "'"), out::toString);
    assertEquals(2, lab("replay", latest(), picked, "--save-plan", saved));
    assertTrue(err.toString().contains("a file of that name is in the way: path=" + saved), err::toString);
    Files.writeString(saved, plan + "fates:\n  - {from: 2, to: 1, sequence: 0, copies: 0}\n");
    assertEquals(0, lab("replay", latest(), picked, "--plan", saved, "--until", "10s"), err::toString);
    assertTrue(out.toString().contains("lost"), "the one message is lost");
    Files.writeString(saved, plan + "fates: [{from: 2}]\n");
    assertEquals(2, lab("replay", latest(), picked, "--plan", saved));
    assertTrue(err.toString().contains("(" + saved + ":"), err::toString);
  }

  @Test
  void shouldDrawAnEditedPlanBesideItAndLeaveTheRecordedPictureAlone() throws IOException {
    assertEquals(0, lab("run", file, "--out", results, "--set", "duration=120s"), err::toString);
    final List<RunRecord> runs = new ArrayList<>();
    RunFolder.open(latest()).forEachRun(runs::add);
    final RunRecord broken =
        runs.stream().filter(run -> !run.violations().isEmpty()).findFirst().orElseThrow();
    final Object[] picked = {"--cell", broken.cell(), "--seed", broken.seed()};
    final Path kept = RunFolder.open(latest()).failure(broken.cell(), broken.seed());
    final Path saved = directory.resolve("edited.yaml");
    assertEquals(0, lab("replay", latest(), picked, "--save-plan", saved), err::toString);
    Files.writeString(kept.resolve("diagram.svg"), "as recorded");
    assertEquals(0, lab("replay", latest(), picked, "--quiet", "--plan", saved), err::toString);
    assertEquals("as recorded", Files.readString(kept.resolve("diagram.svg")));
    assertTrue(Files.exists(directory.resolve("edited.svg")), out::toString);
  }

  @Test
  void shouldPointPlansAndScenariosToTheirCommand() throws IOException {
    final Path scenario = Files.writeString(directory.resolve("a b.yaml"), "schema: 1\nscenario: x\n---\nseed: 1\n");
    assertEquals(2, lab("run", scenario));
    assertEquals(
        "a scenario, not an experiment: file=%s; run it with: scripts/lab replay '%s'"
            .formatted(scenario, scenario),
        err.toString().strip().replaceFirst("\\S+/scripts/lab", "scripts/lab"));
    final Path plan = Files.writeString(directory.resolve("p.yaml"), "seed: 1\nheal: never\nhealed-delay-max: 1ms\n");
    assertEquals(2, lab("run", plan));
    assertTrue(err.toString().startsWith("a plan, not an experiment: file=" + plan), err::toString);
  }

  @Test
  void shouldRefuseValuesThatMakeNoSense() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    final Object[] picked = pick();
    refuse("not a duration: text=banana", lab("shrink", latest(), picked, "--within", "banana"));
    refuse("runs out of range: runs=0, min=1", lab("shrink", latest(), picked, "--runs", 0));
    refuse("not a duration: text=xyz", lab("replay", latest(), picked, "--from", "xyz"));
    refuse("until before from: from=10s, until=5s", lab("replay", latest(), picked, "--from", "10s", "--until", "5s"));
    refuse("not a whole number: --seed=abc", lab("replay", latest(), "--cell", "bully", "--seed", "abc"));
    refuse("argument missing: name=FOLDER", lab("report"));
    final int cores = Runtime.getRuntime().availableProcessors();
    refuse(
        "jobs out of range: jobs=%d, min=1, max=%d cores".formatted(cores + 1, cores),
        lab("run", file, "--jobs", cores + 1));
    refuse("parts out of range: shard=1/0, parts min=1", lab("run", file, "--shard", "1/0"));
  }

  @Test
  void shouldSayInWordsWhatTheFileSystemRefuses() throws IOException {
    refuse("a folder, not a file: path=" + directory, lab("run", directory));
    final Path utf16 = Files.write(directory.resolve("utf16.yaml"), EXPERIMENT.getBytes(StandardCharsets.UTF_16));
    refuse("not UTF-8: path=" + utf16, lab("run", utf16));
    refuse("a file of that name is in the way: path=" + file, lab("run", file, "--out", file));
    final Path run = latestOfARun();
    refuse("no such file or folder: path=nowhere.yaml", lab("replay", run, pick(), "--plan", "nowhere.yaml"));
  }

  private Path latestOfARun() throws IOException {
    assertEquals(0, lab("run", file, "--out", results), err::toString);
    return latest();
  }

  private void refuse(final String expected, final int status) {
    assertEquals(2, status, err::toString);
    assertTrue(err.toString().contains(expected), err::toString);
  }

  @Test
  void shouldLeaveUndecidedCellsToTheOtherParts() throws IOException {
    final String never = "expect=[{measure: time-to-recover, at-most: 1s}]";
    final int whole = lab("run", file, "--out", results, "--set", "nodes=1", "--set", never);
    assertEquals(3, whole, () -> out + "" + err);
    assertEquals(
        0,
        lab("run", file, "--out", results, "--set", "nodes=1", "--shard", "1/2", "--set", never),
        () -> out + "" + err);
    assertTrue(out.toString().contains("undecided: "), out::toString);
    assertTrue(out.toString().contains("cells that it alone leaves undecided="), out::toString);
  }

  @Test
  void shouldRefuseToMergeAPartTwice() throws IOException {
    assertEquals(0, lab("run", file, "--out", results, "--shard", "1/2"), err::toString);
    final Path one = latest();
    refuse("part given twice: shard=1/2", lab("merge", one, one, "--out", results));
  }
}
