package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.Proportion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** What an experiment found, in sentences, every figure with n and interval. Threading: one owner. */
final class Findings {
  private final Grid grid;
  private final Map<String, Map<String, List<long[]>>> samplesByCell;

  Findings(final Grid grid, final Map<String, Map<String, List<long[]>>> samplesByCell) {
    this.grid = grid;
    this.samplesByCell = samplesByCell;
  }

  /** Sentences about one thing; the subject is what it is about. */
  record Finding(String subject, List<String> lines) {}

  /** All findings, the weightiest first. */
  List<Finding> all() {
    final List<Finding> findings = new ArrayList<>();
    final Map<List<String>, List<String>> alike = new LinkedHashMap<>();
    for (final String variant : grid.variants()) {
      alike.computeIfAbsent(verdicts(variant), any -> new ArrayList<>()).add(variant);
    }
    alike.forEach((lines, variants) -> findings.add(new Finding(String.join(", ", variants), lines)));
    if (!grid.cells().isEmpty()) {
      for (final CellRecord.PropertyRecord property : grid.cells().get(0).properties()) {
        findings.add(property(property.property()));
      }
      grid.cells().get(0).happened().keySet().forEach(name -> findings.add(happened(name)));
      paired().ifPresent(findings::add);
      for (final Map.Entry<String, dev.ordeal.faultlab.record.MeasureSummary> entry :
          grid.cells().get(0).measures().entrySet()) {
        if (entry.getValue().kind() == Measure.Kind.DURATIONS) {
          range(entry.getKey()).ifPresent(findings::add);
        }
      }
    }
    unknown().ifPresent(findings::add);
    return findings;
  }

  private static Proportion sum(final List<CellRecord> cells, final Function<CellRecord, Proportion> share) {
    long count = 0;
    long of = 0;
    for (final CellRecord cell : cells) {
      final Proportion one = share.apply(cell);
      if (one != null) {
        count += one.count();
        of += one.of();
      }
    }
    return Proportion.of(count, of);
  }

  private static String words(final Proportion share) {
    return Quantity.share(share.count(), share.of(), share.low(), share.high());
  }

  private List<String> verdicts(final String variant) {
    final List<CellRecord> cells = grid.cellsOf(variant);
    final List<CellRecord> inside = cells.stream().filter(CellRecord::isInsideModel).toList();
    final List<CellRecord> beyond = cells.stream().filter(cell -> !cell.isInsideModel()).toList();
    final List<String> lines = new ArrayList<>();
    if (!inside.isEmpty()) {
      final Proportion violated = sum(inside, cell -> cell.verdicts().get(Verdict.VIOLATED));
      lines.add("Inside its model (%s of %s cells) it broke a promise in %s of the runs%s."
          .formatted(inside.size(), cells.size(), words(violated),
              violated.count() == 0 ? "" : ": each of these is a bug"));
      final Proportion stalled = sum(inside, cell -> cell.verdicts().get(Verdict.SAFE_STALLED));
      if (stalled.count() > 0) {
        lines.add("Safe there, but without the progress demanded: %s of the runs.".formatted(words(stalled)));
      }
    }
    if (!beyond.isEmpty()) {
      final Proportion violated = sum(beyond, cell -> cell.verdicts().get(Verdict.VIOLATED));
      lines.add("Beyond its model (%s of %s cells) it broke a promise in %s of the runs%s."
          .formatted(beyond.size(), cells.size(), words(violated),
              violated.count() == 0 ? "" : ": knowledge, not bugs"));
      final Proportion stalled = sum(beyond, cell -> cell.verdicts().get(Verdict.SAFE_STALLED));
      if (stalled.count() > 0) {
        lines.add("Safe there, but without the progress demanded: %s of the runs.".formatted(words(stalled)));
      }
    }
    return lines;
  }

  private Finding property(final String name) {
    final Map<String, List<String>> alike = new LinkedHashMap<>();
    for (final String variant : grid.variants()) {
      final List<CellRecord> cells = grid.cellsOf(variant);
      final Function<CellRecord, CellRecord.PropertyRecord> find = cell ->
          cell.properties().stream().filter(p -> p.property().equals(name)).findFirst().orElse(null);
      final boolean isPromised = cells.stream().map(find).anyMatch(p -> p != null && p.promised());
      final Proportion broken = sum(cells, cell -> find.apply(cell) == null ? null : find.apply(cell).broken());
      final long notDemanded =
          cells.stream().map(find).filter(Objects::nonNull)
              .mapToLong(CellRecord.PropertyRecord::notDemanded).sum();
      final String promise = isPromised ? "promised" : "not promised";
      final String rest = "not demanded in %s runs".formatted(Quantity.count(notDemanded));
      final String said =
          broken.of() == 0
              ? "%s, %s.".formatted(promise, rest)
              : "%s, broken in %s of the runs%s."
                  .formatted(promise, words(broken), notDemanded == 0 ? "" : "; " + rest);
      alike.computeIfAbsent(said, any -> new ArrayList<>()).add(variant);
    }
    final List<String> lines = new ArrayList<>();
    alike.forEach((said, variants) -> lines.add("%s: %s".formatted(whom(variants), said)));
    return new Finding(ChartRequest.spaced(name), lines);
  }

