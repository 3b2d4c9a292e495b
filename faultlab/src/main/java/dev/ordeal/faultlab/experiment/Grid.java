package dev.ordeal.faultlab.experiment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Finds the axes of a file and unfolds them: product, less what is excluded, plus what is included, and of all these
 * the ones to compare with first.
 */
final class Grid {
  static final long CELLS_MAX = 100_000;
  private static final String ALGORITHM = "algorithm";
  private static final String FIRST = "first";

  /** Settings that are lists by nature: only a list of lists is an axis. */
  private static final Set<String> LISTS =
      Set.of("faults.partitions.kinds", "faults.crashes.points", "faults.byzantine.behaviours");

  /** Settings that no cell can differ in, or that are lists of something larger; reading goes on below the latter. */
  private static final Set<String> FIXED =
      Set.of(
          "ordeal", "name", "question", "problem", "seeds", "root-seed", "algorithms", "include", "exclude", "first",
          "expect");

  /** Sections whose settings are called by what stands below them. */
  private static final Set<String> SHORTENED = Set.of("faults", "workload");

  private final Tree root;
  private final boolean isChanged;
  private final List<Mistake> mistakes;
  private final List<Axis> axes = new ArrayList<>();
  private final Map<String, String> first = new LinkedHashMap<>();

  /** One point: a variant and a value for each axis. */
  record Point(Variant variant, Map<String, Axis.Value> values) {}

  /**
   * Finds the axes.
   *
   * @param isChanged whether settings of the file were replaced: then the cells it compares with may be gone, which is
   *     no mistake
   */
  Grid(final Tree root, final boolean isChanged, final List<Mistake> mistakes) {
    this.root = root;
    this.isChanged = isChanged;
    this.mistakes = mistakes;
    collect(root, List.of());
  }

  List<Axis> axes() {
    return axes;
  }

  private void collect(final Tree tree, final List<String> path) {
    final String place = String.join(".", path);
    if (path.size() == 1 && FIXED.contains(place)) {
      return;
    }
    if (tree instanceof Tree.Mapping mapping) {
      mapping.entries().forEach((key, entry) -> collect(entry.value(), append(path, key)));
    } else if (tree instanceof Tree.Sequence sequence) {
      if (place.equals("faults.links") || place.equals("faults.triggers")) {
        for (int i = 0; i < sequence.items().size(); i++) {
          collect(sequence.items().get(i), append(path, Integer.toString(i)));
        }
      } else if (!LISTS.contains(place) || sequence.items().stream().anyMatch(Tree.Sequence.class::isInstance)) {
        axes.add(Axis.ofList(nameOf(path), path, sequence, mistakes));
      }
    } else if (tree instanceof Tree.Scalar scalar && Axis.isRange(scalar.text()) && !isDelay(path)) {
      axes.add(Axis.ofRange(nameOf(path), path, scalar, mistakes));
    }
  }

  /** A delay's own form {@code 10ms..100ms} is a uniform one, not a range. */
  private static boolean isDelay(final List<String> path) {
    final String last = path.get(path.size() - 1);
    return last.equals("delay") || last.equals("hold");
  }

  /**
   * {@code faults.loss} is called loss, {@code faults.crashes.count} crashes, {@code workload.rate} rate; all others
   * keep their path.
   */
  private static String nameOf(final List<String> path) {
    final int from = path.size() > 1 && SHORTENED.contains(path.get(0)) ? 1 : 0;
    final int last = path.size() - 1;
    final boolean isMain = last > from && (path.get(last).equals("count") || path.get(last).equals("share"));
    return String.join(".", path.subList(from, isMain ? last : path.size()));
  }

  private static List<String> append(final List<String> path, final String step) {
    final List<String> longer = new ArrayList<>(path);
    longer.add(step);
    return List.copyOf(longer);
  }

  /** All combinations of the values, the last axis moving fastest; one empty combination if there is no axis. */
  static List<Map<String, Axis.Value>> product(final List<Axis> axes) {
    List<Map<String, Axis.Value>> points = List.of(Map.of());
    for (final Axis axis : axes) {
      final List<Map<String, Axis.Value>> longer = new ArrayList<>();
      for (final Map<String, Axis.Value> point : points) {
        for (final Axis.Value value : axis.values()) {
          final Map<String, Axis.Value> next = new LinkedHashMap<>(point);
          next.put(axis.name(), value);
          longer.add(next);
        }
      }
      points = longer;
    }
    return points;
  }

  /** The points of the grid, in order. */
  List<Point> points(final List<Variant> variants) {
    long size = variants.size();
    for (final Axis axis : axes) {
      size = Math.min(CELLS_MAX + 1, size * axis.values().size());
    }
    if (size > CELLS_MAX) {
      mistakes.add(new Mistake("grid too large: cells>%d, max=%d".formatted(CELLS_MAX, CELLS_MAX), root.at()));
      return List.of();
    }
    final Set<Point> points = new LinkedHashSet<>();
    final List<Map<String, Axis.Value>> product = product(axes);
    variants.forEach(variant -> product.forEach(values -> points.add(new Point(variant, values))));
    exclude(points);
    include(points, variants);
    return firstFirst(points);
  }

