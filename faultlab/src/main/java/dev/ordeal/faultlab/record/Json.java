package dev.ordeal.faultlab.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** JSON whose bytes depend on the values alone: keys in a fixed order, fractions with six decimals. */
final class Json {
  /** Writes one line a record. */
  static final ObjectMapper LINES =
      JsonMapper.builder().configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false).build();

  /** Writes for people to read. */
  static final ObjectMapper PAGES = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final int DECIMALS = 6;

  private Json() {}

  static ObjectNode object() {
    return LINES.createObjectNode();
  }

  static String line(final JsonNode node) {
    try {
      return LINES.writeValueAsString(node);
    } catch (final JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values always prints", e);
    }
  }

  static void putSums(final ObjectNode node, final String name, final Map<String, Long> sums) {
    final ObjectNode object = node.putObject(name);
    new TreeMap<>(sums).forEach(object::put);
  }

  static Map<String, Long> sums(final JsonNode node) {
    final Map<String, Long> map = new TreeMap<>();
    node.properties().forEach(entry -> map.put(entry.getKey(), entry.getValue().asLong()));
    return map;
  }

  static void putTexts(final ObjectNode node, final String name, final List<String> texts) {
    final ArrayNode array = node.putArray(name);
    texts.forEach(array::add);
  }

  static List<String> texts(final JsonNode node) {
    final List<String> list = new ArrayList<>();
    node.forEach(item -> list.add(item.asText()));
    return List.copyOf(list);
  }

  static void putProportion(final ObjectNode node, final Proportion proportion) {
    node.put("count", proportion.count());
    node.put("of", proportion.of());
    putFraction(node, "low", proportion.low());
    putFraction(node, "high", proportion.high());
  }

  static Proportion proportion(final JsonNode node) {
    return new Proportion(
        node.path("count").asLong(),
        node.path("of").asLong(),
        node.path("low").asDouble(),
        node.path("high").asDouble());
  }

  /** Plain decimals: the digits {@code Double.toString} prints differ between Java versions. */
  private static void putFraction(final ObjectNode node, final String name, final double value) {
    node.put(name, BigDecimal.valueOf(StrictMath.round(value * 1_000_000), DECIMALS));
  }
}
