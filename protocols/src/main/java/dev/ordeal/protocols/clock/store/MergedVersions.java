package dev.ordeal.protocols.clock.store;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.version.VersionVector;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.LongArrayList;

/**
 * All versions under one version vector with an entry a replica. Encoded: the length of the vector, the vector, then
 * the ids. Allocation: at every read, and where a sync brings versions.
 */
class MergedVersions implements HeldVersions {
  private final int replicaId;
  private final LongArrayList ids = new LongArrayList();
  private VersionVector clock = new VersionVector();

  MergedVersions(final int replicaId) {
    this.replicaId = replicaId;
  }

  @Override
  public final int size() {
    return ids.size();
  }

  @Override
  public final long id(final int index) {
    return ids.getLong(index);
  }

  @Override
  public final VersionVector context() {
    return clock.copy();
  }

  @Override
  public void write(final int client, final VersionVector context, final long id) {
    if (context.includes(clock)) {
      ids.clear();
    }
    clock.merge(context);
    clock.tick(replicaId);
    ids.addLong(id);
  }

  @Override
  public boolean sync(final DirectBuffer buffer, final int offset, final int length) {
    final int clockLength = length < Integer.BYTES ? -1 : buffer.getInt(offset, LITTLE_ENDIAN);
    final int idsLength = length - Integer.BYTES - clockLength;
    if (clockLength < 0 || idsLength < 0 || idsLength % Long.BYTES != 0) {
      throw new ClockException("versions malformed: length=%d, clockLength=%d".formatted(length, clockLength));
    }
    final VersionVector other = VersionVector.decode(buffer, offset + Integer.BYTES, clockLength);
    if (clock.includes(other)) {
      return false;
    }
    if (other.includes(clock)) {
      ids.clear();
    }
    clock.merge(other);
    final int end = offset + length;
    for (int at = end - idsLength; at < end; at += Long.BYTES) {
      final long id = buffer.getLong(at, LITTLE_ENDIAN);
      if (!ids.containsLong(id)) {
        ids.addLong(id);
      }
    }
    return true;
  }

  @Override
  public final int clockBytes() {
    return clock.encodedLength();
  }

  @Override
  public final int encode(final MutableDirectBuffer buffer, final int offset) {
    final int clockLength = clock.encodedLength();
    buffer.putInt(offset, clockLength, LITTLE_ENDIAN);
    int end = clock.encode(buffer, offset + Integer.BYTES);
    for (int i = 0; i < ids.size(); i++) {
      buffer.putLong(end, ids.getLong(i), LITTLE_ENDIAN);
      end += Long.BYTES;
    }
    return end - offset;
  }
}
