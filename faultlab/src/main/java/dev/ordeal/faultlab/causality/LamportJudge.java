package dev.ordeal.faultlab.causality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.causality.LamportTimes.Violation;
import dev.ordeal.faultlab.judge.FileJudge;
import dev.ordeal.faultlab.judge.FileVerdict;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.faultlab.judge.JudgeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Lays events out in Lamport's total order and verifies causality: an event that happened before another has the lower
 * time. Events without times get those of Lamport's clocks (1978, rules IR1 and IR2), for which that holds.
 */
public final class LamportJudge implements FileJudge {
  private static final int VIOLATIONS_TOLD_MAX = 10;

  @Override
  public String name() {
    return "lamport";
  }

  @Override
  public String summary() {
    return "events and messages: their Lamport times and total order; times that break causality";
  }

  @Override
  public List<String> formats() {
    return List.of("events");
  }

  @Override
  public FileVerdict judge(final Path path, final JudgeSettings settings) throws IOException {
    final EventFile file = EventFile.read(path.getFileName().toString(), Files.readAllLines(path));
    if (!file.mistakes().isEmpty()) {
      return FileVerdict.malformed(file.mistakes());
    }
    final LamportTimes times = LamportTimes.of(file);
    final List<Violation> violations = times.violations();
    final List<String> words = new ArrayList<>();
    violations.stream().limit(VIOLATIONS_TOLD_MAX).forEach(violation -> words.add(words(file, times, violation)));
    if (violations.size() > VIOLATIONS_TOLD_MAX) {
      words.add("and %d more".formatted(violations.size() - VIOLATIONS_TOLD_MAX));
    }
    words.add("total order of %d events:".formatted(file.events().size()));
    times.totalOrder().forEach(event -> words.add(words(file, times, event)));
    return new FileVerdict(ruling(file, violations), label(file, violations), words, facts(file, times, violations));
  }

  private static Ruling ruling(final EventFile file, final List<Violation> violations) {
    if (!violations.isEmpty()) {
      return Ruling.VIOLATED;
    }
    return file.events().isEmpty() ? Ruling.UNDECIDED : Ruling.GOOD;
  }

  private static String label(final EventFile file, final List<Violation> violations) {
    if (!violations.isEmpty()) {
      return "causality violated";
    }
    return file.events().isEmpty() ? "no events" : "causality verified";
  }

  private static String words(final EventFile file, final LamportTimes times, final int event) {
    return "%d %s".formatted(times.time(event), file.events().get(event).words());
  }

  private static String words(final EventFile file, final LamportTimes times, final Violation violation) {
    final String path =
        violation.path().stream()
            .map(event -> "%s (line %d)".formatted(words(file, times, event), file.events().get(event).line()))
            .collect(Collectors.joining(" -> "));
    return "causality violated: %s happened before %s: %s"
        .formatted(
            words(file, times, violation.cause()), words(file, times, violation.effect()), path);
  }

  private static ObjectNode facts(
      final EventFile file, final LamportTimes times, final List<Violation> violations) {
    final ObjectNode facts = JsonNodeFactory.instance.objectNode();
    final ArrayNode events = facts.putArray("events");
    for (int event = 0; event < file.events().size(); event++) {
      events
          .addObject()
          .put("line", file.events().get(event).line())
          .put("time", times.time(event))
          .put("event", file.events().get(event).words());
    }
    final ArrayNode order = facts.putArray("totalOrder");
    times.totalOrder().forEach(event -> order.add(file.events().get(event).line()));
    final ArrayNode broken = facts.putArray("violations");
    for (final Violation violation : violations) {
      final ArrayNode path = broken.addObject().putArray("path");
      violation.path().forEach(event -> path.add(file.events().get(event).line()));
    }
    return facts;
  }
}
