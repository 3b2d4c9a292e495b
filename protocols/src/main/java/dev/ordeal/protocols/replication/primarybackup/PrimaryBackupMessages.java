package dev.ordeal.protocols.replication.primarybackup;

import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.replication.RegisterReply;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.primarybackup.WaitingRequests.Waiting;
import dev.ordeal.protocols.replication.primarybackup.codec.ForwardDecoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ForwardEncoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ForwardReplyDecoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ForwardReplyEncoder;
import dev.ordeal.protocols.replication.primarybackup.codec.HeartbeatEncoder;
import dev.ordeal.protocols.replication.primarybackup.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.primarybackup.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ReplicateAckDecoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ReplicateAckEncoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ReplicateDecoder;
import dev.ordeal.protocols.replication.primarybackup.codec.ReplicateEncoder;
import dev.ordeal.protocols.replication.primarybackup.codec.StateDecoder;
import dev.ordeal.protocols.replication.primarybackup.codec.StateEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The messages of the primary–backup register: decodes one at a time, encodes and sends others.
 *
 * <p>Threading: the node's owner. Allocation: none once the longest message has been encoded.
 */
final class PrimaryBackupMessages {
  static final int HEARTBEAT = HeartbeatEncoder.TEMPLATE_ID;
  static final int FORWARD = ForwardDecoder.TEMPLATE_ID;
  static final int FORWARD_REPLY = ForwardReplyDecoder.TEMPLATE_ID;
  static final int REPLICATE = ReplicateDecoder.TEMPLATE_ID;
  static final int STATE = StateDecoder.TEMPLATE_ID;
  static final int REPLICATE_ACK = ReplicateAckDecoder.TEMPLATE_ID;

  /** What {@link #decode} says of bytes that are no message of ours. */
  static final int NONE = -1;

  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(256);
  private final UnsafeBuffer body = new UnsafeBuffer(0, 0);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
  private final ForwardEncoder forwardEncoder = new ForwardEncoder();
  private final ForwardReplyEncoder forwardReplyEncoder = new ForwardReplyEncoder();
  private final ReplicateEncoder replicateEncoder = new ReplicateEncoder();
  private final StateEncoder stateEncoder = new StateEncoder();
  private final ReplicateAckEncoder ackEncoder = new ReplicateAckEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final ForwardDecoder forwardDecoder = new ForwardDecoder();
  private final ForwardReplyDecoder forwardReplyDecoder = new ForwardReplyDecoder();
  private final ReplicateDecoder replicateDecoder = new ReplicateDecoder();
  private final StateDecoder stateDecoder = new StateDecoder();
  private final ReplicateAckDecoder ackDecoder = new ReplicateAckDecoder();

  private int kind;
  private long requestId;
  private long change;

