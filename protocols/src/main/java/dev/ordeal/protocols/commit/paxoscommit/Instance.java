package dev.ordeal.protocols.commit.paxoscommit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.codec.Outcome;
import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * What one acceptor knows of one transaction, in a slot that is used again and again.
 *
 * <p>Threading: the node's owner. Allocation: none once it has had the most peers.
 */
final class Instance {
  /** Nothing is accepted. */
  static final int NO_BALLOT = -1;

  private final boolean[] hasAnswered;

  long number;
  int promised;
  int ballot;
  boolean isPrepared;
  int[] peers = new int[8];
  int peerCount;
  int[] heard = new int[8];
  int heardCount;
  long recordPosition;

  /** The ballot this node leads; 0 is led by the coordinator. */
  int leading;

  boolean isProposing;

  /** What this node proposes in the ballot it leads. */
  boolean proposesPrepared;

  int bestBallot;
  boolean bestIsPrepared;
  int answers;
  long retryNs;
  Outcome outcome;

  Instance(final int acceptors) {
    hasAnswered = new boolean[acceptors];
  }

  void clear(final long newNumber) {
    number = newNumber;
    promised = 0;
    ballot = NO_BALLOT;
    isPrepared = false;
    peerCount = 0;
    heardCount = 0;
    recordPosition = Long.MAX_VALUE;
    leading = 0;
    isProposing = false;
    proposesPrepared = false;
    bestBallot = NO_BALLOT;
    bestIsPrepared = false;
    retryNs = 0;
    outcome = null;
    clearAnswers();
  }

  void clearAnswers() {
    Arrays.fill(hasAnswered, false);
    answers = 0;
  }

  /** Counts one acceptor's answer; false if it had answered. */
  boolean answer(final int acceptor) {
    if (acceptor >= hasAnswered.length || hasAnswered[acceptor]) {
      return false;
    }
    hasAnswered[acceptor] = true;
    answers++;
    return true;
  }

  void setPeers(final PaxosMessages.Peers source) {
    if (peerCount == 0) {
      for (int i = 0; i < source.count; i++) {
        addPeer(source.ids[i]);
      }
    }
  }

  void addPeer(final int nodeId) {
    if (peerCount == peers.length) {
      peers = Arrays.copyOf(peers, peerCount * 2);
    }
    peers[peerCount++] = nodeId;
  }

  /** Counts one participant's vote; false if it was counted, or is not asked for. */
  boolean hear(final int participant) {
    boolean isPeer = false;
    for (int i = 0; i < peerCount; i++) {
      isPeer |= peers[i] == participant;
    }
    for (int i = 0; i < heardCount; i++) {
      if (heard[i] == participant) {
        return false;
      }
    }
    if (isPeer) {
      if (heardCount == heard.length) {
        heard = Arrays.copyOf(heard, heardCount * 2);
      }
      heard[heardCount++] = participant;
    }
    return isPeer;
  }

  /** Writes all of it; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, number, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, retryNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 16, promised, LITTLE_ENDIAN);
    buffer.putInt(offset + 20, ballot, LITTLE_ENDIAN);
    buffer.putInt(offset + 24, leading, LITTLE_ENDIAN);
    buffer.putInt(offset + 28, bestBallot, LITTLE_ENDIAN);
    buffer.putByte(
        offset + 32,
        (byte)
            ((isPrepared ? 1 : 0)
                + (isProposing ? 2 : 0)
                + (bestIsPrepared ? 4 : 0)
                + (outcome == null ? 0 : 8)
                + (proposesPrepared ? 16 : 0)));
    int at = offset + 33;
    for (final boolean has : hasAnswered) {
      buffer.putByte(at++, (byte) (has ? 1 : 0));
    }
    for (int i = 0; i < peerCount; i++) {
      buffer.putInt(at, peers[i], LITTLE_ENDIAN);
      at += Integer.BYTES;
    }
    for (int i = 0; i < heardCount; i++) {
      buffer.putInt(at, heard[i], LITTLE_ENDIAN);
      at += Integer.BYTES;
    }
    return at - offset;
  }
}
