package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ordeal.faultlab.record.CellRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellOrderTest {
  @Test
  void shouldPutACellWhereItsValuesBelong() {
    final List<CellRecord> bully =
        Samples.firstLook(2).cells.stream().filter(cell -> cell.variant().equals("bully")).toList();
    final List<CellRecord> included = new ArrayList<>(bully);
    Collections.rotate(included, 5);
    final List<CellRecord> sorted = CellOrder.byAxes(included);
    assertNotEquals(keys(included), keys(sorted));
    assertEquals("bully/loss=0%,crashes=0", sorted.get(0).key());
    assertEquals("bully/loss=0%,crashes=1", sorted.get(1).key());
    assertEquals("bully/loss=30%,crashes=2", sorted.get(sorted.size() - 1).key());
  }

  private static List<String> keys(final List<CellRecord> cells) {
    return cells.stream().map(CellRecord::key).toList();
  }
}
