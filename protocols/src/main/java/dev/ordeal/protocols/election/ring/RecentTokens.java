package dev.ordeal.protocols.election.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * Which tokens of others a node has passed on lately. Where an acknowledgement is lost a token lives on twice, and its
 * copies would double again and again on their way round; so a node passes the same token on once, and again only when
 * it can be a new one.
 *
 * <p>Cost: 12n bytes for each kind and direction that is in use; they are allocated at the first such token.
 */
final class RecentTokens {
  private static final int KINDS = 8;
  private static final long NEVER = Long.MIN_VALUE;

  private final int size;
  private final long windowNs;
  private final long[][] passedNs = new long[2 * KINDS][];
  private final int[][] phases = new int[2 * KINDS][];

  /** Tokens of {@code size} nodes; within {@code windowNs} no node sends the same one anew. */
  RecentTokens(final int size, final long windowNs) {
    this.size = size;
    this.windowNs = windowNs;
  }

  /** Whether the token was passed on within the window; if not, it is now. */
  boolean isRepeated(final long nowNs, final int kind, final int id, final int phase, final int direction) {
    if (id < 0 || id >= size) {
      return true; // nobody's: an altered one
    }
    final int row = 2 * kind + (direction > 0 ? 1 : 0);
    if (passedNs[row] == null) {
      passedNs[row] = new long[size];
      phases[row] = new int[size];
      Arrays.fill(passedNs[row], NEVER);
    }
    final long beforeNs = passedNs[row][id];
    if (beforeNs != NEVER && nowNs - beforeNs < windowNs && phases[row][id] == phase) {
      return true;
    }
    passedNs[row][id] = nowNs;
    phases[row][id] = phase;
    return false;
  }

  int encode(final MutableDirectBuffer buffer, final int offset) {
    int at = offset;
    for (int row = 0; row < passedNs.length; row++) {
      for (int id = 0; passedNs[row] != null && id < size; id++) {
        if (passedNs[row][id] != NEVER) {
          buffer.putInt(at, row * size + id, LITTLE_ENDIAN);
          buffer.putInt(at + 4, phases[row][id], LITTLE_ENDIAN);
          buffer.putLong(at + 8, passedNs[row][id], LITTLE_ENDIAN);
          at += 16;
        }
      }
    }
    return at - offset;
  }
}
