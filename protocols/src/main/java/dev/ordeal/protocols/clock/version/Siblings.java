package dev.ordeal.protocols.clock.version;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import java.util.ArrayList;
import java.util.List;

/**
 * What a replica holds under one key: the versions none of which supersedes another.
 *
 * <p>Source: Preguiça et al. 2010 (see {@link DottedVersionVector}), the functions sync and update. Differs from the
 * paper: the context of an update is what its writer has seen, joined in one vector, instead of the set of clocks; of
 * a set that a replica handed out whole both say the same.
 *
 * <p>Properties: no version is lost but to one that had seen it; versions that have seen each other are never both
 * kept, so siblings are as many as there are truly concurrent writes.
 *
 * <p>Threading: single owner. Allocation: by design, since versions and lists of them are immutable: at every update,
 * sync and context.
 *
 * @param <V> what a version holds
 */
public final class Siblings<V> {
  /**
   * A version.
   *
   * @param clock the clock it was written at
   * @param value what was written
   */
  public record Version<V>(DottedVersionVector clock, V value) {}

  private final int replicaId;
  private List<Version<V>> versions = List.of();
  private long lastCounter;

  /** What a replica holds before the first update: nothing. */
  public Siblings(final int replicaId) {
    this.replicaId = replicaId;
  }

  /** The versions held. */
  public List<Version<V>> versions() {
    return versions;
  }

  /** What a client has seen that reads all of them now; to be handed back with its update. */
  public VersionVector context() {
    final VersionVector context = new VersionVector();
    for (final Version<V> version : versions) {
      version.clock.addTo(context);
    }
    return context;
  }

  /** A client's update, through this replica: the version it makes. */
  public Version<V> update(final VersionVector context, final V value) {
    if (context.counter(replicaId) > lastCounter) {
      throw new ClockException(
          "context knows the future: replica=%d, context=%s, max=%d".formatted(replicaId, context, lastCounter));
    }
    if (lastCounter == Long.MAX_VALUE) {
      throw new ClockException("replica used up: replica=%d, max=%d".formatted(replicaId, lastCounter));
    }
    lastCounter++;
    final Version<V> version = new Version<>(new DottedVersionVector(replicaId, lastCounter, context), value);
    versions = sync(versions, List.of(version));
    return version;
  }

  /** Takes over what another replica holds. */
  public void sync(final Siblings<V> other) {
    sync(other.versions);
  }

  /** Takes over versions of another replica. */
  public void sync(final List<Version<V>> others) {
    versions = sync(versions, others);
    lastCounter = Math.max(lastCounter, context().counter(replicaId));
  }

  /** The paper's sync: of both sets, what nothing in the other set supersedes. */
  static <V> List<Version<V>> sync(final List<Version<V>> a, final List<Version<V>> b) {
    final List<Version<V>> kept = new ArrayList<>();
    for (final Version<V> version : a) {
      if (!isSuperseded(version, b, false)) {
        kept.add(version);
      }
    }
    for (final Version<V> version : b) {
      if (!isSuperseded(version, a, true)) {
        kept.add(version);
      }
    }
    return List.copyOf(kept);
  }

  /** Whether another version has seen this one, or, if that counts, is the same. */
  private static <V> boolean isSuperseded(
      final Version<V> version, final List<Version<V>> others, final boolean isSameEnough) {
    for (final Version<V> other : others) {
      final Ordering ordering = version.clock.compare(other.clock);
      if (ordering == Ordering.BEFORE || isSameEnough && ordering == Ordering.EQUAL) {
        return true;
      }
    }
    return false;
  }
}
