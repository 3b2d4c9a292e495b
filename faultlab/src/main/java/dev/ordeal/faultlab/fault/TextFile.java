package dev.ordeal.faultlab.fault;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text that people write, read from a file. Cold; stateless; any thread. */
public final class TextFile {
  private TextFile() {}

  /**
   * The whole text of a file.
   *
   * @throws IOException if it cannot be read, or is not UTF-8
   */
  public static String read(final Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("a folder, not a file: path=" + file);
    }
    try {
      return Files.readString(file);
    } catch (final CharacterCodingException e) {
      throw new IOException("not UTF-8: path=" + file, e);
    }
  }
}
