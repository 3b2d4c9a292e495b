package dev.ordeal.protocols.election.raft;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.HardStateDecoder;
import dev.ordeal.protocols.election.raft.codec.HardStateEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckDecoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatDecoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteAnswerDecoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteAnswerEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.VoteDecoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One server of Raft's leader election; {@link RaftElectionSpec} states model and promises, the package comment the
 * messages. Section and figure numbers are those of the 2014 paper; 6.2 and 9.6 are those of the dissertation.
 *
 * <p>Cost: an election takes n − 1 requests, as many answers, one forced record on each server that votes; PreVote adds
 * n − 1 requests and as many answers before it, and no record. Then n − 1 heartbeats and as many answers an interval.
 * State: a word per server.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class RaftElectionNode implements ProtocolNode {
  /** The vote of a server that has not voted in its term. */
  static final int NO_VOTE = -1;

  private static final int NO_LEADER = (int) Indication.NO_LEADER;
  private static final long NO_EPOCH = 0;

  /** So many hard states may pile up before one of them replaces the rest. */
  private static final long JOURNAL_RECORDS_MAX = 64;

  private final int nodeId;
  private final int clusterSize;
  private final RaftElectionConfig config;
  private final CounterRandom random;
  private final SeededLog log;
  private final boolean[] hasVotedForMe;
  private final boolean[] hasAnswered;

  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + RequestVoteEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final RequestVoteEncoder requestVoteEncoder = new RequestVoteEncoder();
  private final VoteEncoder voteEncoder = new VoteEncoder();
  private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
  private final HeartbeatAckEncoder heartbeatAckEncoder = new HeartbeatAckEncoder();
  private final PreVoteEncoder preVoteEncoder = new PreVoteEncoder();
  private final PreVoteAnswerEncoder preVoteAnswerEncoder = new PreVoteAnswerEncoder();
  private final HardStateEncoder hardStateEncoder = new HardStateEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final RequestVoteDecoder requestVoteDecoder = new RequestVoteDecoder();
  private final VoteDecoder voteDecoder = new VoteDecoder();
  private final HeartbeatDecoder heartbeatDecoder = new HeartbeatDecoder();
  private final HeartbeatAckDecoder heartbeatAckDecoder = new HeartbeatAckDecoder();
  private final PreVoteDecoder preVoteDecoder = new PreVoteDecoder();
  private final PreVoteAnswerDecoder preVoteAnswerDecoder = new PreVoteAnswerDecoder();
  private final HardStateDecoder hardStateDecoder = new HardStateDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(128);

  private RaftElectionState state = RaftElectionState.FOLLOWER;
  private long term = SeededLog.LAST_TERM_MAX;
  private int votedFor = NO_VOTE;
  private int leaderId = NO_LEADER;
  private int votes;
  private long deadlineNs = NO_DEADLINE;
  private long heardLeaderNs;
  private int answers;
  private long heartbeatDeadlineNs;
  private long quorumDeadlineNs = NO_DEADLINE;
  private boolean isHardStateDirty;
  private long journalRecords;
  private long nextPosition;

  RaftElectionNode(final NodeContext context, final RaftElectionConfig config) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.random = context.random();
    this.log = SeededLog.of(context, config.hasEqualLogs());
    this.hasVotedForMe = new boolean[clusterSize];
    this.hasAnswered = new boolean[clusterSize];
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != HardStateDecoder.TEMPLATE_ID) {
      throw new IllegalStateException(
          "record of another kind: schemaId=%d, templateId=%d, wanted schemaId=%d, templateId=%d"
              .formatted(
                  headerDecoder.schemaId(),
                  headerDecoder.templateId(),
                  MessageHeaderDecoder.SCHEMA_ID,
                  HardStateDecoder.TEMPLATE_ID));
    }
    hardStateDecoder.wrap(
        buffer,
        offset + MessageHeaderDecoder.ENCODED_LENGTH,
        headerDecoder.blockLength(),
        HardStateDecoder.SCHEMA_VERSION);
    term = hardStateDecoder.term();
    votedFor = hardStateDecoder.votedFor();
    journalRecords++;
    nextPosition++;
  }

  /** §5.2: servers start up as followers. */
  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    outbox.indicate(Indication.LOG_END, log.lastTerm(), log.lastIndex());
    restartElectionTimer(nowNs);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    final int blockLength = headerDecoder.blockLength();
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || length - MessageHeaderDecoder.ENCODED_LENGTH < blockLength) {
      return;
    }
    final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final int version = headerDecoder.version();
    switch (headerDecoder.templateId()) {
      case RequestVoteDecoder.TEMPLATE_ID -> {
        if (blockLength >= RequestVoteDecoder.BLOCK_LENGTH) {
          onRequestVote(nowNs, fromId, requestVoteDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      case VoteDecoder.TEMPLATE_ID -> {
        if (blockLength >= VoteDecoder.BLOCK_LENGTH) {
          onVote(nowNs, fromId, voteDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      case HeartbeatDecoder.TEMPLATE_ID -> {
        if (blockLength >= HeartbeatDecoder.BLOCK_LENGTH) {
          onHeartbeat(nowNs, fromId, heartbeatDecoder.wrap(buffer, body, blockLength, version).term(), outbox);
        }
      }
      case HeartbeatAckDecoder.TEMPLATE_ID -> {
        if (blockLength >= HeartbeatAckDecoder.BLOCK_LENGTH) {
          onHeartbeatAck(nowNs, fromId, heartbeatAckDecoder.wrap(buffer, body, blockLength, version).term(), outbox);
        }
      }
      case PreVoteDecoder.TEMPLATE_ID -> {
        if (blockLength >= PreVoteDecoder.BLOCK_LENGTH) {
          onPreVote(nowNs, fromId, preVoteDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      case PreVoteAnswerDecoder.TEMPLATE_ID -> {
        if (blockLength >= PreVoteAnswerDecoder.BLOCK_LENGTH) {
          onPreVoteAnswer(nowNs, fromId, preVoteAnswerDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      default -> {
        // Not one of ours.
      }
    }
    forceHardState(outbox);
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // An election serves no clients.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    if (state == RaftElectionState.LEADER) {
      onLeaderDeadline(nowNs, outbox);
    } else if (config.asksFirst()) {
      ask(nowNs, outbox);
    } else {
      stand(nowNs, outbox);
    }
    forceHardState(outbox);
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, term, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, log.lastTerm(), LITTLE_ENDIAN);
    buffer.putLong(offset + 16, log.lastIndex(), LITTLE_ENDIAN);
    buffer.putLong(offset + 24, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 32, random.key(), LITTLE_ENDIAN);
    buffer.putLong(offset + 40, random.position(), LITTLE_ENDIAN);
    buffer.putLong(offset + 48, journalRecords, LITTLE_ENDIAN);
    buffer.putLong(offset + 56, nextPosition, LITTLE_ENDIAN);
    buffer.putInt(offset + 64, votedFor, LITTLE_ENDIAN);
    buffer.putInt(offset + 68, leaderId, LITTLE_ENDIAN);
    buffer.putInt(offset + 72, state.ordinal(), LITTLE_ENDIAN);
    int end = offset + 76;
    if (state == RaftElectionState.CANDIDATE || state == RaftElectionState.PRE_CANDIDATE) {
      end = encodeFlags(hasVotedForMe, buffer, end);
    }
    if (config.asksFirst()) {
      buffer.putLong(end, heardLeaderNs, LITTLE_ENDIAN);
      end += Long.BYTES;
    }
    if (config.checksQuorum() && state == RaftElectionState.LEADER) {
      buffer.putLong(end, heartbeatDeadlineNs, LITTLE_ENDIAN);
      buffer.putLong(end + Long.BYTES, quorumDeadlineNs, LITTLE_ENDIAN);
      end = encodeFlags(hasAnswered, buffer, end + 2 * Long.BYTES);
    }
    return end - offset;
  }

  private static int encodeFlags(final boolean[] flags, final MutableDirectBuffer buffer, final int offset) {
    int end = offset;
    for (final boolean flag : flags) {
      buffer.putByte(end++, (byte) (flag ? 1 : 0));
    }
    return end;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Figure 2, RequestVote: receiver implementation. */
  private void onRequestVote(
      final long nowNs, final int candidateId, final RequestVoteDecoder request, final Outbox outbox) {
    adoptTerm(nowNs, request.term(), outbox);
    final boolean isGranted =
        request.term() == term
            && mayVoteFor(candidateId)
            && isUpToDate(request.lastLogTerm(), request.lastLogIndex());
    if (isGranted) {
      if (votedFor != candidateId) {
        votedFor = candidateId;
        isHardStateDirty = true;
      }
      restartElectionTimer(nowNs); // Figure 2, followers: granting a vote counts as hearing from a candidate.
    }
    voteEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .term(term)
        .granted(isGranted ? BooleanType.T : BooleanType.F);
    outbox.send(candidateId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + voteEncoder.encodedLength());
  }

  private void onVote(final long nowNs, final int voterId, final VoteDecoder vote, final Outbox outbox) {
    adoptTerm(nowNs, vote.term(), outbox);
    if (state != RaftElectionState.CANDIDATE || vote.term() != term || vote.grantedRaw() != BooleanType.T.value()) {
      return;
    }
    countVote(voterId);
    if (votes >= quorum()) {
      lead(nowNs, outbox);
    }
  }

  /** Figure 2, AppendEntries without entries. */
  private void onHeartbeat(final long nowNs, final int senderId, final long senderTerm, final Outbox outbox) {
    adoptTerm(nowNs, senderTerm, outbox);
    // §5.2: a leader's claim on the term it shares with a candidate is legitimate. A second leader of one term cannot
    // be; where it happens all the same, neither yields, so that whoever watches sees both.
    if (senderTerm == term && state != RaftElectionState.LEADER) {
      if (state != RaftElectionState.FOLLOWER) {
        transitionTo(RaftElectionState.FOLLOWER, nowNs, outbox);
      }
      restartElectionTimer(nowNs);
      heardLeaderNs = nowNs;
      holdLeader(senderId, outbox);
    }
    heartbeatAckEncoder.wrapAndApplyHeader(message, 0, headerEncoder).term(term);
    outbox.send(senderId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + heartbeatAckEncoder.encodedLength());
  }

  private void onHeartbeatAck(final long nowNs, final int senderId, final long senderTerm, final Outbox outbox) {
    adoptTerm(nowNs, senderTerm, outbox);
    if (state == RaftElectionState.LEADER && senderTerm == term && !hasAnswered[senderId]) {
      hasAnswered[senderId] = true;
      answers++;
    }
  }

  /** §9.6: grants what it would vote for, unless it hears from a leader; a grant binds nobody and changes nothing. */
  private void onPreVote(final long nowNs, final int askerId, final PreVoteDecoder request, final Outbox outbox) {
    final boolean isGranted =
        request.term() > term
            && isUpToDate(request.lastLogTerm(), request.lastLogIndex())
            && !hearsFromLeader(nowNs);
    preVoteAnswerEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .term(isGranted ? request.term() : term)
        .granted(isGranted ? BooleanType.T : BooleanType.F);
    outbox.send(askerId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + preVoteAnswerEncoder.encodedLength());
  }

  private void onPreVoteAnswer(
      final long nowNs, final int voterId, final PreVoteAnswerDecoder answer, final Outbox outbox) {
    if (answer.grantedRaw() != BooleanType.T.value()) {
      adoptTerm(nowNs, answer.term(), outbox);
    } else if (state == RaftElectionState.PRE_CANDIDATE && answer.term() == term + 1) {
      countVote(voterId);
      if (votes >= quorum()) {
        stand(nowNs, outbox);
      }
    }
  }

  /** Figure 2, all servers: a higher term is taken on and makes a follower. */
  private void adoptTerm(final long nowNs, final long seenTerm, final Outbox outbox) {
    if (seenTerm <= term) {
      return;
    }
    enterTerm(seenTerm, NO_VOTE);
    if (state != RaftElectionState.FOLLOWER) {
      transitionTo(RaftElectionState.FOLLOWER, nowNs, outbox);
    }
    holdLeader(NO_LEADER, outbox);
  }

  /** §9.6: asks the others whether they would vote for it in the next term, and stays in the one it is in. */
  private void ask(final long nowNs, final Outbox outbox) {
    Arrays.fill(hasVotedForMe, false);
    votes = 0;
    transitionTo(RaftElectionState.PRE_CANDIDATE, nowNs, outbox);
    holdLeader(NO_LEADER, outbox);
    outbox.indicate(Indication.ELECTION, NO_EPOCH, nodeId);
    countVote(nodeId);
    if (votes >= quorum()) {
      stand(nowNs, outbox);
      return;
    }
    preVoteEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .term(term + 1)
        .lastLogIndex(log.lastIndex())
        .lastLogTerm(log.lastTerm());
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + preVoteEncoder.encodedLength());
  }

  /** §5.2: increments its term, votes for itself, asks the others. */
  private void stand(final long nowNs, final Outbox outbox) {
    enterTerm(term + 1, nodeId);
    Arrays.fill(hasVotedForMe, false);
    votes = 0;
    transitionTo(RaftElectionState.CANDIDATE, nowNs, outbox);
    holdLeader(NO_LEADER, outbox);
    outbox.indicate(Indication.ELECTION, term, nodeId);
    countVote(nodeId);
    if (votes >= quorum()) {
      lead(nowNs, outbox);
      return;
    }
    requestVoteEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .term(term)
        .lastLogIndex(log.lastIndex())
        .lastLogTerm(log.lastTerm());
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + requestVoteEncoder.encodedLength());
  }

  private void lead(final long nowNs, final Outbox outbox) {
    transitionTo(RaftElectionState.LEADER, nowNs, outbox);
    holdLeader(nodeId, outbox);
    if (config.checksQuorum()) {
      expectAnswers(nowNs);
    }
    sendHeartbeats(nowNs, outbox);
  }

  private void onLeaderDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs >= quorumDeadlineNs) {
      if (!isQuorumHeard()) {
        transitionTo(RaftElectionState.FOLLOWER, nowNs, outbox);
        holdLeader(NO_LEADER, outbox);
        return;
      }
      expectAnswers(nowNs);
    }
    if (nowNs >= heartbeatDeadlineNs) {
      sendHeartbeats(nowNs, outbox);
    } else {
      deadlineNs = Math.min(heartbeatDeadlineNs, quorumDeadlineNs);
    }
  }

  /** §6.2: within an election time-out a majority must answer, or the leader takes itself to be cut off. */
  private void expectAnswers(final long nowNs) {
    Arrays.fill(hasAnswered, false);
    answers = 0;
    quorumDeadlineNs = nowNs + config.electionTimeoutNsMin();
  }

  private void sendHeartbeats(final long nowNs, final Outbox outbox) {
    heartbeatEncoder.wrapAndApplyHeader(message, 0, headerEncoder).term(term);
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + heartbeatEncoder.encodedLength());
    heartbeatDeadlineNs = nowNs + config.heartbeatNs();
    deadlineNs = Math.min(heartbeatDeadlineNs, quorumDeadlineNs);
  }

  final void enterTerm(final long newTerm, final int vote) {
    term = newTerm;
    votedFor = vote;
    isHardStateDirty = true;
  }

  private void countVote(final int voterId) {
    if (!hasVotedForMe[voterId]) {
      hasVotedForMe[voterId] = true;
      votes++;
    }
  }

  /** Indicates each change of whom this node holds leader, and of the term it holds it in. */
  private void holdLeader(final int newLeaderId, final Outbox outbox) {
    if (newLeaderId != leaderId) {
      leaderId = newLeaderId;
      outbox.indicate(Indication.LEADER, term, leaderId);
    }
  }

  private void restartElectionTimer(final long nowNs) {
    deadlineNs = nowNs + random.nextLong(config.electionTimeoutNsMin(), config.electionTimeoutNsMax());
  }

  /** §5.2, §5.1: term and vote are durable before anything that rests on them leaves; once a step, if they changed. */
  private void forceHardState(final Outbox outbox) {
    if (!isHardStateDirty) {
      return;
    }
    isHardStateDirty = false;
    hardStateEncoder.wrapAndApplyHeader(message, 0, headerEncoder).term(durableTerm()).votedFor(durableVote());
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + hardStateEncoder.encodedLength();
    if (journalRecords < JOURNAL_RECORDS_MAX) {
      nextPosition = outbox.persist(message, 0, length) + 1;
      journalRecords++;
    } else {
      outbox.checkpoint(message, 0, length, nextPosition);
      journalRecords = 1;
    }
  }

  /** The only writer of the state. A follower or candidate that steps back keeps its timer; a leader had none. */
  private void transitionTo(final RaftElectionState newState, final long nowNs, final Outbox outbox) {
    final RaftElectionState oldState = state;
    state = newState;
    if (newState == RaftElectionState.CANDIDATE
        || newState == RaftElectionState.PRE_CANDIDATE
        || oldState == RaftElectionState.LEADER) {
      restartElectionTimer(nowNs);
    }
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }

  /** How many votes win: more than half of all servers, up or down. */
  int quorum() {
    return clusterSize / 2 + 1;
  }

  /** §5.2: one vote per term, first come, first served; the same candidate is answered alike when it asks again. */
  boolean mayVoteFor(final int candidateId) {
    return votedFor == NO_VOTE || votedFor == candidateId;
  }

  /** §5.4.1: the log with the later last term is more up to date; of equal terms the longer log. */
  boolean isUpToDate(final long lastLogTerm, final long lastLogIndex) {
    return lastLogTerm > log.lastTerm() || (lastLogTerm == log.lastTerm() && lastLogIndex >= log.lastIndex());
  }

  /** §9.6: whether it leads, or a leader of its term has been heard within the shortest election time-out. */
  boolean hearsFromLeader(final long nowNs) {
    return state == RaftElectionState.LEADER
        || (leaderId != NO_LEADER && nowNs - heardLeaderNs < config.electionTimeoutNsMin());
  }

  /** §6.2: whether a majority, the leader itself included, has answered since it was last looked at. */
  boolean isQuorumHeard() {
    return answers + 1 >= quorum();
  }

  /** The term that a hard state records. */
  long durableTerm() {
    return term;
  }

  /** The vote that a hard state records. */
  int durableVote() {
    return votedFor;
  }

  final RaftElectionState state() {
    return state;
  }

  final long term() {
    return term;
  }

  final int votedFor() {
    return votedFor;
  }

  final SeededLog log() {
    return log;
  }
}
