package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.record.CellRecord;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The order in which tables list cells. Stateless. */
public final class CellOrder {
  private CellOrder() {}

  /**
   * Sorts cells of one algorithm by their axes, in the order of the file, the last moving fastest: numbers by size,
   * other values as they first come. So a cell that was included stands where its values belong.
   */
  public static List<CellRecord> byAxes(final List<CellRecord> cells) {
    final Map<String, List<String>> values = new LinkedHashMap<>();
    for (final CellRecord cell : cells) {
      cell.axes().keySet().forEach(axis -> values.computeIfAbsent(axis, a -> Grid.sorted(valuesOf(cells, a))));
    }
    Comparator<CellRecord> order = Comparator.comparing(CellRecord::variant);
    for (final Map.Entry<String, List<String>> axis : values.entrySet()) {
      order = order.thenComparingInt(cell -> axis.getValue().indexOf(cell.axes().get(axis.getKey())));
    }
    return cells.stream().sorted(order).toList();
  }

  private static List<String> valuesOf(final List<CellRecord> cells, final String axis) {
    return cells.stream().map(cell -> cell.axes().getOrDefault(axis, "")).distinct().toList();
  }
}
