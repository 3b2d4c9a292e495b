package dev.ordeal.protocols.commit.paxoscommit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.CommitMessages;
import dev.ordeal.protocols.commit.Header;
import dev.ordeal.protocols.commit.TransactionNumber;
import dev.ordeal.protocols.commit.codec.AcceptedDecoder;
import dev.ordeal.protocols.commit.codec.AcceptedEncoder;
import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.Phase1bDecoder;
import dev.ordeal.protocols.core.Outbox;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An acceptor of Paxos Commit, and the leader that it may become for a transaction somebody is in doubt of.
 *
 * <p>Threading: the node's owner. Allocation: when it knows of more transactions at once than ever before.
 */
final class Acceptor {
  /** Where an acceptor's node writes records, and hears of outcomes. */
  interface Host {
    /** Forces a record; returns its position. */
    long write(DirectBuffer record, int length, Outbox outbox);

    /** The node, as a leader, finds out an outcome. */
    void onOutcome(long nowNs, long transaction, Outcome outcome, Outbox outbox);
  }

  private final int nodeId;
  private final int acceptors;
  private final long retryNs;
  private final Host host;
  private final PaxosMessages messages = new PaxosMessages();
  private final Long2ObjectHashMap<Instance> instances = new Long2ObjectHashMap<>(64, 0.55f);
  private final UnsafeBuffer record = new UnsafeBuffer(new byte[CommitMessages.BYTES_MAX]);
  private final AcceptedEncoder accepted = new AcceptedEncoder();
  private final AcceptedDecoder acceptedDecoder = new AcceptedDecoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private Instance[] known = new Instance[16];
  private Instance[] free = new Instance[16];
  private int knownCount;
  private int freeCount;
  private long floor;

  Acceptor(final int nodeId, final int acceptors, final long retryNs, final Host host) {
    this.nodeId = nodeId;
    this.acceptors = acceptors;
    this.retryNs = retryNs;
    this.host = host;
  }

  /** How many answers decide. */
  private int quorum() {
    return acceptors / 2 + 1;
  }

  /** A record comes back. */
  void replay(final DirectBuffer buffer, final int offset, final long position) {
    acceptedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    final Instance instance = instance(acceptedDecoder.transaction());
    instance.promised = acceptedDecoder.promised();
    instance.ballot = acceptedDecoder.ballot();
    instance.isPrepared = acceptedDecoder.isPreparedRaw() == BooleanType.T.value();
    instance.recordPosition = position;
    instance.peerCount = 0;
    for (final AcceptedDecoder.PeersDecoder peer : acceptedDecoder.peers()) {
      instance.addPeer(peer.node());
    }
  }

