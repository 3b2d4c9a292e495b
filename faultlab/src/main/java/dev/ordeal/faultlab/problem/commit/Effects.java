package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.problem.commit.TransactionPlan.Step;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;

/** What a transaction's operations at one participant come to, one after the other, by what is held there before. */
final class Effects {
  /** What each key holds afterwards, of those that are written. */
  final Map<Long, Long> writes = new TreeMap<>();

  /** What the reads find, in order. */
  final Queue<Long> reads = new ArrayDeque<>();

  /** The first operation that fails validation, in words; null if all pass. */
  String forbidding;

  Effects(final TransactionPlan plan, final int nodeId, final LongUnaryOperator held) {
    for (final Step step : plan.steps()) {
      if (step.participant() == nodeId) {
        final Long own = writes.get(step.key());
        carryOut(step, own == null ? held.applyAsLong(step.key()) : own);
      }
    }
  }

  private void carryOut(final Step step, final long found) {
    boolean isValid = true;
    switch (step.kind()) {
      case SET -> writes.put(step.key(), step.value());
      case INCREMENT -> {
        final long sum = found + step.value();
        isValid = ((found ^ sum) & (step.value() ^ sum)) >= 0 && sum != Long.MIN_VALUE; // which stands for no value
        writes.put(step.key(), sum);
      }
      case COMPARE_AND_SET -> {
        isValid = found == step.expected();
        writes.put(step.key(), step.value());
      }
      case READ -> reads.add(found);
      case REQUIRE -> isValid = found >= step.value();
      default -> isValid = false;
    }
    if (!isValid && forbidding == null) {
      forbidding = "%s of key %d, which held %d".formatted(step.kind(), step.key(), found);
    }
  }
}
