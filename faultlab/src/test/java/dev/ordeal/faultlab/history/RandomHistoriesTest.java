package dev.ordeal.faultlab.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.history.model.BankModel;
import dev.ordeal.faultlab.history.model.CasRegisterModel;
import dev.ordeal.faultlab.history.model.CounterModel;
import dev.ordeal.faultlab.history.model.FencedLockModel;
import dev.ordeal.faultlab.history.model.FifoQueueModel;
import dev.ordeal.faultlab.history.model.KeyValueModel;
import dev.ordeal.faultlab.history.model.MultiRegisterModel;
import dev.ordeal.faultlab.history.model.MutexModel;
import dev.ordeal.faultlab.history.model.RegisterModel;
import dev.ordeal.faultlab.history.model.SetModel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checker against the definition on random histories of up to 7 operations, and what it says of violations; the
 * checker's twins, each with a bug of its own, on the same histories.
 *
 * <p>In a build some of each model; {@code -Dordeal.random.histories=100000} checks so many of each.
 */
class RandomHistoriesTest {
  private static final int HISTORIES = Integer.getInteger("ordeal.random.histories", 2_000);
  private static final int SIZE_MAX = 7;
  private static final CheckBudget BUDGET = CheckBudget.ofConfigurations(100_000);

  static Stream<Model> models() {
    return Stream.of(
        new RegisterModel(0L),
        new CasRegisterModel(0L),
        new MultiRegisterModel(),
        new KeyValueModel(),
        new CounterModel(),
        new MutexModel(),
        new FencedLockModel(),
        new FifoQueueModel(),
        new SetModel(),
        new BankModel());
  }

  @ParameterizedTest
  @MethodSource("models")
  void shouldAgreeWithTheDefinition(final Model model) {
    final RandomHistories histories = new RandomHistories(model.name(), 1);
    int violated = 0;
    for (int i = 0; i < HISTORIES; i++) {
      final History history = histories.next(SIZE_MAX);
      final Answer expected = expected(history, model);
      final CheckResult result = LinearizabilityChecker.check(history, model, BUDGET);
      assertEquals(expected, result.answer(), () -> model.name() + " " + history.operations());
      if (expected == Answer.VIOLATED) {
        violated++;
        compare(result.violation().orElseThrow(), model);
      }
    }
    final int count = violated;
    assertTrue(count > HISTORIES / 200 && count < HISTORIES / 2, () -> "violated=" + count);
  }

  private static Answer expected(final History history, final Model model) {
    if (!history.hasSuccess()) {
      return Answer.UNKNOWN;
    }
    return isLinearizable(history.operations(), model) ? Answer.LINEARIZABLE : Answer.VIOLATED;
  }

  /** By a specification of its own where there is one, by the model's otherwise; never partitioned. */
  private static boolean isLinearizable(final List<Operation> operations, final Model model) {
    if (model instanceof RegisterModel) {
      return new BruteForce(BruteForce.REGISTER).isLinearizable(operations);
    }
    if (model instanceof FifoQueueModel) {
      return new BruteForce(BruteForce.QUEUE).isLinearizable(operations);
    }
    return LinearizabilityChecker.parts(new History(operations, 0), model).values().stream()
        .allMatch(part -> BruteForce.of(model, part).isLinearizable(part));
  }

  /** What the explanation claims must be so by definition. */
  private static void compare(final Violation violation, final Model model) {
    assertTrue(violation.isExact());
    final int end = violation.culprit().respondedAt();
    assertFalse(isLinearizable(prefix(violation.part(), end), model), "the prefix with the culprit has an order");
    assertTrue(isLinearizable(prefix(violation.part(), end - 1), model), "a shorter prefix has none");
    final List<Operation> order = violation.order();
    assertTrue(order.containsAll(violation.part().stream().filter(o -> o.respondedAt() < end).toList()));
    for (int i = 0; i < order.size(); i++) {
      for (int j = i + 1; j < order.size(); j++) {
        assertFalse(order.get(j).precedes(order.get(i)), "the order does not respect precedence");
      }
    }
    final List<Operation> smallest = SmallestFailure.of(violation, model, Long.MAX_VALUE / 4);
    assertFalse(smallest.isEmpty());
    final List<Operation> freed =
        violation.part().stream()
            .map(
                o ->
                    smallest.stream()
                        .filter(kept -> kept.index() == o.index())
                        .findFirst()
                        .orElse(o.withUnknownOutcome().invokedAt(-1 - o.index())))
            .toList();
    assertFalse(isLinearizable(freed, model), "the smallest failing part does not fail");
  }

  private static List<Operation> prefix(final List<Operation> part, final int end) {
    return part.stream()
        .filter(o -> o.invokedAt() <= end)
        .map(o -> o.respondedAt() <= end ? o : o.withUnknownOutcome())
        .toList();
  }

