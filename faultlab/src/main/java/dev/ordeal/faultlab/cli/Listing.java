package dev.ordeal.faultlab.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.ExperimentFiles;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import java.util.List;

/** The catalogue as JSON. */
final class Listing {
  private static final int SCHEMA = 1;

  private Listing() {}

  static String json(final Catalogue catalogue) {
    final ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("schema", SCHEMA);
    final ArrayNode problems = node.putArray("problems");
    for (final Problem problem : catalogue.problems()) {
      final ObjectNode item = problems.addObject();
      item.put("name", problem.name());
      final ArrayNode properties = item.putArray("properties");
      problem.properties().forEach(property -> properties.add(property.label()));
      final ArrayNode measures = item.putArray("measures");
      problem.measures().forEach(
          measure -> measures.addObject().put("name", measure.name()).put("meaning", measure.meaning()));
      putAll(item.putArray("workload"), problem.workload());
    }
    final ArrayNode algorithms = node.putArray("algorithms");
    for (final AlgorithmSpec algorithm : catalogue.algorithms()) {
      final ObjectNode item = algorithms.addObject();
      item.put("name", algorithm.name());
      item.put("problem", algorithm.problem());
      item.put("paper", algorithm.paper());
      item.put("timing", algorithm.model().timing().label());
      final ArrayNode admitted = item.putArray("admits");
      algorithm.model().admitted().stream().sorted().forEach(kind -> admitted.add(kind.label()));
      final ArrayNode promises = item.putArray("promises");
      algorithm.promises().stream().sorted().forEach(property -> promises.add(property.label()));
      putAll(item.putArray("parameters"), algorithm.parameters());
    }
    final ArrayNode experiments = node.putArray("experiments");
    ExperimentFiles.shipped().forEach(experiments::add);
    return node.toPrettyString();
  }

  private static void putAll(final ArrayNode array, final List<Parameter> parameters) {
    for (final Parameter parameter : parameters) {
      array
          .addObject()
          .put("name", parameter.name())
          .put("default", written(parameter, parameter.defaultValue()))
          .put("min", written(parameter, parameter.min()))
          .put("max", written(parameter, parameter.max()))
          .put("meaning", parameter.meaning());
    }
  }

  /** A parameter's value as files write it. */
  static String written(final Parameter parameter, final long value) {
    return switch (parameter.kind()) {
      case DURATION -> Quantities.formatDuration(value);
      case COUNT -> Long.toString(value);
      case SWITCH -> value == 0 ? "false" : "true";
      case RATIO -> Quantities.formatRatio(value);
    };
  }
}
