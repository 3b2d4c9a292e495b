package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.FaultKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code cells.csv}: one row a cell, for spreadsheets. Durations are nanoseconds, shares parts per billion; {@code visits_} and
 * {@code fired_} are sums over the runs, of places visited and of faults that fired. */
final class CellsCsv {
  private static final int SCHEMA = 3;

  private CellsCsv() {}

  static String print(final List<CellRecord> cells) {
    final Set<String> axes = new LinkedHashSet<>();
    cells.forEach(cell -> axes.addAll(cell.axes().keySet()));
    final StringBuilder text = new StringBuilder();
    if (!cells.isEmpty()) {
      append(text, header(cells.get(0), axes));
    }
    cells.forEach(cell -> append(text, row(cell, axes)));
    return text.toString();
  }

  private static List<String> header(final CellRecord cell, final Set<String> axes) {
    final List<String> names = new ArrayList<>(List.of("schema", "cell", "problem", "algorithm", "variant"));
    names.addAll(axes);
    names.addAll(List.of("nodes", "duration_ns", "runs", "inside_model"));
    for (final Verdict verdict : Verdict.values()) {
      names.add(verdict.name().toLowerCase(Locale.ROOT));
    }
    cell.properties().forEach(property -> names.addAll(shareNames(property.property() + "_broken")));
    cell.properties().forEach(property -> names.add(property.property() + "_promised"));
    cell.properties().forEach(property -> names.add(property.property() + "_not_demanded"));
    cell.happened().keySet().forEach(measure -> names.addAll(shareNames(measure)));
    cell.measures()
        .keySet()
        .forEach(
            measure ->
                List.of("count", "min", "p50", "p90", "p99", "p999", "max", "mean")
                    .forEach(figure -> names.add(measure + "_" + figure)));
    cell.coverage().keySet().forEach(place -> names.add("visits_" + place));
    cell.visited().keySet().forEach(place -> names.addAll(shareNames("visited_" + place)));
    Stream.of(FaultKind.values()).forEach(kind -> names.add("fired_" + kind.label()));
    return names.stream().map(name -> name.replace('-', '_')).toList();
  }

  private static List<String> shareNames(final String name) {
    return List.of(name, name + "_of", name + "_low", name + "_high");
  }

  private static List<String> row(final CellRecord cell, final Set<String> axes) {
    final List<String> row =
        new ArrayList<>(
            List.of(Integer.toString(SCHEMA), cell.key(), cell.problem(), cell.algorithm(), cell.variant()));
    axes.forEach(axis -> row.add(cell.axes().getOrDefault(axis, "")));
    row.add(Integer.toString(cell.nodes()));
    row.add(Long.toString(cell.durationNs()));
    row.add(Integer.toString(cell.runs()));
    row.add(Boolean.toString(cell.isInsideModel()));
    for (final Verdict verdict : Verdict.values()) {
      row.add(Long.toString(cell.verdicts().get(verdict).count()));
    }
    cell.properties().forEach(property -> addShare(row, property.broken()));
    cell.properties().forEach(property -> row.add(Boolean.toString(property.promised())));
    cell.properties().forEach(property -> row.add(Long.toString(property.notDemanded())));
    cell.happened().values().forEach(share -> addShare(row, share));
    for (final MeasureSummary summary : cell.measures().values()) {
      for (final long figure :
          new long[] {
            summary.count(),
            summary.min(),
            summary.p50(),
            summary.p90(),
            summary.p99(),
            summary.p999(),
            summary.max(),
            summary.mean()
          }) {
        row.add(Long.toString(figure));
      }
    }
    cell.coverage().values().forEach(visits -> row.add(Long.toString(visits)));
    cell.visited().values().forEach(share -> addShare(row, share));
    Stream.of(FaultKind.values())
        .forEach(kind -> row.add(Long.toString(cell.receipts().getOrDefault(kind.label(), 0L))));
    return row;
  }

  private static void addShare(final List<String> row, final Proportion share) {
    row.add(Long.toString(share.count()));
    row.add(Long.toString(share.of()));
    row.add(decimal(share.low()));
    row.add(decimal(share.high()));
  }

  private static String decimal(final double value) {
    return BigDecimal.valueOf(StrictMath.round(value * 1_000_000), 6).toPlainString();
  }

  private static void append(final StringBuilder text, final List<String> fields) {
    text.append(fields.stream().map(CellsCsv::quoted).collect(Collectors.joining(","))).append('\n');
  }

  private static String quoted(final String field) {
    return field.matches("[^,\"\\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
