package dev.ordeal.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The flags every JVM of the project runs with, read from the copy of {@code scripts/jvm.flags} inside the jar. */
final class JvmFlags {
  private static final String RESOURCE = "jvm.flags";

  private JvmFlags() {}

  /** All flags, in the order of the file. */
  static List<String> all() {
    try (InputStream in = JvmFlags.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: resource=" + RESOURCE);
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (final IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The flags of a Java argument file that has one to a line; comments and blank lines left out. */
  static List<String> parse(final String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).toList();
  }

  /** The flags that this JVM was not started with: a fork inherits the others. */
  static List<String> missingHere() {
    final List<String> given = ManagementFactory.getRuntimeMXBean().getInputArguments();
    return all().stream().filter(flag -> !given.contains(flag)).toList();
  }
}
