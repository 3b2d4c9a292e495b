package dev.ordeal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chronicle's libraries report usage and keep an id in the home directory unless both are prevented. */
class StaysAtHomeTest {
  private static final String ANALYTICS = "net.openhft.chronicle.analytics.Analytics";

  @TempDir private Path folder;

  @Test
  void shouldNotCarryTheReportingLibrary() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName(ANALYTICS));
  }

  @Test
  void shouldRunTestsWithTheFlagsOfTheFile() {
    assertEquals(List.of(), JvmFlags.missingHere());
    assertTrue(Boolean.getBoolean("chronicle.analytics.disable"));
    assertTrue(ManagementFactory.getRuntimeMXBean().getInputArguments().containsAll(JvmFlags.all()));
  }

  @Test
  void shouldLeaveTheHomeDirectoryAsItWas() throws Exception {
    final Path home = Files.createDirectory(folder.resolve("home"));
    final Path queue = folder.resolve("queue");

    final List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.all());
    command.addAll(List.of("-Duser.home=" + home, "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(WritesQueue.class.getName(), queue.toString()));
    final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().put("HOME", home.toString());
    final Process child = builder.start();
    final String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertEquals(0, child.waitFor(), said);
    try (Stream<Path> kept = Files.list(queue)) {
      assertTrue(kept.findAny().isPresent(), "the child wrote no queue");
    }
    try (Stream<Path> left = Files.walk(home)) {
      assertEquals(List.of(home), left.toList());
    }
  }

  /** A process that writes and reads a queue, as recording a trace does. */
  static final class WritesQueue {
    private WritesQueue() {}

    public static void main(final String[] args) {
      try (ChronicleQueue queue = ChronicleQueue.single(args[0])) {
        queue.createAppender().writeText("an event");
        if (!"an event".equals(queue.createTailer().readText())) {
          throw new IllegalStateException("lost: path=" + new File(args[0]));
        }
      }
    }
  }
}