  private interface Twin {
    Answer check(History history, Model model);
  }

  private static void assertCaught(final Model model, final Twin twin) {
    final RandomHistories histories = new RandomHistories(model.name(), 2);
    for (int i = 0; i < 2_000; i++) {
      final History history = histories.next(SIZE_MAX);
      if (twin.check(history, model) != expected(history, model)) {
        return;
      }
    }
    throw new AssertionError("twin not caught: model=" + model.name());
  }

  @Test
  void shouldCatchTheTwinThatDropsUnknownOutcomes() {
    final Twin twin =
        (history, model) -> {
          final List<Operation> known = history.operations().stream().filter(Operation::isOk).toList();
          return LinearizabilityChecker.check(new History(known, history.failed()), model, BUDGET).answer();
        };
    assertCaught(new RegisterModel(0L), twin);
    assertCaught(new FifoQueueModel(), twin);
  }

  /** A compare-and-set that failed did not happen, for whatever reason; it is no proof of what the register held. */
  @Test
  void shouldCatchTheTwinThatTakesFailuresAsObservations() {
    final RandomHistories histories = new RandomHistories("cas-register", 2);
    final RandomHistories observed = new RandomHistories("cas-register", 2, true);
    for (int i = 0; i < 2_000; i++) {
      final Answer expected = expected(histories.next(SIZE_MAX), new CasRegisterModel(0L));
      if (LinearizabilityChecker.check(observed.next(SIZE_MAX), new ObservingCas(), BUDGET).answer() != expected) {
        return;
      }
    }
    throw new AssertionError("twin not caught");
  }

  /** The model of that twin. */
  private static final class ObservingCas extends ObjectModel<Long> {
    @Override
    public String name() {
      return "observing-cas";
    }

    @Override
    public String summary() {
      return "a cas that answers false found something else";
    }

    @Override
    protected Long initial() {
      return 0L;
    }

    @Override
    protected void check(final Operation operation) {}

    @Override
    protected Long next(final Long state, final Operation operation) {
      return switch (operation.function()) {
        case "read" -> operation.output() == null || operation.output().equals(state) ? state : null;
        case "write" -> (Long) operation.input();
        default -> {
          final List<?> pair = (List<?>) operation.input();
          final boolean isFound = state.equals(pair.get(0));
          if (Boolean.FALSE.equals(operation.output())) {
            yield isFound ? null : state;
          }
          yield isFound ? (Long) pair.get(1) : null;
        }
      };
    }
  }

  @Test
  void shouldCatchTheTwinWhoseMemoryForgetsTheState() {
    final Twin twin =
        (history, model) -> {
          final List<Operation> part = history.operations();
          if (!history.hasSuccess()) {
            return Answer.UNKNOWN;
          }
          return new Search(part, model.machine(part), model.readsProcess(), BUDGET, System.nanoTime()) {
            @Override
            VisitedConfigurations visited(final int coreWords, final int tailWords) {
              return new VisitedConfigurations(coreWords, tailWords) {
                @Override
                boolean add(final long[] row) {
                  final long[] forgetful = row.clone();
                  forgetful[0] = 0;
                  return super.add(forgetful);
                }
              };
            }
          }.run();
        };
    assertCaught(new RegisterModel(0L), twin);
    assertCaught(new FifoQueueModel(), twin);
  }

  /** Takes transactions apart, a key each, as if they were reads and writes of their own. */
  @Test
  void shouldCatchTheTwinThatPartitionsWhatSpansKeys() {
    assertCaught(
        new MultiRegisterModel(),
        (history, model) -> {
          if (!history.hasSuccess()) {
            return Answer.UNKNOWN;
          }
          final boolean isFine =
              Stream.of(0L, 1L)
                  .map(key -> history.operations().stream().map(o -> only(o, key)).toList())
                  .allMatch(part -> BruteForce.of(model, part).isLinearizable(part));
          return isFine ? Answer.LINEARIZABLE : Answer.VIOLATED;
        });
  }

  private static Operation only(final Operation o, final Long key) {
    if (!o.function().equals("txn")) {
      return key.equals(o.key()) ? o : with(o, List.of(), null);
    }
    return with(o, steps(o.input(), key), steps(o.output(), key));
  }

  private static Object steps(final Object steps, final Long key) {
    return steps == null ? null : ((List<?>) steps).stream().filter(s -> key.equals(((List<?>) s).get(1))).toList();
  }

  private static Operation with(final Operation o, final Object input, final Object output) {
    return new Operation(
        o.index(), o.process(), "txn", null, input, output, o.outcome(), o.invokedAt(), o.respondedAt(), 0, 0);
  }
}
