package dev.ordeal.faultlab.history;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Decides whether a history is linearizable.
 *
 * <p>Sources: Wing and Gong, "Testing and Verifying Concurrent Objects", 1993, §3 (the search); Lowe, "Testing for
 * linearizability", 2017, §4 (never visiting a configuration twice); Horn and Kroening, "Faster linearizability
 * checking via P-compositionality", 2015, §3 (partition by key).
 *
 * <p>Properties: exact. {@link Answer#LINEARIZABLE} and {@link Answer#VIOLATED} are proofs; what the budget does not
 * allow to decide is {@link Answer#UNKNOWN}, and so is a history in which nothing is known to have happened.
 *
 * <p>Divergences: operations of unknown outcome are taken from and put back to groups of their own, see {@link Search};
 * the papers complete or drop them beforehand.
 *
 * <p>Cost: linear for most histories; exponential in the number of overlapping operations at worst, since the problem
 * is NP-complete (Gibbons and Korach 1997). Stateless; any thread.
 */
public final class LinearizabilityChecker {
  /** Enough for parts that are not hard; the hard ones wait until all others are decided. */
  private static final long FIRST_ROUND = 100_000;

  private LinearizabilityChecker() {}

  /**
   * Checks a history.
   *
   * @throws HistoryException if an operation is none of the model's
   */
  public static CheckResult check(final History history, final Model model, final CheckBudget budget) {
    return new Check(history, model, budget).result();
  }

  /** The operations of each key, or all of them under null. */
  static Map<Object, List<Operation>> parts(final History history, final Model model) {
    final Map<Object, List<Operation>> parts = new LinkedHashMap<>();
    for (final Operation operation : history.operations()) {
      final Object key = model.isPartitionedByKey() ? operation.key() : null;
      parts.computeIfAbsent(key, k -> new ArrayList<>()).add(operation);
    }
    return parts;
  }

  private static final class Check {
    private final History history;
    private final Model model;
    private final CheckBudget budget;
    private final long startNs = System.nanoTime();
    private Supplier<Violation> violation;
    private String reason = "";
    private long configurations;
    private long peakBytes;

    Check(final History history, final Model model, final CheckBudget budget) {
      this.history = history;
      this.model = model;
      this.budget = budget;
    }

    CheckResult result() {
      final Map<Object, List<Operation>> parts = parts(history, model);
      if (!history.hasSuccess()) {
        parts.values().forEach(model::machine);
        return result(Answer.UNKNOWN, "no operation is known to have happened", parts.size());
      }
      final Map<Object, List<Operation>> hard = new LinkedHashMap<>();
      final CheckBudget little =
          parts.size() == 1
              ? budget
              : new CheckBudget(
                  budget.timeNs(), budget.memoryBytes(), Math.min(FIRST_ROUND, budget.configurations()));
      parts.forEach(
          (key, part) -> {
            if (search(key, part, little) == Answer.UNKNOWN) {
              hard.put(key, part);
            }
          });
      if (parts.size() > 1 && little.configurations() < budget.configurations()) {
        hard.entrySet().removeIf(entry -> search(entry.getKey(), entry.getValue(), budget) != Answer.UNKNOWN);
      }
      if (violation != null) {
        return result(Answer.VIOLATED, "", parts.size());
      }
      return hard.isEmpty()
          ? result(Answer.LINEARIZABLE, "", parts.size())
          : result(Answer.UNKNOWN, reason, parts.size());
    }

    private CheckResult result(final Answer answer, final String why, final int parts) {
      return new CheckResult(
          answer, why, parts, history.operations().size(), configurations, peakBytes, violation);
    }

    /** A violation ends the check: what comes after it is not looked at. */
    private Answer search(final Object key, final List<Operation> part, final CheckBudget allowed) {
      final Machine machine = model.machine(part);
      if (violation != null) {
        return Answer.VIOLATED;
      }
      final Search search = new Search(part, machine, model.readsProcess(), allowed, startNs);
      final Answer answer = search.run();
      configurations += search.configurations();
      peakBytes = Math.max(peakBytes, search.bytes());
      if (answer == Answer.VIOLATED) {
        final int stuckAt = search.farthestResponse();
        violation = () -> new Prefixes(key, part, model, budget).violation(stuckAt);
      } else if (answer == Answer.UNKNOWN) {
        reason = search.reason();
      }
      return answer;
    }
  }
}
