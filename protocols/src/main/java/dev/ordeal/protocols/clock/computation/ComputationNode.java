package dev.ordeal.protocols.clock.computation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.computation.codec.ClockKeptDecoder;
import dev.ordeal.protocols.clock.computation.codec.ClockKeptEncoder;
import dev.ordeal.protocols.clock.computation.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.clock.computation.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.clock.computation.codec.StampedDecoder;
import dev.ordeal.protocols.clock.computation.codec.StampedEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.core.WallClock;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One process of a computation: it has events of its own at random times, some of which send a message to another
 * process, and takes messages; its clock stamps each event. The package comment says the rest.
 *
 * <p>Cost: a message for each sending; a forced record for each event if the clock is kept.
 *
 * <p>Threading: single owner. Allocation: none after warm-up beyond what the clock allocates, which is nothing but for
 * interval tree clocks.
 */
public final class ComputationNode implements ProtocolNode {
  private static final int HEADER = MessageHeaderEncoder.ENCODED_LENGTH;
  private static final int STAMP_AT = HEADER + StampedEncoder.BLOCK_LENGTH + StampedEncoder.stampHeaderLength();
  private static final int CLOCK_AT = HEADER + ClockKeptEncoder.BLOCK_LENGTH + ClockKeptEncoder.clockHeaderLength();
  private static final int PERCENT = 100;
  private static final long NO_MESSAGE = 0;

  private final int nodeId;
  private final int clusterSize;
  private final ComputationConfig config;
  private final NodeClock clock;
  private final CounterRandom random;
  private final WallClock wallClock;

  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(128);
  private final ExpandableArrayBuffer record = new ExpandableArrayBuffer(128);
  private final ExpandableArrayBuffer event = new ExpandableArrayBuffer(128);
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final StampedEncoder stampedEncoder = new StampedEncoder();
  private final ClockKeptEncoder keptEncoder = new ClockKeptEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final StampedDecoder stampedDecoder = new StampedDecoder();
  private final ClockKeptDecoder keptDecoder = new ClockKeptDecoder();
  private final WaitingReceipts receipts = new WaitingReceipts();

  private ComputationState state = ComputationState.STARTING;
  private long deadlineNs = NO_DEADLINE;
  private long records;

  // the event under way
  private Indication kind = Indication.LOCAL_EVENT;
  private long messageId;
  private int toId;
  private int eventLength;

