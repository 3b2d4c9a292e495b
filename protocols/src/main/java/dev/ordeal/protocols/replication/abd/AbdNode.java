package dev.ordeal.protocols.replication.abd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.replication.RegisterReply;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.abd.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.abd.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.abd.codec.Phase;
import dev.ordeal.protocols.replication.abd.codec.QueryDecoder;
import dev.ordeal.protocols.replication.abd.codec.QueryEncoder;
import dev.ordeal.protocols.replication.abd.codec.QueryReplyDecoder;
import dev.ordeal.protocols.replication.abd.codec.QueryReplyEncoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateAckDecoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateAckEncoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateDecoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node of ABD: a replica of every register, and the one that carries out what clients ask of it. {@link AbdSpec}
 * states model and promises, the package comment the messages and how a write is tried again.
 *
 * <p>Cost: a read takes 4(n − 1) messages and four delays, a write as many and, between its two phases, a word with the
 * client; a forced record on each replica that takes on a tag. State: three words a register, some twelve an operation
 * under way.
 *
 * <p>Threading: single owner. Allocation: none once the highest key has been used.
 */
public class AbdNode implements ProtocolNode {
  private final int nodeId;
  private final int clusterSize;
  private final AbdConfig config;
  private final Replica replica = new Replica();
  private final Registers registers = replica.registers();
  private final Operation[] operations;
  private final int[] silentIds;

  private final RegisterRequest request = new RegisterRequest();
  private final RegisterReply reply = new RegisterReply();
  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + UpdateEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final QueryEncoder queryEncoder = new QueryEncoder();
  private final QueryReplyEncoder queryReplyEncoder = new QueryReplyEncoder();
  private final UpdateEncoder updateEncoder = new UpdateEncoder();
  private final UpdateAckEncoder updateAckEncoder = new UpdateAckEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final QueryDecoder queryDecoder = new QueryDecoder();
  private final QueryReplyDecoder queryReplyDecoder = new QueryReplyDecoder();
  private final UpdateDecoder updateDecoder = new UpdateDecoder();
  private final UpdateAckDecoder updateAckDecoder = new UpdateAckDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private AbdState state = AbdState.IDLE;
  private int active;
  private long begun;
  private long deadlineNs = NO_DEADLINE;

