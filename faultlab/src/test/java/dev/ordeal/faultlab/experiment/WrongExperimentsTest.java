package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong experiment files, each beside what must be said of it. To write the expected texts anew, run with {@code
 * -Dordeal.expected.write=true} and read the difference.
 */
class WrongExperimentsTest {
  private static final Path FILES = Path.of("src", "test", "resources", "experiments", "wrong");

  static List<String> wrongFiles() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".yaml"))
          .sorted()
          .collect(Collectors.toList());
    }
  }

  @ParameterizedTest
  @MethodSource("wrongFiles")
  void shouldSayEverythingThatIsWrong(final String name) throws IOException {
    final String text = Files.readString(FILES.resolve(name));
    final ExperimentException refused =
        assertThrows(
            ExperimentException.class,
            () -> ExperimentReader.read(text, name, FILES, List.of(), Samples.catalogue()));
    final Path expected = FILES.resolve(name.replace(".yaml", ".expected"));
    if (Boolean.getBoolean("ordeal.expected.write")) {
      Files.writeString(expected, refused.getMessage() + "\n");
    }
    assertEquals(Files.readString(expected).strip(), refused.getMessage());
  }

  @Test
  void shouldHaveTwentyOfThem() throws IOException {
    assertTrue(wrongFiles().size() >= 20, () -> "files below " + FILES);
  }
}
