package dev.ordeal.faultlab.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.history.model.FifoQueueModel;
import dev.ordeal.faultlab.history.model.RegisterModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The checker against the definition on all small histories, each once up to renaming of operations and values:
 *
 * <ul>
 *   <li>every interval order (who precedes whom); there are 1, 2, 5, 15, 53, 217 of 1 to 6 operations;
 *   <li>every choice of what each operation does and answers, from the lists below: two values, an initial value, an
 *       unknown response, unknown outcomes. An unknown outcome only where nothing is preceded by the operation:
 *       elsewhere its response would not matter, and the order without it is listed, too;
 *   <li>of histories that differ in exchanging the two values, or operations with equal intervals, one.
 * </ul>
 *
 * <p>In a build up to 4 operations; up to 6 with {@code -Dordeal.enumerate.operations=6}.
 */
class EnumeratedHistoriesTest {
  private static final String EMPTY = FifoQueueModel.EMPTY;
  private static final int SIZE_MAX = Integer.getInteger("ordeal.enumerate.operations", 4);
  private static final int[] FISHBURN = {1, 1, 2, 5, 15, 53, 217};

  /** One thing that an operation can do; letters of values 1 and 2 in it for the symmetry. */
  private record Deed(String function, Object input, Object output, boolean isOk) {
    boolean mentions(final long value) {
      return Long.valueOf(value).equals(input) || Long.valueOf(value).equals(output);
    }
  }

  private static final List<Deed> REGISTER =
      List.of(
          new Deed("write", 1L, null, true),
          new Deed("write", 2L, null, true),
          new Deed("read", null, 0L, true),
          new Deed("read", null, 1L, true),
          new Deed("read", null, 2L, true),
          new Deed("write", 1L, null, false),
          new Deed("write", 2L, null, false));

  private static final List<Deed> QUEUE =
      List.of(
          new Deed("enqueue", 1L, null, true),
          new Deed("enqueue", 2L, null, true),
          new Deed("dequeue", null, EMPTY, true),
          new Deed("dequeue", null, 1L, true),
          new Deed("dequeue", null, 2L, true),
          new Deed("dequeue", null, null, true),
          new Deed("enqueue", 1L, null, false),
          new Deed("enqueue", 2L, null, false),
          new Deed("dequeue", null, null, false));

  private long checked;
  private long violated;

  @Test
  void shouldListEveryOrderOnce() {
    for (int size = 1; size < FISHBURN.length; size++) {
      assertEquals(FISHBURN[size], IntervalOrders.of(size).size());
    }
  }

  @Test
  void shouldAgreeOnEveryRegisterHistory() {
    compareAll(REGISTER, new RegisterModel(0L), BruteForce.REGISTER);
  }

  @Test
  void shouldAgreeOnEveryQueueHistory() {
    compareAll(QUEUE, new FifoQueueModel(), BruteForce.QUEUE);
  }

  private void compareAll(
      final List<Deed> deeds, final Model model, final BruteForce.Specification specification) {
    final BruteForce reference = new BruteForce(specification);
    for (int size = 1; size <= SIZE_MAX; size++) {
      for (final int[][] intervals : IntervalOrders.of(size)) {
        choose(deeds, intervals, new int[size], 0, model, reference);
      }
    }
    assertTrue(violated > checked / 100 && violated < checked - checked / 100, () -> "violated=" + violated);
  }

  private void choose(
      final List<Deed> deeds,
      final int[][] intervals,
      final int[] chosen,
      final int count,
      final Model model,
      final BruteForce reference) {
    if (count == chosen.length) {
      compare(history(deeds, intervals, chosen), model, reference);
      return;
    }
    final boolean isTwin = count > 0 && Arrays.equals(intervals[count], intervals[count - 1]);
    for (int deed = isTwin ? chosen[count - 1] : 0; deed < deeds.size(); deed++) {
      chosen[count] = deed;
      if ((deeds.get(deed).isOk() || isLast(intervals, count)) && isFirstValueFirst(deeds, chosen, count)) {
        choose(deeds, intervals, chosen, count + 1, model, reference);
      }
    }
  }

  private static boolean isLast(final int[][] intervals, final int which) {
    return Arrays.stream(intervals).noneMatch(other -> other[0] > intervals[which][1]);
  }

  /** Value 2 may not be mentioned before value 1. */
  private static boolean isFirstValueFirst(final List<Deed> deeds, final int[] chosen, final int last) {
    if (!deeds.get(chosen[last]).mentions(2)) {
      return true;
    }
    for (int i = 0; i < last; i++) {
      if (deeds.get(chosen[i]).mentions(1)) {
        return true;
      }
    }
    return false;
  }

  private static History history(final List<Deed> deeds, final int[][] intervals, final int[] chosen) {
    final int size = intervals.length;
    final int points = Arrays.stream(intervals).mapToInt(interval -> interval[1]).max().orElseThrow();
    final int[] invokedAt = new int[size];
    final int[] respondedAt = new int[size];
    int event = 0;
    for (int point = 1; point <= points; point++) {
      for (int i = 0; i < size; i++) {
        if (intervals[i][0] == point) {
          invokedAt[i] = event++;
        }
      }
      for (int i = 0; i < size; i++) {
        if (intervals[i][1] == point) {
          respondedAt[i] = event++;
        }
      }
    }
    final List<Operation> operations = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      final Deed deed = deeds.get(chosen[i]);
      operations.add(
          new Operation(
              i,
              i,
              deed.function(),
              null,
              deed.input(),
              deed.output(),
              deed.isOk() ? Outcome.OK : Outcome.UNKNOWN,
              invokedAt[i],
              deed.isOk() ? respondedAt[i] : Operation.NEVER,
              invokedAt[i],
              deed.isOk() ? respondedAt[i] : Long.MAX_VALUE));
    }
    return new History(operations, 0);
  }

  private void compare(final History history, final Model model, final BruteForce reference) {
    if (!history.hasSuccess()) {
      return;
    }
    final boolean isLinearizable = reference.isLinearizable(history.operations());
    final Answer answer = LinearizabilityChecker.check(history, model, CheckBudget.ofConfigurations(100_000)).answer();
    if (answer != (isLinearizable ? Answer.LINEARIZABLE : Answer.VIOLATED)) {
      throw new AssertionError(
          "linearizable=%s, answer=%s:%n%s".formatted(isLinearizable, answer, history.operations()));
    }
    checked++;
    violated += isLinearizable ? 0 : 1;
  }
}
