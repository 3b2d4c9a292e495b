package dev.ordeal.faultlab.record;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.protocols.core.AlgorithmSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The hash of the classes that decide what a run does: the lab, the contract, the problem and the algorithms. */
final class BuildIdentity {
  private static final int DIGITS = 16;

  /** What was loaded does not change while the process lives. */
  private static final Map<Set<Path>, String> KNOWN = new ConcurrentHashMap<>();

  private BuildIdentity() {}

  /** Sixteen hexadecimal digits; the same for a jar and for the folder it was made of. */
  static String of(final Experiment experiment) {
    final Set<Path> sources = new LinkedHashSet<>();
    add(sources, Experiment.class);
    add(sources, AlgorithmSpec.class);
    add(sources, experiment.problem().getClass());
    for (final Cell cell : experiment.cells()) {
      add(sources, cell.spec().getClass());
    }
    return KNOWN.computeIfAbsent(sources, BuildIdentity::hash);
  }

  private static String hash(final Set<Path> sources) {
    final MessageDigest digest = Fingerprint.sha256();
    for (final Path source : sources) {
      try {
        if (Files.isDirectory(source)) {
          addFolder(digest, source);
        } else {
          addJar(digest, source);
        }
      } catch (final IOException e) {
        throw new UncheckedIOException("cannot read the build: source=%s".formatted(source.getFileName()), e);
      }
    }
    return HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
  }

  private static void add(final Set<Path> sources, final Class<?> type) {
    final CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      try {
        sources.add(Path.of(source.getLocation().toURI()));
      } catch (final URISyntaxException e) {
        throw new IllegalStateException("class from nowhere: class=%s".formatted(type.getName()), e);
      }
    }
  }

  private static void addFolder(final MessageDigest digest, final Path folder) throws IOException {
    final List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).sorted((a, b) -> name(folder, a).compareTo(name(folder, b))).toList();
    }
    for (final Path file : files) {
      if (isPart(name(folder, file))) {
        Fingerprint.update(digest, name(folder, file));
        digest.update(Files.readAllBytes(file));
      }
    }
  }

  private static String name(final Path folder, final Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }

  private static void addJar(final MessageDigest digest, final Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      final List<JarEntry> entries =
          jar.stream()
              .filter(entry -> isPart(entry.getName()))
              .sorted((a, b) -> a.getName().compareTo(b.getName()))
              .toList();
      for (final JarEntry entry : entries) {
        Fingerprint.update(digest, entry.getName());
        try (InputStream stream = jar.getInputStream(entry)) {
          digest.update(stream.readAllBytes());
        }
      }
    }
  }

  private static boolean isPart(final String name) {
    return name.endsWith(".class");
  }
}