  /** The values that the cells to compare with have, by axis; empty if there are none. Known once points are. */
  Map<String, String> first() {
    return first;
  }

  private List<Point> firstFirst(final Set<Point> points) {
    if (!(root.at(List.of(FIRST)) instanceof Tree.Mapping entry)
        || isChanged && !points.isEmpty() && !hasCells(entry, points)) {
      return List.copyOf(points);
    }
    entry.entries().forEach((name, value) -> first.put(name, Axis.label(value.value())));
    final Map<String, Tree> wanted = wanted(entry);
    if (wanted.containsKey(ALGORITHM)) {
      mistakes.add(new Mistake("not an axis: first=algorithm, expected axes alone", wanted.get(ALGORITHM).at()));
    } else if (points.stream().noneMatch(point -> isAt(point, wanted))) {
      mistakes.add(new Mistake("no cell has these values: first=%s".formatted(first), entry.at()));
    }
    return points.stream().sorted(Comparator.comparing(point -> !isAt(point, wanted))).toList();
  }

  private boolean hasCells(final Tree.Mapping entry, final Set<Point> points) {
    final Map<String, Tree> wanted = new LinkedHashMap<>();
    entry.entries().forEach((name, value) -> wanted.put(name, value.value()));
    return points.stream().anyMatch(point -> isAt(point, wanted));
  }

  private static boolean isAt(final Point point, final Map<String, Tree> wanted) {
    return wanted.entrySet().stream().allMatch(one -> matches(point, one.getKey(), one.getValue()));
  }

  private void exclude(final Set<Point> points) {
    for (final Tree.Mapping entry : entries("exclude")) {
      final Map<String, Tree> wanted = wanted(entry);
      wanted.forEach(
          (name, value) -> {
            final List<String> known = labels(points, name);
            if (!points.isEmpty() && !known.contains(Axis.label(value)) && !name.equals(ALGORITHM)) {
              mistakes.add(
                  new Mistake(
                      "excluded value is not of the axis: %s=%s%s"
                          .formatted(name, Axis.label(value), Suggestion.of(Axis.label(value), known)),
                      value.at()));
            }
          });
      if (wanted.size() < entry.entries().size()) {
        continue;
      }
      points.removeIf(point -> isAt(point, wanted));
    }
  }

  private void include(final Set<Point> points, final List<Variant> variants) {
    for (final Tree.Mapping entry : entries("include")) {
      final Map<String, Tree> wanted = wanted(entry);
      if (wanted.size() < entry.entries().size()) {
        continue;
      }
      final Tree algorithm = wanted.remove(ALGORITHM);
      final List<Axis> narrowed = new ArrayList<>();
      for (final Axis axis : axes) {
        final Tree value = wanted.get(axis.name());
        narrowed.add(
            value == null
                ? axis
                : new Axis(axis.name(), axis.path(), value.at(), List.of(new Axis.Value(Axis.label(value), value))));
      }
      final Set<List<String>> present = new LinkedHashSet<>();
      points.forEach(point -> present.add(identity(point)));
      for (final Variant variant : variants) {
        if (algorithm == null || isNamed(variant, algorithm)) {
          for (final Map<String, Axis.Value> values : product(narrowed)) {
            final Point point = new Point(variant, values);
            if (present.add(identity(point))) {
              points.add(point);
            }
          }
        }
      }
    }
  }

  private static List<String> identity(final Point point) {
    final List<String> identity = new ArrayList<>();
    identity.add(point.variant().label());
    point.values().values().forEach(value -> identity.add(value.label()));
    return identity;
  }

  private List<Tree.Mapping> entries(final String key) {
    return root.at(List.of(key)) instanceof Tree.Sequence sequence
        ? sequence.items().stream().filter(Tree.Mapping.class::isInstance).map(Tree.Mapping.class::cast).toList()
        : List.of();
  }

  /** The values an entry names, those of unknown axes left out and reported. */
  private Map<String, Tree> wanted(final Tree.Mapping entry) {
    final Map<String, Tree> wanted = new LinkedHashMap<>();
    final List<String> known = names();
    entry.entries().forEach(
        (name, value) -> {
          if (known.contains(name)) {
            wanted.put(name, value.value());
          } else {
            mistakes.add(
                new Mistake("unknown axis: axis=%s%s".formatted(name, Suggestion.of(name, known)), value.keyAt()));
          }
        });
    return wanted;
  }

  /** The names a cell can be picked by. */
  List<String> names() {
    final List<String> names = new ArrayList<>();
    names.add(ALGORITHM);
    axes.forEach(axis -> names.add(axis.name()));
    return names;
  }

  private static List<String> labels(final Set<Point> points, final String axis) {
    return points.stream()
        .map(point -> point.values().get(axis))
        .filter(Objects::nonNull)
        .map(Axis.Value::label)
        .distinct()
        .toList();
  }

  private static boolean matches(final Point point, final String name, final Tree value) {
    if (name.equals(ALGORITHM)) {
      return isNamed(point.variant(), value);
    }
    final Axis.Value mine = point.values().get(name);
    return mine != null && mine.label().equals(Axis.label(value));
  }

  private static boolean isNamed(final Variant variant, final Tree name) {
    return Axis.label(name).equals(variant.label()) || Axis.label(name).equals(variant.spec().name());
  }
}
