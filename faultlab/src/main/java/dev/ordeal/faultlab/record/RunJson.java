package dev.ordeal.faultlab.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A line of {@code runs.ndjson}. The same record gives the same bytes. */
public final class RunJson {
  /** Version of the lines of {@code runs.ndjson}. */
  public static final int SCHEMA = 1;

  private RunJson() {}

  /** Prints one run, without the line's end. */
  public static String print(final RunRecord run) {
    final ObjectNode node = Json.object();
    node.put("schema", SCHEMA);
    node.put("cell", run.cell());
    node.put("index", run.index());
    node.put("seed", run.seed());
    node.put("verdict", label(run.verdict()));
    final ArrayNode violations = node.putArray("violations");
    for (final Judgement.Violation violation : run.violations()) {
      final ObjectNode item = violations.addObject();
      item.put("property", violation.property().label());
      item.put("atNs", violation.atNs());
      final ArrayNode nodes = item.putArray("nodes");
      violation.nodes().forEach(nodes::add);
      item.put("explanation", violation.explanation());
    }
    if (run.failure() != null) {
      node.put("failure", run.failure());
    }
    Json.putTexts(node, "unfired", run.unfired());
    final ObjectNode samples = node.putObject("samples");
    for (final Map.Entry<String, long[]> entry : new TreeMap<>(run.samples()).entrySet()) {
      final ArrayNode values = samples.putArray(entry.getKey());
      for (final long value : entry.getValue()) {
        values.add(value);
      }
    }
    Json.putSums(node, "coverage", run.coverage());
    Json.putSums(node, "receipts", run.receipts());
    Json.putSums(node, "counts", run.counts());
    node.put("traceHash", run.traceHash());
    return Json.line(node);
  }

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException if the line is torn or is of another version
   */
  public static RunRecord parse(final String line) {
    final JsonNode node;
    try {
      node = Json.LINES.readTree(line);
    } catch (final JsonProcessingException e) {
      throw new IllegalArgumentException("not a run: line=%.40s…".formatted(line), e);
    }
    if (node.path("schema").asInt() != SCHEMA) {
      throw new IllegalArgumentException(
          "run of an unknown version: schema=%s, known=%d".formatted(node.path("schema").asText(), SCHEMA));
    }
    final List<Judgement.Violation> violations = new ArrayList<>();
    for (final JsonNode item : node.path("violations")) {
      final List<Integer> nodes = new ArrayList<>();
      item.path("nodes").forEach(id -> nodes.add(id.asInt()));
      violations.add(
          new Judgement.Violation(
              propertyOf(item.path("property").asText()),
              item.path("atNs").asLong(),
              List.copyOf(nodes),
              item.path("explanation").asText()));
    }
    final Map<String, long[]> samples = new LinkedHashMap<>();
    node.path("samples")
        .properties()
        .forEach(
            entry -> {
              final long[] values = new long[entry.getValue().size()];
              for (int i = 0; i < values.length; i++) {
                values[i] = entry.getValue().get(i).asLong();
              }
              samples.put(entry.getKey(), values);
            });
    return new RunRecord(
        node.path("cell").asText(),
        node.path("index").asInt(),
        node.path("seed").asLong(),
        verdictOf(node.path("verdict").asText()),
        List.copyOf(violations),
        node.hasNonNull("failure") ? node.path("failure").asText() : null,
        Json.texts(node.path("unfired")),
        samples,
        Json.sums(node.path("coverage")),
        Json.sums(node.path("receipts")),
        Json.sums(node.path("counts")),
        node.path("traceHash").asText());
  }

  /** How files name a verdict: {@code safe-live}, {@code safe-stalled}, {@code violated}, {@code unknown}. */
  public static String label(final Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The verdict a file names. */
  public static Verdict verdictOf(final String label) {
    for (final Verdict verdict : Verdict.values()) {
      if (label(verdict).equals(label)) {
        return verdict;
      }
    }
    throw new IllegalArgumentException("unknown verdict: name=%s".formatted(label));
  }

  private static Property propertyOf(final String label) {
    for (final Property property : Property.values()) {
      if (property.label().equals(label)) {
        return property;
      }
    }
    throw new IllegalArgumentException("unknown property: name=%s".formatted(label));
  }
}
