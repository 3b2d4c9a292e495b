package dev.ordeal.faultlab.judge;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.history.CheckBudget;
import dev.ordeal.faultlab.history.CheckResult;
import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.LinearizabilityChecker;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Judges recorded histories by one model: are they linearizable? */
final class HistoryJudge implements FileJudge {
  private final Model model;

  HistoryJudge(final Model model) {
    this.model = model;
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String summary() {
    return model.summary();
  }

  @Override
  public List<String> formats() {
    return Arrays.stream(HistoryFormat.values()).map(HistoryFormat::label).toList();
  }

  @Override
  public FileVerdict judge(final Path file, final JudgeSettings settings) throws IOException {
    final long startNs = System.nanoTime();
    final String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    final HistoryFormat format = format(text, settings.format());
    if (format == null) {
      return FileVerdict.malformed(
          List.of("%s:1: format not recognised, known=%s".formatted(file, String.join(" ", formats()))));
    }
    final HistoryReader reader = new HistoryReader(file.toString());
    final History history = reader.read(text, format);
    if (reader.mistakes().isEmpty()) {
      try {
        final long leftNs = Math.max(1, settings.budgetNs() - (System.nanoTime() - startNs));
        final CheckResult result = LinearizabilityChecker.check(history, model, CheckBudget.ofTime(leftNs));
        return verdict(result, history, format);
      } catch (final HistoryException e) {
        reader.mistakes().add(reader.line(e.event()), e.getMessage());
      }
    }
    return FileVerdict.malformed(reader.mistakes().inWords());
  }

  private static HistoryFormat format(final String text, final String asked) {
    return asked == null
        ? HistoryFormat.of(text)
        : Arrays.stream(HistoryFormat.values()).filter(known -> known.label().equals(asked)).findFirst().orElseThrow();
  }

  private FileVerdict verdict(final CheckResult result, final History history, final HistoryFormat format) {
    final ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("format", format.label());
    facts.put("operations", result.operations());
    facts.put("unknown", history.operations().stream().filter(operation -> !operation.isOk()).count());
    facts.put("failed", history.failed());
    facts.put("parts", result.parts());
    facts.put("configurations", result.configurations());
    facts.put("peakBytes", result.peakBytes());
    final String counted =
        "%d operations, %d of unknown outcome, %d failed, in %d %s"
            .formatted(
                result.operations(),
                facts.get("unknown").asLong(),
                history.failed(),
                result.parts(),
                result.parts() == 1 ? "part" : "parts");
    return switch (result.answer()) {
      case LINEARIZABLE -> new FileVerdict(Ruling.GOOD, "linearizable", List.of(counted), facts);
      case UNKNOWN ->
          new FileVerdict(Ruling.UNDECIDED, "unknown", List.of(result.reason(), counted), facts);
      case VIOLATED ->
          new FileVerdict(
              Ruling.VIOLATED,
              "not linearizable",
              List.of(result.violation().orElseThrow().inWords(), counted),
              facts);
    };
  }
}
