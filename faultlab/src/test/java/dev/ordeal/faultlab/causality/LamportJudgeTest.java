package dev.ordeal.faultlab.causality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ordeal.faultlab.judge.FileVerdict;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.faultlab.judge.JudgeSettings;
import dev.ordeal.faultlab.judge.Judges;
import dev.ordeal.protocols.core.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LamportJudgeTest {
  private static final JudgeSettings SETTINGS = new JudgeSettings(null, 1, null);

  @TempDir private Path folder;

  /** The exercise's nine events, their stamps and total order, worked out by hand from rules IR1 and IR2. */
  @Test
  void shouldStampAndOrderTheNineEventsOfTheExercise() throws IOException {
    final FileVerdict verdict = judge(Files.readAllLines(resource("nine-events.txt")));

    assertEquals(Ruling.GOOD, verdict.ruling());
    final List<String> said = new ArrayList<>(List.of(verdict.label(), "stamps:"));
    for (final JsonNode event : verdict.facts().get("events")) {
      said.add(event.get("time").asLong() + " " + event.get("event").asText());
    }
    said.addAll(verdict.words());
    assertEquals(Files.readAllLines(resource("nine-events.golden.txt")), said);
  }

  @Test
  void shouldBeFoundByItsName() {
    assertTrue(Judges.load().judge("lamport").isPresent());
  }

  /** A receipt without max: the message's time is not looked at, and all that follows is too early. */
  @Test
  void shouldNameTheEventsAndThePathOfAViolation() throws IOException {
    final FileVerdict verdict =
        judge(
            List.of(
                "7 a local", "8 a send b ping", "1 b local", "2 b receive a ping", "3 b send c pong",
                "4 c receive b pong", "9 c local"));

    assertEquals(Ruling.VIOLATED, verdict.ruling());
    assertEquals("causality violated", verdict.label());
    assertEquals(
        List.of(
            "causality violated: 8 a send b ping happened before 2 b receive a ping:"
                + " 8 a send b ping (line 2) -> 2 b receive a ping (line 4)",
            "causality violated: 8 a send b ping happened before 3 b send c pong:"
                + " 8 a send b ping (line 2) -> 2 b receive a ping (line 4) -> 3 b send c pong (line 5)",
            "causality violated: 8 a send b ping happened before 4 c receive b pong: 8 a send b ping (line 2)"
                + " -> 2 b receive a ping (line 4) -> 3 b send c pong (line 5) -> 4 c receive b pong (line 6)"),
        verdict.words().subList(0, 3));
    assertEquals("[2,4,5,6]", verdict.facts().get("violations").get(2).get("path").toString());
  }

  /** Max without + 1: the same time twice along a path. */
  @Test
  void shouldTakeEqualTimesForAViolation() throws IOException {
    assertEquals(Ruling.VIOLATED, judge(List.of("1 a send b x", "1 b receive a x")).ruling());
    assertEquals(Ruling.VIOLATED, judge(List.of("1 a local", "1 a local")).ruling());
    assertEquals(Ruling.GOOD, judge(List.of("1 a local", "1 b local")).ruling());
  }

  @Test
  void shouldSayWhatIsWrongWithAFile() throws IOException {
    final FileVerdict verdict =
        judge(
            List.of("a local", "# a comment", "", "a shout b x", "5 a local", "b receive a x", "a send b x",
                "b receive a x", "b receive a x", "a send b"));

    assertEquals(Ruling.MALFORMED, verdict.ruling());
    assertEquals(
        List.of(
            "events.txt:4: no event: line=a shout b x, wanted=[TIME] HOST local|send|receive [PEER MESSAGE]",
            "events.txt:5: time on some lines and not on others: line=5 a local",
            "events.txt:6: receipt without a sending before it: from=a, to=b, message=x",
            "events.txt:9: receipt without a sending before it: from=a, to=b, message=x",
            "events.txt:10: no event: line=a send b, wanted=[TIME] HOST local|send|receive [PEER MESSAGE]"),
        verdict.words());
  }

  @Test
  void shouldDecideNothingWithoutEvents() throws IOException {
    assertEquals(Ruling.UNDECIDED, judge(List.of("# nothing", "")).ruling());
  }

  /** Times at random, judged by comparing every event with each of its causes; and each path told is one. */
  @Test
  void shouldFindAViolationWhereverAPairIsOne() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      final RandomFile file = new RandomFile(seed);
      final FileVerdict verdict = judge(file.lines);
      final JsonNode violations = verdict.facts().get("violations");
      assertEquals(file.violated(), violations.size(), () -> String.join("\n", file.lines));
      for (final JsonNode violation : violations) {
        final JsonNode path = violation.get("path");
        assertTrue(file.times[line(path, 0)] >= file.times[line(path, path.size() - 1)]);
        for (int i = 1; i < path.size(); i++) {
          assertTrue(file.causes.get(line(path, i)).get(line(path, i - 1)));
        }
      }
    }
  }

  /** Events from 0; lines count from 1. */
  private static int line(final JsonNode path, final int index) {
    return path.get(index).asInt() - 1;
  }

  /** Three hosts that send to each other, with times that more or less grow. */
  private static final class RandomFile {
    private static final int HOSTS = 3;

    private final List<String> lines = new ArrayList<>();
    private final List<BitSet> causes = new ArrayList<>();
    private final long[] times = new long[12];

    RandomFile(final int seed) {
      final CounterRandom random = new CounterRandom(seed);
      final int[] last = {-1, -1, -1};
      final List<List<int[]>> waiting = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
      for (int event = 0; event < times.length; event++) {
        final int host = (int) random.nextLong(HOSTS);
        final BitSet before = new BitSet();
        addCause(before, last[host]);
        times[event] = event / 2 + random.nextLong(4);
        if (!waiting.get(host).isEmpty()) {
          final int[] message = waiting.get(host).remove(0);
          addCause(before, message[1]);
          lines.add("%d %d receive %d m%d".formatted(times[event], host, message[0], message[1]));
        } else {
          final int to = (int) random.nextLong(HOSTS);
          waiting.get(to).add(new int[] {host, event});
          lines.add("%d %d send %d m%d".formatted(times[event], host, to, event));
        }
        causes.add(before);
        last[host] = event;
      }
    }

    private void addCause(final BitSet before, final int cause) {
      if (cause >= 0) {
        before.or(causes.get(cause));
        before.set(cause);
      }
    }

    int violated() {
      int violated = 0;
      for (int event = 0; event < times.length; event++) {
        final long time = times[event];
        violated += causes.get(event).stream().anyMatch(cause -> times[cause] >= time) ? 1 : 0;
      }
      return violated;
    }
  }

  private FileVerdict judge(final List<String> lines) throws IOException {
    return new LamportJudge().judge(Files.write(folder.resolve("events.txt"), lines), SETTINGS);
  }

  private static Path resource(final String name) {
    return Path.of("src/test/resources/causality", name);
  }
}