  AbdNode(final NodeContext context, final AbdConfig config) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.silentIds = new int[clusterSize];
    this.operations = new Operation[config.operationsMax()];
    for (int slot = 0; slot < operations.length; slot++) {
      operations[slot] = new Operation(slot, clusterSize);
    }
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    replica.replay(buffer, offset);
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    replica.begin(outbox);
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
      case QueryDecoder.TEMPLATE_ID -> {
        if (blockLength >= QueryDecoder.BLOCK_LENGTH) {
          onQuery(fromId, queryDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      case QueryReplyDecoder.TEMPLATE_ID -> {
        if (blockLength >= QueryReplyDecoder.BLOCK_LENGTH) {
          onQueryReply(nowNs, fromId, queryReplyDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      case UpdateDecoder.TEMPLATE_ID -> {
        if (blockLength >= UpdateDecoder.BLOCK_LENGTH) {
          onUpdate(fromId, updateDecoder.wrap(buffer, body, blockLength, version), outbox);
        }
      }
      case UpdateAckDecoder.TEMPLATE_ID -> {
        if (blockLength >= UpdateAckDecoder.BLOCK_LENGTH) {
          onUpdateAck(fromId, updateAckDecoder.wrap(buffer, body, blockLength, version).operation(), outbox);
        }
      }
      default -> {
        // Not one of ours.
      }
    }
  }

  /** Begins what a client asks for: its first phase, or for a write that has its ticket the second. */
  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (!request.decode(buffer, offset, length)) {
      outbox.reply(requestId, reply.refused(request), 0, RegisterReply.LENGTH);
      return;
    }
    Operation operation = operationOf(request.client());
    if (operation == null) {
      operation = freeOperation();
      if (operation == null) {
        outbox.reply(requestId, reply.refused(request), 0, RegisterReply.LENGTH);
        return;
      }
      operation.isActive = true;
      active++;
    } else if (request.sequence() < operation.sequence) {
      return; // The client has long since given up on it.
    } else if (isUnderWay(operation)) {
      operation.requestId = requestId;
      return;
    }
    begin(nowNs, requestId, operation, outbox);
    updateState(outbox);
  }

  /** Asks those again that have not answered: the paper's channels lose nothing, these may. */
  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    deadlineNs = NO_DEADLINE;
    for (final Operation operation : operations) {
      if (operation.isActive) {
        if (operation.resendNs <= nowNs) {
          resend(nowNs, operation, outbox);
        }
        deadlineNs = Math.min(deadlineNs, operation.resendNs);
      }
    }
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, begun, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, deadlineNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 16, state.ordinal(), LITTLE_ENDIAN);
    int at = offset + 20;
    at += replica.encode(buffer, at);
    for (int slot = 0; slot < operations.length; slot++) {
      if (operations[slot].isActive) {
        at += operations[slot].encode(buffer, at);
      }
    }
    return at - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** As a replica: tells what it holds. */
  private void onQuery(final int fromId, final QueryDecoder query, final Outbox outbox) {
    final int key = query.key();
    if (!RegisterRequest.isKey(key)) {
      return;
    }
    queryReplyEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .operation(query.operation())
        .timestamp(registers.timestamp(key))
        .writer(registers.writer(key))
        .value(registers.value(key));
    outbox.send(fromId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + queryReplyEncoder.encodedLength());
  }

  private void onQueryReply(
      final long nowNs, final int fromId, final QueryReplyDecoder found, final Outbox outbox) {
    final Operation operation = operationNumbered(found.operation());
    if (operation == null || operation.isUpdating) {
      return;
    }
    operation.see(found.timestamp(), found.writer(), found.value());
    operation.answer(fromId);
    if (operation.answers() >= quorum()) {
      endQuery(nowNs, operation, outbox);
    }
  }

  /** As a replica: takes on a newer tag, and acknowledges either way. */
  private void onUpdate(final int fromId, final UpdateDecoder update, final Outbox outbox) {
    if (!RegisterRequest.isKey(update.key())) {
      return;
    }
    final boolean isWriteBack = update.phaseRaw() == Phase.WRITE_BACK.value();
    hold(update.key(), update.timestamp(), update.writer(), update.value(), isWriteBack, outbox);
    updateAckEncoder.wrapAndApplyHeader(message, 0, headerEncoder).operation(update.operation());
    outbox.send(fromId, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + updateAckEncoder.encodedLength());
  }

  private void onUpdateAck(final int fromId, final long number, final Outbox outbox) {
    final Operation operation = operationNumbered(number);
    if (operation == null || !operation.isUpdating) {
      return;
    }
    operation.answer(fromId);
    if (operation.answers() >= quorum()) {
      endUpdate(operation, outbox);
    }
  }

  /** Whether the attempt decoded last asks for just what an operation is doing. */
  private boolean isUnderWay(final Operation operation) {
    return request.sequence() == operation.sequence
        && request.isWrite() != operation.isRead
        && request.ticket() == operation.ticket;
  }

  private void begin(final long nowNs, final long requestId, final Operation operation, final Outbox outbox) {
    operation.number = Operation.numberOf(replica.incarnation(), begun++, operation.slot);
    operation.requestId = requestId;
    operation.client = request.client();
    operation.sequence = request.sequence();
    operation.key = request.key();
    operation.isRead = !request.isWrite();
    operation.ticket = request.ticket();
    if (request.ticket() != RegisterRequest.NO_TICKET) {
      operation.timestamp = request.ticket();
      operation.writer = RegisterRequest.operationId(request.client(), request.sequence());
      operation.value = request.value();
      beginUpdate(nowNs, operation, outbox);
      return;
    }
    operation.timestamp = registers.timestamp(operation.key);
    operation.writer = registers.writer(operation.key);
    operation.value = registers.value(operation.key);
    operation.isUpdating = false;
    beginPhase(nowNs, operation);
    if (operation.answers() >= quorum()) {
      endQuery(nowNs, operation, outbox);
      return;
    }
    outbox.broadcast(message, 0, encodeQuery(operation));
  }

  /** A majority has told its tags. A write gets the next timestamp, a read goes on with the highest tag it saw. */
  private void endQuery(final long nowNs, final Operation operation, final Outbox outbox) {
    if (!operation.isRead) {
      final DirectBuffer ticket = reply.ticket(operation.client, operation.sequence, operation.timestamp + 1);
      outbox.reply(operation.requestId, ticket, 0, RegisterReply.LENGTH);
      end(operation, outbox);
    } else if (writesBack()) {
      beginUpdate(nowNs, operation, outbox);
    } else {
      endUpdate(operation, outbox);
    }
  }

  private void beginUpdate(final long nowNs, final Operation operation, final Outbox outbox) {
    operation.isUpdating = true;
    hold(operation.key, operation.timestamp, operation.writer, operation.value, operation.isRead, outbox);
    beginPhase(nowNs, operation);
    if (operation.answers() >= quorum()) {
      endUpdate(operation, outbox);
      return;
    }
    outbox.broadcast(message, 0, encodeUpdate(operation));
  }

  /** A majority holds the tag or a newer one: the operation has taken effect. */
  private void endUpdate(final Operation operation, final Outbox outbox) {
    final long found = operation.isRead ? operation.value : 0;
    final DirectBuffer ok = reply.ok(operation.client, operation.sequence, found);
    outbox.reply(operation.requestId, ok, 0, RegisterReply.LENGTH);
    end(operation, outbox);
  }

  private void end(final Operation operation, final Outbox outbox) {
    operation.isActive = false;
    active--;
    updateState(outbox);
  }

  /** A phase begins with this node's own answer. */
  private void beginPhase(final long nowNs, final Operation operation) {
    operation.beginPhase();
    operation.answer(nodeId);
    operation.resendNs = nowNs + config.retransmitNs();
    deadlineNs = Math.min(deadlineNs, operation.resendNs);
  }

  private void resend(final long nowNs, final Operation operation, final Outbox outbox) {
    int silent = 0;
    for (int id = 0; id < clusterSize; id++) {
      if (!operation.hasAnswered(id)) {
        silentIds[silent++] = id;
      }
    }
    final int length = operation.isUpdating ? encodeUpdate(operation) : encodeQuery(operation);
    outbox.multicast(silentIds, silent, message, 0, length);
    operation.resendNs = nowNs + config.retransmitNs();
  }

  private int encodeQuery(final Operation operation) {
    queryEncoder.wrapAndApplyHeader(message, 0, headerEncoder).operation(operation.number).key(operation.key);
    return MessageHeaderEncoder.ENCODED_LENGTH + queryEncoder.encodedLength();
  }

  private int encodeUpdate(final Operation operation) {
    updateEncoder
        .wrapAndApplyHeader(message, 0, headerEncoder)
        .operation(operation.number)
        .timestamp(operation.timestamp)
        .writer(operation.writer)
        .value(operation.value)
        .key(operation.key)
        .phase(operation.isRead ? Phase.WRITE_BACK : Phase.WRITE);
    return MessageHeaderEncoder.ENCODED_LENGTH + updateEncoder.encodedLength();
  }

  /** Takes on a tag and its value, unless it holds a newer or the same one; durable before anybody hears of it. */
  private void hold(
      final int key,
      final long timestamp,
      final long writer,
      final long value,
      final boolean isWriteBack,
      final Outbox outbox) {
    if (!Registers.isNewer(timestamp, writer, registers.timestamp(key), registers.writer(key))) {
      return;
    }
    store(replica, key, timestamp, writer, value, outbox);
    if (isWriteBack) {
      outbox.indicate(Indication.WRITTEN_BACK, key, value);
    }
  }

  private Operation operationOf(final int client) {
    for (final Operation operation : operations) {
      if (operation.isActive && operation.client == client) {
        return operation;
      }
    }
    return null;
  }

  private Operation freeOperation() {
    for (final Operation operation : operations) {
      if (!operation.isActive) {
        return operation;
      }
    }
    return null;
  }

  private Operation operationNumbered(final long number) {
    final int slot = Operation.slotOf(number);
    final Operation operation = slot < operations.length ? operations[slot] : null;
    return operation != null && operation.isActive && operation.number == number ? operation : null;
  }

  /** The only writer of the state. */
  private void updateState(final Outbox outbox) {
    final AbdState newState =
        active == 0 ? AbdState.IDLE : active < operations.length ? AbdState.SERVING : AbdState.FULL;
    if (newState != state) {
      outbox.indicate(Indication.STATE, newState.ordinal(), state.ordinal());
      state = newState;
    }
  }

  /** How many nodes, this one among them, must answer: more than half, so that any two such sets meet. */
  int quorum() {
    return clusterSize / 2 + 1;
  }

  /** Whether a read brings what it found to a majority before it answers. */
  boolean writesBack() {
    return true;
  }

  /** Holds a tag and its value in the replica and on disk. */
  void store(
      final Replica of,
      final int key,
      final long timestamp,
      final long writer,
      final long value,
      final Outbox outbox) {
    of.hold(key, timestamp, writer, value, outbox);
  }

  final AbdState state() {
    return state;
  }

  final Registers registers() {
    return registers;
  }
}
