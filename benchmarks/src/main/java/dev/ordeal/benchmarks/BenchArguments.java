package dev.ordeal.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The command line of a bench, split: what is the driver's, and what is JMH's.
 *
 * @param root where result folders go
 * @param profileEvent what async-profiler samples, or null for no profile
 * @param isUnchecked whether forks run without Agrona's bounds checks
 * @param isQuestion whether JMH is only asked to answer (-h, -l, …) and nothing is to be run
 * @param jmh JMH's arguments
 */
record BenchArguments(Path root, String profileEvent, boolean isUnchecked, boolean isQuestion, List<String> jmh) {
  /** What {@code scripts/bench --help} says before JMH does. */
  static final String USAGE =
      """
      Usage: scripts/bench [--profile[=EVENT]] [--unchecked] [--out=DIR] [JMH arguments]

        --profile[=EVENT]  draws a flame graph of each parameter set with async-profiler;
                           EVENT is itimer (the default), cpu, wall, alloc …
        --unchecked        runs the forks without Agrona's bounds checks; the result says so
        --out=DIR          where the result folder goes; results/ by default

      Each parameter set is written to <DIR>/<UTC>-bench-<hash>/jmh.json as soon as it is measured.
      JMH's own arguments follow; -rf, -rff and -o are the driver's business.
      """;

  private static final Set<String> QUESTIONS = Set.of("-h", "-l", "-lp", "-lprof", "-lrf");
  private static final Set<String> REFUSED = Set.of("-rf", "-rff", "-o");

  /**
   * Splits a command line.
   *
   * @throws IllegalArgumentException if an argument is one that only the driver may decide
   */
  static BenchArguments parse(final Path defaultRoot, final List<String> args) {
    Path root = defaultRoot;
    String event = null;
    boolean isUnchecked = false;
    boolean isQuestion = false;
    final List<String> jmh = new ArrayList<>();
    for (final String arg : args) {
      if (arg.equals("--profile")) {
        event = "itimer";
      } else if (arg.startsWith("--profile=")) {
        event = arg.substring("--profile=".length());
      } else if (arg.equals("--unchecked")) {
        isUnchecked = true;
      } else if (arg.startsWith("--out=")) {
        root = Path.of(arg.substring("--out=".length()));
      } else if (arg.equals("--help")) {
        isQuestion = true;
        jmh.add("-h");
      } else if (REFUSED.contains(arg)) {
        throw new IllegalArgumentException(
            "argument not allowed: %s, since results are written to %s".formatted(arg, root));
      } else if (arg.startsWith("--")) {
        throw new IllegalArgumentException("unknown argument: %s".formatted(arg));
      } else {
        isQuestion |= QUESTIONS.contains(arg);
        jmh.add(arg);
      }
    }
    return new BenchArguments(root, event, isUnchecked, isQuestion, List.copyOf(jmh));
  }
}
