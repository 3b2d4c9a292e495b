package dev.ordeal.faultlab.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.protocols.core.CounterRandom;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of all formats and models, good, bad and broken. The files are named {@code <model>[-…]-<ok|bad>.<format>}. */
class HistoryJudgeTest {
  private static final long BUDGET_NS = 10_000_000_000L;
  /** Mutated files; a build takes some, {@code -Dordeal.mutated.files=10000} all. */
  private static final int MUTATED = Integer.getInteger("ordeal.mutated.files", 2_000);

  @TempDir private Path folder;

  static List<Path> files() throws IOException, URISyntaxException {
    try (Stream<Path> list = Files.list(Path.of(HistoryJudgeTest.class.getResource("/histories").toURI()))) {
      return list.sorted().toList();
    }
  }

  private static FileJudge judgeOf(final Path file) {
    return Judges.load().all().stream()
        .filter(judge -> file.getFileName().toString().startsWith(judge.name() + "-"))
        .findFirst()
        .orElseThrow();
  }

  private static JudgeSettings settings() {
    return new JudgeSettings(null, BUDGET_NS, null);
  }

  @ParameterizedTest
  @MethodSource("files")
  void shouldJudgeAsTheNameSays(final Path file) throws IOException {
    final FileVerdict verdict = judgeOf(file).judge(file, new JudgeSettings(null, BUDGET_NS, folder));
    final boolean isBad = file.getFileName().toString().contains("-bad.");
    assertEquals(isBad ? Ruling.VIOLATED : Ruling.GOOD, verdict.ruling(), () -> verdict.words().toString());
    if (isBad) {
      assertTrue(verdict.facts().path("violation").path("isExact").asBoolean());
      final String svg = Files.readString(folder.resolve(file.getFileName() + ".svg"));
      assertTrue(svg.contains("class=\"op culprit\"") && svg.contains("class=\"order\""), svg);
      assertTrue(Files.readString(folder.resolve(file.getFileName() + ".html")).contains("</html>"));
    }
  }

  @Test
  void shouldHaveAGoodAndABadFileForEveryModel() throws IOException, URISyntaxException {
    final List<String> names = files().stream().map(file -> file.getFileName().toString()).toList();
    for (final FileJudge judge : Judges.load().all()) {
      if (judge instanceof HistoryJudge) {
        for (final String kind : List.of("ok", "bad")) {
          assertTrue(
              names.stream().anyMatch(name -> name.matches(judge.name() + "-(\\w+-)*" + kind + "\\..*")),
              () -> judge.name() + " " + kind);
        }
      }
    }
  }

