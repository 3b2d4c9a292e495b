package dev.ordeal.protocols.detector.swim;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.detector.swim.codec.Opinion;
import org.agrona.MutableDirectBuffer;

/**
 * What a node holds of each member: an opinion and the incarnation it is about.
 *
 * <p>The paper's order of precedence (section 4.2) is a total one: of two incarnations the later counts, and within one
 * FAILED before SUSPECT before ALIVE. So an opinion is a number, incarnation × 3 + opinion, and to merge is to take the
 * greater.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
final class Members {
  private static final long OPINIONS = 3;
  private static final Opinion[] BY_RANK = {Opinion.ALIVE, Opinion.SUSPECT, Opinion.FAILED};

  private final long[] ranks;
  private final long[] suspectedUntilNs;
  private final int[] suspected;
  private int suspectedCount;

  Members(final int clusterSize) {
    ranks = new long[clusterSize];
    suspectedUntilNs = new long[clusterSize];
    suspected = new int[clusterSize];
  }

  static long rank(final Opinion opinion, final int incarnation) {
    return incarnation * OPINIONS + opinion.value();
  }

  Opinion opinion(final int member) {
    return BY_RANK[(int) (ranks[member] % OPINIONS)];
  }

  int incarnation(final int member) {
    return (int) (ranks[member] / OPINIONS);
  }

  /**
   * Takes an opinion if it counts for more than what is held.
   *
   * @param untilNs if it is a suspicion, when it ends
   * @return whether it was taken
   */
  boolean merge(final int member, final long rank, final long untilNs) {
    if (rank <= ranks[member]) {
      return false;
    }
    final boolean wasSuspected = opinion(member) == Opinion.SUSPECT;
    ranks[member] = rank;
    if (opinion(member) == Opinion.SUSPECT) {
      suspectedUntilNs[member] = untilNs;
      if (!wasSuspected) {
        suspected[suspectedCount++] = member;
      }
    } else if (wasSuspected) {
      remove(member);
    }
    return true;
  }

  /** A member whose suspicion has ended by now, or −1. It stays one until something else is held of it. */
  int nextOverdue(final long nowNs) {
    for (int i = 0; i < suspectedCount; i++) {
      if (suspectedUntilNs[suspected[i]] <= nowNs) {
        return suspected[i];
      }
    }
    return -1;
  }

  int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int at = offset;
    for (int member = 0; member < ranks.length; member++) {
      buffer.putLong(at, ranks[member], LITTLE_ENDIAN);
      buffer.putLong(at + 8, opinion(member) == Opinion.SUSPECT ? suspectedUntilNs[member] : 0, LITTLE_ENDIAN);
      at += 16;
    }
    for (int i = 0; i < suspectedCount; i++) {
      buffer.putInt(at, suspected[i], LITTLE_ENDIAN);
      at += 4;
    }
    return at - offset;
  }

  private void remove(final int member) {
    int at = 0;
    while (suspected[at] != member) {
      at++;
    }
    suspected[at] = suspected[--suspectedCount];
  }
}
