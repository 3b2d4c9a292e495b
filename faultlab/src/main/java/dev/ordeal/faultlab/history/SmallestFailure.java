package dev.ordeal.faultlab.history;

import dev.ordeal.faultlab.shrink.DeltaDebugging;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The smallest failing part: operations of a violated history such that there is no order even if all the others are
 * free to take effect at any time, from the beginning on, or never. So every one of those few matters, by what it
 * answered or by when; and what the others did can't mend it.
 *
 * <p>Leaving the others out would not do: a history without the write that a read saw is broken, too, and says nothing
 * about the one that was recorded.
 *
 * <p>Begins with the last few operations before the culprit, takes more until these fail, and reduces them by {@link
 * DeltaDebugging}. Each trial has a small budget of configurations; where it is used up, the trial counts as not
 * failing, so the result is a failing part always, and the smallest only if no trial was cut short.
 */
public final class SmallestFailure {
  private static final CheckBudget TRIAL = CheckBudget.ofConfigurations(20_000);
  private static final int KEPT_AT_FIRST = 4;

  private final Model model;
  private final long deadlineNs;
  /** The shortest prefix that has no order: what responded after the culprit did is of unknown outcome in it. */
  private final List<Operation> prefix;

  private SmallestFailure(final Violation violation, final Model model, final long budgetNs) {
    this.model = model;
    deadlineNs = System.nanoTime() + budgetNs;
    final int end = violation.culprit().respondedAt();
    prefix =
        violation.part().stream()
            .map(operation -> operation.respondedAt() <= end ? operation : operation.withUnknownOutcome())
            .toList();
  }

  /**
   * Looks for it.
   *
   * @param budgetNs wall-clock nanoseconds; when they are used up, what was found so far is the answer
   * @return by invocation; what had not responded when the culprit did is of unknown outcome
   */
  public static List<Operation> of(final Violation violation, final Model model, final long budgetNs) {
    return new SmallestFailure(violation, model, budgetNs).find();
  }

  private List<Operation> find() {
    final List<Operation> latestFirst =
        prefix.stream().sorted(Comparator.comparingInt(SmallestFailure::lastSeenAt).reversed()).toList();
    for (int kept = KEPT_AT_FIRST; kept < latestFirst.size(); kept *= 4) {
      final List<Operation> last = byInvocation(latestFirst.subList(0, kept));
      if (stillFails(last)) {
        return DeltaDebugging.minimise(last, this::stillFails);
      }
    }
    return DeltaDebugging.minimise(byInvocation(latestFirst), this::stillFails);
  }

  private static int lastSeenAt(final Operation operation) {
    return operation.isOk() ? operation.respondedAt() : operation.invokedAt();
  }

  private static List<Operation> byInvocation(final List<Operation> operations) {
    return operations.stream().sorted(Comparator.comparingInt(Operation::invokedAt)).toList();
  }

  private boolean stillFails(final List<Operation> kept) {
    if (System.nanoTime() > deadlineNs) {
      return false;
    }
    final Set<Integer> indices = new HashSet<>();
    kept.forEach(operation -> indices.add(operation.index()));
    final List<Operation> freed =
        prefix.stream()
            .map(operation -> indices.contains(operation.index()) ? operation : free(operation))
            .sorted(Comparator.comparingInt(Operation::invokedAt))
            .toList();
    final Search search =
        new Search(freed, model.machine(freed), model.readsProcess(), TRIAL, System.nanoTime());
    return search.run() == Answer.VIOLATED;
  }

  /** Under way before everything else, for ever. */
  private static Operation free(final Operation operation) {
    return operation.withUnknownOutcome().invokedAt(operation.index() - Integer.MAX_VALUE);
  }
}
