package dev.ordeal.faultlab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ordeal.faultlab.record.CellRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cells of an experiment as charts need them: which algorithms, which axes with which values in order, and where
 * each cell lies. Immutable.
 *
 * @param variants the algorithms, told apart by the parameters that differ
 * @param axes the values of each axis in their natural order, the axis of most values first; a parameter that only
 *     some of the algorithms have is no axis but tells variants apart
 */
record Grid(List<CellRecord> cells, List<String> variants, Map<String, List<String>> axes) {
  private static final Pattern NUMBER = Pattern.compile("(-?\\d+(?:\\.\\d+)?)([a-zA-Zµ%]*).*");
  private static final Map<String, Double> UNITS =
      Map.of("", 1.0, "%", 1.0, "ns", 1.0, "us", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9, "m", 6e10, "min", 6e10, "h",
          3.6e12);

  /** Sorts out cells in any order. */
  static Grid of(final List<CellRecord> cells) {
    return of(cells, MissingNode.getInstance());
  }

  /** Sorts out cells in any order; values that are no numbers stand in the order the experiment gives them. */
  static Grid of(final List<CellRecord> cells, final JsonNode axesInOrder) {
    final Map<String, List<String>> unsorted = new LinkedHashMap<>();
    for (final CellRecord cell : cells) {
      cell.axes().forEach((axis, value) -> {
        final List<String> values = unsorted.computeIfAbsent(axis, a -> new ArrayList<>());
        if (!values.contains(value)) {
          values.add(value);
        }
      });
    }
    unsorted.remove("algorithm");
    unsorted.keySet().removeIf(axis -> cells.stream().anyMatch(cell -> !cell.axes().containsKey(axis)));
    unsorted.values().removeIf(values -> values.size() < 2);
    final Map<String, List<String>> axes = new LinkedHashMap<>();
    unsorted.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().size()))
        .forEach(entry -> axes.put(entry.getKey(), sorted(inOrder(entry.getValue(),
            axesInOrder.path(entry.getKey())))));
    return new Grid(
        List.copyOf(cells), cells.stream().map(cell -> variantOf(cell, axes)).distinct().sorted().toList(), axes);
  }

  private static List<String> inOrder(final List<String> values, final JsonNode order) {
    final List<String> ordered = new ArrayList<>();
    order.forEach(value -> ordered.add(value.asText()));
    ordered.retainAll(values);
    values.stream().filter(value -> !ordered.contains(value)).forEach(ordered::add);
    return ordered;
  }

  /** Numbers by size, with units of time understood; anything else as it came. */
  static List<String> sorted(final List<String> values) {
    if (values.stream().anyMatch(value -> Double.isNaN(sizeOf(value)))) {
      return List.copyOf(values);
    }
    return values.stream().sorted(Comparator.comparingDouble(Grid::sizeOf)).toList();
  }

  private static double sizeOf(final String value) {
    final Matcher matcher = NUMBER.matcher(value);
    return matcher.matches() && UNITS.containsKey(matcher.group(2))
        ? Double.parseDouble(matcher.group(1)) * UNITS.get(matcher.group(2))
        : Double.NaN;
  }

  /** Names of the axes, the one of most values first. */
  List<String> axisNames() {
    return List.copyOf(axes.keySet());
  }

  /** The axes but those named. */
  List<String> axisNamesBut(final List<String> used) {
    return axisNames().stream().filter(name -> !used.contains(name)).toList();
  }

  /** Every combination of values of some axes, the first axis moving slowest; one empty combination for no axis. */
  List<Map<String, String>> combinations(final List<String> names) {
    List<Map<String, String>> all = List.of(Map.of());
    for (final String name : names) {
      final List<Map<String, String>> longer = new ArrayList<>();
      for (final Map<String, String> head : all) {
        for (final String value : axes.get(name)) {
          final Map<String, String> one = new LinkedHashMap<>(head);
          one.put(name, value);
          longer.add(one);
        }
      }
      all = longer;
    }
    return all;
  }

  /** The cell of an algorithm at these values; the values must name every axis. */
  Optional<CellRecord> cell(final String variant, final Map<String, String> values) {
    return cells.stream()
        .filter(cell -> variantOf(cell, axes).equals(variant))
        .filter(cell -> values.entrySet().stream().allMatch(e -> e.getValue().equals(cell.axes().get(e.getKey()))))
        .findFirst();
  }

  /** All cells of an algorithm. */
  List<CellRecord> cellsOf(final String variant) {
    return cells.stream().filter(cell -> variantOf(cell, axes).equals(variant)).toList();
  }

  /** The algorithm with the parameters that tell it from others, but for those that are axes: their place says them. */
  private static String variantOf(final CellRecord cell, final Map<String, List<String>> axes) {
    final int open = cell.variant().indexOf('(');
    if (open < 0) {
      return cell.variant();
    }
    final String name = cell.variant().substring(0, open);
    final String parameters = cell.variant().substring(open + 1, cell.variant().length() - 1);
    final List<String> others = Stream.of(parameters.split(","))
        .filter(parameter -> !axes.containsKey(parameter.substring(0, Math.max(0, parameter.indexOf('=')))))
        .toList();
    return others.isEmpty() ? name : name + "(" + String.join(",", others) + ")";
  }

  /** Two combinations as one. */
  static Map<String, String> and(final Map<String, String> some, final String axis, final String value) {
    final Map<String, String> all = new LinkedHashMap<>(some);
    if (axis != null) {
      all.put(axis, value);
    }
    return all;
  }

  /** A combination in words: {@code crashes 1, nodes 5}. */
  static String words(final Map<String, String> values) {
    return String.join(", ", values.entrySet().stream().map(e -> e.getKey() + " " + e.getValue()).toList());
  }

  /** The least and the greatest number of something over all cells, in words. */
  String span(final Function<CellRecord, Long> count) {
    final long least = cells.stream().mapToLong(count::apply).min().orElse(0);
    final long most = cells.stream().mapToLong(count::apply).max().orElse(0);
    return least == most ? Quantity.count(least) : Quantity.count(least) + " to " + Quantity.count(most);
  }
}
