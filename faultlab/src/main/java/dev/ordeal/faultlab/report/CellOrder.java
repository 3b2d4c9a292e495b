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
   * Sorts cells: first those that have some values, to be compared with; then by algorithm; then by their axes, in the
   * order of the file, the last moving fastest: numbers by size, other values as they first come. So a cell that was
   * included stands where its values belong.
   *
   * @param first the values of the cells to begin with, by axis name; if empty, no cell is before its place
   */
  public static List<CellRecord> byAxes(final List<CellRecord> cells, final Map<String, String> first) {
    final Map<String, List<String>> values = new LinkedHashMap<>();
    for (final CellRecord cell : cells) {
      cell.axes().keySet().forEach(axis -> values.computeIfAbsent(axis, a -> Grid.sorted(valuesOf(cells, a))));
    }
    Comparator<CellRecord> order =
        Comparator.comparing((CellRecord cell) -> !isFirst(cell, first)).thenComparing(CellRecord::variant);
    for (final Map.Entry<String, List<String>> axis : values.entrySet()) {
      order = order.thenComparingInt(cell -> axis.getValue().indexOf(cell.axes().get(axis.getKey())));
    }
    return cells.stream().sorted(order).toList();
  }

  /** Whether a cell is one to compare with. */
  static boolean isFirst(final CellRecord cell, final Map<String, String> first) {
    return !first.isEmpty() && cell.axes().entrySet().containsAll(first.entrySet());
  }

  private static List<String> valuesOf(final List<CellRecord> cells, final String axis) {
    return cells.stream().map(cell -> cell.axes().getOrDefault(axis, "")).distinct().toList();
  }
}
