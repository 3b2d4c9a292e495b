package dev.ordeal.faultlab.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How a {@link Delay} is written.
 *
 * <pre>
 *   5ms                             constant(5ms)
 *   10ms..100ms                     uniform(10ms, 100ms)
 *   exponential(min, mean)          a least delay plus an exponential of that mean
 *   lognormal(median, sigma)        sigma: standard deviation of the logarithm, 0.5
 *   pareto(min, alpha)              alpha: the shape, 1.5
 *   regions(eu=1ms/40ms, us=40ms/1ms, jitter=10%)
 *                                   each region with its one-way delays to all, in order
 *   empirical(file)                 lines "up-to,count"
 *   empirical(name, 1ms=40, 5ms=60) the same, written out
 * </pre>
 */
final class DelayText {
  /** Takes the place of a region's name, so no region can have it. */
  static final String JITTER = "jitter";

  private static final Pattern CALL = Pattern.compile("([a-z-]+)\\s*\\((.*)\\)", Pattern.DOTALL);
  private static final String FORMS =
      "constant(5ms), uniform(10ms, 100ms), exponential(1ms, 20ms), lognormal(20ms, 0.5), pareto(10ms, 1.5), "
          + "regions(eu=1ms/40ms, us=40ms/1ms) or empirical(file)";

  private DelayText() {}

  static Delay parse(final String text, final Path directory) {
    final Delay delay = parseUnchecked(text.strip(), directory);
    DelayBounds.check(delay);
    return delay;
  }

