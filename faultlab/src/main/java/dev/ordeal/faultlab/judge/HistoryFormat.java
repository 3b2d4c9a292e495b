package dev.ordeal.faultlab.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ordeal.faultlab.judge.EdnReader.EdnException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How histories are written. */
enum HistoryFormat {
  /** One JSON object a line. */
  NDJSON("ndjson") {
    @Override
    void read(final String text, final List<Event> events, final Mistakes mistakes) {
      final EventMaps maps = new EventMaps(events, mistakes);
      int line = 0;
      for (final String content : text.split("\n", -1)) {
        line++;
        if (!content.isBlank()) {
          try {
            maps.add(line, value(JSON.readTree(content)));
          } catch (final JsonProcessingException e) {
            mistakes.add(line, "not JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
          }
        }
      }
    }
  },

  /** Maps in Clojure's notation, in one vector or list or one after the other, tagged or not. */
  EDN("edn") {
    @Override
    void read(final String text, final List<Event> events, final Mistakes mistakes) {
      final EventMaps maps = new EventMaps(events, mistakes);
      final EdnReader reader = new EdnReader(text, 1);
      char open = 0;
      while (!reader.isAtEnd()) {
        final char c = reader.peek();
        final int line = reader.line();
        if (open == 0 && (c == '[' || c == '(')) {
          open = c == '[' ? ']' : ')';
          reader.skip();
        } else if (open != 0 && c == open) {
          open = 0;
          reader.skip();
        } else {
          readOne(reader, line, maps, mistakes);
        }
      }
      if (open != 0) {
        mistakes.add(reader.line(), "bracket left open: expected=" + open);
      }
    }

    private void readOne(final EdnReader reader, final int line, final EventMaps maps, final Mistakes mistakes) {
      try {
        maps.add(line, reader.next());
      } catch (final EdnException e) {
        mistakes.add(line, e.getMessage());
        reader.skipToNextForm();
      }
    }
  },

  /** Lines of a log: {@code INFO  jepsen.util - 3  :invoke  :cas  [2 4]}. All others are passed over. */
  JEPSEN_LOG("jepsen-log") {
    @Override
    void read(final String text, final List<Event> events, final Mistakes mistakes) {
      int line = 0;
      for (final String content : text.split("\n", -1)) {
        line++;
        final Matcher matcher = LOGGED.matcher(content);
        if (matcher.find()) {
          readOne(line, matcher, events, mistakes);
        } else if (content.contains("jepsen.util") || TYPED.matcher(content).find()) {
          mistakes.add(line, "not an operation: expected e.g. INFO  jepsen.util - 3 :invoke :cas [2 4]");
        } else if (!content.isBlank() && !LEVEL.matcher(content).find()) {
          mistakes.add(line, "not a line of a log: expected to begin with a level, e.g. INFO");
        }
      }
    }

    private void readOne(
        final int line, final Matcher matcher, final List<Event> events, final Mistakes mistakes) {
      final Map<Object, Object> map = new HashMap<>();
      try {
        map.put("process", new EdnReader(matcher.group(1), line).next());
        map.put("type", matcher.group(2));
        map.put("f", matcher.group(3));
        final EdnReader value = new EdnReader(matcher.group(4), line);
        // What follows the value tells why the outcome is not known.
        map.put("value", value.isAtEnd() ? null : value.next());
        new EventMaps(events, mistakes).add(line, map);
      } catch (final EdnException e) {
        mistakes.add(line, e.getMessage());
      }
    }
  };

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build()
          .reader();

  private static final Pattern LOGGED =
      Pattern.compile("\\bjepsen\\.util\\s+(?:-\\s+)?(\\S+)\\s+:(\\w+)\\s+:([\\w-]+)[ \\t]*(.*)$");
  private static final Pattern TYPED = Pattern.compile("\\s:(invoke|ok|fail|info)\\s");
  private static final Pattern LEVEL =
      Pattern.compile("^\\s*(TRACE|DEBUG|INFO|WARN|ERROR|FATAL|\\d{4}-|at |Caused by|\\.\\.\\. \\d)");

  private final String label;

  HistoryFormat(final String label) {
    this.label = label;
  }

  /** As {@code --format} says it. */
  String label() {
    return label;
  }

  /** Reads all events; what cannot be read is said, and the rest is read all the same. */
  abstract void read(String text, List<Event> events, Mistakes mistakes);

  /** The format that a text looks like, or null. */
  static HistoryFormat of(final String text) {
    if (text.lines().anyMatch(line -> LOGGED.matcher(line).find())) {
      return JEPSEN_LOG;
    }
    final String first =
        text.lines().map(String::strip).filter(line -> !line.isEmpty() && line.charAt(0) != ';').findFirst().orElse("");
    if (first.matches("\\{\\s*(\".*|})?")) {
      return NDJSON;
    }
    return first.matches("[\\[({#^].*") ? EDN : null;
  }

  /** A JSON value as history values are. */
  private static Object value(final JsonNode node) {
    if (node.isIntegralNumber()) {
      return EdnReader.whole(node.bigIntegerValue());
    }
    if (node.isNumber()) {
      return node.decimalValue();
    }
    if (node.isTextual()) {
      return node.textValue();
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isArray()) {
      final List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isObject()) {
      final Map<Object, Object> map = new HashMap<>();
      node.properties().forEach(entry -> map.put(entry.getKey(), value(entry.getValue())));
      return map;
    }
    return null;
  }
}
