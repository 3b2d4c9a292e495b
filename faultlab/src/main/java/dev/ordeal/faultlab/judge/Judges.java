package dev.ordeal.faultlab.judge;

import java.util.Collection;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everybody who can judge files, by name: the {@link FileJudge}s that
 * {@link ServiceLoader} finds, in our jars and in those of users. Immutable; any thread.
 */
public final class Judges {
  private final SortedMap<String, FileJudge> judges = new TreeMap<>();

  private Judges(final ClassLoader loader) {
    ServiceLoader.load(FileJudge.class, loader).forEach(this::put);
  }

  /** Those on the class path. */
  public static Judges load() {
    return new Judges(Thread.currentThread().getContextClassLoader());
  }

  /** All, by name. */
  public Collection<FileJudge> all() {
    return judges.values();
  }

  /** The one of this name. */
  public Optional<FileJudge> judge(final String name) {
    return Optional.ofNullable(judges.get(name));
  }

  private void put(final FileJudge judge) {
    if (judges.put(judge.name(), judge) != null) {
      throw new IllegalStateException("two judges of one name: name=%s".formatted(judge.name()));
    }
  }
}
