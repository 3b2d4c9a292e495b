package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The algorithms and problems that can be named in an experiment: everything {@link ServiceLoader} finds, in our jars
 * and in those of users.
 *
 * <p>Immutable; any thread.
 */
public final class Catalogue {
  private final SortedMap<String, AlgorithmSpec> algorithms = new TreeMap<>();
  private final SortedMap<String, Problem> problems = new TreeMap<>();

  private Catalogue(final Iterable<AlgorithmSpec> algorithms, final Iterable<Problem> problems) {
    problems.forEach(problem -> put(this.problems, problem.name(), problem));
    algorithms.forEach(spec -> put(this.algorithms, spec.name(), spec));
  }

  /** What is on the class path. */
  public static Catalogue load() {
    return load(Thread.currentThread().getContextClassLoader());
  }

  /** What a class loader sees. */
  public static Catalogue load(final ClassLoader loader) {
    return new Catalogue(ServiceLoader.load(AlgorithmSpec.class, loader), ServiceLoader.load(Problem.class, loader));
  }

  /** Exactly these. */
  public static Catalogue of(final Collection<AlgorithmSpec> algorithms, final Collection<Problem> problems) {
    return new Catalogue(algorithms, problems);
  }

  /** All algorithms, by name. */
  public Collection<AlgorithmSpec> algorithms() {
    return algorithms.values();
  }

  /** All problems, by name. */
  public Collection<Problem> problems() {
    return problems.values();
  }

  /** The algorithm of this name. */
  public Optional<AlgorithmSpec> algorithm(final String name) {
    return Optional.ofNullable(algorithms.get(name));
  }

  /** The problem of this name. */
  public Optional<Problem> problem(final String name) {
    return Optional.ofNullable(problems.get(name));
  }

  private static <T> void put(final Map<String, T> map, final String name, final T value) {
    final T other = map.put(name, value);
    if (other != null) {
      throw new IllegalStateException(
          "two of one name: name=%s, classes=%s and %s"
              .formatted(name, other.getClass().getName(), value.getClass().getName()));
    }
  }
}
