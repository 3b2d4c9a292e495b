package dev.ordeal.protocols.election.ring;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.election.ring.codec.CandidateDecoder;
import dev.ordeal.protocols.election.ring.codec.CandidateEncoder;
import dev.ordeal.protocols.election.ring.codec.ElectedDecoder;
import dev.ordeal.protocols.election.ring.codec.ElectedEncoder;
import dev.ordeal.protocols.election.ring.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.ring.codec.HopAckDecoder;
import dev.ordeal.protocols.election.ring.codec.HopAckEncoder;
import dev.ordeal.protocols.election.ring.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.ring.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.ring.codec.ProbeDecoder;
import dev.ordeal.protocols.election.ring.codec.ProbeEncoder;
import dev.ordeal.protocols.election.ring.codec.ReplyDecoder;
import dev.ordeal.protocols.election.ring.codec.ReplyEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What both elections on a ring share: passing tokens on, ring repair, announcing the winner once round the ring,
 * heartbeats, time-outs. The package comment draws the messages.
 *
 * <p>Threading: single owner. Allocation: none once as many hops have been under way at once as ever will be.
 */
abstract class RingNode implements ProtocolNode {
  /** The direction in which a one-way ring turns. */
  static final int FORWARD = 1;

  static final int BACKWARD = -1;

  /** Kinds of tokens: the template ids of their messages. */
  static final int CANDIDATE = CandidateEncoder.TEMPLATE_ID;

  static final int ELECTED = ElectedEncoder.TEMPLATE_ID;
  static final int PROBE = ProbeEncoder.TEMPLATE_ID;
  static final int REPLY = ReplyEncoder.TEMPLATE_ID;

  private static final int NO_LEADER = (int) Indication.NO_LEADER;
  private static final long NO_EPOCH = 0;

  private final int nodeId;
  private final RingConfig config;
  private final RingOrder ring;
  private final long tokenTimeoutNs;
  private final HopTable underWay = new HopTable();
  private final RecentTokens passedOn;

  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ProbeEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final CandidateEncoder candidateEncoder = new CandidateEncoder();
  private final ElectedEncoder electedEncoder = new ElectedEncoder();
  private final ProbeEncoder probeEncoder = new ProbeEncoder();
  private final ReplyEncoder replyEncoder = new ReplyEncoder();
  private final HopAckEncoder hopAckEncoder = new HopAckEncoder();
  private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final CandidateDecoder candidateDecoder = new CandidateDecoder();
  private final ElectedDecoder electedDecoder = new ElectedDecoder();
  private final ProbeDecoder probeDecoder = new ProbeDecoder();
  private final ReplyDecoder replyDecoder = new ReplyDecoder();
  private final HopAckDecoder hopAckDecoder = new HopAckDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private RingState state = RingState.STARTING;
  private int leaderId = NO_LEADER;
  private long deadlineNs = NO_DEADLINE;
  private long nextTag;

  /**
   * A node on the ring.
   *
   * @param electionHops how many hops in a row an election takes at most, the announcement included
   */
  RingNode(final NodeContext context, final RingConfig config, final long electionHops) {
    this.nodeId = context.nodeId();
    this.config = config;
    this.ring = new RingOrder(context, config.isWorstOrder());
    this.tokenTimeoutNs = config.tokenTimeoutNs(electionHops);
    this.passedOn = new RecentTokens(context.clusterSize(), tokenTimeoutNs / 2);
    this.nextTag = context.random().nextLong(); // no tag of an earlier life comes again
  }

  /** Begins this node's own candidacy: sends its first token. */
  abstract void sendCandidacy(long nowNs, Outbox outbox);

  /** A token of a candidacy that is this node's own. */
  abstract void onOwnToken(long nowNs, int kind, int phase, int direction, Outbox outbox);

