package dev.ordeal.faultlab.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A line of {@code cells.ndjson}. The same record gives the same bytes. */
public final class CellJson {
  private CellJson() {}

  /** Prints one cell, without the line's end. */
  public static String print(final CellRecord cell) {
    return Json.line(node(cell));
  }

  static ObjectNode node(final CellRecord cell) {
    final ObjectNode node = Json.object();
    node.put("schema", CellRecord.SCHEMA);
    node.put("cell", cell.key());
    node.put("environment", cell.environment());
    final ObjectNode axes = node.putObject("axes");
    cell.axes().forEach(axes::put);
    node.put("problem", cell.problem());
    node.put("algorithm", cell.algorithm());
    node.put("variant", cell.variant());
    node.put("nodes", cell.nodes());
    node.put("durationNs", cell.durationNs());
    node.put("runs", cell.runs());
    node.put("insideModel", cell.isInsideModel());
    Json.putTexts(node, "beyond", cell.beyond());
    final ObjectNode verdicts = node.putObject("verdicts");
    cell.verdicts().forEach((verdict, share) -> Json.putProportion(verdicts.putObject(RunJson.label(verdict)), share));
    final ArrayNode properties = node.putArray("properties");
    for (final CellRecord.PropertyRecord property : cell.properties()) {
      final ObjectNode item = properties.addObject();
      item.put("property", property.property());
      item.put("promised", property.promised());
      Json.putProportion(item.putObject("broken"), property.broken());
      item.put("notDemanded", property.notDemanded());
    }
    final ObjectNode measures = node.putObject("measures");
    new TreeMap<>(cell.measures()).forEach((name, summary) -> put(measures.putObject(name), summary));
    putProportions(node, "happened", cell.happened());
    Json.putSums(node, "receipts", cell.receipts());
    Json.putSums(node, "coverage", cell.coverage());
    putProportions(node, "visited", cell.visited());
    Json.putSums(node, "counts", cell.counts());
    node.put("failures", cell.failures());
    if (!cell.failure().isEmpty()) {
      node.put("failure", cell.failure());
    }
    node.put("unfired", cell.unfired());
    return node;
  }

  /**
   * Reads one line.
   *
   * @throws IllegalArgumentException if the line is torn or is of another version
   */
  public static CellRecord parse(final String line) {
    final JsonNode node;
    try {
      node = Json.LINES.readTree(line);
    } catch (final JsonProcessingException e) {
      throw new IllegalArgumentException("not a cell: line=%.40s…".formatted(line), e);
    }
    if (node.path("schema").asInt() != CellRecord.SCHEMA) {
      throw new IllegalArgumentException(
          "cell of an unknown version: schema=%s, known=%d".formatted(node.path("schema").asText(), CellRecord.SCHEMA));
    }
    final Map<String, String> axes = new LinkedHashMap<>();
    node.path("axes").properties().forEach(axis -> axes.put(axis.getKey(), axis.getValue().asText()));
    final Map<Verdict, Proportion> verdicts = new EnumMap<>(Verdict.class);
    node.path("verdicts")
        .properties()
        .forEach(entry -> verdicts.put(RunJson.verdictOf(entry.getKey()), Json.proportion(entry.getValue())));
    final List<CellRecord.PropertyRecord> properties = new ArrayList<>();
    node.path("properties")
        .forEach(
            item ->
                properties.add(
                    new CellRecord.PropertyRecord(
                        item.path("property").asText(),
                        item.path("promised").asBoolean(),
                        Json.proportion(item.path("broken")),
                        item.path("notDemanded").asLong())));
    final Map<String, MeasureSummary> measures = new TreeMap<>();
    node.path("measures").properties().forEach(entry -> measures.put(entry.getKey(), summary(entry.getValue())));
    return new CellRecord(
        node.path("cell").asText(),
        node.path("environment").asText(),
        axes,
        node.path("problem").asText(),
        node.path("algorithm").asText(),
        node.path("variant").asText(),
        node.path("nodes").asInt(),
        node.path("durationNs").asLong(),
        node.path("runs").asInt(),
        Json.texts(node.path("beyond")),
        verdicts,
        properties,
        measures,
        proportions(node.path("happened")),
        Json.sums(node.path("receipts")),
        Json.sums(node.path("coverage")),
        proportions(node.path("visited")),
        Json.sums(node.path("counts")),
        node.path("failures").asInt(),
        node.path("failure").asText(),
        node.path("unfired").asInt());
  }

  private static void putProportions(
      final ObjectNode node, final String name, final Map<String, Proportion> shares) {
    final ObjectNode object = node.putObject(name);
    new TreeMap<>(shares).forEach((key, share) -> Json.putProportion(object.putObject(key), share));
  }

  private static Map<String, Proportion> proportions(final JsonNode node) {
    final Map<String, Proportion> map = new TreeMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), Json.proportion(entry.getValue())));
    return map;
  }

  private static void put(final ObjectNode node, final MeasureSummary summary) {
    node.put("kind", summary.kind().name().toLowerCase(Locale.ROOT));
    node.put("count", summary.count());
    node.put("min", summary.min());
    node.put("p50", summary.p50());
    node.put("p90", summary.p90());
    node.put("p99", summary.p99());
    node.put("p999", summary.p999());
    node.put("max", summary.max());
    node.put("mean", summary.mean());
  }

  private static MeasureSummary summary(final JsonNode node) {
    return new MeasureSummary(
        Measure.Kind.valueOf(node.path("kind").asText().toUpperCase(Locale.ROOT)),
        node.path("count").asLong(),
        node.path("min").asLong(),
        node.path("p50").asLong(),
        node.path("p90").asLong(),
        node.path("p99").asLong(),
        node.path("p999").asLong(),
        node.path("max").asLong(),
        node.path("mean").asLong());
  }
}
