package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code expect}: thresholds on verdicts, measures and coverage. */
final class ExpectationReader {
  private static final List<String> STATISTICS = List.of("min", "p50", "p90", "p99", "p999", "max", "mean");

  private final Problem problem;
  private final Grid grid;
  private final List<Grid.Point> points;
  private final List<Mistake> mistakes;

  ExpectationReader(
      final Problem problem, final Grid grid, final List<Grid.Point> points, final List<Mistake> mistakes) {
    this.problem = problem;
    this.grid = grid;
    this.points = points;
    this.mistakes = mistakes;
  }

  List<Expectation> read(final Tree tree) {
    final List<Expectation> list = new ArrayList<>();
    if (tree instanceof Tree.Sequence sequence) {
      for (final Tree item : sequence.items()) {
        if (item instanceof Tree.Mapping mapping) {
          expectation(mapping).ifPresent(list::add);
        }
      }
    }
    return List.copyOf(list);
  }

  private Optional<Expectation> expectation(final Tree.Mapping mapping) {
    final Section section = new Section(mapping, mistakes);
    final int before = mistakes.size();
    final Map<String, String> where = where(section);
    if (Stream.of("verdict", "measure", "coverage").filter(section::has).count() != 1) {
      section.mistake("", "an expectation is about one of: a verdict, a measure, coverage");
      return Optional.empty();
    }
    if (!section.has("at-least") && !section.has("at-most")) {
      section.mistake("", "expectation without a bound: needs at-least or at-most");
    }
    if (section.has("verdict")) {
      final List<String> known = Stream.of(Verdict.values()).map(Section::word).toList();
      final String verdict = section.text("verdict");
      if (verdict != null && !known.contains(verdict)) {
        section.mistake("verdict", "unknown verdict: verdict=%s%s".formatted(verdict, Suggestion.of(verdict, known)));
      }
      return mistakes.size() > before ? Optional.empty() : Optional.of(share(section, verdict, where));
    }
    if (section.has("coverage")) {
      return coverage(section, where, before);
    }
    final String name = section.text("measure");
    final List<String> known = problem.measures().stream().map(Measure::name).toList();
    final Optional<Measure> measure = problem.measures().stream().filter(one -> one.name().equals(name)).findFirst();
    if (measure.isEmpty()) {
      if (name != null) {
        section.mistake("measure", "unknown measure: measure=%s%s".formatted(name, Suggestion.of(name, known)));
      }
      return Optional.empty();
    }
    if (measure.get().kind() == Measure.Kind.HAPPENED) {
      if (section.has("statistic")) {
        section.mistake("statistic", "a share of runs has no statistic: measure=%s".formatted(name));
      }
      return mistakes.size() > before ? Optional.empty() : Optional.of(share(section, name, where));
    }
    final Expectation statistic = statistic(section, measure.get(), where);
    return mistakes.size() > before ? Optional.empty() : Optional.of(statistic);
  }

  private Optional<Expectation> coverage(
      final Section section, final Map<String, String> where, final int mistakesBefore) {
    final List<String> known =
        Stream.concat(problem.coverage().stream(), Stream.of(RunExecutor.CRASHES_BEFORE_SEND)).toList();
    final String name = section.text("coverage");
    if (!known.contains(name)) {
      section.mistake("coverage", "unknown coverage: coverage=%s%s".formatted(name, Suggestion.of(name, known)));
    }
    if (section.has("statistic")) {
      section.mistake("statistic", "a share of runs has no statistic: coverage=%s".formatted(name));
    }
    return mistakes.size() > mistakesBefore ? Optional.empty() : Optional.of(share(section, name, where));
  }

  private Map<String, String> where(final Section section) {
    final Map<String, String> where = new LinkedHashMap<>();
    if (section.tree("where") instanceof Tree.Mapping wanted) {
      final Set<String> known = new LinkedHashSet<>(grid.names());
      points.forEach(point -> known.addAll(point.variant().axes().keySet()));
      wanted.entries().forEach(
          (axis, entry) -> {
            if (!known.contains(axis)) {
              mistakes.add(
                  new Mistake("unknown axis: axis=%s%s".formatted(axis, Suggestion.of(axis, known)), entry.keyAt()));
            } else {
              final String value = Axis.label(entry.value());
              final List<String> values = points.stream().flatMap(point -> valuesOf(point, axis)).distinct().toList();
              if (!points.isEmpty() && !values.contains(value)) {
                mistakes.add(
                    new Mistake(
                        "no cell has this value: %s=%s%s".formatted(axis, value, Suggestion.of(value, values)),
                        entry.value().at()));
              }
              where.put(axis, value);
            }
          });
    }
    return where;
  }

  private static Stream<String> valuesOf(final Grid.Point point, final String axis) {
    if (axis.equals("algorithm")) {
      return Stream.of(point.variant().label(), point.variant().spec().name());
    }
    final Axis.Value value = point.values().get(axis);
    return value == null ? Stream.ofNullable(point.variant().axes().get(axis)) : Stream.of(value.label());
  }

  private static Expectation share(final Section section, final String figure, final Map<String, String> where) {
    return new Expectation(
        figure,
        Expectation.SHARE,
        section.has("at-least") ? section.ratio("at-least", 0) : Long.MIN_VALUE,
        section.has("at-most") ? section.ratio("at-most", 0) : Long.MAX_VALUE,
        where,
        text(section, "share of " + figure, where));
  }

  private static Expectation statistic(final Section section, final Measure measure, final Map<String, String> where) {
    final String statistic = Optional.ofNullable(section.text("statistic")).orElse("p50");
    if (!STATISTICS.contains(statistic)) {
      section.mistake(
          "statistic", "unknown statistic: statistic=%s%s".formatted(statistic, Suggestion.of(statistic, STATISTICS)));
    }
    return new Expectation(
        measure.name(),
        statistic,
        bound(section, "at-least", measure.kind(), Long.MIN_VALUE),
        bound(section, "at-most", measure.kind(), Long.MAX_VALUE),
        where,
        text(section, statistic + " of " + measure.name(), where));
  }

  private static long bound(
      final Section section, final String key, final Measure.Kind kind, final long otherwise) {
    if (!section.has(key)) {
      return otherwise;
    }
    return switch (kind) {
      case DURATIONS -> section.duration(key, otherwise, 0, Long.MAX_VALUE);
      case COUNTS -> section.count(key, otherwise, 0, Long.MAX_VALUE);
      case SHARE, FRACTION, HAPPENED -> section.ratio(key, otherwise);
    };
  }

  private static String text(final Section section, final String figure, final Map<String, String> where) {
    final StringBuilder text = new StringBuilder(figure);
    for (final String bound : List.of("at-least", "at-most")) {
      if (section.has(bound)) {
        text.append(' ').append(bound.replace('-', ' ')).append(' ').append(section.text(bound));
      }
    }
    where.forEach((axis, value) -> text.append(", ").append(axis).append('=').append(value));
    return text.toString();
  }
}
