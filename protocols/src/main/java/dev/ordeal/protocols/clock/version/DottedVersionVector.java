package dev.ordeal.protocols.clock.version;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The clock of one version: the update that made it (its <em>dot</em>) and the updates its writer had seen.
 *
 * <p>Source: Nuno Preguiça, Carlos Baquero, Paulo Sérgio Almeida, Victor Fonte, Ricardo Gonçalves, "Dotted Version
 * Vectors: Logical Clocks for Optimistic Replication", arXiv:1011.5808, 2010: components (i, m) and (i, m, n), ordered
 * by inclusion of the events they stand for.
 *
 * <p>Properties: exactly the order of the versions' causal histories, however many clients write through one replica,
 * with an entry a replica and not a client.
 *
 * <p>Differs from the paper: the dot is kept apart even where it follows the entry of its replica without a gap.
 *
 * <p>Cost: a version vector and a dot. Immutable; threading: any. Allocation: at construction.
 */
public final class DottedVersionVector {
  private static final int DOT_LENGTH = Integer.BYTES + Long.BYTES;

  private final int replicaId;
  private final long counter;
  private final VersionVector past;

  /**
   * The clock of the version that a replica's update made.
   *
   * @param replicaId the replica that took the update
   * @param counter which of that replica's updates it is, above the replica's entry in {@code past}
   * @param past what the writer had seen; copied
   */
  public DottedVersionVector(final int replicaId, final long counter, final VersionVector past) {
    if (counter <= past.counter(replicaId)) {
      throw new ClockException(
          "dot in its own past: replica=%d, counter=%d, past=%s".formatted(replicaId, counter, past));
    }
    this.replicaId = replicaId;
    this.counter = counter;
    this.past = past.copy();
  }

  /** The replica that took the update. */
  public int replicaId() {
    return replicaId;
  }

  /** Which of that replica's updates it is. */
  public long counter() {
    return counter;
  }

  /** Whether an update is this version's own or in its past. */
  public boolean includes(final int otherReplicaId, final long otherCounter) {
    return past.includes(otherReplicaId, otherCounter)
        || otherReplicaId == replicaId && otherCounter == counter;
  }

  /** The partial order of causal histories. */
  public Ordering compare(final DottedVersionVector other) {
    return Ordering.of(other.includesHistoryOf(this), includesHistoryOf(other));
  }

  /** Raises a vector to include this version's dot and past: what a client that has read it has seen. */
  public void addTo(final VersionVector context) {
    context.merge(past);
    context.raise(replicaId, counter);
  }

  /** Bytes of this clock encoded. */
  public int encodedLength() {
    return DOT_LENGTH + past.encodedLength();
  }

  /** Writes the dot and the past; returns the end. */
  public int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, replicaId, LITTLE_ENDIAN);
    buffer.putLong(offset + Integer.BYTES, counter, LITTLE_ENDIAN);
    return past.encode(buffer, offset + DOT_LENGTH);
  }

  /** Reads a clock of exactly so many bytes. */
  public static DottedVersionVector decode(final DirectBuffer buffer, final int offset, final int length) {
    if (length < DOT_LENGTH) {
      throw new ClockException(
          "dotted version vector malformed: length=%d, min=%d".formatted(length, DOT_LENGTH + Integer.BYTES));
    }
    return new DottedVersionVector(
        buffer.getInt(offset, LITTLE_ENDIAN),
        buffer.getLong(offset + Integer.BYTES, LITTLE_ENDIAN),
        VersionVector.decode(buffer, offset + DOT_LENGTH, length - DOT_LENGTH));
  }

  @Override
  public boolean equals(final Object object) {
    return object instanceof DottedVersionVector other
        && replicaId == other.replicaId
        && counter == other.counter
        && past.equals(other.past);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * replicaId + Long.hashCode(counter)) + past.hashCode();
  }

  @Override
  public String toString() {
    return replicaId + ":" + counter + past;
  }

  private boolean includesHistoryOf(final DottedVersionVector other) {
    if (!includes(other.replicaId, other.counter)) {
      return false;
    }
    for (int i = 0; i < other.past.size(); i++) {
      final int id = other.past.replicaId(i);
      final long last = other.past.counter(id);
      // Without a gap before it the dot is as good as one more in the past.
      final boolean isDotNext = id == replicaId && counter == past.counter(id) + 1;
      if (last > (isDotNext ? counter : past.counter(id))) {
        return false;
      }
    }
    return true;
  }
}
