package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.clock.version.DottedVersionVector;
import dev.ordeal.protocols.clock.version.Siblings;
import dev.ordeal.protocols.clock.version.Siblings.Version;
import dev.ordeal.protocols.clock.version.VersionVector;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * {@link Siblings} under a replica. The replica's counter needs no keeping of its own: each of its dots is held, or in
 * the past of what is. Allocation: at every read, write and sync.
 */
class DottedVersions extends ClockedVersions<Version<Long>> {
  private final Siblings<Long> siblings;

  DottedVersions(final int replicaId) {
    siblings = new Siblings<>(replicaId);
  }

  @Override
  public VersionVector context() {
    return siblings.context();
  }

  @Override
  public void write(final int client, final VersionVector context, final long id) {
    siblings.update(context, id);
  }

  @Override
  final List<Version<Long>> versions() {
    return siblings.versions();
  }

  @Override
  final long idOf(final Version<Long> version) {
    return version.value();
  }

  @Override
  final int clockLength(final Version<Long> version) {
    return version.clock().encodedLength();
  }

  @Override
  final void encodeClock(final Version<Long> version, final MutableDirectBuffer buffer, final int offset) {
    version.clock().encode(buffer, offset);
  }

  @Override
  final Version<Long> decode(final long id, final DirectBuffer buffer, final int offset, final int length) {
    return new Version<>(DottedVersionVector.decode(buffer, offset, length), id);
  }

  @Override
  void join(final List<Version<Long>> others) {
    siblings.sync(others);
  }
}
