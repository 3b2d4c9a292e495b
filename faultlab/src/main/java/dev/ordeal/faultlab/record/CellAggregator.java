package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.Property;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Adds up the runs of one cell. Single owner; memory does not grow with the number of runs. */
final class CellAggregator {
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Cell cell;
  private final Map<Verdict, Long> verdicts = new EnumMap<>(Verdict.class);
  private final Map<Property, Long> broken = new EnumMap<>(Property.class);
  private final Map<Property, Long> notDemanded = new EnumMap<>(Property.class);
  private final Map<String, Samples> samples = new LinkedHashMap<>();
  private final Map<String, long[]> happened = new LinkedHashMap<>();
  private final Map<String, Long> receipts = new TreeMap<>();
  private final Map<String, Long> coverage = new TreeMap<>();
  private final Map<String, Long> visits = new TreeMap<>();
  private final Map<String, Long> counts = new TreeMap<>();
  private int runs;
  private int failures;
  private String failure = "";
  private int unfired;

  /** One measure's values. */
  private static final class Samples {
    final Measure.Kind kind;
    final Histogram histogram = new Histogram(SIGNIFICANT_DIGITS);
    BigInteger sum = BigInteger.ZERO;
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;

    Samples(final Measure.Kind kind) {
      this.kind = kind;
      histogram.setAutoResize(true);
    }

    void add(final long value) {
      histogram.recordValue(value);
      sum = sum.add(BigInteger.valueOf(value));
      min = Math.min(min, value);
      max = Math.max(max, value);
    }

    MeasureSummary summary() {
      final long count = histogram.getTotalCount();
      if (count == 0) {
        return new MeasureSummary(kind, 0, 0, 0, 0, 0, 0, 0, 0);
      }
      return new MeasureSummary(
          kind,
          count,
          min,
          percentile(50),
          percentile(90),
          percentile(99),
          percentile(99.9),
          max,
          sum.divide(BigInteger.valueOf(count)).longValueExact());
    }

    private long percentile(final double percentile) {
      return Math.max(min, Math.min(max, histogram.getValueAtPercentile(percentile)));
    }
  }

  CellAggregator(final Cell cell) {
    this.cell = cell;
    for (final Measure measure : cell.problem().measures()) {
      if (measure.kind() == Measure.Kind.HAPPENED) {
        happened.put(measure.name(), new long[2]);
      } else {
        samples.put(measure.name(), new Samples(measure.kind()));
      }
    }
  }

  void add(final RunRecord run) {
    runs++;
    verdicts.merge(run.verdict(), 1L, Long::sum);
    final Set<Property> brokenHere = EnumSet.noneOf(Property.class);
    run.violations().stream().map(Judgement.Violation::property).forEach(brokenHere::add);
    brokenHere.forEach(property -> broken.merge(property, 1L, Long::sum));
    if (run.failure() != null) {
      failure = failures == 0 ? Breakage.firstFailure(run) : failure;
      failures++;
    }
    if (!isProgressDemanded(run.seed())) {
      // What a judge found broken it did demand.
      cell.problem().properties().stream()
          .filter(property -> !property.isSafety() && !brokenHere.contains(property))
          .forEach(property -> notDemanded.merge(property, 1L, Long::sum));
    }
    if (!run.unfired().isEmpty()) {
      unfired++;
    }
    run.samples().forEach(this::addSamples);
    run.receipts().forEach((name, count) -> receipts.merge(name, count, Long::sum));
    run.coverage().forEach((name, count) -> coverage.merge(name, count, Long::sum));
    run.coverage().forEach((name, count) -> visits.merge(name, count > 0 ? 1L : 0L, Long::sum));
    run.counts().forEach((name, count) -> counts.merge(name, count, Long::sum));
  }

  private void addSamples(final String name, final long[] values) {
    final long[] occurrences = happened.get(name);
    if (occurrences != null) {
      for (final long value : values) {
        occurrences[0] += value == 0 ? 0 : 1;
        occurrences[1]++;
      }
      return;
    }
    final Samples measured = samples.get(name);
    if (measured == null) {
      throw new IllegalArgumentException(
          "unknown measure: name=%s, known=%s".formatted(name, cell.problem().measures()));
    }
    for (final long value : values) {
      measured.add(value);
    }
  }

  /** The histograms of the measures that have one, by name. */
  Map<String, Histogram> histograms() {
    final Map<String, Histogram> map = new LinkedHashMap<>();
    samples.forEach((name, measured) -> map.put(name, measured.histogram));
    return map;
  }

  CellRecord finish() {
    final Map<Verdict, Proportion> shares = new EnumMap<>(Verdict.class);
    for (final Verdict verdict : Verdict.values()) {
      shares.put(verdict, Proportion.of(verdicts.getOrDefault(verdict, 0L), runs));
    }
    final List<CellRecord.PropertyRecord> properties = new ArrayList<>();
    for (final Property property : cell.problem().properties()) {
      final long left = notDemanded.getOrDefault(property, 0L);
      properties.add(
          new CellRecord.PropertyRecord(
              property.label(),
              cell.promises().contains(property),
              Proportion.of(broken.getOrDefault(property, 0L), runs - left),
              left));
    }
    final Map<String, MeasureSummary> summaries = new TreeMap<>();
    samples.forEach((name, measured) -> summaries.put(name, measured.summary()));
    final Map<String, Proportion> occurred = new TreeMap<>();
    happened.forEach((name, pair) -> occurred.put(name, Proportion.of(pair[0], pair[1])));
    final Map<String, Proportion> visited = new TreeMap<>();
    visits.forEach((name, count) -> visited.put(name, Proportion.of(count, runs)));
    return new CellRecord(
        cell.key(),
        cell.environment(),
        cell.axes(),
        cell.problem().name(),
        cell.spec().name(),
        variantOf(cell),
        cell.clusterSize(),
        cell.durationNs(),
        runs,
        cell.beyond(),
        shares,
        properties,
        summaries,
        occurred,
        receipts,
        coverage,
        visited,
        counts,
        failures,
        failure,
        unfired);
  }

  /** Whether a run heals, and lasts long enough after it for progress to be due. */
  private boolean isProgressDemanded(final long seed) {
    return cell.budget().healNs() != FaultPlan.NEVER
        && RunExecutor.recoverByNs(cell, RunExecutor.draw(cell, seed)) != FaultPlan.NEVER;
  }

  private static String variantOf(final Cell cell) {
    return cell.environment().isEmpty()
        ? cell.key()
        : cell.key().substring(0, cell.key().length() - cell.environment().length() - 1);
  }
}
