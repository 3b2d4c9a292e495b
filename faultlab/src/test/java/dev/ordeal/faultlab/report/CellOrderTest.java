package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ordeal.faultlab.record.CellRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CellOrderTest {
  @Test
  void shouldPutACellWhereItsValuesBelong() {
    final List<CellRecord> bully =
        Samples.firstLook(2).cells.stream().filter(cell -> cell.variant().equals("bully")).toList();
    final List<CellRecord> included = new ArrayList<>(bully);
    Collections.rotate(included, 5);
    final List<CellRecord> sorted = CellOrder.byAxes(included, Map.of());
    assertNotEquals(keys(included), keys(sorted));
    assertEquals("bully/loss=0%,crashes=0", sorted.get(0).key());
    assertEquals("bully/loss=0%,crashes=1", sorted.get(1).key());
    assertEquals("bully/loss=30%,crashes=2", sorted.get(sorted.size() - 1).key());
  }

  @Test
  void shouldPutFirstWhatAllElseIsComparedWith() {
    final List<CellRecord> cells = Samples.firstLook(2).cells;
    final long algorithms = cells.stream().map(CellRecord::variant).distinct().count();
    final List<CellRecord> sorted = CellOrder.byAxes(cells, Map.of("loss", "30%", "crashes", "1"));
    final List<CellRecord> first = sorted.subList(0, (int) algorithms);
    assertEquals(algorithms, first.stream().map(CellRecord::variant).distinct().count());
    first.forEach(cell -> assertEquals("loss=30%,crashes=1", cell.environment()));
    assertEquals("bully/loss=0%,crashes=0", sorted.get((int) algorithms).key());
    assertEquals(cells.size(), sorted.stream().distinct().count());
  }

  private static List<String> keys(final List<CellRecord> cells) {
    return cells.stream().map(CellRecord::key).toList();
  }
}
