package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.Proportion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws what became of the runs of each cell. Stateless. */
final class CorrectnessChart {
  /** Of more panels than this, those are left out of which every run was safe and live. */
  static final int PANELS_MAX = 12;

  private static final List<Verdict> VERDICTS =
      List.of(Verdict.SAFE_LIVE, Verdict.SAFE_STALLED, Verdict.VIOLATED, Verdict.UNKNOWN);

  private CorrectnessChart() {}

  static Chart of(final ChartRequest.Correctness request, final Grid grid, final ChartBuilder builder) {
    final String axis = builder.mainAxis();
    final List<Chart.BarPanel> panels = new ArrayList<>();
    for (final Map<String, String> rest : grid.combinations(grid.axisNamesBut(ChartBuilder.used(axis)))) {
      for (final String variant : grid.variants()) {
        final List<Chart.Bar> bars = new ArrayList<>();
        for (final String value : builder.valuesOf(axis)) {
          bars.add(grid.cell(variant, Grid.and(rest, axis, value)).map(CorrectnessChart::bar).orElse(null));
        }
        if (bars.stream().anyMatch(bar -> bar != null)) {
          panels.add(new Chart.BarPanel(new Chart.Place(variant, Grid.words(rest)), bars));
        }
      }
    }
    final List<Chart.BarPanel> drawn = ofInterest(panels);
    final List<Chart.Part> parts = List.of(
        new Chart.Part(Verdict.SAFE_LIVE.label(), Chart.Meaning.GOOD),
        new Chart.Part(Verdict.SAFE_STALLED.label(), Chart.Meaning.STALLED),
        new Chart.Part(Verdict.VIOLATED.label(), Chart.Meaning.BROKEN),
        new Chart.Part(Verdict.UNKNOWN.label(), Chart.Meaning.NOTHING));
    return new Chart.StackedBars(
        new Chart.Heading("correctness", request.title(),
            "Share of runs with each verdict, in %; " + builder.runs() + "; whiskers: " + ChartBuilder.WILSON
                + " of “safe and live”.",
            "Each bar is one cell: all its runs, split by verdict. The figure in a part is its number of runs."
                + " Grey ground lies beyond the algorithm's model: there a violation is a finding, inside it is a bug.",
            drawn.size() == panels.size() ? "" : "Left out: %d of %d panels, in which every run was safe and live."
                .formatted(panels.size() - drawn.size(), panels.size())),
        ChartBuilder.axisOf(axis, builder.valuesOf(axis)), parts, drawn);
  }

  /** All panels if they are few; else those in which something else than the best came out, or the first few. */
  static List<Chart.BarPanel> ofInterest(final List<Chart.BarPanel> panels) {
    if (panels.size() <= PANELS_MAX) {
      return panels;
    }
    final List<Chart.BarPanel> others =
        panels.stream()
            .filter(panel -> panel.bars().stream().anyMatch(bar -> bar != null && bar.counts().get(0) < bar.total()))
            .toList();
    return others.isEmpty() ? panels.subList(0, PANELS_MAX) : others;
  }

  private static Chart.Bar bar(final CellRecord cell) {
    final Proportion live = cell.verdicts().get(Verdict.SAFE_LIVE);
    return new Chart.Bar(
        VERDICTS.stream().map(v -> cell.verdicts().containsKey(v) ? cell.verdicts().get(v).count() : 0L).toList(),
        cell.isInsideModel(),
        live == null ? Double.NaN : live.low(),
        live == null ? Double.NaN : live.high());
  }
}
