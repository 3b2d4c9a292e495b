package dev.ordeal.faultlab.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes mappings of settings as YAML: top level in block style, lists with an entry a line. Cold. */
final class YamlWriter {
  /** What needs no quotes, wherever it stands. */
  private static final Pattern PLAIN =
      Pattern.compile("[\\p{L}\\p{N}_./%+-]([\\p{L}\\p{N}_./%+() -]*[\\p{L}\\p{N}_./%+()-])?");

  private YamlWriter() {}

  /** A mapping that keeps its order, built setting by setting. */
  static final class Settings {
    private final Map<String, Object> values = new LinkedHashMap<>();

    Settings put(final String key, final Object value) {
      values.put(key, value);
      return this;
    }

    /** Puts a setting unless it has the value that reading assumes anyway. */
    Settings putUnless(final boolean isAssumed, final String key, final Object value) {
      return isAssumed ? this : put(key, value);
    }

    boolean isEmpty() {
      return values.isEmpty();
    }
  }

  static String write(final Settings settings) {
    final StringBuilder out = new StringBuilder();
    settings.values.forEach(
        (key, value) -> {
          out.append(key).append(':');
          if (value instanceof List<?> list) {
            list.forEach(item -> out.append("\n  - ").append(flow(item)));
          } else if (value instanceof Settings nested) {
            nested.values.forEach((name, item) -> out.append("\n  ").append(name).append(": ").append(flow(item)));
          } else {
            out.append(' ').append(flow(value));
          }
          out.append('\n');
        });
    return out.toString();
  }

  private static String flow(final Object value) {
    if (value instanceof Settings settings) {
      return settings.values.entrySet().stream()
          .map(entry -> entry.getKey() + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(YamlWriter::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    final String text = String.valueOf(value);
    // A leading % or - means something else to YAML.
    final boolean isPlain = PLAIN.matcher(text).matches() && text.charAt(0) != '%' && !text.startsWith("- ");
    return isPlain && !text.equals("-") ? text : quoted(text);
  }

  private static String quoted(final String text) {
    final StringBuilder out = new StringBuilder("\"");
    for (final char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (!isPrintable(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  private static boolean isPrintable(final char c) {
    final boolean isControl = c < ' ' || (c >= 0x7F && c < 0xA0);
    final boolean isLineEnd = c == 0x2028 || c == 0x2029;
    return !isControl && !isLineEnd && !Character.isSurrogate(c) && c < 0xFFF0;
  }
}