  private FileVerdict judge(final String model, final String text) throws IOException {
    final Path file = Files.writeString(folder.resolve("history"), text);
    final FileVerdict verdict = Judges.load().judge(model).orElseThrow().judge(file, settings());
    assertFalse(verdict.words().isEmpty());
    return verdict;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"process\":0,\"type\":\"invoke\",\"f\":\"write\",\"value\":1}\\nnonsense | 2: not JSON",
        "{\"process\":0,\"type\":\"ok\",\"f\":\"write\",\"value\":1} | 1: response without an invocation: process=0",
        "{:process 0 :type :invoke :f :read}\\n{:process 0 :type :invoke :f :read} | 2: process has an operation under way",
        "{:process 0 :type :invoke :f :read}\\n{:process 0 :type :info :f :read}\\n{:process 0 :type :invoke :f :read}"
            + " | 3: process acts again after an unknown outcome: process=0",
        "{:process 0 :type :invoke :f :read}\\n{:process 0 :type :ok :f :write} | 2: response to another function",
        "{:process 0 :type :invoke :f :read\\n{:process 1 :type :invoke :f :read} | 1: ",
        "{:process 0 :type :invoked :f :read} | 1: unknown type: type=invoked",
        "{:process 0 :type :invoke :f :eat} | 1: unknown function: f=eat",
        "{:process 1.5 :type :invoke :f :read} | 1: process is no whole number",
        "{:type :invoke :f :read} | 1: process missing",
        "INFO  jepsen.util - 3 :invoke :read nil\\nINFO  jepsen.util - 3 :ok :rea | 2: response to another function",
        "{\"index\":3,\"process\":0,\"type\":\"invoke\",\"f\":\"read\"}\\n{\"index\":3,\"process\":1,\"type\":\"invoke\",\"f\":\"read\"}"
            + " | 2: index out of order",
        "hello | 1: format not recognised",
      })
  void shouldNameTheLine(final String text, final String expected) throws IOException {
    final FileVerdict verdict = judge("register", text.replace("\\n", "\n"));
    assertEquals(Ruling.MALFORMED, verdict.ruling());
    assertTrue(verdict.words().get(0).contains("history:" + expected), () -> verdict.words().toString());
  }

  @Test
  void shouldNotOverflowOnNestedBrackets() throws IOException {
    assertEquals(Ruling.MALFORMED, judge("register", "{:process 0 :value " + "[".repeat(100_000)).ruling());
    assertEquals(Ruling.MALFORMED, judge("register", "#a ".repeat(100_000)).ruling());
    assertEquals(Ruling.MALFORMED, judge("register", "{\"a\":" + "[".repeat(100_000)).ruling());
  }

  @Test
  void shouldKnowNothingOfAHistoryWithoutSuccess() throws IOException {
    final String text = "{:process 0 :type :invoke :f :write :value 1}\n{:process 0 :type :fail :f :write :value 1}";
    assertEquals(Ruling.UNDECIDED, judge("register", text).ruling());
    assertEquals("no operation is known to have happened", judge("register", text).words().get(0));
  }

  @Test
  void shouldLetAReadOfNothingConstrainNothing() throws IOException {
    final String text =
        "({:process 0 :type :invoke :f :write :value 1} {:process 0 :type :ok :f :write :value 1}"
            + " {:process 1 :type :invoke :f :read} {:process 1 :type :ok :f :read :value nil})";
    assertEquals(Ruling.GOOD, judge("register", text).ruling());
    assertEquals(Ruling.GOOD, judge("cas-register", text).ruling());
  }

  /** Bytes exchanged, left out, doubled; lines exchanged and left out; whatever comes out, it is a verdict. */
  @Test
  void shouldSurviveEveryMutation() throws IOException, URISyntaxException {
    final CounterRandom random = new CounterRandom(7);
    final List<Path> files = files();
    final List<String> texts = files.stream().map(HistoryJudgeTest::text).toList();
    final List<FileJudge> judges = files.stream().map(HistoryJudgeTest::judgeOf).toList();
    final Path mutated = folder.resolve("mutated");
    final Map<Ruling, Integer> rulings = new EnumMap<>(Ruling.class);
    for (int i = 0; i < MUTATED; i++) {
      final int which = (int) random.nextLong(files.size());
      String text = texts.get(which);
      for (long mutations = 1 + random.nextLong(3); mutations > 0; mutations--) {
        text = mutate(text, random);
      }
      Files.write(mutated, text.getBytes(random.nextLong(8) == 0 ? StandardCharsets.UTF_16 : StandardCharsets.UTF_8));
      rulings.merge(judges.get(which).judge(mutated, settings()).ruling(), 1, Integer::sum);
    }
    assertTrue(rulings.getOrDefault(Ruling.MALFORMED, 0) > MUTATED / 4, rulings::toString);
    assertTrue(rulings.getOrDefault(Ruling.GOOD, 0) > MUTATED / 50, rulings::toString);
    assertTrue(rulings.getOrDefault(Ruling.VIOLATED, 0) > MUTATED / 50, rulings::toString);
  }

  private static String text(final Path file) {
    try {
      return Files.readString(file);
    } catch (final IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String mutate(final String text, final CounterRandom random) {
    final StringBuilder mutated = new StringBuilder(text);
    final int at = (int) random.nextLong(text.length());
    final List<String> lines = text.lines().collect(Collectors.toList());
    switch ((int) random.nextLong(6)) {
      case 0 -> mutated.setCharAt(at, (char) random.nextLong(256));
      case 1 -> mutated.delete(at, Math.min(text.length(), at + 1 + (int) random.nextLong(20)));
      case 2 -> mutated.insert(at, text, at, Math.min(text.length(), at + 1 + (int) random.nextLong(20)));
      case 3 -> mutated.insert(at, "[](){}#\"\\:;,^~@0123456789NM/.-+".charAt((int) random.nextLong(31)));
      case 4 -> {
        lines.remove((int) random.nextLong(lines.size()));
        return lines.isEmpty() ? text : String.join("\n", lines) + "\n";
      }
      default -> {
        lines.add((int) random.nextLong(lines.size()), lines.remove((int) random.nextLong(lines.size())));
        return String.join("\n", lines) + "\n";
      }
    }
    return mutated.length() == 0 ? text : mutated.toString();
  }
}
