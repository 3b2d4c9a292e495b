package dev.ordeal.protocols.clock.mutex;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.mutex.codec.AcknowledgeDecoder;
import dev.ordeal.protocols.clock.mutex.codec.AcknowledgeEncoder;
import dev.ordeal.protocols.clock.mutex.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.clock.mutex.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.clock.mutex.codec.ReleaseDecoder;
import dev.ordeal.protocols.clock.mutex.codec.ReleaseEncoder;
import dev.ordeal.protocols.clock.mutex.codec.RequestDecoder;
import dev.ordeal.protocols.clock.mutex.codec.RequestEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One process of Lamport's mutual exclusion, above links that are reliable and FIFO; {@link LamportMutexSpec} states
 * model and promises, the package comment the messages. It asks for the resource again and again of its own accord.
 *
 * <p>Cost: 3 (n − 1) messages for each use of the resource. State: two words for each process.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class LamportMutexNode implements ProtocolNode {
  /** The place in the queue of a process that has no request there. */
  static final long NO_REQUEST = Long.MAX_VALUE;

  private final int nodeId;
  private final LamportMutexConfig config;
  private final CounterRandom random;

  /** The request queue: each process has at most one request, so its place is its index. */
  private final long[] requestTime;

  /** The latest stamp heard from each process. */
  private final long[] heardTime;

  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + RequestEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final RequestEncoder requestEncoder = new RequestEncoder();
  private final AcknowledgeEncoder acknowledgeEncoder = new AcknowledgeEncoder();
  private final ReleaseEncoder releaseEncoder = new ReleaseEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final RequestDecoder requestDecoder = new RequestDecoder();
  private final AcknowledgeDecoder acknowledgeDecoder = new AcknowledgeDecoder();
  private final ReleaseDecoder releaseDecoder = new ReleaseDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(128);

  private LamportMutexState state = LamportMutexState.STARTING;
  private long time;
  private long deadlineNs = NO_DEADLINE;

  LamportMutexNode(final NodeContext context, final LamportMutexConfig config) {
    this.nodeId = context.nodeId();
    this.config = config;
    this.random = context.random();
    this.requestTime = new long[context.clusterSize()];
    this.heardTime = new long[context.clusterSize()];
    Arrays.fill(requestTime, NO_REQUEST);
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    transitionTo(LamportMutexState.IDLE, nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH + RequestDecoder.BLOCK_LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return;
    }
    final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    switch (headerDecoder.templateId()) {
      case RequestDecoder.TEMPLATE_ID -> {
        requestDecoder.wrap(buffer, body, RequestDecoder.BLOCK_LENGTH, RequestDecoder.SCHEMA_VERSION);
        onRequestOf(fromId, requestDecoder.time(), outbox);
      }
      case AcknowledgeDecoder.TEMPLATE_ID -> {
        acknowledgeDecoder.wrap(buffer, body, AcknowledgeDecoder.BLOCK_LENGTH, AcknowledgeDecoder.SCHEMA_VERSION);
        hear(fromId, acknowledgeDecoder.time());
      }
      case ReleaseDecoder.TEMPLATE_ID -> {
        releaseDecoder.wrap(buffer, body, ReleaseDecoder.BLOCK_LENGTH, ReleaseDecoder.SCHEMA_VERSION);
        hear(fromId, releaseDecoder.time());
        requestTime[fromId] = NO_REQUEST; // rule 4
      }
      default -> {
        // Not one of ours.
      }
    }
    enterIfGranted(nowNs, outbox);
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // The processes are their own clients.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    switch (state) {
      case IDLE -> ask(nowNs, outbox);
      case HOLDING -> release(nowNs, outbox);
      case WAITING, STARTING -> throw new IllegalStateException(
          "deadline without a timer: nodeId=%d, state=%s".formatted(nodeId, state));
    }
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putLong(offset + 4, time, LITTLE_ENDIAN);
    buffer.putLong(offset + 12, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 20, random.position(), LITTLE_ENDIAN);
    int end = offset + 28;
    for (int id = 0; id < requestTime.length; id++) {
      buffer.putLong(end, requestTime[id], LITTLE_ENDIAN);
      buffer.putLong(end + 8, heardTime[id], LITTLE_ENDIAN);
      end += 16;
    }
    return end - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Rule 1: the request goes to all others and into the queue. */
  private void ask(final long nowNs, final Outbox outbox) {
    requestTime[nodeId] = ++time;
    transitionTo(LamportMutexState.WAITING, nowNs, outbox);
    outbox.indicate(Indication.REQUEST, requestTime[nodeId], nodeId);
    requestEncoder.wrapAndApplyHeader(message, 0, headerEncoder).time(time);
    outbox.broadcast(message, 0, message.capacity());
    enterIfGranted(nowNs, outbox);
  }

  /** Rule 2: the request goes into the queue and is acknowledged. */
  private void onRequestOf(final int fromId, final long remoteTime, final Outbox outbox) {
    hear(fromId, remoteTime);
    requestTime[fromId] = remoteTime;
    acknowledgeEncoder.wrapAndApplyHeader(message, 0, headerEncoder).time(++time);
    outbox.send(fromId, message, 0, message.capacity());
  }

  /** Rule 3: the request leaves the queue, and all are told. */
  private void release(final long nowNs, final Outbox outbox) {
    outbox.indicate(Indication.LEAVE, requestTime[nodeId], nodeId);
    requestTime[nodeId] = NO_REQUEST;
    transitionTo(LamportMutexState.IDLE, nowNs, outbox);
    releaseEncoder.wrapAndApplyHeader(message, 0, headerEncoder).time(++time);
    outbox.broadcast(message, 0, message.capacity());
  }

  /** Rule 5: granted if first in the queue and all others have been heard since. */
  private void enterIfGranted(final long nowNs, final Outbox outbox) {
    if (state == LamportMutexState.WAITING && isFirst() && isHeardFromAll()) {
      transitionTo(LamportMutexState.HOLDING, nowNs, outbox);
      outbox.indicate(Indication.ENTER, requestTime[nodeId], nodeId);
    }
  }

  /** IR2: on receipt the clock moves beyond the message's stamp. */
  private void hear(final int fromId, final long remoteTime) {
    time = Math.max(time, remoteTime) + 1;
    heardTime[fromId] = remoteTime;
  }

  private boolean isFirst() {
    for (int id = 0; id < requestTime.length; id++) {
      if (id != nodeId
          && requestTime[id] != NO_REQUEST
          && !isBefore(requestTime[nodeId], nodeId, requestTime[id], id)) {
        return false;
      }
    }
    return true;
  }

  private boolean isHeardFromAll() {
    for (int id = 0; id < heardTime.length; id++) {
      if (id != nodeId && mustHearFrom(id) && heardTime[id] <= requestTime[nodeId]) {
        return false;
      }
    }
    return true;
  }

  /** The total order of requests: by logical time, ties by process. */
  boolean isBefore(final long aTime, final int aId, final long bTime, final int bId) {
    return aTime < bTime || (aTime == bTime && aId < bId);
  }

  /** Whether a later message of this process is waited for: of each, by rule 5. */
  boolean mustHearFrom(final int id) {
    return true;
  }

  /** The only writer of the state. */
  private void transitionTo(final LamportMutexState newState, final long nowNs, final Outbox outbox) {
    final LamportMutexState oldState = state;
    state = newState;
    deadlineNs =
        switch (newState) {
          case IDLE -> nowNs + random.nextLong(1, config.thinkNsMax());
          case HOLDING -> nowNs + random.nextLong(1, config.holdNsMax());
          case WAITING, STARTING -> NO_DEADLINE;
        };
    outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
  }
}
