package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that broke in a run: a property that did not hold, or a node that threw, which no algorithm may. Immutable.
 *
 * @param property the property, or null if a node threw
 * @param thrown class of the exception, or the empty text if none was thrown
 * @param atNs true time at which it broke; that of an exception is known to the microsecond
 * @param nodes who took part
 * @param explanation a sentence with the figures, or the exception and its message on one line
 */
public record Breakage(Property property, String thrown, long atNs, List<Integer> nodes, String explanation) {
  /** What an exception is called where properties are named. */
  public static final String EXCEPTION = "exception";

  /** How {@link RunExecutor} words an exception: node, step, seconds, cause. */
  private static final Pattern FAILURE =
      Pattern.compile("node (\\d+) threw in (.*?) at (\\d+)\\D(\\d{6})s: (.*)", Pattern.DOTALL);

  private static final long NS_PER_S = 1_000_000_000L;
  private static final long NS_PER_US = 1_000L;

  /** A property that did not hold. */
  public static Breakage of(final Judgement.Violation violation) {
    return new Breakage(
        violation.property(), "", violation.atNs(), violation.nodes(), violation.explanation());
  }

  /** All that broke in a run, the earliest first. */
  public static List<Breakage> allOf(final RunRecord run) {
    final List<Breakage> all = new ArrayList<>();
    run.violations().forEach(violation -> all.add(of(violation)));
    if (run.failure() != null) {
      all.add(ofFailure(run.failure()));
    }
    all.sort(Comparator.comparingLong(Breakage::atNs));
    return all;
  }

  /** What to look at first: the earliest that the algorithm must not do, else the earliest. */
  public static Optional<Breakage> firstOf(final RunRecord run, final Set<Property> promised) {
    final List<Breakage> all = allOf(run);
    return all.stream().filter(one -> one.isForbidden(promised)).findFirst().or(() -> all.stream().findFirst());
  }

  /** The exception of a run in which a node threw, on one line. */
  public static String firstFailure(final RunRecord run) {
    return ofFailure(run.failure()).explanation();
  }

  private static Breakage ofFailure(final String failure) {
    final String line = failure.strip().replaceAll("\\s*\\R\\s*", " / ");
    final Matcher matcher = FAILURE.matcher(line);
    if (!matcher.matches()) {
      return new Breakage(null, line, 0, List.of(), line);
    }
    final String cause = matcher.group(5);
    final int colon = cause.indexOf(':');
    return new Breakage(
        null,
        colon < 0 ? cause : cause.substring(0, colon),
        Long.parseLong(matcher.group(3)) * NS_PER_S + Long.parseLong(matcher.group(4)) * NS_PER_US,
        List.of(Integer.parseInt(matcher.group(1))),
        "node %s threw in %s: %s".formatted(matcher.group(1), matcher.group(2), cause));
  }

  /** Whether a node threw. */
  public boolean isException() {
    return property == null;
  }

  /** The property's label, or {@link #EXCEPTION}. */
  public String label() {
    return isException() ? EXCEPTION : property.label();
  }

  /** Whether the algorithm promises that this does not happen; none may throw. */
  public boolean isForbidden(final Set<Property> promised) {
    return isException() || promised.contains(property);
  }

  /** Whether it is the same property, or an exception of the same class, at any time and place. */
  public boolean isLike(final Breakage other) {
    return property == other.property && thrown.equals(other.thrown);
  }
}
