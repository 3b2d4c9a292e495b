package dev.ordeal.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import one.profiler.AsyncProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Drives JMH one parameter set at a time and writes each result at once: JMH alone writes only at the end, so an
 * interruption would lose hours.
 *
 * <p>Exit codes: 0 all measured, 1 some set failed, 2 usage.
 */
public final class Bench {
  private static final int OK = 0;
  private static final int FAILED = 1;
  private static final int USAGE = 2;

  private final BenchArguments arguments;
  private final CommandLineOptions options;
  private final BenchFolder folder;
  private final Map<String, Object> manifest = new LinkedHashMap<>();
  private final List<RunResult> results = new ArrayList<>();
  private final List<String> measured = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();

  private Bench(
      final BenchArguments arguments, final CommandLineOptions options, final BenchFolder folder, final Path home) {
    this.arguments = arguments;
    this.options = options;
    this.folder = folder;
    manifest.put("schemaVersion", 1);
    manifest.put("startedAt", Instant.now().toString());
    manifest.put("arguments", arguments.jmh());
    manifest.put("boundsChecks", !arguments.isUnchecked());
    manifest.putAll(Environment.facts(home));
    manifest.put("measured", measured);
    manifest.put("failed", failed);
  }

  /** Takes the driver's arguments and JMH's. */
  @SuppressWarnings("checkstyle:RegexpSinglelineJava") // the entry: it hands the exit code to the shell
  public static void main(final String[] args) throws Exception {
    System.exit(run(Arrays.asList(args)));
  }

  /** Runs and returns the exit code. */
  static int run(final List<String> args) throws Exception {
    final Path home = Path.of(System.getenv().getOrDefault("ORDEAL_HOME", "")).toAbsolutePath();
    try {
      final BenchArguments arguments = BenchArguments.parse(home.resolve("results"), args);
      if (arguments.isQuestion()) {
        System.out.println(BenchArguments.USAGE);
        JmhMain.main(arguments.jmh().toArray(String[]::new));
        return OK;
      }
      final CommandLineOptions options = new CommandLineOptions(arguments.jmh().toArray(String[]::new));
      final List<ParameterSet> sets = ParameterSet.of(options);
      if (sets.isEmpty()) {
        System.err.println("no benchmark matches: include=%s (-l lists them)".formatted(options.getIncludes()));
        return USAGE;
      }
      final String asked = args + " " + Environment.git(home, "rev-parse", "HEAD");
      final BenchFolder folder = BenchFolder.create(arguments.root(), Instant.now(), asked);
      return new Bench(arguments, options, folder, home).measure(sets);
    } catch (final CommandLineOptionException | IllegalArgumentException e) {
      System.err.println(e.getMessage());
      return USAGE;
    }
  }

  private int measure(final List<ParameterSet> sets) throws IOException, RunnerException {
    final long startNs = System.nanoTime();
    final Thread note = new Thread(() -> sayKept(sets.size()), "bench-note");
    Runtime.getRuntime().addShutdownHook(note);
    folder.writeResults(results);
    folder.writeManifest(manifest);
    for (int i = 0; i < sets.size(); i++) {
      final ParameterSet set = sets.get(i);
      sayProgress(i, sets.size(), set, System.nanoTime() - startNs);
      measure(set);
      folder.writeResults(results);
      folder.writeManifest(manifest);
    }
    manifest.put("endedAt", Instant.now().toString());
    folder.writeManifest(manifest);
    Runtime.getRuntime().removeShutdownHook(note);
    System.out.println();
    ResultFormatFactory.getInstance(ResultFormatType.TEXT, System.out).writeOut(results);
    System.err.println("results: " + folder.path().resolve("jmh.json"));
    failed.forEach(set -> System.err.println("failed: " + set));
    return failed.isEmpty() ? OK : FAILED;
  }

  private void measure(final ParameterSet set) throws RunnerException, IOException {
    final OptionsBuilder builder = set.narrow(options);
    // A fork inherits this JVM's flags unless it is told others; the missing ones are put first.
    final List<String> flags =
        new ArrayList<>(options.getJvmArgs().hasValue() ? JvmFlags.all() : JvmFlags.missingHere());
    flags.addAll(options.getJvmArgsPrepend().orElse(List.of()));
    builder.jvmArgsPrepend(flags.toArray(String[]::new));
    if (arguments.isUnchecked()) {
      final List<String> last = new ArrayList<>(options.getJvmArgsAppend().orElse(List.of()));
      last.add("-Dagrona.disable.bounds.checks=true");
      builder.jvmArgsAppend(last.toArray(String[]::new));
    }
    if (arguments.profileEvent() != null) {
      builder.addProfiler("async", profilerOptions(arguments.profileEvent()));
    }
    try {
      final List<RunResult> measuredNow = new ArrayList<>(new Runner(builder.build()).run());
      results.addAll(measuredNow);
      (measuredNow.isEmpty() ? failed : measured).add(set.toString());
    } catch (final RunnerException e) {
      System.err.println("%s: %s".formatted(set, e.getMessage()));
      failed.add(set.toString());
    }
  }

  private String profilerOptions(final String event) throws IOException {
    final Path profiles = folder.path().resolve("profiles");
    Files.createDirectories(profiles);
    return "libPath=%s;output=flamegraph;event=%s;dir=%s".formatted(profilerLibrary(), event, profiles);
  }

  /** The native library inside async-profiler's jar, copied out to where forks can load it. */
  private Path profilerLibrary() throws IOException {
    final String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    final String arch = System.getProperty("os.arch").equals("aarch64") ? "linux-arm64" : "linux-x64";
    final String resource = "/" + (os.contains("mac") ? "macos" : arch) + "/libasyncProfiler.so";
    final Path library = Files.createTempDirectory("ordeal-profiler").resolve("libasyncProfiler.so");
    try (var in = AsyncProfiler.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("async-profiler has no library for this machine: wanted=" + resource);
      }
      Files.copy(in, library);
    }
    library.toFile().deleteOnExit();
    library.getParent().toFile().deleteOnExit();
    return library;
  }

  private void sayProgress(final int done, final int count, final ParameterSet set, final long elapsedNs) {
    final String left =
        done == 0 ? "" : ", %d s left".formatted(Duration.ofNanos(elapsedNs / done * (count - done)).toSeconds());
    System.err.println("[%d/%d%s] %s".formatted(done + 1, count, left, set));
  }

  private void sayKept(final int count) {
    System.err.println(
        "interrupted: %d of %d parameter sets kept in %s".formatted(measured.size(), count, folder.path()));
  }
}
