package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.record.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An exception in a node of an algorithm from elsewhere is a violation, in every command. */
class ThrowingNodeTest {
  private static final String EXPERIMENT =
      """
      ordeal: 1
      name: throwing
      problem: election
      algorithms: [throwing]
      nodes: 3
      duration: 10s
      seeds: 2
      heal: 5s
      """;

  private static final String WORDS =
      "node 1 threw in onDeadline: java.lang.IllegalStateException: second round / of one";

  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();
  private Path folder;
  private RunRecord run;

  @BeforeEach
  void runOnce() throws IOException {
    final Path services = Files.createDirectories(directory.resolve("jar/META-INF/services"));
    Files.writeString(services.resolve("dev.ordeal.protocols.core.AlgorithmSpec"), ThrowingSpec.class.getName());
    final URL[] jar = {directory.resolve("jar").toUri().toURL()};
    Thread.currentThread().setContextClassLoader(new URLClassLoader(jar, before));
    final Path file = Files.writeString(directory.resolve("throwing.yaml"), EXPERIMENT);
    assertEquals(1, lab("run", file, "--out", directory.resolve("re sults")), err::toString);
    folder = directory.resolve("re sults").resolve(RunFolder.LATEST).toRealPath();
    final List<RunRecord> runs = new ArrayList<>();
    RunFolder.open(folder).forEachRun(runs::add);
    run = runs.get(0);
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private int lab(final Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Lab.execute(
        Stream.of(arguments).map(String::valueOf).toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void shouldNameClassAndMessageAndKeepADiagram() throws IOException {
    assertTrue(out.toString().contains("bug: throwing: a node threw in 2 of 2 runs, first: " + WORDS), out::toString);
    final Path kept = RunFolder.open(folder).failure(run.cell(), run.seed());
    assertTrue(Files.readString(kept.resolve("trace.txt")).startsWith("# exception at 1.000 s: " + WORDS + "\n"));
    assertTrue(Files.readString(kept.resolve("diagram.svg")).contains("throwing: a node threw"));
  }

  @Test
  void shouldReplayWithTheFailureAndExitWithOne() {
    assertEquals(1, lab("replay", folder, "--cell", "throwing", "--seed", run.seed(), "--quiet"), err::toString);
    assertTrue(out.toString().contains("failure: exception at 1.000 s: " + WORDS), out::toString);
    assertTrue(out.toString().contains("the same to the last event"), out::toString);
    assertTrue(out.toString().contains("diagram: "), out::toString);
    assertEquals(0, lab("replay", "--help"));
    assertTrue(out.toString().contains("node threw"), out::toString);
  }

  @Test
  void shouldShrinkToAScenarioThatExpectsTheException() throws IOException {
    assertEquals(0, lab("shrink", folder, "--cell", "throwing", "--seed", run.seed(), "--property", "exception"));
    assertTrue(out.toString().contains("still broken: exception at 1.000 s: " + WORDS), out::toString);
    assertTrue(out.toString().contains("left: 2 of 3 nodes"), out::toString);
    final Path scenario =
        RunFolder.open(folder).failure(run.cell(), run.seed()).resolve("shrunk.scenario.yaml");
    assertTrue(Files.readString(scenario).contains("violates: [exception]"));
    assertEquals(0, lab("replay", scenario, "--quiet"), out::toString);
    Files.writeString(scenario, Files.readString(scenario).replace("violates: [exception]", "violates: []"));
    assertEquals(1, lab("replay", scenario, "--quiet"));
    assertTrue(out.toString().contains("not as expected: expected no exception: failure=node 1"), out::toString);
  }

  @Test
  void shouldWriteTheReplayingCommandForTheFolderWhereverItIs() throws IOException {
    final Path kept = RunFolder.open(folder).failure(run.cell(), run.seed());
    final Path text = kept.resolve("replay.txt");
    assertTrue(Files.readString(text).contains("replay '" + folder + "' --cell throwing --seed " + run.seed()));
    final Path moved = directory.resolve("moved");
    Files.move(folder, moved);
    assertEquals(0, lab("report", moved), err::toString);
    final Path rewritten = RunFolder.open(moved).failure(run.cell(), run.seed()).resolve("replay.txt");
    assertTrue(Files.readString(rewritten).contains("replay " + moved + " --cell throwing"), () -> "in " + rewritten);
    assertTrue(Files.readString(moved.resolve("report.html")).contains("replay " + moved + " --cell throwing"));
  }

  @Test
  void shouldSayThatProgressIsNotDemandedWithoutABound() throws IOException {
    assertTrue(out.toString().contains("eventual-agreement, inside the model: promised, not demanded (2 runs)"));
    assertTrue(Files.readString(folder.resolve("report.html")).contains("<td>not demanded</td>"));
    assertTrue(Files.readString(folder.resolve(RunFolder.CELLS)).contains("\"notDemanded\":2"));
    assertTrue(Files.readString(folder.resolve(RunFolder.CSV)).contains("eventual_agreement_not_demanded"));
    assertEquals(0, lab("run", directory.resolve("throwing.yaml"), "--dry-run"), err::toString);
    assertTrue(out.toString().contains("progress not demanded, the algorithm states no bound"), out::toString);
    assertTrue(err.toString().contains("recovery bound=none"), err::toString);
    assertFalse(out.toString().contains("-922"), out::toString);
  }
}
