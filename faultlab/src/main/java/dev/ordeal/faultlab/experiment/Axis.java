package dev.ordeal.faultlab.experiment;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A setting that takes several values: it was written as a list or as a range.
 *
 * @param name short name, as in cell keys and tables
 * @param path where the setting stands in the file
 * @param at where it stands, for people
 */
record Axis(String name, List<String> path, String at, List<Value> values) {
  private static final int VALUES_MAX = 10_000;
  private static final Pattern RANGE =
      Pattern.compile("(-?[0-9.]+?)([a-zA-Zµ%]*)\\.\\.(-?[0-9.]+?)([a-zA-Zµ%]*)(?:\\s+step\\s+(\\S+))?");
  private static final Pattern NUMBER = Pattern.compile("(-?(?:\\d+\\.?\\d*|\\.\\d+))([a-zA-Zµ%]*)");

  /** One value: its name in keys, and what stands in the tree for it. */
  record Value(String label, Tree tree) {}

  /** Whether a text is meant as a range: {@code 1..5}, {@code 0%..30% step 5%}. */
  static boolean isRange(final String text) {
    return RANGE.matcher(text).matches();
  }

  /** The axis of a list, or null if the list is not one. */
  static Axis ofList(
      final String name, final List<String> path, final Tree.Sequence list, final List<Mistake> mistakes) {
    final List<Value> values = new ArrayList<>();
    for (final Tree item : list.items()) {
      if (item instanceof Tree.Scalar scalar && isRange(scalar.text())) {
        values.addAll(range(scalar, mistakes));
      } else {
        values.add(new Value(label(item), item));
      }
    }
    if (values.isEmpty()) {
      mistakes.add(new Mistake("empty list: %s=[], min=1 value".formatted(name), list.at()));
    }
    final Set<String> seen = new HashSet<>();
    final List<Value> distinct = new ArrayList<>();
    for (final Value value : values) {
      if (seen.add(value.label())) {
        distinct.add(value);
      } else {
        mistakes.add(new Mistake("value given twice: %s=%s".formatted(name, value.label()), value.tree().at()));
      }
    }
    return new Axis(name, path, list.at(), List.copyOf(distinct));
  }

  /** The axis of a range. */
  static Axis ofRange(
      final String name, final List<String> path, final Tree.Scalar range, final List<Mistake> mistakes) {
    return new Axis(name, path, range.at(), range(range, mistakes));
  }

  /** How a value is written in keys: no blanks. */
  static String label(final Tree tree) {
    if (tree instanceof Tree.Scalar scalar) {
      return scalar.text().replaceAll("\\s+to\\s+", "-").replaceAll("\\s+", "");
    }
    if (tree instanceof Tree.Sequence sequence) {
      return String.join("+", sequence.items().stream().map(Axis::label).toList());
    }
    return ((Tree.Mapping) tree)
        .entries().entrySet().stream()
            .map(entry -> entry.getKey() + ":" + label(entry.getValue().value()))
            .collect(Collectors.joining("+"));
  }

  private static List<Value> range(final Tree.Scalar scalar, final List<Mistake> mistakes) {
    final Matcher range = RANGE.matcher(scalar.text());
    if (!range.matches()) {
      throw new IllegalArgumentException("not a range: text=%s".formatted(scalar.text()));
    }
    final String unit = range.group(4).isEmpty() ? range.group(2) : range.group(4);
    final Matcher step = NUMBER.matcher(range.group(5) == null ? "1" + unit : range.group(5));
    try {
      final BigDecimal from = new BigDecimal(range.group(1));
      final BigDecimal to = new BigDecimal(range.group(3));
      if (range.group(5) == null && !unit.isEmpty()) {
        return fail("range without a step: range=%s, write %s step …".formatted(scalar.text(), scalar.text()), scalar,
            mistakes);
      }
      if (!step.matches() || !step.group(2).equals(unit) || !range.group(2).isEmpty() && !range.group(2).equals(unit)) {
        return fail("range of mixed units: range=%s, unit=%s".formatted(scalar.text(), unit), scalar, mistakes);
      }
      final BigDecimal by = new BigDecimal(step.group(1));
      if (by.signum() <= 0 || from.compareTo(to) > 0) {
        return fail(
            "range leads nowhere: range=%s, min=%s, max=%s, step=%s"
                .formatted(scalar.text(), from.toPlainString(), to.toPlainString(), by.toPlainString()),
            scalar,
            mistakes);
      }
      if (to.subtract(from).divideToIntegralValue(by).compareTo(BigDecimal.valueOf(VALUES_MAX)) >= 0) {
        return fail("range too long: range=%s, max=%d values".formatted(scalar.text(), VALUES_MAX), scalar, mistakes);
      }
      final List<Value> values = new ArrayList<>();
      for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(by)) {
        final BigDecimal plain = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        final String text = plain.toPlainString() + unit;
        values.add(new Value(text, Tree.parseValue(text, scalar.at(), mistakes)));
      }
      return List.copyOf(values);
    } catch (final NumberFormatException e) {
      return fail("not a range: range=%s".formatted(scalar.text()), scalar, mistakes);
    }
  }

  private static List<Value> fail(final String text, final Tree at, final List<Mistake> mistakes) {
    mistakes.add(new Mistake(text, at.at()));
    return List.of();
  }
}
