package dev.ordeal.protocols.commit.paxoscommit;

import dev.ordeal.protocols.commit.CommitMessages;
import dev.ordeal.protocols.commit.Header;
import dev.ordeal.protocols.commit.Transaction;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.Work;
import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.DecisionEncoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.Phase1aEncoder;
import dev.ordeal.protocols.commit.codec.Phase1bEncoder;
import dev.ordeal.protocols.commit.codec.Phase2aEncoder;
import dev.ordeal.protocols.commit.codec.Phase2aVoteEncoder;
import dev.ordeal.protocols.commit.codec.Phase2bEncoder;
import dev.ordeal.protocols.commit.codec.ResolveEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The messages that only Paxos Commit has, encoded into one buffer: each method returns the length and the buffer is
 * good until the next call.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
final class PaxosMessages {
  /** The participants of a transaction, as a message names them. */
  static final class Peers {
    final int[] ids = new int[TransactionRequest.OPERATIONS_MAX];
    int count;

    void clear() {
      count = 0;
    }

    void add(final int nodeId) {
      if (count < ids.length) { // There are no more participants than operations.
        ids[count++] = nodeId;
      }
    }

    void copyFrom(final Work work) {
      clear();
      for (int i = 0; i < work.peerCount; i++) {
        add(work.peers[i]);
      }
    }

    void copyFrom(final Transaction transaction) {
      clear();
      for (int i = 0; i < transaction.peerCount; i++) {
        add(transaction.peers[i]);
      }
    }
  }

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[CommitMessages.BYTES_MAX]);
  private final Phase2aVoteEncoder vote = new Phase2aVoteEncoder();
  private final Phase2bEncoder phase2b = new Phase2bEncoder();
  private final Phase1aEncoder phase1a = new Phase1aEncoder();
  private final Phase1bEncoder phase1b = new Phase1bEncoder();
  private final Phase2aEncoder phase2a = new Phase2aEncoder();
  private final ResolveEncoder resolve = new ResolveEncoder();
  private final DecisionEncoder decision = new DecisionEncoder();

  DirectBuffer buffer() {
    return buffer;
  }

  int vote(final Work work, final long floor) {
    vote.wrap(Header.put(buffer, vote), Header.BYTES).transaction(work.number).floor(floor);
    final Phase2aVoteEncoder.PeersEncoder list = vote.peersCount(work.peerCount);
    for (int i = 0; i < work.peerCount; i++) {
      list.next().node(work.peers[i]);
    }
    return Header.BYTES + vote.encodedLength();
  }

  int phase2b(final long number, final int ballot) {
    phase2b.wrap(Header.put(buffer, phase2b), Header.BYTES).transaction(number).ballot(ballot);
    return Header.BYTES + phase2b.encodedLength();
  }

  int phase1a(final Instance instance) {
    phase1a.wrap(Header.put(buffer, phase1a), Header.BYTES).transaction(instance.number).ballot(instance.leading);
    final Phase1aEncoder.PeersEncoder list = phase1a.peersCount(instance.peerCount);
    for (int i = 0; i < instance.peerCount; i++) {
      list.next().node(instance.peers[i]);
    }
    return Header.BYTES + phase1a.encodedLength();
  }

  int phase1b(final long number, final int ballot, final int acceptedBallot, final boolean isPrepared) {
    phase1b.wrap(Header.put(buffer, phase1b), Header.BYTES).transaction(number).ballot(ballot)
        .acceptedBallot(acceptedBallot);
    phase1b.isPrepared(isPrepared ? BooleanType.T : BooleanType.F);
    return Header.BYTES + phase1b.encodedLength();
  }

  int phase2a(final Instance instance, final int ballot, final boolean isPrepared) {
    phase2a.wrap(Header.put(buffer, phase2a), Header.BYTES).transaction(instance.number).ballot(ballot);
    phase2a.isPrepared(isPrepared ? BooleanType.T : BooleanType.F);
    final Phase2aEncoder.PeersEncoder list = phase2a.peersCount(instance.peerCount);
    for (int i = 0; i < instance.peerCount; i++) {
      list.next().node(instance.peers[i]);
    }
    return Header.BYTES + phase2a.encodedLength();
  }

  int resolve(final Work work) {
    resolve.wrap(Header.put(buffer, resolve), Header.BYTES).transaction(work.number);
    final ResolveEncoder.PeersEncoder list = resolve.peersCount(work.peerCount);
    for (int i = 0; i < work.peerCount; i++) {
      list.next().node(work.peers[i]);
    }
    return Header.BYTES + resolve.encodedLength();
  }

  int decision(final long number, final Outcome outcome) {
    decision.wrap(Header.put(buffer, decision), Header.BYTES).transaction(number).outcome(outcome)
        .isAckWanted(BooleanType.F);
    return Header.BYTES + decision.encodedLength();
  }
}
