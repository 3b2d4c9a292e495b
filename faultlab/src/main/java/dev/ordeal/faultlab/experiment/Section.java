package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.protocols.core.Parameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the settings of one mapping. What is wrong goes to the list of mistakes, and the default is returned, so that
 * reading goes on and finds the rest. What the schema has found already (a value of the wrong shape) is passed over.
 */
final class Section {
  private static final long UNBOUNDED = Long.MAX_VALUE / 2;

  private final Tree.Mapping mapping;
  private final Collection<Mistake> mistakes;

  /** A mapping that may be missing or be something else: then every setting has its default. */
  Section(final Tree tree, final Collection<Mistake> mistakes) {
    this.mapping = tree instanceof Tree.Mapping there ? there : new Tree.Mapping(Map.of(), at(tree));
    this.mistakes = mistakes;
  }

  private static String at(final Tree tree) {
    return tree == null ? "" : tree.at();
  }

  boolean has(final String key) {
    return mapping.get(key) != null;
  }

  Set<String> keys() {
    return mapping.entries().keySet();
  }

  Tree tree(final String key) {
    return mapping.get(key);
  }

  Section section(final String key) {
    return new Section(mapping.get(key), mistakes);
  }

  /** Where a setting stands; if it is not there, where its mapping stands. */
  String at(final String key) {
    final Tree tree = mapping.get(key);
    return tree == null ? mapping.at() : tree.at();
  }

  void mistake(final String key, final String text) {
    mistakes.add(new Mistake(text, at(key)));
  }

  /** The text of a scalar, or null. */
  String text(final String key) {
    return mapping.get(key) instanceof Tree.Scalar scalar ? scalar.text() : null;
  }

  long duration(final String key, final long defaultNs, final long minNs, final long maxNs) {
    final String text = text(key);
    if (text == null) {
      return defaultNs;
    }
    try {
      final long ns = Quantities.parseSignedDurationNs(text);
      return bounded(key, text, ns, minNs, maxNs, time(minNs), time(maxNs), defaultNs);
    } catch (final IllegalArgumentException e) {
      mistake(key, e.getMessage());
      return defaultNs;
    }
  }

  long ratio(final String key, final long defaultPpb) {
    final String text = text(key);
    if (text == null) {
      return defaultPpb;
    }
    try {
      final long ppb = Quantities.parseSignedRatioPpb(text);
      return bounded(key, text, ppb, 0, LinkRules.ALWAYS_PPB, "0%", "100%", defaultPpb);
    } catch (final IllegalArgumentException e) {
      mistake(key, e.getMessage());
      return defaultPpb;
    }
  }

  long count(final String key, final long defaultValue, final long min, final long max) {
    final String text = text(key);
    if (text == null) {
      return defaultValue;
    }
    try {
      final long value = Long.parseLong(text.replace("_", ""));
      return bounded(key, text, value, min, max, Long.toString(min), Long.toString(max), defaultValue);
    } catch (final NumberFormatException e) {
      mistake(key, "not a whole number: %s=%s".formatted(key, text));
      return defaultValue;
    }
  }

  long bytes(final String key, final long defaultBytes) {
    final String text = text(key);
    if (text == null) {
      return defaultBytes;
    }
    try {
      return Quantities.parseBytes(text);
    } catch (final IllegalArgumentException e) {
      mistake(key, e.getMessage());
      return defaultBytes;
    }
  }

  long bytesPerSecond(final String key) {
    final String text = text(key);
    if (text == null) {
      return 0;
    }
    try {
      return Quantities.parseBytesPerSecond(text);
    } catch (final IllegalArgumentException e) {
      mistake(key, e.getMessage());
      return 0;
    }
  }

  /** The value of a parameter, which is there. */
  long parameter(final Parameter parameter) {
    final String name = parameter.name();
    return switch (parameter.kind()) {
      case DURATION ->
          duration(name, parameter.defaultValue(), parameter.min(), Math.min(parameter.max(), UNBOUNDED));
      case COUNT -> count(name, parameter.defaultValue(), parameter.min(), parameter.max());
      case SWITCH -> flag(name, parameter.defaultValue() != 0) ? 1 : 0;
      case RATIO -> ratio(name, parameter.defaultValue());
    };
  }

