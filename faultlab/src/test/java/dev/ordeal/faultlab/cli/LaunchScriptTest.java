package dev.ordeal.faultlab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@code scripts/lab} refuses before it builds or starts anything. */
class LaunchScriptTest {
  private static String refusal(final String... arguments) throws IOException, InterruptedException {
    final List<String> command = new ArrayList<>(List.of("sh", Path.of("..", "scripts", "lab").toString()));
    command.addAll(List.of(arguments));
    final Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(2, process.waitFor(), text);
    return text.strip();
  }

  @Test
  void shouldTakeTheClassPathWhereverItStands() throws IOException, InterruptedException {
    assertEquals("no such jar or folder: classpath=no where.jar", refusal("--classpath", "no where.jar", "list"));
    assertEquals("no such jar or folder: classpath=nowhere.jar", refusal("list", "--classpath=nowhere.jar"));
    assertEquals("no such jar or folder: classpath=nowhere.jar", refusal("list", "--classpath", ".:nowhere.jar"));
    assertEquals("value missing: option=--classpath", refusal("list", "--classpath"));
  }
}
