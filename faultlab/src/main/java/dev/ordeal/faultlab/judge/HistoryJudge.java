package dev.ordeal.faultlab.judge;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.history.CheckBudget;
import dev.ordeal.faultlab.history.CheckResult;
import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.HistoryException;
import dev.ordeal.faultlab.history.LinearizabilityChecker;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import dev.ordeal.faultlab.history.SmallestFailure;
import dev.ordeal.faultlab.history.Violation;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.faultlab.report.HistoryPicture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        return verdict(file, settings, result, history, format);
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

  private FileVerdict verdict(
      final Path file,
      final JudgeSettings settings,
      final CheckResult result,
      final History history,
      final HistoryFormat format)
      throws IOException {
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
      case VIOLATED -> {
        final List<String> words = new ArrayList<>();
        explain(file, settings, result.violation().orElseThrow(), words, facts);
        words.add(counted);
        yield new FileVerdict(Ruling.VIOLATED, "not linearizable", words, facts);
      }
    };
  }

  private void explain(
      final Path file,
      final JudgeSettings settings,
      final Violation violation,
      final List<String> words,
      final ObjectNode facts)
      throws IOException {
    final List<Operation> smallest = SmallestFailure.of(violation, model, settings.budgetNs());
    words.add(violation.inWords());
    words.add(
        "no order of these %d, even if all others are free to take effect at any time or never:"
            .formatted(smallest.size()));
    smallest.forEach(operation -> words.add("  " + operation.inWords()));
    final ObjectNode node = facts.putObject("violation");
    if (violation.key() != null) {
      node.put("key", violation.key().toString());
    }
    node.put("isExact", violation.isExact());
    node.put("culprit", violation.culprit().inWords());
    node.put("state", violation.state());
    list(node.putArray("smallest"), smallest);
    list(node.putArray("order"), violation.order());
    if (settings.pictures() != null) {
      Files.createDirectories(settings.pictures());
      final String title = "%s: not linearizable as %s".formatted(file.getFileName(), model.name());
      final Path svg = settings.pictures().resolve(file.getFileName() + ".svg");
      Files.writeString(svg, new HistoryPicture(title, violation, smallest).toSvg());
      final Path html = settings.pictures().resolve(file.getFileName() + ".html");
      Files.writeString(html, new HistoryPicture(title, violation, smallest).toHtml());
      words.add("pictures: %s, %s".formatted(svg, html));
    }
  }

  private static void list(final ArrayNode array, final List<Operation> operations) {
    operations.forEach(operation -> array.add(operation.inWords()));
  }
}