  /** A point of time, or {@code never}. */
  long time(final String key, final long defaultNs, final long maxNs) {
    final boolean isNever = defaultNs == FaultPlan.NEVER && Quantities.NEVER.equals(text(key));
    return isNever ? FaultPlan.NEVER : duration(key, defaultNs, 0, maxNs);
  }

  Delay delay(final String key, final Delay otherwise, final Path directory) {
    final String text = text(key);
    if (text == null) {
      return otherwise;
    }
    try {
      return Quantities.parseDelay(text, directory);
    } catch (final IllegalArgumentException e) {
      final String hint = text.chars().filter(c -> c == '(').count() == text.chars().filter(c -> c == ')').count()
          ? ""
          : ", inside [ ] or { } a delay needs quotes";
      mistake(key, e.getMessage() + hint);
      return otherwise;
    }
  }

  private static String time(final long ns) {
    return Quantities.formatSignedDuration(ns);
  }

  private long bounded(
      final String key,
      final String text,
      final long value,
      final long min,
      final long max,
      final String minText,
      final String maxText,
      final long otherwise) {
    if (value >= min && value <= max) {
      return value;
    }
    mistake(key, "%s out of range: %s=%s, min=%s, max=%s".formatted(key, key, text, minText, maxText));
    return otherwise;
  }

  boolean flag(final String key, final boolean otherwise) {
    final String text = text(key);
    if (text == null) {
      return otherwise;
    }
    if (!text.equals("true") && !text.equals("false")) {
      mistake(key, "neither true nor false: %s=%s".formatted(key, text));
    }
    return text.equals("true");
  }

  /** From and until of {@code 1s to 5s}; a single time stands for both; null if it is not there or wrong. */
  long[] interval(final String key, final long maxNs) {
    final String text = text(key);
    if (text == null) {
      return null;
    }
    final String[] ends = text.split("\\s+to\\s+", 2);
    try {
      final long min = Quantities.parseSignedDurationNs(ends[0]);
      final long max = ends.length == 1 ? min : Quantities.parseSignedDurationNs(ends[1]);
      if (min > max) {
        mistake(key, "%s ends before it begins: min=%s, max=%s".formatted(key, ends[0], ends[1]));
        return null;
      }
      if (min < 0 || max > maxNs) {
        mistake(key, "%s out of range: %s=%s, min=0s, max=%s".formatted(key, key, text, time(maxNs)));
        return null;
      }
      return new long[] {min, max};
    } catch (final IllegalArgumentException e) {
      mistake(key, e.getMessage());
      return null;
    }
  }

  /** A constant of an enum, written in lower case with hyphens. */
  <E extends Enum<E>> E choice(final String key, final Class<E> type, final E otherwise) {
    return mapping.get(key) instanceof Tree.Scalar scalar ? choice(key, scalar, type, otherwise) : otherwise;
  }

  /** Several constants of an enum; one may stand alone. */
  <E extends Enum<E>> List<E> choices(final String key, final Class<E> type, final List<E> otherwise) {
    final Tree tree = mapping.get(key);
    if (tree instanceof Tree.Scalar scalar) {
      final E one = choice(key, scalar, type, null);
      return one == null ? otherwise : List.of(one);
    }
    if (tree instanceof Tree.Sequence sequence) {
      final List<E> list = new ArrayList<>();
      for (final Tree item : sequence.items()) {
        final E one = item instanceof Tree.Scalar scalar ? choice(key, scalar, type, null) : null;
        if (one != null) {
          list.add(one);
        }
      }
      if (sequence.items().isEmpty()) {
        mistake(key, "empty list: %s=[], min=1 value".formatted(key));
      }
      return list.isEmpty() ? otherwise : List.copyOf(list);
    }
    return otherwise;
  }

  private <E extends Enum<E>> E choice(
      final String key, final Tree.Scalar scalar, final Class<E> type, final E otherwise) {
    final List<String> known =
        Stream.of(type.getEnumConstants()).map(Section::word).collect(Collectors.toList());
    final int index = known.indexOf(scalar.text());
    if (index >= 0) {
      return type.getEnumConstants()[index];
    }
    mistakes.add(
        new Mistake(
            "unknown value: %s=%s%s".formatted(key, scalar.text(), Suggestion.of(scalar.text(), known)), scalar.at()));
    return otherwise;
  }

  /** How files write a constant. */
  static String word(final Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