  /** Forgets what is over for the coordinator, of the coordinator's present life alone: it knows of no earlier one. */
  void raiseFloor(final long newFloor) {
    if (newFloor <= floor) {
      return;
    }
    floor = newFloor;
    int kept = 0;
    for (int i = 0; i < knownCount; i++) {
      final Instance instance = known[i];
      if (isBelowFloor(instance.number)) {
        instances.remove(instance.number);
        if (freeCount == free.length) {
          free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = instance;
      } else {
        known[kept++] = instance;
      }
    }
    knownCount = kept;
  }

  private boolean isBelowFloor(final long number) {
    return number < floor
        && TransactionNumber.incarnationOf(number) == TransactionNumber.incarnationOf(floor);
  }

  /** A participant is prepared, in ballot 0: once all are, that is accepted, in one record and one message. */
  void onVote(
      final long nowNs,
      final int participant,
      final long number,
      final PaxosMessages.Peers peers,
      final Outbox outbox) {
    if (isBelowFloor(number)) {
      return;
    }
    final Instance instance = instance(number);
    if (instance.promised > 0) {
      return;
    }
    if (instance.ballot == 0) {
      sendAccepted(nowNs, instance, outbox);
      return;
    }
    instance.setPeers(peers);
    if (instance.hear(participant) && instance.heardCount == instance.peerCount) {
      instance.ballot = 0;
      instance.isPrepared = true;
      write(instance, outbox);
      sendAccepted(nowNs, instance, outbox);
    }
  }

  private void sendAccepted(final long nowNs, final Instance instance, final Outbox outbox) {
    final int leader = instance.ballot % acceptors;
    if (leader == nodeId) {
      onAccepted(nowNs, nodeId, instance.number, instance.ballot, outbox);
    } else {
      outbox.send(leader, messages.buffer(), 0, messages.phase2b(instance.number, instance.ballot));
    }
  }

  // as a leader

  /** Begins a ballot for a transaction, unless one has just begun or the outcome is known. */
  void lead(final long nowNs, final long number, final PaxosMessages.Peers peers, final Outbox outbox) {
    if (isBelowFloor(number)) {
      return;
    }
    final Instance instance = instance(number);
    instance.setPeers(peers);
    if (instance.outcome != null) {
      sendOutcome(instance, outbox);
      return;
    }
    if (instance.leading > 0 && nowNs < instance.retryNs) {
      return;
    }
    final int round = Math.max(instance.promised, instance.leading) / acceptors + 1;
    instance.leading = round * acceptors + nodeId;
    instance.retryNs = nowNs + retryNs;
    instance.isProposing = false;
    instance.clearAnswers();
    instance.promised = instance.leading;
    instance.bestBallot = instance.ballot;
    instance.bestIsPrepared = instance.isPrepared;
    write(instance, outbox);
    final int length = messages.phase1a(instance);
    sendToOthers(length, outbox);
    instance.answer(nodeId);
    proposeIfPromised(nowNs, instance, outbox);
  }

  /** An acceptor promises. */
  void onPromise(final long nowNs, final int fromId, final Phase1bDecoder promise, final Outbox outbox) {
    final Instance instance = instances.get(promise.transaction());
    if (instance == null || instance.leading != promise.ballot() || instance.isProposing) {
      return;
    }
    if (instance.answer(fromId) && promise.acceptedBallot() > instance.bestBallot) {
      instance.bestBallot = promise.acceptedBallot();
      instance.bestIsPrepared = promise.isPreparedRaw() == BooleanType.T.value();
    }
    proposeIfPromised(nowNs, instance, outbox);
  }

  /** A majority promised: proposes what was accepted in the highest ballot, and abort if nothing was. */
  private void proposeIfPromised(final long nowNs, final Instance instance, final Outbox outbox) {
    if (instance.answers < quorum()) {
      return;
    }
    instance.isProposing = true;
    instance.clearAnswers();
    instance.proposesPrepared = instance.bestBallot >= 0 && instance.bestIsPrepared;
    sendToOthers(messages.phase2a(instance, instance.leading, instance.proposesPrepared), outbox);
    accept(nowNs, instance, instance.leading, instance.proposesPrepared, outbox);
  }

  /** An acceptor accepted what was proposed in a ballot that this node leads. */
  void onAccepted(
      final long nowNs, final int fromId, final long number, final int ballot, final Outbox outbox) {
    final Instance instance = ballot == 0 ? instance(number) : instances.get(number);
    if (instance == null || instance.outcome != null || instance.leading != ballot) {
      return;
    }
    if (instance.answer(fromId) && instance.answers >= quorum()) {
      // What was proposed, not what this node's acceptor holds: that may be of another ballot.
      final boolean isPrepared = ballot == 0 || instance.proposesPrepared;
      instance.outcome = isPrepared ? Outcome.COMMITTED : Outcome.ABORTED;
      if (ballot > 0) {
        sendOutcome(instance, outbox);
      }
      host.onOutcome(nowNs, number, instance.outcome, outbox);
    }
  }

  /** The node has heard an outcome from elsewhere: nobody needs to be led to it any more. */
  void learn(final long number, final Outcome outcome) {
    final Instance instance = instances.get(number);
    if (instance != null) {
      instance.outcome = outcome;
    }
  }

  private void sendOutcome(final Instance instance, final Outbox outbox) {
    final int length = messages.decision(instance.number, instance.outcome);
    for (int i = 0; i < instance.peerCount; i++) {
      if (instance.peers[i] != nodeId) {
        outbox.send(instance.peers[i], messages.buffer(), 0, length);
      }
    }
  }

  // as an acceptor

  /** A leader begins a ballot. */
  void onPrepareBallot(
      final int fromId, final long number, final int ballot, final PaxosMessages.Peers peers, final Outbox outbox) {
    if (isBelowFloor(number)) {
      return;
    }
    final Instance instance = instance(number);
    if (ballot < instance.promised) {
      return;
    }
    instance.setPeers(peers);
    if (ballot > instance.promised) {
      instance.promised = ballot;
      write(instance, outbox);
    }
    final int length = messages.phase1b(number, ballot, instance.ballot, instance.isPrepared);
    outbox.send(fromId, messages.buffer(), 0, length);
  }

  /** A leader proposes. */
  void onProposal(
      final long nowNs,
      final long number,
      final int ballot,
      final boolean isPrepared,
      final PaxosMessages.Peers peers,
      final Outbox outbox) {
    if (isBelowFloor(number)) {
      return;
    }
    final Instance instance = instance(number);
    instance.setPeers(peers);
    accept(nowNs, instance, ballot, isPrepared, outbox);
  }

  /**
   * Accepts a proposal unless a higher ballot has been promised: one that this node's own leader makes, too. Between
   * that leader's first phase and the last promise it waits for, this acceptor may have promised, and even accepted,
   * in another's ballot; to go back from there would let two ballots decide differently.
   */
  private void accept(
      final long nowNs,
      final Instance instance,
      final int ballot,
      final boolean isPrepared,
      final Outbox outbox) {
    if (ballot < instance.promised) {
      return;
    }
    if (instance.ballot != ballot) {
      instance.promised = ballot;
      instance.ballot = ballot;
      instance.isPrepared = isPrepared;
      write(instance, outbox);
    }
    sendAccepted(nowNs, instance, outbox);
  }

  private void sendToOthers(final int length, final Outbox outbox) {
    for (int id = 0; id < acceptors; id++) {
      if (id != nodeId) {
        outbox.send(id, messages.buffer(), 0, length);
      }
    }
  }

  private void write(final Instance instance, final Outbox outbox) {
    accepted.wrap(Header.put(record, accepted), Header.BYTES).transaction(instance.number).promised(instance.promised);
    accepted.ballot(instance.ballot).isPrepared(instance.isPrepared ? BooleanType.T : BooleanType.F);
    final AcceptedEncoder.PeersEncoder peers = accepted.peersCount(instance.peerCount);
    for (int i = 0; i < instance.peerCount; i++) {
      peers.next().node(instance.peers[i]);
    }
    final int length = Header.BYTES + accepted.encodedLength();
    instance.recordPosition = host.write(record, length, outbox);
  }

  private Instance instance(final long number) {
    Instance instance = instances.get(number);
    if (instance == null) {
      instance = freeCount > 0 ? free[--freeCount] : new Instance(acceptors);
      instance.clear(number);
      instances.put(number, instance);
      if (knownCount == known.length) {
        known = Arrays.copyOf(known, knownCount * 2);
      }
      known[knownCount++] = instance;
    }
    return instance;
  }

  /** The position of the oldest record that counts. */
  long oldestRecord() {
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < knownCount; i++) {
      oldest = Math.min(oldest, known[i].recordPosition);
    }
    return oldest;
  }

  int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, floor, LITTLE_ENDIAN);
    int at = offset + Long.BYTES;
    for (int i = 0; i < knownCount; i++) {
      at += known[i].encode(buffer, at);
    }
    return at - offset;
  }
}
