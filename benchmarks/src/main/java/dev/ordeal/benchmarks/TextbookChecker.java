package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.history.Answer;
import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.Machine;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.Operation;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The baseline: Wing and Gong's search with Lowe's set of visited configurations, as short as it can be written: a bit
 * for each operation in a {@link BitSet}, configurations in a {@link HashSet}, candidates found by looking through the
 * whole part, operations of unknown outcome treated like all others. Partitioned by key.
 */
final class TextbookChecker {
  private record Configuration(BitSet ordered, long state) {}

  private TextbookChecker() {}

  static Answer check(final History history, final Model model, final long budgetNs) {
    final long deadlineNs = System.nanoTime() + budgetNs;
    Answer answer = Answer.LINEARIZABLE;
    for (final List<Operation> part :
        history.operations().stream()
            .collect(Collectors.groupingBy(operation -> String.valueOf(operation.key())))
            .values()) {
      final Answer own = search(part, model.machine(part), deadlineNs);
      if (own != Answer.LINEARIZABLE) {
        answer = own;
      }
      if (own == Answer.VIOLATED) {
        return own;
      }
    }
    return answer;
  }

  private static Answer search(final List<Operation> part, final Machine machine, final long deadlineNs) {
    final Deque<Configuration> stack = new ArrayDeque<>();
    final Set<Configuration> visited = new HashSet<>();
    stack.push(new Configuration(new BitSet(), machine.initial()));
    while (!stack.isEmpty()) {
      if (System.nanoTime() > deadlineNs) {
        return Answer.UNKNOWN;
      }
      final Configuration now = stack.pop();
      int earliest = Integer.MAX_VALUE;
      for (int i = now.ordered.nextClearBit(0); i < part.size(); i = now.ordered.nextClearBit(i + 1)) {
        earliest = Math.min(earliest, part.get(i).respondedAt());
      }
      if (earliest == Operation.NEVER) {
        return Answer.LINEARIZABLE;
      }
      for (int i = now.ordered.nextClearBit(0); i < part.size(); i = now.ordered.nextClearBit(i + 1)) {
        if (part.get(i).invokedAt() < earliest) {
          final long after = machine.step(now.state, i);
          if (after != Machine.IMPOSSIBLE) {
            final BitSet ordered = (BitSet) now.ordered.clone();
            ordered.set(i);
            final Configuration next = new Configuration(ordered, after);
            if (visited.add(next)) {
              stack.push(next);
            }
          }
        }
      }
    }
    return Answer.VIOLATED;
  }
}
