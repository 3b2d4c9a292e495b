package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChartBuilderTest {
  @Test
  void shouldPrintTheFiguresOfTheCorrectnessHistogram() {
    final Chart.Figures figures =
        Samples.firstLook(60).builder().build(new ChartRequest.Correctness("Verdicts")).orElseThrow().figures();
    assertEquals(
        List.of("panel", "loss", "safe and live", "safe but stalled", "violated", "unknown", "runs",
            "safe and live, interval", "model"),
        figures.header());
    assertEquals(36, figures.rows().size());
    assertEquals(
        List.of("bully · crashes 0", "0%", "60", "0", "0", "0", "60", "94.0–100\u202f%", "inside"),
            figures.rows().get(0));
  }

  @Test
  void shouldCallACellUndecidedThatRunsCannotDecide() {
    assertTrue(ChartBuilder.isUndecided(Proportion.of(0, 0)), "no run");
    assertTrue(ChartBuilder.isUndecided(Proportion.of(10, 20)), "too wide");
    assertTrue(ChartBuilder.isUndecided(Proportion.of(10, 200)), "straddles 5 %");
    assertFalse(ChartBuilder.isUndecided(Proportion.of(0, 200)));
    assertFalse(ChartBuilder.isUndecided(Proportion.of(100, 200)));
  }

  @Test
  void shouldLeaveOutAChartWhoseMeasureIsMissing() {
    final ChartBuilder builder = Samples.firstLook(5).builder();
    assertTrue(builder.build(new ChartRequest.Trend("no-such-measure", "x")).isEmpty());
    assertTrue(builder.build(new ChartRequest.ShareMap("no-such-thing", "x")).isEmpty());
  }

  @Test
  void shouldDrawAProblemNobodyDeclaredByTheKindsOfItsMeasures() {
    final Samples samples = Samples.firstLook(10);
    final List<ChartRequest> requests = ChartRequest.byKind(samples.cells);
    assertTrue(requests.contains(new ChartRequest.ShareMap("overlap", "How often: overlap")));
    assertTrue(requests.contains(new ChartRequest.ByPercentile("time-to-leader", "Time to leader by percentile")));
    assertTrue(requests.contains(
        new ChartRequest.Typical("messages-per-election", "Messages per election", ChartRequest.Statistic.MEAN)));
    requests.forEach(request -> assertTrue(samples.builder().build(request).isPresent(), request.title()));
  }

  /** Three settings of two algorithms: a line each, from left to right, with a mark for each that has a value. */
  @Test
  void shouldDrawOneMeasureAgainstAnotherThroughTheVariantsOfEachAlgorithm() {
    final ChartRequest.Tradeoff request = new ChartRequest.Tradeoff("time-to-leader", "messages-per-election", "x");
    final Samples all = Samples.firstLook(10);
    assertTrue(all.builder().build(request).isEmpty(), "one setting is no line");

    final Samples some = new Samples();
    all.cells.stream()
        .filter(cell -> cell.axes().get("crashes").equals("1"))
        .forEach(cell -> some.cells.add(asVariant(cell)));
    all.samplesByCell.forEach((key, samples) -> some.samplesByCell.put(key, new TreeMap<>(samples)));
    some.samplesByCell.get("bully/loss=30%,crashes=1").put("messages-per-election", List.of(new long[] {0, 0}));
    final Chart.Lines chart = (Chart.Lines) some.builder().build(request).orElseThrow();
    assertEquals(1, chart.panels().size());
    final List<Chart.Series> series = chart.panels().get(0).series();
    assertEquals(List.of("bully", "raft-election"), series.stream().map(Chart.Series::name).toList());
    assertEquals(List.of(5, 6), series.stream().map(one -> one.points().size()).toList());
    assertTrue(chart.heading().note().startsWith("1 cells have no mark"), chart.heading().note());
    for (final Chart.Series one : series) {
      final List<Double> xs = one.points().stream().map(Chart.Point::x).toList();
      assertEquals(xs.stream().sorted().toList(), xs);
      assertTrue(one.points().stream().allMatch(point -> point.low() > 0 && point.low() <= point.y()));
    }
  }

  /** Of four runs one decides in round 1, two in round 2 whatever later nodes took, one never. */
  @Test
  void shouldDrawRoundsBesideTheirGeometricBound() {
    final Samples all = Samples.firstLook(4);
    final Samples some = new Samples();
    some.cells.add(all.cells.get(0));
    some.samplesByCell.put(
        all.cells.get(0).key(),
        new TreeMap<>(Map.of("time-to-leader", List.of(new long[] {1, 3}, new long[] {2}, new long[] {4, 2},
            new long[] {}))));
    final Chart.Points histogram = (Chart.Points) some.builder().build(geometric(false)).orElseThrow();
    assertEquals(List.of("1", "2", "more"), histogram.x().categories());
    assertEquals(List.of(25.0, 50.0, 25.0), ysOf(histogram.panels(), 0));
    assertEquals(List.of(0.0, 25.0, 75.0), ysOf(histogram.panels(), 1));
    final Chart.Lines tail = (Chart.Lines) some.builder().build(geometric(true)).orElseThrow();
    assertEquals(List.of(75.0, 25.0), ysOf(tail.panels(), 0));
    assertEquals(List.of(100.0, 75.0), ysOf(tail.panels(), 1));
    SvgRenderer.render(tail);
  }

  private static ChartRequest geometric(final boolean isTail) {
    return new ChartRequest.Geometric(
        "time-to-leader", "loss", "x", isTail, (variant, nodes) -> OptionalDouble.of(0.25), "bound", "");
  }

  private static List<Double> ysOf(final List<Chart.SeriesPanel> panels, final int series) {
    return panels.get(0).series().get(series).points().stream().map(Chart.Point::y).toList();
  }

  /** The cell with its loss as the algorithm's own parameter. */
  private static CellRecord asVariant(final CellRecord cell) {
    return new CellRecord(
        cell.key(), "", Map.of(), cell.problem(), cell.algorithm(),
        cell.algorithm() + "(loss=" + cell.axes().get("loss") + ")", cell.nodes(), cell.durationNs(),
        cell.runs(), cell.beyond(), cell.verdicts(), cell.properties(), cell.measures(), cell.happened(),
        cell.receipts(), cell.coverage(), cell.visited(), cell.counts(), cell.failures(), cell.failure(),
        cell.unfired());
  }

  /** Raft with a parameter on and off beside bully, which has none: nobody is lost from charts and sentences. */
  @Test
  void shouldKeepAlgorithmsThatLackTheParameterOfAnother() {
    final List<CellRecord> all = new ArrayList<>();
    for (final CellRecord cell : Samples.firstLook(10).cells) {
      if (cell.algorithm().equals("bully")) {
        all.add(cell);
      } else {
        all.add(withOption(cell, "false"));
        all.add(withOption(cell, "true"));
      }
    }
    final Grid mixed = Grid.of(all);
    assertEquals(
        List.of("bully", "raft-election(pre-vote=false)", "raft-election(pre-vote=true)"), mixed.variants());
    assertEquals(Set.of("loss", "crashes"), mixed.axes().keySet());
    final List<CellRecord> rafts = all.stream().filter(cell -> !cell.algorithm().equals("bully")).toList();
    final Grid alone = Grid.of(rafts);
    assertEquals(List.of("raft-election"), alone.variants());
    assertEquals(Set.of("loss", "crashes", "pre-vote"), alone.axes().keySet());
    for (final Grid grid : List.of(mixed, alone)) {
      final List<String> places = new ArrayList<>();
      for (final String variant : grid.variants()) {
        grid.combinations(grid.axisNames())
            .forEach(at -> grid.cell(variant, at).ifPresent(cell -> places.add(cell.key())));
        assertFalse(grid.cellsOf(variant).isEmpty(), variant);
      }
      assertEquals(grid.cells().size(), places.stream().distinct().count());
      new Findings(grid, Map.of()).all().forEach(finding ->
          assertFalse(finding.lines().isEmpty() || finding.lines().toString().contains("0/0"), finding.toString()));
    }
  }

  private static CellRecord withOption(final CellRecord cell, final String value) {
    final Map<String, String> axes = new TreeMap<>(cell.axes());
    axes.put("pre-vote", value);
    final String variant = cell.algorithm() + "(pre-vote=" + value + ")";
    return new CellRecord(
        cell.key().replace(cell.variant(), variant), cell.environment(), axes, cell.problem(), cell.algorithm(),
        variant, cell.nodes(), cell.durationNs(), cell.runs(), cell.beyond(), cell.verdicts(), cell.properties(),
        cell.measures(), cell.happened(), cell.receipts(), cell.coverage(), cell.visited(), cell.counts(),
        cell.failures(), cell.failure(), cell.unfired());
  }

  @Test
  void shouldDrawWithOneAxisAndWithNone() {
    for (final int axes : new int[] {0, 1}) {
      final Samples all = Samples.firstLook(10);
      final Samples some = new Samples();
      all.cells.stream().filter(cell -> cell.axes().get("crashes").equals("1"))
          .filter(cell -> axes == 1 || cell.axes().get("loss").equals("5%")).forEach(some.cells::add);
      some.samplesByCell.putAll(all.samplesByCell);
      for (final ChartRequest request : new ElectionCharts().requests()) {
        some.builder().build(request).ifPresent(chart -> {
          assertFalse(chart.figures().rows().isEmpty(), request.title());
          SvgRenderer.render(chart);
          EChartsOptions.render(chart);
        });
      }
    }
  }

  @Test
  void shouldOrderValuesBySize() {
    assertEquals(List.of("0%", "5%", "10%"), Grid.sorted(List.of("10%", "0%", "5%")));
    assertEquals(List.of("500ms", "1s", "1m"), Grid.sorted(List.of("1m", "1s", "500ms")));
    assertEquals(List.of("uniform", "constant"), Grid.sorted(List.of("uniform", "constant")));
  }

  @Test
  void shouldResampleRunsNotSamples() {
    // Ten runs of a hundred equal samples each are ten pieces of evidence, not a thousand.
    final List<long[]> runs = new java.util.ArrayList<>();
    for (int run = 0; run < 10; run++) {
      final long[] samples = new long[100];
      java.util.Arrays.fill(samples, run);
      runs.add(samples);
    }
    final Bootstrap.Estimate mean = new Bootstrap(runs, "key").mean();
    assertEquals(4.5, mean.value());
    assertTrue(mean.high() - mean.low() > 2, "a thousand independent samples would give about 0.36: " + mean);
    assertEquals(mean, new Bootstrap(runs, "key").mean(), "the same folder gives the same picture");
  }

  @Test
  void shouldGiveNoIntervalForAHandfulOfRuns() {
    final Bootstrap.Estimate median = new Bootstrap(List.of(new long[] {1}, new long[] {2}), "k").quantiles(0.5)[0];
    assertEquals(1, median.value());
    assertTrue(Double.isNaN(median.low()));
  }

  @Test
  void shouldNotRoundASmallNumberToNothing() {
    assertEquals("0", Quantity.number(0));
    assertEquals("0.000123", Quantity.number(0.000123456));
    assertEquals("0.0001", Quantity.number(0.0001));
    assertEquals("0.005", Quantity.number(0.005));
  }

  @Test
  void shouldNeverSayABareZero() {
    assertEquals("0/400, at most 0.95\u202f%", Quantity.share(0, 400, 0, 0.0095));
    assertEquals("400/400, at least 99.05\u202f%", Quantity.share(400, 400, 0.9905, 1));
    assertEquals("12/200 = 6.0\u202f% (3.5–10.2\u202f%)", Quantity.share(12, 200, 0.0346, 0.1019));
  }

  @Test
  void shouldSayHowManyRunsGaveNoSample() {
    final Samples samples = Samples.firstLook(10);
    final Chart chart = samples.builder()
        .build(new ChartRequest.Typical("time-to-recover", "x", ChartRequest.Statistic.MEDIAN)).orElseThrow();
    assertTrue(chart.heading().note().startsWith("120 of 360 runs gave no sample"), chart.heading().note());
  }
}
