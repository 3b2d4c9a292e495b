package dev.ordeal.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Facts of the machine and the build that a number is worth nothing without. */
final class Environment {
  private static final String UNKNOWN = "unknown";

  private Environment() {}

  /** The facts, in the order they are read by people. */
  static Map<String, Object> facts(final Path home) {
    final Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("jdk", System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    facts.put("jdkVendor", System.getProperty("java.vendor"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("architecture", System.getProperty("os.arch"));
    facts.put("cpu", cpuModel());
    facts.put("cores", Runtime.getRuntime().availableProcessors());
    facts.put("memoryBytesMax", Runtime.getRuntime().maxMemory());
    facts.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    facts.put("jvmFlags", ManagementFactory.getRuntimeMXBean().getInputArguments());
    facts.put("gitCommit", git(home, "rev-parse", "HEAD"));
    facts.put("gitDirty", !git(home, "status", "--porcelain", "--untracked-files=no").isEmpty());
    return facts;
  }

  /** What git says, or "unknown" where there is no git or no repository. */
  static String git(final Path home, final String... command) {
    try {
      final Process process =
          new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(command)).toList())
              .directory(home.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      final boolean isOver = process.waitFor(10, TimeUnit.SECONDS);
      return isOver && process.exitValue() == 0 ? text : UNKNOWN;
    } catch (final IOException e) {
      return UNKNOWN;
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  private static String cpuModel() {
    try {
      final List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(UNKNOWN);
    } catch (final IOException e) {
      return UNKNOWN;
    }
  }
}
