package dev.ordeal.faultlab.causality;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.judge.FileJudge;
import dev.ordeal.faultlab.judge.FileVerdict;
import dev.ordeal.faultlab.judge.FileVerdict.Ruling;
import dev.ordeal.faultlab.judge.JudgeSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Judges logs of events stamped by vector clocks. The budget is not needed: the time is linear in the log. */
public final class CausalityJudge implements FileJudge {
  private static final String HOST_FIRST = "shiviz";
  private static final String EVENT_FIRST = "shiviz-event-first";

  /** Found by service loader. */
  public CausalityJudge() {}

  @Override
  public String name() {
    return "causality";
  }

  @Override
  public String summary() {
    return "events stamped by vector clocks, as ShiViz reads them: are the clocks consistent, how many pairs are"
        + " concurrent";
  }

  @Override
  public List<String> formats() {
    return List.of(HOST_FIRST, EVENT_FIRST);
  }

  @Override
  public FileVerdict judge(final Path file, final JudgeSettings settings) throws IOException {
    final String expression =
        settings.format() == null
            ? null
            : settings.format().equals(EVENT_FIRST) ? ShivizReader.EVENT_FIRST : ShivizReader.HOST_FIRST;
    // What is no UTF-8 becomes a replacement character, and then a line that fits nowhere or an odd name.
    final String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    final ShivizReader.Result read = ShivizReader.read(text, expression);
    if (!read.mistakes().isEmpty()) {
      return FileVerdict.malformed(
          read.mistakes().stream().map(mistake -> file.getFileName() + ":" + mistake).toList());
    }
    return verdict(read.log(), new CausalityCheck(read.log()).run());
  }

  private static FileVerdict verdict(final StampedLog log, final CausalityCheck.Findings findings) {
    final ObjectNode facts = JsonNodeFactory.instance.objectNode();
    facts.put("events", log.size());
    facts.put("hosts", log.hosts());
    if (findings.violations() == 0) {
      facts.put("orderedPairs", findings.orderedPairs());
      facts.put("concurrentPairs", findings.concurrentPairs());
      return new FileVerdict(
          Ruling.GOOD,
          "consistent",
          List.of(
              "events=%d, hosts=%d, ordered pairs=%d, concurrent pairs=%d"
                  .formatted(log.size(), log.hosts(), findings.orderedPairs(), findings.concurrentPairs())),
          facts);
    }
    facts.put("violations", findings.violations());
    final ArrayNode explanations = facts.putArray("explanations");
    findings.explanations().forEach(explanations::add);
    final List<String> words = new ArrayList<>(findings.explanations());
    if (findings.violations() > findings.explanations().size()) {
      words.add("%d more violations".formatted(findings.violations() - findings.explanations().size()));
    }
    return new FileVerdict(Ruling.VIOLATED, "inconsistent", words, facts);
  }
}
