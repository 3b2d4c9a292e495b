package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorrectnessChartTest {
  private final Chart.BarPanel good = panel(20, 0);

  @Test
  void shouldDrawAllOfFewPanels() {
    final List<Chart.BarPanel> panels = Collections.nCopies(CorrectnessChart.PANELS_MAX, good);
    assertEquals(panels, CorrectnessChart.ofInterest(panels));
  }

  @Test
  void shouldLeaveOutOfManyWhatAllWentWellIn() {
    final Chart.BarPanel stalled = panel(19, 1);
    final List<Chart.BarPanel> panels = new ArrayList<>(Collections.nCopies(CorrectnessChart.PANELS_MAX, good));
    panels.add(stalled);
    assertEquals(List.of(stalled), CorrectnessChart.ofInterest(panels));
  }

  @Test
  void shouldDrawTheFirstIfAllWentWell() {
    final List<Chart.BarPanel> panels = Collections.nCopies(CorrectnessChart.PANELS_MAX + 1, good);
    assertEquals(CorrectnessChart.PANELS_MAX, CorrectnessChart.ofInterest(panels).size());
  }

  /** Of two cells, of which one is not there. */
  private static Chart.BarPanel panel(final long live, final long stalled) {
    final List<Chart.Bar> bars = new ArrayList<>();
    bars.add(null);
    bars.add(new Chart.Bar(List.of(live, stalled, 0L, 0L), true, 0.8, 1));
    return new Chart.BarPanel(new Chart.Place("raft", ""), bars);
  }
}