  /** A token of a higher node's candidacy, {@code hops} hops from where it was sent first. */
  abstract void onHigherToken(long nowNs, int kind, int id, int phase, int direction, int hops, Outbox outbox);

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    holdElection(nowNs, outbox);
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
      case CandidateDecoder.TEMPLATE_ID -> {
        if (blockLength >= CandidateDecoder.BLOCK_LENGTH) {
          candidateDecoder.wrap(buffer, body, blockLength, version);
          acknowledge(fromId, candidateDecoder.tag(), outbox);
          onToken(nowNs, CANDIDATE, candidateDecoder.id(), 0, FORWARD, candidateDecoder.hops(), outbox);
        }
      }
      case ElectedDecoder.TEMPLATE_ID -> {
        if (blockLength >= ElectedDecoder.BLOCK_LENGTH) {
          electedDecoder.wrap(buffer, body, blockLength, version);
          acknowledge(fromId, electedDecoder.tag(), outbox);
          onElected(nowNs, electedDecoder.id(), electedDecoder.hops(), outbox);
        }
      }
      case ProbeDecoder.TEMPLATE_ID -> {
        if (blockLength >= ProbeDecoder.BLOCK_LENGTH) {
          probeDecoder.wrap(buffer, body, blockLength, version);
          acknowledge(fromId, probeDecoder.tag(), outbox);
          onToken(
              nowNs,
              PROBE,
              probeDecoder.id(),
              probeDecoder.phase(),
              Integer.signum(probeDecoder.direction()),
              probeDecoder.hops(),
              outbox);
        }
      }
      case ReplyDecoder.TEMPLATE_ID -> {
        if (blockLength >= ReplyDecoder.BLOCK_LENGTH) {
          replyDecoder.wrap(buffer, body, blockLength, version);
          acknowledge(fromId, replyDecoder.tag(), outbox);
          onReply(
              nowNs,
              replyDecoder.id(),
              replyDecoder.phase(),
              Integer.signum(replyDecoder.direction()),
              replyDecoder.hops(),
              outbox);
        }
      }
      case HopAckDecoder.TEMPLATE_ID -> {
        if (blockLength >= HopAckDecoder.BLOCK_LENGTH) {
          underWay.remove(hopAckDecoder.wrap(buffer, body, blockLength, version).tag());
        }
      }
      case HeartbeatEncoder.TEMPLATE_ID -> onHeartbeat(nowNs, fromId, outbox);
      default -> {
        // Not one of ours.
      }
    }
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
    while (!underWay.isEmpty() && nowNs >= underWay.firstDeadlineNs()) {
      passOver(nowNs, outbox);
    }
    if (nowNs < deadlineNs) {
      return;
    }
    switch (state) {
      case FOLLOWING, ELECTING -> holdElection(nowNs, outbox);
      case LEADING -> {
        heartbeatEncoder.wrapAndApplyHeader(message, 0, headerEncoder);
        outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + heartbeatEncoder.encodedLength());
        deadlineNs = nowNs + config.heartbeatNs();
      }
      case STARTING -> throw new IllegalStateException("deadline before start: nodeId=" + nodeId);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return underWay.isEmpty() ? deadlineNs : Math.min(deadlineNs, underWay.firstDeadlineNs());
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putInt(offset + 4, leaderId, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, nextTag, LITTLE_ENDIAN);
    final int length = 24 + underWay.encode(buffer, offset + 24);
    return length + passedOn.encode(buffer, offset + length);
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  final void lead(final long nowNs, final Outbox outbox) {
    transitionTo(RingState.LEADING, nowNs, outbox);
    holdLeader(nodeId, outbox);
    pass(nowNs, ELECTED, nodeId, 0, FORWARD, 1, outbox);
  }

  /** Whether a token that made so many hops has gone round without meeting who sent it, who is no longer there. */
  boolean isOrphan(final int hops) {
    return hops >= ring.size();
  }

  /** Whether a lower node's candidacy ends here: always. */
  boolean swallowsLower() {
    return true;
  }

  final RingState state() {
    return state;
  }

  final int nodeId() {
    return nodeId;
  }

  final int size() {
    return ring.size();
  }

  /** A reply has come back to the node that asked, or is to be passed on to it. */
  private void onReply(
      final long nowNs, final int id, final int phase, final int direction, final int hops, final Outbox outbox) {
    if (id == nodeId) {
      onOwnToken(nowNs, REPLY, phase, direction, outbox);
    } else if (!isOrphan(hops) && !isCopy(nowNs, REPLY, id, phase, direction)) {
      pass(nowNs, REPLY, id, phase, direction, hops + 1, outbox);
    }
  }

  /** Whether a token is the copy of one that was passed on: ring repair makes such where acknowledgements are lost. */
  boolean isCopy(final long nowNs, final int kind, final int id, final int phase, final int direction) {
    return config.repairs() && passedOn.isRepeated(nowNs, kind, id, phase, direction);
  }

  private void onToken(
      final long nowNs,
      final int kind,
      final int id,
      final int phase,
      final int direction,
      final int hops,
      final Outbox outbox) {
    if (id == nodeId) {
      onOwnToken(nowNs, kind, phase, direction, outbox);
    } else if (id > nodeId) {
      // A follower of a higher leader passes on what may be late from the election that made it, and stays.
      if (state != RingState.ELECTING && id > leaderId) {
        transitionTo(RingState.ELECTING, nowNs, outbox);
        holdLeader(NO_LEADER, outbox);
      }
      if (!isCopy(nowNs, kind, id, phase, direction)) {
        onHigherToken(nowNs, kind, id, phase, direction, hops, outbox);
      }
    } else if (!swallowsLower() && !isOrphan(hops)) {
      pass(nowNs, kind, id, phase, direction, hops + 1, outbox);
    }
  }

  private void onElected(final long nowNs, final int id, final int hops, final Outbox outbox) {
    if (id == nodeId) {
      onOwnElected(nowNs, outbox);
    } else if (id > nodeId) {
      transitionTo(RingState.FOLLOWING, nowNs, outbox);
      holdLeader(id, outbox);
      if (!isOrphan(hops) && !isCopy(nowNs, ELECTED, id, 0, FORWARD)) {
        pass(nowNs, ELECTED, id, 0, FORWARD, hops + 1, outbox);
      }
    }
  }

  /** The announcement has gone round and told all: it is retired. */
  void onOwnElected(final long nowNs, final Outbox outbox) {}

  private void onHeartbeat(final long nowNs, final int fromId, final Outbox outbox) {
    if (state == RingState.FOLLOWING && fromId == leaderId) {
      deadlineNs = nowNs + config.heartbeatTimeoutNs();
    } else if (fromId > nodeId && fromId > leaderId) {
      transitionTo(RingState.FOLLOWING, nowNs, outbox);
      holdLeader(fromId, outbox);
    }
  }

  private void holdElection(final long nowNs, final Outbox outbox) {
    outbox.indicate(Indication.ELECTION, NO_EPOCH, nodeId);
    transitionTo(RingState.ELECTING, nowNs, outbox);
    holdLeader(NO_LEADER, outbox);
    if (ring.size() == 1) {
      lead(nowNs, outbox);
    } else {
      sendCandidacy(nowNs, outbox);
    }
  }

  private void acknowledge(final int fromId, final long tag, final Outbox outbox) {
    if (config.repairs()) {
      hopAckEncoder.wrapAndApplyHeader(message, 0, headerEncoder).tag(tag);
      outbox.send(fromId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + hopAckEncoder.encodedLength());
    }
  }

  /** The node that a token went to has not acknowledged it: the token goes to the one behind it. */
  private void passOver(final long nowNs, final Outbox outbox) {
    final int kind = underWay.firstKind();
    final int id = underWay.firstId();
    final int hops = underWay.firstHops();
    final int phase = underWay.firstPhase();
    final int towards = underWay.firstTowards();
    underWay.removeFirst();
    final int direction = Integer.signum(towards);
    if (Math.abs(towards) + 1 < ring.size()) {
      pass(nowNs, kind, id, phase, towards + direction, hops, outbox);
    } else if (id == nodeId && state == RingState.ELECTING) {
      lead(nowNs, outbox); // nobody else is there
    }
  }

  /**
   * Sends a token on.
   *
   * @param towards direction times how far: 1 the next node, −1 the one before, 2 the one behind the next
   */
  final void pass(
      final long nowNs,
      final int kind,
      final int id,
      final int phase,
      final int towards,
      final int hops,
      final Outbox outbox) {
    if (ring.size() == 1) {
      return;
    }
    final long tag = nextTag++;
    if (config.repairs()) {
      // An acknowledgement that takes exactly the time-out is in time.
      underWay.add(nowNs + config.hopTimeoutNs() + 1, tag, kind, id, hops, phase, towards);
    }
    final int bodyLength;
    if (kind == CANDIDATE) {
      bodyLength = candidateEncoder.wrapAndApplyHeader(message, 0, headerEncoder).tag(tag).id(id).hops(hops)
          .encodedLength();
    } else if (kind == ELECTED) {
      bodyLength = electedEncoder.wrapAndApplyHeader(message, 0, headerEncoder).tag(tag).id(id).hops(hops)
          .encodedLength();
    } else if (kind == PROBE) {
      bodyLength = probeEncoder.wrapAndApplyHeader(message, 0, headerEncoder).tag(tag).id(id).hops(hops).phase(phase)
          .direction(Integer.signum(towards)).encodedLength();
    } else {
      bodyLength = replyEncoder.wrapAndApplyHeader(message, 0, headerEncoder).tag(tag).id(id).hops(hops).phase(phase)
          .direction(Integer.signum(towards)).encodedLength();
    }
    outbox.send(ring.neighbour(nodeId, towards), message, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
  }

  private void holdLeader(final int newLeaderId, final Outbox outbox) {
    if (newLeaderId != leaderId) {
      leaderId = newLeaderId;
      outbox.indicate(Indication.LEADER, NO_EPOCH, leaderId);
    }
  }

  /** The only writer of the state. Enters it anew, with a fresh deadline, even if the node was in it. */
  private void transitionTo(final RingState newState, final long nowNs, final Outbox outbox) {
    final RingState oldState = state;
    state = newState;
    deadlineNs =
        switch (newState) {
          case ELECTING -> nowNs + tokenTimeoutNs;
          case FOLLOWING -> nowNs + config.heartbeatTimeoutNs();
          case LEADING -> nowNs + config.heartbeatNs();
          case STARTING -> NO_DEADLINE;
        };
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }
}
