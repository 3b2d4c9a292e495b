package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Versions each of which bears a version vector. A write takes away what its context includes; a sync keeps, of both
 * sets, what nothing in the other set dominates. Whose entry a write raises, replica's or client's, is all in which the
 * two kinds differ. Allocation: at every read, write and sync.
 */
abstract class VectorVersions extends ClockedVersions<VectorVersions.Version> {
  private List<Version> versions = List.of();

  /** A version: what it is, and the updates it includes. The vector is never changed. */
  record Version(long id, VersionVector clock) {}

  /** Raises the context of a client's write to the clock of the version it makes. */
  abstract void count(int client, VersionVector clock);

  @Override
  public VersionVector context() {
    final VersionVector context = new VersionVector();
    for (final Version version : versions) {
      context.merge(version.clock);
    }
    return context;
  }

  @Override
  public void write(final int client, final VersionVector context, final long id) {
    final VersionVector clock = context.copy();
    count(client, clock);
    final List<Version> kept = new ArrayList<>();
    for (final Version version : versions) {
      if (!context.includes(version.clock)) {
        kept.add(version);
      }
    }
    kept.add(new Version(id, clock));
    versions = List.copyOf(kept);
  }

  @Override
  final List<Version> versions() {
    return versions;
  }

  @Override
  final long idOf(final Version version) {
    return version.id;
  }

  @Override
  final int clockLength(final Version version) {
    return version.clock.encodedLength();
  }

  @Override
  final void encodeClock(final Version version, final MutableDirectBuffer buffer, final int offset) {
    version.clock.encode(buffer, offset);
  }

  @Override
  final Version decode(final long id, final DirectBuffer buffer, final int offset, final int length) {
    return new Version(id, VersionVector.decode(buffer, offset, length));
  }

  @Override
  final void join(final List<Version> others) {
    final List<Version> kept = new ArrayList<>();
    for (final Version version : versions) {
      if (others.stream().noneMatch(other -> isDominated(version.clock, other.clock))) {
        kept.add(version);
      }
    }
    for (final Version other : others) {
      if (versions.stream().noneMatch(own -> own.clock.equals(other.clock) || isDominated(other.clock, own.clock))) {
        kept.add(other);
      }
    }
    versions = List.copyOf(kept);
  }

  /** Whether a version is superseded by another, as far as their vectors say. */
  boolean isDominated(final VersionVector clock, final VersionVector other) {
    return clock.compare(other) == Ordering.BEFORE;
  }
}
