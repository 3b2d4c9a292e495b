package dev.ordeal.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/**
 * Where one bench leaves what it found: {@code jmh.json}, always whole and valid, {@code manifest.json}, and {@code
 * profiles/} if asked for. A file is replaced in one move, so a reader or a kill sees the old one or the new one.
 */
final class BenchFolder {
  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final int HASH_DIGITS = 8;

  private final Path path;

  private BenchFolder(final Path path) {
    this.path = path;
  }

  /** Makes {@code <UTC>-bench-<hash>} below the root; the hash is of what was asked for. */
  static BenchFolder create(final Path root, final Instant startedAt, final String asked) throws IOException {
    final Path path = root.resolve(UTC.format(startedAt) + "-bench-" + hash(asked));
    Files.createDirectories(path);
    return new BenchFolder(path);
  }

  Path path() {
    return path;
  }

  /** Writes all results so far in JMH's own format, the JVM by its name alone: where it lies is the machine's affair. */
  void writeResults(final Collection<RunResult> results) throws IOException {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
    out.flush();
    final JsonNode all = JSON.readTree(bytes.toByteArray());
    for (final JsonNode result : all) {
      ((ObjectNode) result).put("jvm", Path.of(result.path("jvm").asText()).getFileName().toString());
    }
    replace("jmh.json", (JSON.writeValueAsString(all) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the facts. */
  void writeManifest(final Map<String, Object> manifest) throws IOException {
    replace("manifest.json", (JSON.writeValueAsString(manifest) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void replace(final String name, final byte[] bytes) throws IOException {
    final Path temporary = path.resolve(name + ".tmp");
    final Path target = path.resolve(name);
    Files.write(temporary, bytes);
    try {
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (final AtomicMoveNotSupportedException e) {
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String hash(final String text) {
    try {
      final byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (final NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
