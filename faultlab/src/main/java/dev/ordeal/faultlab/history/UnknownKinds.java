package dev.ordeal.faultlab.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The operations of unknown outcome, those that ask for the same together. */
final class UnknownKinds {
  /** What makes operations interchangeable; the process is 0 where nobody looks at it. */
  private record Kind(String function, Object key, Object input, long process) {}

  private UnknownKinds() {}

  /** Places in the part, by kind; kinds and their members by invocation. */
  static int[][] of(final List<Operation> part, final boolean readsProcess) {
    final Map<Kind, List<Integer>> kinds = new LinkedHashMap<>();
    for (int i = 0; i < part.size(); i++) {
      final Operation operation = part.get(i);
      if (!operation.isOk()) {
        final long process = readsProcess ? operation.process() : 0;
        final Kind kind = new Kind(operation.function(), operation.key(), operation.input(), process);
        kinds.computeIfAbsent(kind, k -> new ArrayList<>()).add(i);
      }
    }
    return kinds.values().stream()
        .map(places -> places.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }
}
