package dev.ordeal.faultlab.history;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How values are written for people. Stateless; any thread. */
final class Values {
  private static final int TEXT_MAX = 60;

  private Values() {}

  /** A value, shortened in its middle if it is long. */
  static String text(final Object value) {
    final String text = whole(value);
    final int half = TEXT_MAX / 2;
    return text.length() <= TEXT_MAX
        ? text
        : text.substring(0, half) + "…" + text.substring(text.length() - half);
  }

  private static String whole(final Object value) {
    if (value == null) {
      return "nil";
    }
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Values::whole).collect(Collectors.joining(" ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> whole(entry.getKey()) + " " + whole(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return value.toString();
  }
}