  private static Delay parseUnchecked(final String text, final Path directory) {
    final Matcher call = CALL.matcher(text);
    if (!call.matches()) {
      if (text.contains("..")) {
        return uniform(text, List.of(text));
      }
      if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
        throw unknown(text);
      }
      return new Delay.Constant(Quantities.parseDurationNs(text));
    }
    final List<String> arguments = arguments(call.group(2));
    switch (call.group(1)) {
      case "constant":
        checkCount(text, arguments, 1);
        return new Delay.Constant(Quantities.parseDurationNs(arguments.get(0)));
      case "uniform":
        return uniform(text, arguments);
      case "exponential":
        checkCount(text, arguments, 2);
        return new Delay.Exponential(
            Quantities.parseDurationNs(arguments.get(0)), Quantities.parseDurationNs(arguments.get(1)));
      case "lognormal":
        checkCount(text, arguments, 2);
        return new Delay.LogNormal(
            Quantities.parseDurationNs(arguments.get(0)), Quantities.parseMilli("sigma", arguments.get(1)));
      case "pareto":
        checkCount(text, arguments, 2);
        return new Delay.Pareto(
            Quantities.parseDurationNs(arguments.get(0)), Quantities.parseMilli("alpha", arguments.get(1)));
      case "regions":
        return regions(text, arguments);
      case "empirical":
        return arguments.size() == 1 ? load(arguments.get(0), directory) : empirical(arguments);
      default:
        throw unknown(text);
    }
  }

  private static Delay uniform(final String text, final List<String> given) {
    final List<String> arguments = given.size() == 1 ? List.of(given.get(0).split("\\.\\.")) : given;
    checkCount(text, arguments, 2);
    return new Delay.Uniform(
        Quantities.parseDurationNs(arguments.get(0)), Quantities.parseDurationNs(arguments.get(1)));
  }

  private static Delay regions(final String text, final List<String> arguments) {
    final List<String> names = new ArrayList<>();
    final List<List<Long>> rows = new ArrayList<>();
    long jitterPpm = 0;
    for (final String argument : arguments) {
      final String[] pair = pair(text, argument);
      if (pair[0].equals(JITTER)) {
        jitterPpm = Quantities.parseSignedRatioPpb(pair[1]) / 1_000;
      } else {
        names.add(pair[0]);
        rows.add(List.of(pair[1].split("/")).stream().map(Quantities::parseDurationNs).toList());
      }
    }
    return new Delay.Regions(List.copyOf(names), List.copyOf(rows), jitterPpm);
  }

  private static Delay empirical(final List<String> arguments) {
    final List<Long> upToNs = new ArrayList<>();
    final List<Long> counts = new ArrayList<>();
    for (final String argument : arguments.subList(1, arguments.size())) {
      final String[] pair = pair("empirical", argument);
      upToNs.add(Quantities.parseDurationNs(pair[0]));
      counts.add(count(pair[1]));
    }
    return new Delay.Empirical(arguments.get(0), List.copyOf(upToNs), List.copyOf(counts));
  }

  private static Delay load(final String name, final Path directory) {
    final Path file = directory == null ? Path.of(name) : directory.resolve(name);
    final List<Long> upToNs = new ArrayList<>();
    final List<Long> counts = new ArrayList<>();
    final List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (final IOException cause) {
      throw new IllegalArgumentException("cannot read delays: file=%s, cause=%s".formatted(name, cause), cause);
    }
    for (int i = 0; i < lines.size(); i++) {
      final String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      final String[] columns = line.split(",");
      try {
        if (columns.length != 2) {
          throw new IllegalArgumentException("not a bucket: text=%s, expected e.g. 10ms,250".formatted(line));
        }
        upToNs.add(Quantities.parseDurationNs(columns[0]));
        counts.add(count(columns[1]));
      } catch (final IllegalArgumentException cause) {
        throw new IllegalArgumentException("%s (%s:%d)".formatted(cause.getMessage(), name, i + 1), cause);
      }
    }
    return new Delay.Empirical(name, List.copyOf(upToNs), List.copyOf(counts));
  }

  static String format(final Delay delay) {
    if (delay instanceof Delay.Constant constant) {
      return "constant(%s)".formatted(duration(constant.ns()));
    }
    if (delay instanceof Delay.Uniform uniform) {
      return "uniform(%s, %s)".formatted(duration(uniform.minNs()), duration(uniform.maxNs()));
    }
    if (delay instanceof Delay.Exponential exponential) {
      return "exponential(%s, %s)".formatted(duration(exponential.minNs()), duration(exponential.meanNs()));
    }
    if (delay instanceof Delay.LogNormal logNormal) {
      return "lognormal(%s, %s)"
          .formatted(duration(logNormal.medianNs()), Quantities.formatMilli(logNormal.sigmaMilli()));
    }
    if (delay instanceof Delay.Pareto pareto) {
      return "pareto(%s, %s)".formatted(duration(pareto.minNs()), Quantities.formatMilli(pareto.alphaMilli()));
    }
    if (delay instanceof Delay.Regions matrix) {
      return IntStream.range(0, matrix.names().size())
          .mapToObj(i -> matrix.names().get(i) + "=" + row(matrix.oneWayNs().get(i)))
          .collect(
              Collectors.joining(
                  ", ", "regions(", ", jitter=%s)".formatted(Quantities.formatRatio(matrix.jitterPpm() * 1_000))));
    }
    final Delay.Empirical empirical = (Delay.Empirical) delay;
    return IntStream.range(0, empirical.upToNs().size())
        .mapToObj(i -> duration(empirical.upToNs().get(i)) + "=" + empirical.counts().get(i))
        .collect(Collectors.joining(", ", "empirical(" + empirical.source() + ", ", ")"));
  }

  private static String row(final List<Long> oneWayNs) {
    return oneWayNs.stream().map(DelayText::duration).collect(Collectors.joining("/"));
  }

  private static String duration(final long ns) {
    return Quantities.formatDuration(ns);
  }

  private static List<String> arguments(final String text) {
    return List.of(text.split(",")).stream().map(String::strip).toList();
  }

  private static String[] pair(final String text, final String argument) {
    final String[] pair = argument.split("=");
    if (pair.length != 2) {
      throw new IllegalArgumentException("not a delay: text=%s, expected name=value in %s".formatted(argument, text));
    }
    return new String[] {pair[0].strip(), pair[1].strip()};
  }

  private static long count(final String text) {
    try {
      return Long.parseLong(text.strip());
    } catch (final NumberFormatException cause) {
      throw new IllegalArgumentException(
          "not a count: text=%s, expected a whole number".formatted(text.strip()), cause);
    }
  }

  private static void checkCount(final String text, final List<String> arguments, final int count) {
    if (arguments.size() != count) {
      throw new IllegalArgumentException(
          "not a delay: text=%s, values=%d, expected=%d".formatted(text, arguments.size(), count));
    }
  }

  private static IllegalArgumentException unknown(final String text) {
    return new IllegalArgumentException("not a delay: text=%s, expected e.g. %s".formatted(text, FORMS));
  }
}
