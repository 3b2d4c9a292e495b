package dev.ordeal.faultlab.record;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Commands of the lab as people can paste them into a shell: every word quoted that needs it, paths from where they
 * stand, and the class path without which an algorithm in a jar of the user's own is not found. Immutable.
 *
 * @param script how to call the lab from here
 * @param workingDirectory where the command is to be typed
 * @param classpath jars of the user's own, joined by colons; may be empty
 */
public record LabCommand(String script, Path workingDirectory, String classpath) {
  /** Holds what {@code scripts/lab --classpath} was given. */
  public static final String CLASSPATH = "ORDEAL_CLASSPATH";

  private static final String HOME = "ORDEAL_HOME";
  private static final String SCRIPT = "scripts/lab";

  /** Commands as they are to be typed where this process was started. */
  public static LabCommand here() {
    return of(System.getenv(), Path.of(""));
  }

  static LabCommand of(final Map<String, String> environment, final Path workingDirectory) {
    final Path directory = workingDirectory.toAbsolutePath().normalize();
    final String home = environment.getOrDefault(HOME, "");
    final String script = home.isEmpty() ? SCRIPT : shown(directory, Path.of(home).resolve(SCRIPT));
    return new LabCommand(script, directory, environment.getOrDefault(CLASSPATH, ""));
  }

  /** The same with a class path, if this one has none. */
  public LabCommand orClasspath(final String other) {
    return classpath.isEmpty() ? new LabCommand(script, workingDirectory, other) : this;
  }

  /** A command of these words; a path is written from the working directory if it lies below it. */
  public String line(final Object... words) {
    final Stream<String> options = classpath.isEmpty() ? Stream.of() : Stream.of("--classpath", classpath);
    final Stream<String> rest =
        Stream.of(words).map(word -> word instanceof Path path ? shown(workingDirectory, path) : word.toString());
    return Stream.concat(Stream.of(script), Stream.concat(options, rest))
        .map(LabCommand::quoted)
        .collect(Collectors.joining(" "));
  }

  /** The command that replays one run of a folder. */
  public String replay(final Path folder, final String cell, final long seed) {
    return line("replay", folder, "--cell", cell, "--seed", seed);
  }

  private static String shown(final Path directory, final Path path) {
    final Path whole = directory.resolve(path).normalize();
    return whole.startsWith(directory) && !whole.equals(directory)
        ? directory.relativize(whole).toString()
        : whole.toString();
  }

  /** One word of a shell's command line, whatever is in it. */
  public static String quoted(final String word) {
    return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** The jars, one by one. */
  List<String> jars() {
    return Stream.of(classpath.split(":")).filter(jar -> !jar.isEmpty()).toList();
  }
}
