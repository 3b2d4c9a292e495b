package dev.ordeal.protocols.clock.version;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * How many updates of each replica a version includes. Unlike a vector clock it counts updates, not all events, and has
 * entries only for replicas that made some.
 *
 * <p>Source: D. Stott Parker et al., "Detection of Mutual Inconsistency in Distributed Systems", IEEE Transactions on
 * Software Engineering SE-9(3), 1983 (version vectors, dominance and conflict).
 *
 * <p>Properties: versions are concurrent if and only if neither includes all the other's updates, where every update
 * has a replica of its own to count it. Two clients that write through one replica share its counter: see {@link
 * DottedVersionVector}.
 *
 * <p>Differs from the paper: none (its entries of 0 are left out).
 *
 * <p>Cost: an entry for each replica that made an update. Threading: single owner. Allocation: when a replica is new.
 */
public final class VersionVector {
  private static final int ENTRY_LENGTH = Integer.BYTES + Long.BYTES;

  /** Ascending. */
  private int[] replicaIds = new int[4];

  private long[] counters = new long[4];
  private int size;

  /** How many replicas have made an update. */
  public int size() {
    return size;
  }

  /** How many updates of a replica are included. */
  public long counter(final int replicaId) {
    final int index = Arrays.binarySearch(replicaIds, 0, size, replicaId);
    return index < 0 ? 0 : counters[index];
  }

  /** The replica of an entry, in ascending order. */
  public int replicaId(final int index) {
    return replicaIds[index];
  }

  /** An update by a replica; returns how many it has made. */
  public long tick(final int replicaId) {
    final long counter = counter(replicaId);
    if (counter == Long.MAX_VALUE) {
      throw new ClockException("version vector used up: replica=%d, max=%d".formatted(replicaId, counter));
    }
    raise(replicaId, counter + 1);
    return counter + 1;
  }

  /** Includes a replica's first {@code counter} updates. */
  public void raise(final int replicaId, final long counter) {
    if (counter < 0) {
      throw new ClockException("counter out of range: replica=%d, counter=%d, min=0".formatted(replicaId, counter));
    }
    final int index = Arrays.binarySearch(replicaIds, 0, size, replicaId);
    if (index >= 0) {
      counters[index] = Math.max(counters[index], counter);
    } else if (counter > 0) {
      insert(~index, replicaId, counter);
    }
  }

  /** Includes all that another includes. */
  public void merge(final VersionVector other) {
    for (int i = 0; i < other.size; i++) {
      raise(other.replicaIds[i], other.counters[i]);
    }
  }

  /** The partial order: by what is included. */
  public Ordering compare(final VersionVector other) {
    return Ordering.of(other.includes(this), includes(other));
  }

  /** Whether all that another includes is included. */
  public boolean includes(final VersionVector other) {
    for (int i = 0; i < other.size; i++) {
      if (counter(other.replicaIds[i]) < other.counters[i]) {
        return false;
      }
    }
    return true;
  }

  /** Whether one update is included. */
  public boolean includes(final int replicaId, final long counter) {
    return counter(replicaId) >= counter;
  }

  /** An independent copy. */
  public VersionVector copy() {
    final VersionVector copy = new VersionVector();
    copy.replicaIds = replicaIds.clone();
    copy.counters = counters.clone();
    copy.size = size;
    return copy;
  }

  /** Bytes of this vector encoded. */
  public int encodedLength() {
    return Integer.BYTES + size * ENTRY_LENGTH;
  }

  /** Writes the number of entries and each in ascending order; returns the end. */
  public int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, size, LITTLE_ENDIAN);
    int end = offset + Integer.BYTES;
    for (int i = 0; i < size; i++) {
      buffer.putInt(end, replicaIds[i], LITTLE_ENDIAN);
      buffer.putLong(end + Integer.BYTES, counters[i], LITTLE_ENDIAN);
      end += ENTRY_LENGTH;
    }
    return end;
  }

  /** Reads a vector of exactly so many bytes. */
  public static VersionVector decode(final DirectBuffer buffer, final int offset, final int length) {
    final int entries = length < Integer.BYTES ? -1 : buffer.getInt(offset, LITTLE_ENDIAN);
    if (entries < 0 || length != Integer.BYTES + (long) entries * ENTRY_LENGTH) {
      throw new ClockException("version vector malformed: length=%d, entries=%d".formatted(length, entries));
    }
    final VersionVector vector = new VersionVector();
    for (int i = 0; i < entries; i++) {
      final int at = offset + Integer.BYTES + i * ENTRY_LENGTH;
      final int replicaId = buffer.getInt(at, LITTLE_ENDIAN);
      final long counter = buffer.getLong(at + Integer.BYTES, LITTLE_ENDIAN);
      if (counter < 1 || i > 0 && replicaId <= vector.replicaIds[i - 1]) {
        throw new ClockException(
            "version vector malformed: entry=%d, replica=%d, counter=%d".formatted(i, replicaId, counter));
      }
      vector.insert(i, replicaId, counter);
    }
    return vector;
  }

  @Override
  public boolean equals(final Object object) {
    return object instanceof VersionVector other
        && Arrays.equals(replicaIds, 0, size, other.replicaIds, 0, other.size)
        && Arrays.equals(counters, 0, size, other.counters, 0, other.size);
  }

  @Override
  public int hashCode() {
    int hash = size;
    for (int i = 0; i < size; i++) {
      hash = 31 * (31 * hash + replicaIds[i]) + Long.hashCode(counters[i]);
    }
    return hash;
  }

  @Override
  public String toString() {
    final StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < size; i++) {
      text.append(i == 0 ? "" : ", ").append(replicaIds[i]).append('=').append(counters[i]);
    }
    return text.append('}').toString();
  }

  private void insert(final int index, final int replicaId, final long counter) {
    if (size == replicaIds.length) {
      replicaIds = Arrays.copyOf(replicaIds, 2 * size);
      counters = Arrays.copyOf(counters, 2 * size);
    }
    System.arraycopy(replicaIds, index, replicaIds, index + 1, size - index);
    System.arraycopy(counters, index, counters, index + 1, size - index);
    replicaIds[index] = replicaId;
    counters[index] = counter;
    size++;
  }
}