  /** Those of whom one sentence is true. */
  private String whom(final List<String> variants) {
    return variants.size() > 2 && variants.size() == grid.variants().size() ? "all" : String.join(", ", variants);
  }

  private Finding happened(final String name) {
    final List<String> parts = new ArrayList<>();
    for (final String variant : grid.variants()) {
      final List<CellRecord> cells =
          grid.cellsOf(variant).stream().filter(cell -> cell.happened().containsKey(name)).toList();
      final Proportion all = sum(cells, cell -> cell.happened().get(name));
      String text = "%s: in %s of the runs".formatted(variant, words(all));
      final Optional<CellRecord> most =
          cells.stream().max(Comparator.comparingDouble(cell -> cell.happened().get(name).share()));
      if (cells.size() > 1 && most.isPresent() && all.count() > 0) {
        text += ", most at %s: %s".formatted(Grid.words(most.get().axes()), words(most.get().happened().get(name)));
      }
      parts.add(text + ".");
    }
    return new Finding(ChartRequest.spaced(name), parts);
  }

  /** Two algorithms on the same seeds: what happened in one and not in the other. */
  private Optional<Finding> paired() {
    if (grid.variants().size() != 2 || grid.cells().get(0).happened().isEmpty()) {
      return Optional.empty();
    }
    final String name = grid.cells().get(0).happened().keySet().iterator().next();
    final long[] counts = new long[4];
    for (final CellRecord first : grid.cellsOf(grid.variants().get(0))) {
      final Optional<CellRecord> second = grid.cellsOf(grid.variants().get(1)).stream()
          .filter(cell -> cell.environment().equals(first.environment())).findFirst();
      if (second.isPresent()) {
        final List<long[]> a = samples(first, name);
        final List<long[]> b = samples(second.get(), name);
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
          if (a.get(i).length > 0 && b.get(i).length > 0) {
            counts[(a.get(i)[0] != 0 ? 2 : 0) + (b.get(i)[0] != 0 ? 1 : 0)]++;
          }
        }
      }
    }
    final long pairs = counts[0] + counts[1] + counts[2] + counts[3];
    return pairs == 0
        ? Optional.empty()
        : Optional.of(new Finding("on the same seeds",
            List.of(
                ("Of %s pairs of runs with the same faults, %s happened in both algorithms in %s, in %s alone in %s,"
                        + " in %s alone in %s, in neither in %s.")
                    .formatted(Quantity.count(pairs), ChartRequest.spaced(name), Quantity.count(counts[3]),
                    grid.variants().get(0), Quantity.count(counts[2]), grid.variants().get(1),
                    Quantity.count(counts[1]), Quantity.count(counts[0])))));
  }

  private List<long[]> samples(final CellRecord cell, final String measure) {
    return samplesByCell.getOrDefault(cell.key(), Map.of()).getOrDefault(measure, List.of());
  }

  private Optional<Finding> range(final String measure) {
    final List<String> parts = new ArrayList<>();
    for (final String variant : grid.variants()) {
      final List<CellRecord> cells = grid.cellsOf(variant).stream()
          .filter(cell -> cell.measures().containsKey(measure) && cell.measures().get(measure).count() > 0)
          .sorted(Comparator.comparingLong(cell -> cell.measures().get(measure).p50())).toList();
      if (!cells.isEmpty()) {
        final CellRecord least = cells.get(0);
        final CellRecord most = cells.get(cells.size() - 1);
        parts.add(cells.size() == 1
            ? "%s: median %s.".formatted(variant, median(least, measure))
            : "%s: median from %s at %s to %s at %s.".formatted(variant, median(least, measure),
                Grid.words(least.axes()), median(most, measure), Grid.words(most.axes())));
      }
    }
    return parts.isEmpty()
        ? Optional.empty() : Optional.of(new Finding(ChartRequest.spaced(measure), parts));
  }

  private String median(final CellRecord cell, final String measure) {
    final Bootstrap.Estimate estimate =
        new Bootstrap(samples(cell, measure), cell.key() + measure).quantiles(0.5)[0];
    if (estimate.samples() == 0) {
      return Quantity.duration(cell.measures().get(measure).p50());
    }
    return Quantity.duration(estimate.value())
        + (Double.isNaN(estimate.low())
            ? " (n = " + estimate.samples() + ")"
            : " (" + Quantity.duration(estimate.low()) + " – " + Quantity.duration(estimate.high()) + ", n = "
                + Quantity.count(estimate.samples()) + ")");
  }

  private Optional<Finding> unknown() {
    final Proportion unknown = sum(grid.cells(), cell -> cell.verdicts().get(Verdict.UNKNOWN));
    return unknown.count() == 0
        ? Optional.empty()
        : Optional.of(new Finding("unknown",
            List.of(words(unknown)
                + " of the runs say nothing: nothing was attempted, or a scheduled fault never fired.")));
  }
}
