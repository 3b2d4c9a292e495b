package dev.ordeal.faultlab.fault;

import dev.ordeal.protocols.core.FaultKind;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Counts of the faults that actually fired in one run. Single writer. */
public final class Receipts {
  private static final FaultKind[] KINDS = FaultKind.values();

  private final long[] countByKind = new long[KINDS.length];

  /** Counts one firing. */
  public void add(final FaultKind kind) {
    countByKind[kind.ordinal()]++;
  }

  /** How often a fault fired. */
  public long count(final FaultKind kind) {
    return countByKind[kind.ordinal()];
  }

  /** The faults that fired at least once, by label. */
  public Map<String, Long> asMap() {
    final Map<String, Long> map = new TreeMap<>();
    Arrays.stream(KINDS).filter(kind -> count(kind) > 0).forEach(kind -> map.put(kind.label(), count(kind)));
    return map;
  }
}
