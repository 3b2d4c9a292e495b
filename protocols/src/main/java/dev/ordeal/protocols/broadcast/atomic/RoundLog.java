package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.consensus.chandratoueg.CoordinatedRounds;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * What one node has said in the last {@value #LENGTH} rounds of an instance, to be said again to whoever lost it, and
 * whom it has heard in those to come, since what comes again counts once. Rounds are numbered from 1.
 *
 * <p>Single owner; allocates nothing after construction.
 */
final class RoundLog {
  /** How many rounds are kept. */
  static final int LENGTH = CoordinatedRounds.WINDOW;

  private static final byte NONE = 0;
  private static final byte REFUSED = 1;
  private static final byte ADOPTED = 2;

  /** The round entered last, 0 before the first. */
  private long round;

  /** For each round modulo the length: what was said in it. */
  private final long[] adoptedIn = new long[LENGTH];

  private final byte[] estimate = new byte[LENGTH];
  private final byte[] reply = new byte[LENGTH];
  private final byte[] value = new byte[LENGTH];

  /** For each round modulo the length: which it is, and whose estimate and reply have come, a bit for each node. */
  private final long[] heardIn = new long[LENGTH];

  private final long[] estimatesFrom = new long[LENGTH];
  private final long[] repliesFrom = new long[LENGTH];

  /** Forgets all. */
  void clear() {
    round = 0;
    Arrays.fill(heardIn, 0);
  }

  /** The round entered last, 0 before the first. */
  long round() {
    return round;
  }

  /** A round begins, the next. */
  void enter(final long itsRound) {
    round = itsRound;
    final int slot = slotOf(itsRound);
    estimate[slot] = CoordinatedRounds.NOBODY;
    value[slot] = CoordinatedRounds.NOBODY;
    reply[slot] = NONE;
  }

  void sayEstimate(final long itsRound, final int proposer, final long itsAdoptedIn) {
    estimate[slotOf(itsRound)] = (byte) proposer;
    adoptedIn[slotOf(itsRound)] = itsAdoptedIn;
  }

  void sayValue(final long itsRound, final int proposer) {
    value[slotOf(itsRound)] = (byte) proposer;
  }

  void sayReply(final long itsRound, final boolean isAdopted) {
    reply[slotOf(itsRound)] = isAdopted ? ADOPTED : REFUSED;
  }

  /** The first round, from one on, in which it is known what was said. */
  long firstSince(final long itsRound) {
    return Math.max(Math.max(itsRound, 1), round - LENGTH + 1);
  }

  /** Whose proposal was the estimate in a round that is kept; {@link CoordinatedRounds#NOBODY} if there was none. */
  int estimate(final long itsRound) {
    return estimate[slotOf(itsRound)];
  }

  long adoptedIn(final long itsRound) {
    return adoptedIn[slotOf(itsRound)];
  }

  /** Whose proposal was the value told in a round that is kept; {@link CoordinatedRounds#NOBODY} if there was none. */
  int value(final long itsRound) {
    return value[slotOf(itsRound)];
  }

  boolean hasReplied(final long itsRound) {
    return reply[slotOf(itsRound)] != NONE;
  }

  boolean hasAdopted(final long itsRound) {
    return reply[slotOf(itsRound)] == ADOPTED;
  }

  /** Whether a node's estimate comes for the first time, in a round no more than the length after this node's. */
  boolean isFirstEstimate(final long itsRound, final int fromId) {
    return isFirst(estimatesFrom, itsRound, fromId);
  }

  /** Whether a node's reply comes for the first time, in a round no more than the length after this node's. */
  boolean isFirstReply(final long itsRound, final int fromId) {
    return isFirst(repliesFrom, itsRound, fromId);
  }

  /** Writes all that is kept; returns the end. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, round, LITTLE_ENDIAN);
    int end = offset + Long.BYTES;
    for (long said = firstSince(1); said <= round; said++) {
      final int slot = slotOf(said);
      buffer.putLong(end, adoptedIn[slot], LITTLE_ENDIAN);
      buffer.putByte(end + Long.BYTES, estimate[slot]);
      buffer.putByte(end + Long.BYTES + 1, reply[slot]);
      buffer.putByte(end + Long.BYTES + 2, value[slot]);
      end += Long.BYTES + 3;
    }
    for (int slot = 0; slot < LENGTH; slot++) {
      if (heardIn[slot] >= Math.max(1, round)) {
        buffer.putLong(end, heardIn[slot], LITTLE_ENDIAN);
        buffer.putLong(end + Long.BYTES, estimatesFrom[slot], LITTLE_ENDIAN);
        buffer.putLong(end + 2 * Long.BYTES, repliesFrom[slot], LITTLE_ENDIAN);
        end += 3 * Long.BYTES;
      }
    }
    return end;
  }

  private boolean isFirst(final long[] from, final long itsRound, final int fromId) {
    final int slot = slotOf(itsRound);
    if (heardIn[slot] != itsRound) {
      heardIn[slot] = itsRound;
      estimatesFrom[slot] = 0;
      repliesFrom[slot] = 0;
    }
    final long bit = 1L << fromId;
    final boolean isFirst = (from[slot] & bit) == 0;
    from[slot] |= bit;
    return isFirst;
  }

  private static int slotOf(final long itsRound) {
    return (int) (itsRound % LENGTH);
  }
}
