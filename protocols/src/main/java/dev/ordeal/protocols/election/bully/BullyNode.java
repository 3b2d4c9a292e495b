package dev.ordeal.protocols.election.bully;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.election.bully.codec.CoordinatorEncoder;
import dev.ordeal.protocols.election.bully.codec.ElectionDecoder;
import dev.ordeal.protocols.election.bully.codec.ElectionEncoder;
import dev.ordeal.protocols.election.bully.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.bully.codec.OkDecoder;
import dev.ordeal.protocols.election.bully.codec.OkEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node of the bully election; {@link BullySpec} states model and promises, the package comment the messages.
 *
 * <p>Cost: an election of the lowest of n nodes takes O(n²) messages, of the highest n − 1. State: five words and the
 * list of higher nodes.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class BullyNode implements ProtocolNode {
  private static final int NO_LEADER = (int) Indication.NO_LEADER;
  private static final long NO_EPOCH = 0;

  private final int nodeId;
  private final BullyConfig config;
  private final int[] higherIds;

  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ElectionEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final ElectionEncoder electionEncoder = new ElectionEncoder();
  private final OkEncoder okEncoder = new OkEncoder();
  private final CoordinatorEncoder coordinatorEncoder = new CoordinatorEncoder();
  private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final ElectionDecoder electionDecoder = new ElectionDecoder();
  private final OkDecoder okDecoder = new OkDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(32);

  private BullyState state = BullyState.STARTING;
  private int leaderId = NO_LEADER;
  private long round;
  private long deadlineNs = NO_DEADLINE;

  BullyNode(final NodeContext context, final BullyConfig config) {
    this.nodeId = context.nodeId();
    this.config = config;
    this.higherIds = new int[context.clusterSize() - 1 - nodeId];
    for (int i = 0; i < higherIds.length; i++) {
      higherIds[i] = nodeId + 1 + i;
    }
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  /** Section III: a node that comes up holds an election. */
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
    final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final int bodyLength = length - MessageHeaderDecoder.ENCODED_LENGTH;
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return;
    }
    switch (headerDecoder.templateId()) {
      case ElectionDecoder.TEMPLATE_ID -> {
        if (bodyLength >= ElectionDecoder.BLOCK_LENGTH) {
          electionDecoder.wrap(buffer, body, ElectionDecoder.BLOCK_LENGTH, ElectionDecoder.SCHEMA_VERSION);
          onElection(nowNs, fromId, electionDecoder.round(), outbox);
        }
      }
      case OkDecoder.TEMPLATE_ID -> {
        if (bodyLength >= OkDecoder.BLOCK_LENGTH) {
          okDecoder.wrap(buffer, body, OkDecoder.BLOCK_LENGTH, OkDecoder.SCHEMA_VERSION);
          onOk(nowNs, fromId, okDecoder.round(), outbox);
        }
      }
      case CoordinatorEncoder.TEMPLATE_ID -> onCoordinator(nowNs, fromId, outbox);
      case HeartbeatEncoder.TEMPLATE_ID -> onHeartbeat(nowNs, fromId);
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
    if (nowNs < deadlineNs) {
      return;
    }
    switch (state) {
      case FOLLOWING, AWAITING_COORDINATOR -> holdElection(nowNs, outbox);
      case ELECTING -> lead(nowNs, outbox);
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
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putInt(offset + 4, leaderId, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, round, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, deadlineNs, LITTLE_ENDIAN);
    return 24;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /**
   * Answers, and holds an election of its own unless one would tell it nothing: it is in one, or has heard from a
   * higher leader, or told all that it leads, within the wait for OK. Without this last rule elections cause elections:
   * where all nodes start at once, each declaration sets n nodes free to hold another.
   */
  private void onElection(final long nowNs, final int fromId, final long senderRound, final Outbox outbox) {
    if (fromId >= nodeId) {
      return;
    }
    okEncoder.wrapAndApplyHeader(message, 0, headerEncoder).round(senderRound);
    outbox.send(fromId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + okEncoder.encodedLength());
    switch (state) {
      case ELECTING, AWAITING_COORDINATOR -> {
        // It has begun an election already.
      }
      case LEADING -> {
        if (higherIds.length == 0 && nowNs - (deadlineNs - config.heartbeatNs()) < config.okTimeoutNs()) {
          encodeCoordinator();
          outbox.send(fromId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + coordinatorEncoder.encodedLength());
        } else {
          holdElection(nowNs, outbox);
        }
      }
      case FOLLOWING -> {
        if (leaderId < nodeId || nowNs - (deadlineNs - config.heartbeatTimeoutNs()) >= config.okTimeoutNs()) {
          holdElection(nowNs, outbox);
        }
      }
      case STARTING -> throw new IllegalStateException("message before start: nodeId=" + nodeId);
    }
  }

  private void onOk(final long nowNs, final int fromId, final long okRound, final Outbox outbox) {
    if (state == BullyState.ELECTING && fromId > nodeId && okRound == round) {
      transitionTo(BullyState.AWAITING_COORDINATOR, nowNs, outbox);
    }
  }

  private void onCoordinator(final long nowNs, final int fromId, final Outbox outbox) {
    if (acceptsCoordinator(fromId)) {
      transitionTo(BullyState.FOLLOWING, nowNs, outbox);
      holdLeader(fromId, outbox);
    }
  }

  private void onHeartbeat(final long nowNs, final int fromId) {
    if (state == BullyState.FOLLOWING && fromId == leaderId) {
      deadlineNs = nowNs + config.heartbeatTimeoutNs();
    }
  }

  /** Whether this node believes a COORDINATOR: always, as in the exercise. */
  boolean acceptsCoordinator(final int fromId) {
    return true;
  }

  /** The state now, for those who judge whom to believe. */
  final BullyState state() {
    return state;
  }

  final int nodeId() {
    return nodeId;
  }

  private void holdElection(final long nowNs, final Outbox outbox) {
    outbox.indicate(Indication.ELECTION, NO_EPOCH, nodeId);
    if (higherIds.length == 0) {
      lead(nowNs, outbox);
      return;
    }
    round++;
    transitionTo(BullyState.ELECTING, nowNs, outbox);
    holdLeader(NO_LEADER, outbox);
    electionEncoder.wrapAndApplyHeader(message, 0, headerEncoder).round(round);
    outbox.multicast(
        higherIds, higherIds.length, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + electionEncoder.encodedLength());
  }

  private void lead(final long nowNs, final Outbox outbox) {
    transitionTo(BullyState.LEADING, nowNs, outbox);
    holdLeader(nodeId, outbox);
    encodeCoordinator();
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + coordinatorEncoder.encodedLength());
  }

  private void encodeCoordinator() {
    coordinatorEncoder.wrapAndApplyHeader(message, 0, headerEncoder);
  }

  private void holdLeader(final int newLeaderId, final Outbox outbox) {
    if (newLeaderId != leaderId) {
      leaderId = newLeaderId;
      outbox.indicate(Indication.LEADER, NO_EPOCH, leaderId);
    }
  }

  /** The only writer of the state. Enters it anew, with a fresh deadline, even if the node was in it. */
  private void transitionTo(final BullyState newState, final long nowNs, final Outbox outbox) {
    final BullyState oldState = state;
    state = newState;
    deadlineNs =
        switch (newState) {
          case FOLLOWING -> nowNs + config.heartbeatTimeoutNs();
          // An answer that takes exactly the time-out is in time.
          case ELECTING -> nowNs + config.okTimeoutNs() + 1;
          case AWAITING_COORDINATOR -> nowNs + config.coordinatorTimeoutNs();
          case LEADING -> nowNs + config.heartbeatNs();
          case STARTING -> NO_DEADLINE;
        };
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }
}
