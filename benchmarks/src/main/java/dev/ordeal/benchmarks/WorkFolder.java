package dev.ordeal.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder for files of one benchmark, removed at its end: under {@code benchmarks/target} of this project if it is
 * known where that is, since a folder for temporary files may lie in memory, where a force costs nothing.
 */
final class WorkFolder implements AutoCloseable {
  private final Path folder;
  private int number;

  WorkFolder(final String name) {
    final String home = System.getenv("ORDEAL_HOME");
    try {
      if (home == null) {
        folder = Files.createTempDirectory("ordeal-" + name + "-");
      } else {
        folder =
            Files.createTempDirectory(
                Files.createDirectories(Path.of(home, "benchmarks", "target")), "work-" + name + "-");
      }
    } catch (final IOException e) {
      throw new UncheckedIOException("no folder for files can be made", e);
    }
  }

  /** A path in it that is not used yet. */
  Path next() {
    return folder.resolve(Integer.toString(number++));
  }

  /** Removes what is in it. */
  void empty() {
    delete(false);
  }

  @Override
  public void close() {
    delete(true);
  }

  private void delete(final boolean isAll) {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        if (isAll || !path.equals(folder)) {
          Files.delete(path);
        }
      }
    } catch (final IOException e) {
      throw new UncheckedIOException("files are not removed: folder=" + folder, e);
    }
  }
}
