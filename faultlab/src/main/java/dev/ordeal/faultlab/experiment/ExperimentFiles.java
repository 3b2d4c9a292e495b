package dev.ordeal.faultlab.experiment;

import dev.ordeal.faultlab.fault.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where experiments come from: those that ship with the lab, by name, and files. */
public final class ExperimentFiles {
  private static final String FOLDER = "/experiments/";

  private ExperimentFiles() {}

  /**
   * An experiment's text and where it stands.
   *
   * @param source how messages name it
   * @param directory where files that it names are looked for
   */
  public record Source(String text, String source, Path directory) {}

  /** Names of the experiments that ship with the lab. */
  public static List<String> shipped() {
    return resource("index.txt").lines().filter(line -> !line.isBlank()).toList();
  }

  /**
   * Finds an experiment by the name it ships under, or as a file.
   *
   * @throws ExperimentException if there is none
   */
  public static Source find(final String nameOrFile) {
    if (shipped().contains(nameOrFile)) {
      return new Source(resource(nameOrFile + ".yaml"), nameOrFile + ".yaml", Path.of("."));
    }
    final Path file = Path.of(nameOrFile);
    if (!Files.exists(file)) {
      throw new ExperimentException(
          "no such experiment: experiment=%s%s, nor is there such a file"
              .formatted(nameOrFile, Suggestion.of(nameOrFile, shipped())),
          "command line");
    }
    try {
      final Path parent = file.toAbsolutePath().getParent();
      return new Source(TextFile.read(file), nameOrFile, parent);
    } catch (final IOException e) {
      throw new UncheckedIOException("cannot read the experiment", e);
    }
  }

  private static String resource(final String name) {
    try (InputStream stream = ExperimentFiles.class.getResourceAsStream(FOLDER + name)) {
      if (stream == null) {
        throw new IllegalStateException("missing from the build: resource=%s%s".formatted(FOLDER, name));
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (final IOException e) {
      throw new IllegalStateException("cannot read from the build: resource=%s%s".formatted(FOLDER, name), e);
    }
  }
}
