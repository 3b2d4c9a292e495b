package dev.ordeal.faultlab.record;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LabCommandTest {
  private static final Path HERE = Path.of("/home/me/ordeal");

  @Test
  void shouldQuoteWhatAShellWouldTakeApart() {
    assertEquals("bully/loss=30%,crashes=0", LabCommand.quoted("bully/loss=30%,crashes=0"));
    assertEquals("'my dir'", LabCommand.quoted("my dir"));
    assertEquals("'delay=uniform(1ms, 2ms)'", LabCommand.quoted("delay=uniform(1ms, 2ms)"));
    assertEquals("'it'\\''s'", LabCommand.quoted("it's"));
    assertEquals("''", LabCommand.quoted(""));
  }

  @Test
  void shouldWritePathsFromTheWorkingDirectoryIfTheyLieBelowIt() {
    final LabCommand command = LabCommand.of(Map.of("ORDEAL_HOME", "/home/me/ordeal"), HERE);
    assertEquals(
        "scripts/lab replay 'out dir/x' --cell bully --seed 7", command.replay(HERE.resolve("out dir/x"), "bully", 7));
    assertEquals(
        "scripts/lab replay results/x --cell bully --seed 7",
        command.replay(Path.of("./results/../results/x"), "bully", 7));
    assertEquals("scripts/lab replay /elsewhere/x", command.line("replay", Path.of("/elsewhere/x")));
    assertEquals(
        "/home/me/ordeal/scripts/lab replay x",
        LabCommand.of(Map.of("ORDEAL_HOME", "/home/me/ordeal"), Path.of("/elsewhere")).line("replay", Path.of("x")));
  }

  @Test
  void shouldBringTheClassPath() {
    final Map<String, String> environment = Map.of(LabCommand.CLASSPATH, "my algo.jar:other.jar");
    final LabCommand command = LabCommand.of(environment, HERE);
    assertEquals("scripts/lab --classpath 'my algo.jar:other.jar' report x", command.line("report", "x"));
    assertEquals(command, command.orClasspath("third.jar"));
    assertEquals(
        "scripts/lab --classpath third.jar report x",
        LabCommand.of(Map.of(), HERE).orClasspath("third.jar").line("report", "x"));
  }
}
