package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.clock.version.VersionVector;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The versions that one replica holds, by whatever clock they bear. A version's id belongs to the application: it names
 * it to the judge, and no clock sees it.
 *
 * <p>Threading: single owner.
 */
public interface HeldVersions {
  /** How many are held. */
  int size();

  /** The id of one of them. */
  long id(int index);

  /** What a client has seen that reads all of them now; to be handed back with its write. A copy. */
  VersionVector context();

  /**
   * A client's write through this replica.
   *
   * @param client the writer among all clients of all replicas
   * @param context what it read last
   * @param id of the version it makes
   */
  void write(int client, VersionVector context, long id);

  /**
   * Takes over what {@link #encode} wrote at another replica, or, if nothing is held yet, at this one before a crash.
   *
   * @return whether anything changed
   * @throws dev.ordeal.protocols.clock.ClockException if these are no versions; then nothing has changed
   */
  boolean sync(DirectBuffer buffer, int offset, int length);

  /** Bytes of the clocks alone, encoded. */
  int clockBytes();

  /** Writes all that decides later clocks; returns its length. */
  int encode(MutableDirectBuffer buffer, int offset);
}
