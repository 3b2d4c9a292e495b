package dev.ordeal.faultlab.causality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.judge.FileVerdict;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.faultlab.judge.JudgeSettings;
import dev.ordeal.faultlab.judge.Judges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs as files: how they may be written, and what is said of those that are wrong. */
class CausalityJudgeTest {
  /** The nine events of three nodes that the exercise simulates. */
  private static final String NINE =
      """
      node0 {"node0":1}
      local
      node0 {"node0":2}
      send Hello to node1
      node1 {"node1":1}
      local
      node1 {"node0":2, "node1":2}
      receive Hello
      node1 {"node0":2, "node1":3}
      send Hi there to node2
      node2 {"node0":2, "node1":3, "node2":1}
      receive Hi there
      node2 {"node0":2, "node1":3, "node2":2}
      local
      node0 {"node0":3}
      send Bye to node2
      node2 {"node0":3, "node1":3, "node2":3}
      receive Bye
      """;

  @TempDir private Path folder;

  @Test
  void shouldCountThePairsOfTheExercise() throws IOException {
    final FileVerdict verdict = judge(NINE);
    assertEquals(Ruling.GOOD, verdict.ruling());
    assertEquals(List.of("events=9, hosts=3, ordered pairs=29, concurrent pairs=7"), verdict.words());
    assertEquals(29, verdict.facts().path("orderedPairs").asLong());
  }

  @Test
  void shouldNameBothEventsAndThePathBetweenThem() throws IOException {
    final FileVerdict verdict = judge(NINE.replace("\"node1\":3, \"node2\":3", "\"node1\":2, \"node2\":3"));
    assertEquals(Ruling.VIOLATED, verdict.ruling());
    assertEquals(
        List.of(
            "node1:3 (line 9) happened before node2:3 (line 17), whose clock has 2 for node1; path: node1:3 (line 9) →"
                + " node2:1 (line 11) → node2:2 (line 13) → node2:3 (line 17)"),
        verdict.words());
  }

  @Test
  void shouldReadTheEventFirst() throws IOException {
    final String log = "send\na {\"a\":1}\nreceive\nb {\"a\":1, \"b\":1}\n";
    assertEquals(List.of("events=2, hosts=2, ordered pairs=1, concurrent pairs=0"), judge(log).words());
  }

  /** ShiViz's files say in the first line how they are read; zeros and other text in the line are allowed. */
  @Test
  void shouldReadALogAsItSays() throws IOException {
    final String log =
        """
        \\[(?<date>\\S*)\\] (?<host>\\w+) (?<clock>{.*}) (?<event>.*)

        [1] a {"a":1, "b":0} send\r
        [2] b {"a":1, "b":1} receive\r
        """;
    assertEquals(List.of("events=2, hosts=2, ordered pairs=1, concurrent pairs=0"), judge(log).words());
  }

  @Test
  void shouldNameEveryLineThatIsWrong() throws IOException {
    final FileVerdict verdict =
        judge(
            """
            a {"a":1}
            x
            junk
            b {"b":"x"}
            y
            c {"a":1}
            z
            d {"d":-1}
            z
            e {"e":1,"e":2}
            z
            f {"f":0}
            z
            g {"g":1} }
            z
            h {"h":99999999999999999999}
            z
            """);
    assertEquals(Ruling.MALFORMED, verdict.ruling());
    assertEquals(
        List.of(
            "log:3: line fits nowhere: junk",
            "log:4: entry of a clock is no whole number: host=b, entry=x",
            "log:6: clock without an entry of its own host: host=c",
            "log:8: entry of a clock out of range: host=d, entry=-1, min=0, max=1000000000",
            "log:10: clock is no JSON: clock={\"e\":1,\"e\":2}",
            "log:12: host's own entry out of range: host=f, entry=0, min=1",
            "log:14: clock is no JSON: clock={\"g\":1} }",
            "log:16: entry of a clock out of range: host=h, entry=99999999999999999999, min=0, max=1000000000"),
        verdict.words());
  }

  @Test
  void shouldRefuseAnEmptyLogAndSeveralExecutions() throws IOException {
    assertEquals(List.of("log:1: no event in the log"), judge("").words());
    assertEquals(
        List.of("log:2: several executions in one log, each needs a file of its own: delimiter==== (?<trace>.*) ==="),
        judge("(?<host>\\S*) (?<clock>{.*}) (?<event>.*)\n=== (?<trace>.*) ===\n").words());
    assertEquals(
        List.of("log:1: not a regular expression: Unclosed group"),
        judge("(?<host>\\S*) (?<clock>{.*} (?<event>.*)\n\n").words());
  }

  @Test
  void shouldFindOwnEntriesThatSkipOrRepeatAndClocksThatKnowTheFuture() throws IOException {
    assertEquals(
        List.of("a:2 (line 1): own entry skips numbers, its host has 1 events in the log"),
        judge("a {\"a\":2}\nx\n").words());
    assertEquals(
        List.of("a:1 (line 3): own entry is that of a:1 (line 1), too"),
        judge("a {\"a\":1}\nx\na {\"a\":1}\ny\n").words());
    assertEquals(
        List.of("a:1 (line 1): has heard of event 1 of b, which has 0"),
        judge("a {\"a\":1, \"b\":1}\nx\n").words());
    assertTrue(
        judge("a {\"a\":1, \"b\":1}\nx\nb {\"a\":1, \"b\":1}\ny\n")
            .words()
            .get(0)
            .contains("each has heard of the other"));
  }

  @Test
  void shouldBeFoundByName() {
    assertEquals(List.of("shiviz", "shiviz-event-first"), Judges.load().judge("causality").orElseThrow().formats());
  }

  private FileVerdict judge(final String log) throws IOException {
    final Path file = Files.writeString(folder.resolve("log"), log);
    return new CausalityJudge().judge(file, new JudgeSettings(null, 1_000_000_000L, null));
  }
}
