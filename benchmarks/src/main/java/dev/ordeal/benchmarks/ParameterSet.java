package dev.ordeal.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * One benchmark at one value of each of its parameters: what JMH is asked for at a time.
 *
 * @param benchmark its full name
 * @param values a value for each parameter
 */
record ParameterSet(String benchmark, Map<String, String> values) {

  /** All sets that the options ask for, by name, then in the order their values are declared or given. */
  static List<ParameterSet> of(final Options options) {
    final SortedSet<BenchmarkListEntry> entries =
        BenchmarkList.defaultList()
            .find(
                OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                options.getIncludes(),
                options.getExcludes());
    final Set<ParameterSet> sets = new LinkedHashSet<>();
    for (final BenchmarkListEntry entry : entries) {
      List<Map<String, String>> combinations = List.of(Map.of());
      final Map<String, String[]> declared = entry.getParams().orElse(Map.of());
      for (final Map.Entry<String, String[]> parameter : declared.entrySet()) {
        final Collection<String> wanted =
            options.getParameter(parameter.getKey()).orElse(List.of(parameter.getValue()));
        combinations = combine(combinations, parameter.getKey(), wanted);
      }
      combinations.forEach(values -> sets.add(new ParameterSet(entry.getUsername(), values)));
    }
    return List.copyOf(sets);
  }

  private static List<Map<String, String>> combine(
      final List<Map<String, String>> combinations, final String name, final Collection<String> values) {
    final List<Map<String, String>> result = new ArrayList<>();
    for (final Map<String, String> combination : combinations) {
      for (final String value : values) {
        final Map<String, String> extended = new LinkedHashMap<>(combination);
        extended.put(name, value);
        result.add(extended);
      }
    }
    return result;
  }

  /** The options narrowed to this set alone. */
  OptionsBuilder narrow(final Options options) {
    final OptionsBuilder builder = new OptionsBuilder();
    builder.parent(options);
    // Includes of a parent always count too, so all others are excluded.
    builder.exclude("^(?!" + benchmark.replace(".", "\\.").replace("$", "\\$") + "$)");
    values.forEach(builder::param);
    return builder;
  }

  /** As people read it: {@code EventQueueBenchmark.radix pending=1000}. */
  @Override
  public String toString() {
    final int method = benchmark.lastIndexOf('.');
    final String name = benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
    return values.entrySet().stream().map(value -> " " + value).collect(Collectors.joining("", name, ""));
  }
}
