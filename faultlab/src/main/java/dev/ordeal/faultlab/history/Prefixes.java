package dev.ordeal.faultlab.history;

import java.util.Arrays;
import java.util.List;

/**
 * The prefixes of a part that has no order: finds the shortest one that has none. A prefix ends with a response; what
 * had not responded by then is of unknown outcome in it. If a prefix has no order, no longer one has.
 *
 * <p>Looks near where the search got stuck first, and then bisects. Single owner.
 */
final class Prefixes {
  private final Object key;
  private final List<Operation> part;
  private final Model model;
  private final CheckBudget budget;
  private final long startNs = System.nanoTime();
  /** All responses, ascending. */
  private final int[] responses;
  private boolean isExact = true;

  Prefixes(
      final Object key, final List<Operation> part, final Model model, final CheckBudget budget) {
    this.key = key;
    this.part = part;
    this.model = model;
    this.budget = budget;
    responses = part.stream().filter(Operation::isOk).mapToInt(Operation::respondedAt).sorted().toArray();
  }

  /**
   * What happened at the end of the shortest prefix that has no order.
   *
   * @param stuckAt a response such that all prefixes which end before it have an order
   */
  Violation violation(final int stuckAt) {
    int good = Arrays.binarySearch(responses, stuckAt) - 1;
    int bad = responses.length - 1;
    for (int step = 1; good + step < bad; step *= 2) {
      if (isViolated(good + step)) {
        bad = good + step;
      } else {
        good += step;
      }
    }
    while (bad - good > 1) {
      final int middle = good + (bad - good) / 2;
      if (isViolated(middle)) {
        bad = middle;
      } else {
        good = middle;
      }
    }
    return violation(good, bad);
  }

  private boolean isViolated(final int last) {
    final Answer answer = search(until(last)).run();
    isExact &= answer != Answer.UNKNOWN;
    // Not known to be violated: then a longer prefix will do.
    return answer == Answer.VIOLATED;
  }

  private Search search(final List<Operation> prefix) {
    return new Search(prefix, model.machine(prefix), model.readsProcess(), budget, startNs);
  }

  /** What had been invoked by a response, as much as was known then. */
  private List<Operation> until(final int last) {
    final int end = last < 0 ? -1 : responses[last];
    return part.stream()
        .filter(operation -> operation.invokedAt() < end)
        .map(operation -> operation.respondedAt() <= end ? operation : operation.withUnknownOutcome())
        .toList();
  }

  private Violation violation(final int good, final int bad) {
    final List<Operation> before = until(good);
    final Machine machine = model.machine(before);
    final Search search = new Search(before, machine, model.readsProcess(), budget, startNs);
    isExact &= search.run() == Answer.LINEARIZABLE;
    final List<Operation> seen = part.stream().filter(operation -> operation.invokedAt() < responses[bad]).toList();
    final Operation culprit =
        seen.stream().filter(operation -> operation.respondedAt() == responses[bad]).findFirst().orElseThrow();
    return new Violation(
        key,
        seen,
        Arrays.stream(search.order()).mapToObj(seen::get).toList(),
        machine.inWords(search.state()),
        culprit,
        isExact);
  }
}
