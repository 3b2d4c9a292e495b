package dev.ordeal.faultlab.problem;

import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.protocols.core.Property;
import java.util.List;

/** How often one property broke in a run, and how it broke first. Cold; single thread. */
public final class FirstViolation {
  private final Property property;
  private final String what;
  private Violation first;
  private long count;

  /**
   * Nothing yet.
   *
   * @param what what there may be many of, in the plural: "overlaps"
   */
  public FirstViolation(final Property property, final String what) {
    this.property = property;
    this.what = what;
  }

  /** Whether the next one is the first: only that one's explanation is of interest. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** One more. */
  public void add(final long atNs, final List<Integer> nodes, final String explanation) {
    if (first == null) {
      first = new Violation(property, atNs, nodes, explanation);
    }
    count++;
  }

  /** One more, not the first. */
  public void addAnother() {
    count++;
  }

  /** Adds the first one, with the number of all, if there is one. */
  public void report(final List<Violation> violations) {
    if (first != null) {
      violations.add(
          count == 1
              ? first
              : new Violation(
                  property,
                  first.atNs(),
                  first.nodes(),
                  "%s; %d %s in this run".formatted(first.explanation(), count, what)));
    }
  }
}