  ComputationNode(final NodeContext context, final ComputationConfig config, final NodeClock clock) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.clock = clock;
    this.random = context.random();
    this.wallClock = context.wallClock();
  }

  /** The clock as it was after the last event that anybody can have seen, or a later one. */
  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    headerDecoder.wrap(buffer, offset);
    if (!clock.isKept() || length < CLOCK_AT || headerDecoder.templateId() != ClockKeptDecoder.TEMPLATE_ID) {
      throw new IllegalStateException(
          "record of somebody else: nodeId=%d, length=%d, template=%d"
              .formatted(nodeId, length, headerDecoder.templateId()));
    }
    keptDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    clock.restore(buffer, offset + CLOCK_AT, keptDecoder.clockLength());
    records++;
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    transitionTo(ComputationState.RUNNING, nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < STAMP_AT) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != StampedDecoder.TEMPLATE_ID) {
      return;
    }
    stampedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    final long id = stampedDecoder.messageId();
    final int stampLength = stampedDecoder.stampLength();
    if (stampLength < 0 || stampLength > length - STAMP_AT) {
      return;
    }
    if (state == ComputationState.COMMITTING) {
      receipts.add(id, buffer, offset + STAMP_AT, stampLength);
    } else {
      receive(nowNs, id, buffer, offset + STAMP_AT, stampLength, outbox);
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
    // The processes are their own clients.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    if (state == ComputationState.COMMITTING) {
      endOrWait(nowNs, outbox);
    } else {
      actAlone(nowNs, outbox);
    }
    while (state == ComputationState.RUNNING && !receipts.isEmpty()) {
      receive(
          nowNs, receipts.messageId(), receipts.buffer(), receipts.stampOffset(), receipts.stampLength(), outbox);
      receipts.remove();
    }
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putLong(offset + 4, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 12, random.position(), LITTLE_ENDIAN);
    buffer.putLong(offset + 20, records, LITTLE_ENDIAN);
    buffer.putInt(offset + 28, kind.ordinal(), LITTLE_ENDIAN);
    buffer.putLong(offset + 32, messageId, LITTLE_ENDIAN);
    buffer.putInt(offset + 40, toId, LITTLE_ENDIAN);
    buffer.putInt(offset + 44, eventLength, LITTLE_ENDIAN);
    buffer.putBytes(offset + 48, event, 0, eventLength);
    final int end = receipts.encode(buffer, offset + 48 + eventLength);
    return end + clock.encodeClock(buffer, end) - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** An event of the process's own. */
  private void actAlone(final long nowNs, final Outbox outbox) {
    if (clusterSize > 1 && random.nextLong(PERCENT) < config.sendPercent()) {
      kind = Indication.SEND_EVENT;
      messageId = random.nextLong();
      final int drawn = (int) random.nextLong(clusterSize - 1);
      toId = drawn < nodeId ? drawn : drawn + 1;
    } else {
      kind = Indication.LOCAL_EVENT;
      messageId = NO_MESSAGE;
    }
    final long wallNs = wallClock.wallNs();
    if (kind == Indication.SEND_EVENT) {
      clock.tickToSend(wallNs);
    } else {
      clock.tick(wallNs);
    }
    begin(nowNs, wallNs, outbox);
  }

  private void receive(
      final long nowNs,
      final long id,
      final DirectBuffer stamp,
      final int offset,
      final int length,
      final Outbox outbox) {
    final long wallNs = wallClock.wallNs();
    if (!clock.observe(wallNs, stamp, offset, length)) {
      outbox.indicate(Indication.STAMP_REFUSED, id, nodeId);
      return;
    }
    kind = Indication.RECEIVE_EVENT;
    messageId = id;
    begin(nowNs, wallNs, outbox);
  }

  /** The event is stamped; it ends at once unless its clock makes it wait. */
  private void begin(final long nowNs, final long wallNs, final Outbox outbox) {
    event.putLong(0, wallNs, LITTLE_ENDIAN);
    eventLength = Long.BYTES + clock.encodeStamp(event, Long.BYTES);
    if (clock.isCommitting()) {
      outbox.indicate(Indication.EVENT_BEGUN, messageId, nodeId);
      transitionTo(ComputationState.COMMITTING, nowNs, outbox);
      endOrWait(nowNs, outbox);
    } else {
      end(nowNs, outbox);
    }
  }

  private void endOrWait(final long nowNs, final Outbox outbox) {
    final long waitNs = clock.waitNs(wallClock.wallNs());
    if (waitNs > 0) {
      deadlineNs = nowNs + waitNs;
      return;
    }
    end(nowNs, outbox);
    transitionTo(ComputationState.RUNNING, nowNs, outbox);
  }

  /** The event becomes visible: kept first, then seen, then sent. */
  private void end(final long nowNs, final Outbox outbox) {
    if (clock.isKept()) {
      keep(outbox);
    }
    outbox.indicate(kind, messageId, event, 0, eventLength);
    if (kind == Indication.SEND_EVENT) {
      stampedEncoder
          .wrapAndApplyHeader(message, 0, headerEncoder)
          .messageId(messageId)
          .putStamp(event, Long.BYTES, eventLength - Long.BYTES);
      outbox.send(toId, message, 0, HEADER + stampedEncoder.encodedLength());
    }
    if (kind != Indication.RECEIVE_EVENT) {
      deadlineNs = nextOwnEventNs(nowNs);
    }
  }

  /** The newest clock takes the place of all older ones. */
  private void keep(final Outbox outbox) {
    final int length = clock.encodeClock(stateBuffer, 0);
    keptEncoder.wrapAndApplyHeader(record, 0, headerEncoder).putClock(stateBuffer, 0, length);
    final int recordLength = HEADER + keptEncoder.encodedLength();
    if (records == 0) {
      records = 1 + outbox.persist(record, 0, recordLength);
    } else {
      outbox.checkpoint(record, 0, recordLength, records);
    }
  }

  private long nextOwnEventNs(final long nowNs) {
    return nowNs + random.nextLong(1, config.pauseNsMax());
  }

  /** The only writer of the state; the deadline of a wait is set by who waits. */
  private void transitionTo(final ComputationState newState, final long nowNs, final Outbox outbox) {
    final ComputationState oldState = state;
    state = newState;
    if (newState == ComputationState.RUNNING) {
      deadlineNs = nextOwnEventNs(nowNs);
    }
    outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
  }
}
