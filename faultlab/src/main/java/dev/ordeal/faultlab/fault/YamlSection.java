package dev.ordeal.faultlab.fault;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * One mapping of a YAML file, read setting by setting. Mistakes are collected with file, line and column, and the
 * reading goes on, so that all are reported at once. Cold; single owner.
 */
final class YamlSection {
  private final MappingNode node;
  private final String fileName;
  private final List<String> mistakes;
  private final Set<String> known = new LinkedHashSet<>();

  private YamlSection(final MappingNode node, final String fileName, final List<String> mistakes) {
    this.node = node;
    this.fileName = fileName;
    this.mistakes = mistakes;
  }

  /** Reads a whole file with {@code reader}; throws all mistakes at once, a line each. */
  static <T> T read(final String text, final String fileName, final Function<YamlSection, T> reader) {
    final List<String> mistakes = new ArrayList<>();
    final Node root;
    try {
      root = new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (final MarkedYAMLException cause) {
      throw new IllegalArgumentException(
          "not yaml: %s (%s)".formatted(cause.getProblem(), place(fileName, cause.getProblemMark())), cause);
    }
    if (!(root instanceof MappingNode mapping)) {
      throw new IllegalArgumentException("not a mapping of settings (%s:1:1)".formatted(fileName));
    }
    final YamlSection section = new YamlSection(mapping, fileName, mistakes);
    final T value = reader.apply(section);
    section.refuseUnknown();
    if (!mistakes.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", mistakes));
    }
    return value;
  }

  private static String place(final String fileName, final Mark mark) {
    return mark == null ? fileName : "%s:%d:%d".formatted(fileName, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private void mistake(final Node where, final String what) {
    mistakes.add("%s (%s)".formatted(what, place(fileName, where.getStartMark())));
  }

  private Node find(final String key) {
    known.add(key);
    for (final NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key)) {
        return tuple.getValueNode();
      }
    }
    return null;
  }

  boolean has(final String key) {
    return find(key) != null;
  }

  /** A setting parsed by {@code parser}, whose complaints are kept; the fallback if the setting is absent or wrong. */
  <T> T value(final String key, final T fallback, final Function<String, T> parser) {
    final Node found = find(key);
    return found == null ? fallback : parse(key, found, fallback, parser);
  }

  /** As {@link #value}, but a mistake if absent. */
  <T> T required(final String key, final T fallback, final Function<String, T> parser) {
    if (!has(key)) {
      mistake(node, "setting missing: name=" + key);
    }
    return value(key, fallback, parser);
  }

  private <T> T parse(final String key, final Node found, final T fallback, final Function<String, T> parser) {
    if (!(found instanceof ScalarNode scalar)) {
      mistake(found, "not a single value: name=" + key);
      return fallback;
    }
    try {
      return parser.apply(scalar.getValue());
    } catch (final IllegalArgumentException cause) {
      mistake(found, "%s: %s".formatted(key, cause.getMessage()));
      return fallback;
    }
  }

  /** A list of single values. */
  <T> List<T> values(final String key, final T fallback, final Function<String, T> parser) {
    return nodes(key).stream().map(item -> parse(key, item, fallback, parser)).toList();
  }

  /** A mapping, read by {@code reader}; the fallback if it is absent. */
  <T> T section(final String key, final T fallback, final Function<YamlSection, T> reader) {
    final Node found = find(key);
    return found == null ? fallback : readSection(key, found, fallback, reader);
  }

  /** A list of mappings; those that are none are left out. */
  <T> List<T> sections(final String key, final Function<YamlSection, T> reader) {
    final List<T> read = new ArrayList<>();
    for (final Node item : nodes(key)) {
      final T value = readSection(key, item, null, reader);
      if (value != null) {
        read.add(value);
      }
    }
    return List.copyOf(read);
  }

  private <T> T readSection(
      final String key, final Node found, final T fallback, final Function<YamlSection, T> reader) {
    if (!(found instanceof MappingNode mapping)) {
      mistake(found, "not a mapping of settings: name=" + key);
      return fallback;
    }
    final YamlSection section = new YamlSection(mapping, fileName, mistakes);
    final T value = reader.apply(section);
    section.refuseUnknown();
    return value;
  }

  private List<Node> nodes(final String key) {
    final Node found = find(key);
    if (found == null) {
      return List.of();
    }
    if (found instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    mistake(found, "not a list: name=" + key);
    return List.of();
  }

  /** Reports something wrong with the mapping as a whole. */
  void refuse(final String what) {
    mistake(node, what);
  }

  private void refuseUnknown() {
    final Set<String> seen = new LinkedHashSet<>();
    for (final NodeTuple tuple : node.getValue()) {
      final String key = tuple.getKeyNode() instanceof ScalarNode name ? name.getValue() : "?";
      if (!known.contains(key)) {
        mistake(tuple.getKeyNode(), "unknown setting: name=%s, known=%s".formatted(key, known));
      } else if (!seen.add(key)) {
        mistake(tuple.getKeyNode(), "setting given twice: name=" + key);
      }
    }
  }

  /** The constant of an enum by its label: {@code between-steps} is BETWEEN_STEPS. */
  static <E extends Enum<E>> Function<String, E> oneOf(final Class<E> type) {
    return text -> {
      for (final E constant : type.getEnumConstants()) {
        if (label(constant).equals(text)) {
          return constant;
        }
      }
      final String labels =
          List.of(type.getEnumConstants()).stream().map(YamlSection::label).collect(Collectors.joining(", "));
      throw new IllegalArgumentException("unknown choice: text=%s, known=%s".formatted(text, labels));
    };
  }

  /** The label of an enum's constant: BETWEEN_STEPS is {@code between-steps}. */
  static String label(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static boolean parseSwitch(final String text) {
    if (text.equals("true") || text.equals("false")) {
      return text.equals("true");
    }
    throw new IllegalArgumentException("not a switch: text=%s, expected=true or false".formatted(text));
  }

  /** A whole number within bounds. */
  static Function<String, Long> whole(final long min, final long max) {
    return text -> {
      final long value;
      try {
        value = Long.parseLong(text);
      } catch (final NumberFormatException cause) {
        throw new IllegalArgumentException("not a whole number: text=" + text, cause);
      }
      if (value < min || value > max) {
        throw new IllegalArgumentException("out of range: value=%d, min=%d, max=%d".formatted(value, min, max));
      }
      return value;
    };
  }
}
