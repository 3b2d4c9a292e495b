package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads {@code algorithms}: names, or a name with parameters, each of which may be a list or a range. */
final class VariantReader {
  private final Catalogue catalogue;
  private final Problem problem;
  private final List<Mistake> mistakes;

  /** One algorithm with chosen parameters, before it has a label. */
  private record Choice(
      AlgorithmSpec spec, Map<String, Long> chosen, Map<String, String> written, Map<String, String> axes, String at) {}

  VariantReader(final Catalogue catalogue, final Problem problem, final List<Mistake> mistakes) {
    this.catalogue = catalogue;
    this.problem = problem;
    this.mistakes = mistakes;
  }

  List<Variant> read(final Tree tree) {
    final List<Choice> choices = new ArrayList<>();
    if (tree instanceof Tree.Sequence sequence) {
      sequence.items().forEach(item -> choices.addAll(choices(item)));
    } else if (tree != null) {
      choices.addAll(choices(tree));
    }
    final List<Variant> variants = new ArrayList<>();
    final Set<String> labels = new HashSet<>();
    for (final Choice choice : choices) {
      final ParameterValues values = ParameterValues.of(choice.spec().parameters(), choice.chosen());
      final String label = label(choice, choices);
      if (labels.add(label)) {
        variants.add(new Variant(label, choice.spec(), values, choice.axes(), choice.at()));
      } else {
        mistakes.add(new Mistake("algorithm given twice: algorithm=%s".formatted(label), choice.at()));
      }
    }
    return List.copyOf(variants);
  }

  /** The name alone if the algorithm stands once; else with every parameter in which its choices differ. */
  private static String label(final Choice choice, final List<Choice> all) {
    final List<Choice> siblings = all.stream().filter(other -> other.spec() == choice.spec()).toList();
    final String differing =
        choice.spec().parameters().stream()
            .map(Parameter::name)
            .filter(name -> siblings.stream().map(sibling -> sibling.chosen().get(name)).distinct().count() > 1
                || choice.axes().containsKey(name))
            .filter(choice.written()::containsKey)
            .map(name -> name + "=" + choice.written().get(name))
            .collect(Collectors.joining(","));
    return differing.isEmpty() ? choice.spec().name() : choice.spec().name() + "(" + differing + ")";
  }

  private List<Choice> choices(final Tree item) {
    if (item instanceof Tree.Scalar scalar) {
      return spec(scalar.text(), scalar.at())
          .map(spec -> List.of(new Choice(spec, Map.of(), Map.of(), Map.of(), scalar.at())))
          .orElse(List.of());
    }
    final List<Choice> choices = new ArrayList<>();
    if (item instanceof Tree.Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (name, entry) ->
                  spec(name, entry.keyAt())
                      .ifPresent(spec -> choices.addAll(withParameters(spec, entry.value(), entry.keyAt()))));
    }
    return choices;
  }

  private Optional<AlgorithmSpec> spec(final String name, final String at) {
    final Optional<AlgorithmSpec> spec = catalogue.algorithm(name);
    if (spec.isEmpty()) {
      final List<String> known =
          catalogue.algorithms().stream()
              .filter(other -> problem == null || other.problem().equals(problem.name()))
              .map(AlgorithmSpec::name)
              .toList();
      mistakes.add(new Mistake("unknown algorithm: algorithm=%s%s".formatted(name, Suggestion.of(name, known)), at));
    } else if (problem != null && !spec.get().problem().equals(problem.name())) {
      mistakes.add(
          new Mistake(
              "algorithm of another problem: algorithm=%s solves %s, problem=%s"
                  .formatted(name, spec.get().problem(), problem.name()),
              at));
      return Optional.empty();
    }
    return spec;
  }

  private List<Choice> withParameters(final AlgorithmSpec spec, final Tree tree, final String at) {
    if (tree instanceof Tree.Scalar scalar && scalar.json().isNull()) {
      return List.of(new Choice(spec, Map.of(), Map.of(), Map.of(), at));
    }
    if (!(tree instanceof Tree.Mapping mapping)) {
      mistakes.add(new Mistake("parameters are written {name: value}: algorithm=%s".formatted(spec.name()), tree.at()));
      return List.of();
    }
    final List<String> known = spec.parameters().stream().map(Parameter::name).toList();
    final List<Axis> axes = new ArrayList<>();
    for (final Map.Entry<String, Tree.Entry> entry : mapping.entries().entrySet()) {
      final String name = entry.getKey();
      if (!known.contains(name)) {
        mistakes.add(
            new Mistake(
                "unknown parameter of %s: parameter=%s%s".formatted(spec.name(), name, Suggestion.of(name, known)),
                entry.getValue().keyAt()));
        continue;
      }
      if (entry.getValue().value() instanceof Tree.Sequence list) {
        axes.add(Axis.ofList(name, List.of(name), list, mistakes));
      } else if (entry.getValue().value() instanceof Tree.Scalar scalar && Axis.isRange(scalar.text())) {
        axes.add(Axis.ofRange(name, List.of(name), scalar, mistakes));
      }
    }
    final List<Choice> choices = new ArrayList<>();
    for (final Map<String, Axis.Value> point : Grid.product(axes)) {
      Tree concrete = mapping;
      final Map<String, String> written = new LinkedHashMap<>();
      for (final Map.Entry<String, Axis.Value> value : point.entrySet()) {
        concrete = concrete.with(List.of(value.getKey()), value.getValue().tree());
        written.put(value.getKey(), value.getValue().label());
      }
      choices.add(choice(spec, (Tree.Mapping) concrete, written, at));
    }
    return choices;
  }

  private Choice choice(
      final AlgorithmSpec spec, final Tree.Mapping mapping, final Map<String, String> axes, final String at) {
    final Section section = new Section(mapping, mistakes);
    final Map<String, Long> chosen = new LinkedHashMap<>();
    final Map<String, String> written = new LinkedHashMap<>();
    for (final Parameter parameter : spec.parameters()) {
      final String name = parameter.name();
      if (!section.has(name)) {
        continue;
      }
      chosen.put(name, section.parameter(parameter));
      written.put(name, Axis.label(mapping.get(name)));
    }
    return new Choice(spec, chosen, written, axes, at);
  }

  /** What is wrong with parameters together, for a cluster of this size. */
  static void conflicts(final Variant variant, final int nodes, final Collection<Mistake> mistakes) {
    for (final String conflict : variant.spec().conflicts(variant.values(), nodes)) {
      mistakes.add(
          new Mistake("parameters in conflict: algorithm=%s, %s".formatted(variant.label(), conflict), variant.at()));
    }
  }
}
