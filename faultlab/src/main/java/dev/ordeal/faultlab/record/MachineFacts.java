package dev.ordeal.faultlab.record;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What a manifest tells of the machine, the Java and the source tree. What cannot be found out is left out. */
final class MachineFacts {
  private static final long GIT_TIMEOUT_S = 2;

  private MachineFacts() {}

  static JsonNode version() {
    final String version = MachineFacts.class.getPackage().getImplementationVersion();
    return TextNode.valueOf(version == null ? "unpackaged" : version);
  }

  static ObjectNode jvm() {
    final ObjectNode node = Json.object();
    node.put("version", Runtime.version().toString());
    node.put("vendor", System.getProperty("java.vendor"));
    node.put("name", System.getProperty("java.vm.name"));
    Json.putTexts(node, "flags", ManagementFactory.getRuntimeMXBean().getInputArguments());
    node.put("heapMaxBytes", Runtime.getRuntime().maxMemory());
    return node;
  }

  static ObjectNode machine() {
    final ObjectNode node = Json.object();
    node.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    node.put("architecture", System.getProperty("os.arch"));
    node.put("cores", Runtime.getRuntime().availableProcessors());
    cpu().ifPresent(cpu -> node.put("cpu", cpu));
    return node;
  }

  private static Optional<String> cpu() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst();
    } catch (final IOException | UncheckedIOException e) {
      return Optional.empty();
    }
  }

  /** The state of the source tree when it was first asked for in this process. */
  static ObjectNode git() {
    return Git.STATE.deepCopy();
  }

  /** Asked once. */
  private static final class Git {
    static final ObjectNode STATE = askGit();
  }

  private static ObjectNode askGit() {
    final ObjectNode node = Json.object();
    git("rev-parse", "HEAD").ifPresent(commit -> node.put("commit", commit.strip()));
    git("status", "--porcelain").ifPresent(status -> node.put("dirty", !status.isBlank()));
    return node;
  }

  private static Optional<String> git(final String... arguments) {
    final String home = System.getenv().getOrDefault("ORDEAL_HOME", ".");
    try {
      final Process process =
          new ProcessBuilder(Stream.concat(Stream.of("git", "-C", home), Stream.of(arguments)).toList())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(GIT_TIMEOUT_S, TimeUnit.SECONDS)) {
        process.destroy();
        return Optional.empty();
      }
      return process.exitValue() == 0 ? Optional.of(output) : Optional.empty();
    } catch (final IOException e) {
      return Optional.empty();
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
