package dev.ordeal.faultlab.experiment;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The JSON Schema of experiment files, and what a file has against it, in our words and with places. */
public final class SchemaCheck {
  private static final String RESOURCE = "/experiments/experiment.schema.json";
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
          .getSchema(text(), SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build());

  private SchemaCheck() {}

  /** The schema, as shipped. */
  public static String text() {
    try (InputStream stream = SchemaCheck.class.getResourceAsStream(RESOURCE)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<Mistake> check(final Tree root) {
    final Set<ValidationMessage> messages = SCHEMA.validate(root.toJson());
    final List<Mistake> mistakes = new ArrayList<>();
    for (final ValidationMessage message : messages) {
      final Mistake mistake = mistake(message, root);
      if (mistakes.stream().noneMatch(other -> other.at().equals(mistake.at()) && isVague(message))) {
        mistakes.add(mistake);
      }
    }
    return mistakes;
  }

  private static boolean isVague(final ValidationMessage message) {
    return !message.getType().equals("additionalProperties") && !message.getType().equals("required");
  }

  private static Mistake mistake(final ValidationMessage message, final Tree root) {
    final List<String> path = steps(message.getInstanceLocation());
    final Tree tree = root.at(path);
    final String place = place(path);
    return switch (message.getType()) {
      case "additionalProperties" -> unknownKey(message, tree);
      case "required" ->
          new Mistake("key missing: key=%s, in=%s".formatted(message.getProperty(), place), tree.at());
      case "type" ->
          new Mistake(
              "value of the wrong kind: %s=%s, expected=%s".formatted(place, shown(tree), expected(message)),
              tree.at());
      case "const", "enum" ->
          new Mistake(
              "value not allowed: %s=%s%s".formatted(place, shown(tree), allowed(message, tree)), tree.at());
      case "maxLength" ->
          new Mistake(
              "text too long: %s has %d characters, max=%s"
                  .formatted(place, shown(tree).length(), message.getSchemaNode().asText()),
              tree.at());
      case "minItems" -> new Mistake("empty list: %s=[], min=1 value".formatted(place), tree.at());
      default ->
          new Mistake("value not allowed: %s=%s, %s".formatted(place, shown(tree), message.getError()), tree.at());
    };
  }

  private static String place(final List<String> path) {
    if (path.isEmpty()) {
      return "the file";
    }
    final String last = path.get(path.size() - 1);
    return path.size() > 1 && last.matches("\\d+") ? path.get(path.size() - 2) + "[" + last + "]" : last;
  }

  private static Mistake unknownKey(final ValidationMessage message, final Tree tree) {
    final String key = message.getProperty();
    final List<String> known = new ArrayList<>();
    JsonNode parent = SCHEMA.getSchemaNode();
    final List<String> steps = steps(message.getSchemaLocation().getFragment());
    for (final String step : steps.subList(0, steps.size() - 1)) {
      parent = parent.path(step);
    }
    parent.path("properties").fieldNames().forEachRemaining(known::add);
    final String at = tree instanceof Tree.Mapping mapping ? mapping.entries().get(key).keyAt() : tree.at();
    final String suggestion =
        key.endsWith(")") ? ", inside { } a delay needs quotes" : Suggestion.of(key, known);
    return new Mistake("unknown key: key=%s%s".formatted(key, suggestion), at);
  }

  private static List<String> steps(final JsonNodePath path) {
    return IntStream.range(0, path.getNameCount()).mapToObj(i -> String.valueOf(path.getElement(i))).toList();
  }

  private static String expected(final ValidationMessage message) {
    final JsonNode type = message.getSchemaNode();
    final List<String> types = new ArrayList<>();
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asText()));
    } else {
      types.add(type.asText());
    }
    return types.stream().map(SchemaCheck::inWords).distinct().collect(Collectors.joining(" or "));
  }

  private static String inWords(final String type) {
    return switch (type) {
      case "object" -> "{key: value}";
      case "array" -> "[list]";
      case "string" -> "text";
      case "integer" -> "whole number";
      default -> type;
    };
  }

  private static String allowed(final ValidationMessage message, final Tree tree) {
    final JsonNode schema = message.getSchemaNode();
    if (!schema.isArray()) {
      return ", allowed=" + schema.asText();
    }
    final List<String> known = new ArrayList<>();
    schema.forEach(one -> known.add(one.asText()));
    return Suggestion.of(shown(tree), known);
  }

  private static String shown(final Tree tree) {
    if (tree instanceof Tree.Scalar scalar) {
      return scalar.text();
    }
    return tree instanceof Tree.Sequence ? "[…]" : "{…}";
  }
}
