package dev.ordeal.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * JMH's own command line, as {@code java -jar benchmarks.jar -h} shows it. Adds only the JVM flags the project needs to
 * each fork, since forks inherit nothing from a jar's manifest.
 */
public final class JmhMain {
  private static final String PREPEND = "-jvmArgsPrepend";

  private JmhMain() {}

  /** Takes JMH's arguments. */
  public static void main(final String[] args) throws Exception {
    org.openjdk.jmh.Main.main(withFlags(Arrays.asList(args)).toArray(String[]::new));
  }

  /** JMH's arguments with the project's flags put before those that the user asked for. */
  static List<String> withFlags(final List<String> args) {
    final List<String> flags = new ArrayList<>(JvmFlags.all());
    final List<String> result = new ArrayList<>(args);
    final int given = result.indexOf(PREPEND);
    if (given >= 0 && given + 1 < result.size()) {
      flags.add(result.get(given + 1));
      result.subList(given, given + 2).clear();
    }
    Collections.addAll(result, PREPEND, String.join(" ", flags));
    return result;
  }
}