  /** Decodes a message; returns its kind, or {@link #NONE}. */
  int decode(final DirectBuffer buffer, final int offset, final int length) {
    kind = NONE;
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      return NONE;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || length - MessageHeaderDecoder.ENCODED_LENGTH < headerDecoder.blockLength()) {
      return NONE;
    }
    kind = headerDecoder.templateId();
    switch (kind) {
      case HEARTBEAT -> { }
      case FORWARD -> {
        requestId = forwardDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).requestId();
        forwardDecoder.wrapBody(body);
      }
      case FORWARD_REPLY -> {
        requestId = forwardReplyDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).requestId();
        forwardReplyDecoder.wrapBody(body);
      }
      case REPLICATE -> change = replicateDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).change();
      case STATE -> change = stateDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).change();
      case REPLICATE_ACK -> change = ackDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).change();
      default -> kind = NONE;
    }
    return kind;
  }

  /** The number of the change decoded last. */
  long change() {
    return change;
  }

  /** The request that was handed on last. */
  long requestId() {
    return requestId;
  }

  /** Decodes the attempt that was handed on. */
  boolean decodeForwarded(final RegisterRequest request) {
    return request.decode(body, 0, body.capacity());
  }

  /** Gives the primary's answer to the client. */
  void handOn(final Outbox outbox) {
    outbox.reply(requestId, body, 0, body.capacity());
  }

  /** Lets the change decoded last take effect on what a backup holds. */
  void applyTo(final Cells cells) {
    if (kind == REPLICATE) {
      for (final ReplicateDecoder.WritesDecoder one : replicateDecoder.writes()) {
        cells.write(one.key(), one.value(), one.client(), one.sequence());
      }
      return;
    }
    cells.clear();
    for (final StateDecoder.RegistersDecoder one : stateDecoder.registers()) {
      cells.setValue(one.key(), one.value());
    }
    for (final StateDecoder.ClientsDecoder one : stateDecoder.clients()) {
      cells.setSequence(one.client(), one.sequence());
    }
  }

  void broadcastHeartbeat(final Outbox outbox) {
    heartbeatEncoder.wrapAndApplyHeader(message, 0, headerEncoder);
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + heartbeatEncoder.encodedLength());
  }

  /** Hands a client's attempt to the primary. */
  void sendForward(
      final int toId,
      final long id,
      final DirectBuffer attempt,
      final int offset,
      final int length,
      final Outbox outbox) {
    forwardEncoder.wrapAndApplyHeader(message, 0, headerEncoder).requestId(id).putBody(attempt, offset, length);
    send(toId, MessageHeaderEncoder.ENCODED_LENGTH + forwardEncoder.encodedLength(), outbox);
  }

  /** Sends an answer to the node whose client waits for it. */
  void sendForwardReply(final int toId, final long id, final DirectBuffer answer, final Outbox outbox) {
    forwardReplyEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .requestId(id)
        .putBody(answer, 0, RegisterReply.LENGTH);
    send(toId, MessageHeaderEncoder.ENCODED_LENGTH + forwardReplyEncoder.encodedLength(), outbox);
  }

  void sendAck(final int toId, final Outbox outbox) {
    ackEncoder.wrapAndApplyHeader(message, 0, headerEncoder).change(change);
    send(toId, MessageHeaderEncoder.ENCODED_LENGTH + ackEncoder.encodedLength(), outbox);
  }

  /** Encodes the writes under way, to be sent; returns how many bytes. */
  int encodeReplicate(final long number, final WaitingRequests requests) {
    int writes = 0;
    for (int i = 0; i < requests.underWay(); i++) {
      writes += requests.get(i).isWrite ? 1 : 0;
    }
    replicateEncoder.wrapAndApplyHeader(message, 0, headerEncoder).change(number);
    final ReplicateEncoder.WritesEncoder list = replicateEncoder.writesCount(writes);
    for (int i = 0; i < requests.underWay(); i++) {
      final Waiting one = requests.get(i);
      if (one.isWrite) {
        list.next().sequence(one.sequence).value(one.value).key(one.key).client(one.client);
      }
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + replicateEncoder.encodedLength();
  }

  /** Encodes all that a new primary holds, to be sent; returns how many bytes. */
  int encodeState(final long number, final Cells cells) {
    int clients = 0;
    for (int client = 0; client < cells.clients(); client++) {
      clients += cells.sequence(client) > 0 ? 1 : 0;
    }
    stateEncoder.wrapAndApplyHeader(message, 0, headerEncoder).change(number);
    final StateEncoder.RegistersEncoder registers = stateEncoder.registersCount(cells.keys());
    for (int key = 0; key < cells.keys(); key++) {
      registers.next().value(cells.value(key)).key(key);
    }
    final StateEncoder.ClientsEncoder list = stateEncoder.clientsCount(clients);
    for (int client = 0; client < cells.clients(); client++) {
      if (cells.sequence(client) > 0) {
        list.next().sequence(cells.sequence(client)).client(client);
      }
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + stateEncoder.encodedLength();
  }

  /** Sends what was encoded last. */
  void send(final int toId, final int length, final Outbox outbox) {
    outbox.send(toId, message, 0, length);
  }
}
