package dev.ordeal.faultlab.experiment;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import com.fasterxml.jackson.dataformat.yaml.JacksonYAMLParseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A YAML document in which everything knows where it stands: values, and the keys they stand under. Immutable. */
sealed interface Tree {
  /** Where it stands: {@code file:line:column}. */
  String at();

  /** The same, without places, for the schema. */
  JsonNode toJson();

  /** Text, a number, a truth value or nothing; {@code text} is as written, {@code json} says what YAML takes it for. */
  record Scalar(String text, JsonNode json, String at) implements Tree {
    @Override
    public JsonNode toJson() {
      return json;
    }
  }

  /** A list. */
  record Sequence(List<Tree> items, String at) implements Tree {
    @Override
    public JsonNode toJson() {
      final ArrayNode array = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> array.add(item.toJson()));
      return array;
    }
  }

  /** A mapping, in the order of the file. */
  record Mapping(Map<String, Entry> entries, String at) implements Tree {
    @Override
    public JsonNode toJson() {
      final ObjectNode object = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> object.set(key, entry.value().toJson()));
      return object;
    }

    /** The value under a key, or null. */
    Tree get(final String key) {
      final Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }
  }

  /** A value and where its key stands. */
  record Entry(String keyAt, Tree value) {}

  /** The value at a path of keys, or null. */
  default Tree at(final List<String> path) {
    Tree tree = this;
    for (final String step : path) {
      if (tree instanceof Mapping mapping) {
        tree = mapping.get(step);
      } else if (tree instanceof Sequence sequence && step.matches("\\d{1,9}")) {
        final int index = Integer.parseInt(step);
        tree = index < sequence.items().size() ? sequence.items().get(index) : null;
      } else {
        return null;
      }
    }
    return tree;
  }

  /** This tree with another value at a path; mappings on the way are made where they are missing. */
  default Tree with(final List<String> path, final Tree value) {
    if (path.isEmpty()) {
      return value;
    }
    final String step = path.get(0);
    final List<String> rest = path.subList(1, path.size());
    if (this instanceof Sequence sequence && step.matches("\\d{1,9}")) {
      final int index = Integer.parseInt(step);
      if (index >= sequence.items().size()) {
        throw new ExperimentException(
            "no such item: index=%d, items=%d".formatted(index, sequence.items().size()), value.at());
      }
      final List<Tree> items = new ArrayList<>(sequence.items());
      items.set(index, items.get(index).with(rest, value));
      return new Sequence(List.copyOf(items), at());
    }
    final Map<String, Entry> entries = new LinkedHashMap<>();
    if (this instanceof Mapping mapping) {
      entries.putAll(mapping.entries());
    }
    final Entry old = entries.get(step);
    final Tree below = old == null ? new Mapping(Map.of(), value.at()) : old.value();
    entries.put(step, new Entry(old == null ? value.at() : old.keyAt(), below.with(rest, value)));
    return new Mapping(entries, at());
  }

  /**
   * Reads a document.
   *
   * @param source the file's name, for places
   * @param mistakes takes keys that stand twice
   * @throws ExperimentException if it is not YAML
   */
  static Tree parse(final String text, final String source, final List<Mistake> mistakes) {
    return new Parsing(source, "", mistakes).document(text);
  }

  /** Reads a value given on the command line; everything in it stands at {@code at}. */
  static Tree parseValue(final String text, final String at, final List<Mistake> mistakes) {
    return new Parsing("", at, mistakes).document(text);
  }

  /** One pass over a document. */
  final class Parsing {
    private static final int NEARBY = 60;

    private final String source;
    private final String fixedAt;
    private final List<Mistake> mistakes;

    private Parsing(final String source, final String fixedAt, final List<Mistake> mistakes) {
      this.source = source;
      this.fixedAt = fixedAt;
      this.mistakes = mistakes;
    }

    private Tree document(final String text) {
      try (YAMLParser parser = new YAMLFactory().createParser(text)) {
        if (parser.nextToken() == null) {
          return new Scalar("", NullNode.instance, fixedAt.isEmpty() ? source + ":1:1" : fixedAt);
        }
        final Tree tree = value(parser);
        if (parser.nextToken() != null) {
          throw new ExperimentException("more than one document in the file", at(parser.currentTokenLocation()));
        }
        return tree;
      } catch (final JacksonYAMLParseException e) {
        final String problem =
            e.getOriginalMessage()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(while|expected|found|mapping|could|cannot|undefined|unacceptable) .*"))
                .limit(2)
                .collect(Collectors.joining(", "));
        throw new ExperimentException("not YAML: problem=" + shortened(problem), at(e.getLocation()));
      } catch (final IOException e) {
        throw new ExperimentException("not YAML: problem=" + shortened(String.valueOf(e.getMessage())), source);
      }
    }

    private static String shortened(final String text) {
      return text.length() <= NEARBY * 2 ? text : text.substring(0, NEARBY * 2) + "…";
    }

    private Tree value(final YAMLParser parser) throws IOException {
      final String at = at(parser.currentTokenLocation());
      final JsonToken token = parser.currentToken();
      if (parser.isCurrentAlias()) {
        mistakes.add(new Mistake("references are not understood, write the value out: alias=*" + parser.getText(), at));
        return new Scalar("", NullNode.instance, at);
      }
      if (token == JsonToken.START_OBJECT) {
        final Map<String, Entry> entries = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          final String key = parser.currentName();
          final String keyAt = at(parser.currentTokenLocation());
          parser.nextToken();
          final Tree value = value(parser);
          final Entry earlier = entries.get(key);
          if (key.equals("<<")) {
            mistakes.add(new Mistake("merge keys are not understood, write the settings out: key=<<", keyAt));
          } else if (earlier == null) {
            entries.put(key, new Entry(keyAt, value));
          } else {
            mistakes.add(new Mistake("key given twice: key=%s, first=%s".formatted(key, earlier.keyAt()), keyAt));
          }
        }
        return new Mapping(entries, at);
      }
      if (token == JsonToken.START_ARRAY) {
        final List<Tree> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          items.add(value(parser));
        }
        return new Sequence(List.copyOf(items), at);
      }
      return new Scalar(parser.getText() == null ? "" : parser.getText().strip(), scalar(parser, at), at);
    }

    private JsonNode scalar(final YAMLParser parser, final String at) throws IOException {
      return switch (parser.currentToken()) {
        case VALUE_TRUE -> BooleanNode.TRUE;
        case VALUE_FALSE -> BooleanNode.FALSE;
        case VALUE_NULL -> NullNode.instance;
        case VALUE_NUMBER_INT -> {
          final var number = parser.getBigIntegerValue();
          yield number.bitLength() < Long.SIZE
              ? LongNode.valueOf(number.longValueExact())
              : DecimalNode.valueOf(new BigDecimal(number));
        }
        case VALUE_NUMBER_FLOAT -> {
          if (parser.getText().toLowerCase(Locale.ROOT).matches("[-+]?\\.(nan|inf)")) {
            mistakes.add(new Mistake("not a finite number: value=" + parser.getText(), at));
            yield NullNode.instance;
          }
          yield DecimalNode.valueOf(parser.getDecimalValue());
        }
        default -> TextNode.valueOf(parser.getText());
      };
    }

    private String at(final JsonLocation location) {
      if (!fixedAt.isEmpty()) {
        return fixedAt;
      }
      return location == null ? source : source + ":" + location.getLineNr() + ":" + location.getColumnNr();
    }
  }
}
