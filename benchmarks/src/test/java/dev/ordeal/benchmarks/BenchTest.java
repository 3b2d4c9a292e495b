package dev.ordeal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;

class BenchTest {
  @TempDir private Path folder;

  @BeforeAll
  static void shareTheMachine() {
    System.setProperty("jmh.ignoreLock", "true");
  }

  @Test
  void shouldStartEveryBenchmarkAndKeepEachResult() throws Exception {
    final int exitCode =
        Bench.run(
            List.of(
                "--out=" + folder, "-f", "0", "-wi", "0", "-i", "1", "-r", "1ms", "-foe", "true", "-v", "SILENT",
                "-p", "pending=1000"));

    assertEquals(0, exitCode);
    final Path results = onlyFolder();
    final JsonNode jmh = new ObjectMapper().readTree(Files.readString(results.resolve("jmh.json")));
    final JsonNode manifest = new ObjectMapper().readTree(Files.readString(results.resolve("manifest.json")));
    final List<ParameterSet> sets = ParameterSet.of(options("-p", "pending=1000"));
    assertEquals(sets.size(), jmh.size());
    assertEquals(sets.size(), manifest.get("measured").size());
    assertEquals(0, manifest.get("failed").size());
    assertTrue(manifest.get("jvmFlags").size() >= JvmFlags.all().size());
  }

  @Test
  void shouldSplitAGridIntoSetsOfOne() throws Exception {
    final List<ParameterSet> sets = ParameterSet.of(options("EventQueueBenchmark.binaryHeap", "-p", "pending=1,2"));

    assertEquals(
        List.of(Map.of("pending", "1"), Map.of("pending", "2")), sets.stream().map(ParameterSet::values).toList());
    final Options narrowed = sets.get(1).narrow(options("EventQueue", "-p", "pending=1,2")).build();
    final List<ParameterSet> again = ParameterSet.of(narrowed);
    assertEquals(List.of(sets.get(1)), again);
  }

  @Test
  void shouldMeasureEveryQueueAtEverySize() throws Exception {
    final List<ParameterSet> all = ParameterSet.of(options("EventQueueBenchmark"));
    final Set<String> sets = all.stream().map(ParameterSet::toString).collect(Collectors.toSet());

    assertTrue(sets.contains("EventQueueBenchmark.binaryHeap pending=1000000"), sets.toString());
    assertEquals(9, sets.size());
  }

  @Test
  void shouldKeepOwnArgumentsFromJmh() {
    final BenchArguments arguments =
        BenchArguments.parse(folder, List.of("--profile=alloc", "--unchecked", "Step", "-f", "1"));

    assertEquals("alloc", arguments.profileEvent());
    assertTrue(arguments.isUnchecked());
    assertFalse(arguments.isQuestion());
    assertEquals(List.of("Step", "-f", "1"), arguments.jmh());
  }

  @Test
  void shouldRefuseToWriteResultsElsewhere() {
    assertThrows(IllegalArgumentException.class, () -> BenchArguments.parse(folder, List.of("-rff", "x.json")));
    assertThrows(IllegalArgumentException.class, () -> BenchArguments.parse(folder, List.of("--profiel")));
  }

  @Test
  void shouldSayUsageWhenNothingMatches() throws Exception {
    assertEquals(2, Bench.run(List.of("--out=" + folder, "NoSuchBenchmark")));
  }

  @Test
  void shouldPutFlagsBeforeTheUsersOwn() {
    final List<String> args = JmhMain.withFlags(List.of("Step", "-jvmArgsPrepend", "-Xmx1g", "-f", "1"));

    assertEquals(List.of("Step", "-f", "1", "-jvmArgsPrepend"), args.subList(0, 4));
    assertEquals(String.join(" ", JvmFlags.all()) + " -Xmx1g", args.get(4));
  }

  @Test
  void shouldReadFlagsOneToALine() {
    assertEquals(List.of("-Da=1", "-Db=2"), JvmFlags.parse("# why\n-Da=1\n\n  -Db=2\n"));
  }

  private Path onlyFolder() throws Exception {
    try (Stream<Path> folders = Files.list(folder)) {
      return folders.collect(Collectors.collectingAndThen(Collectors.toList(), list -> list.get(0)));
    }
  }

  private static Options options(final String... args) throws Exception {
    return new CommandLineOptions(args);
  }
}
