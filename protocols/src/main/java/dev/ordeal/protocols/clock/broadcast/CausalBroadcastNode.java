package dev.ordeal.protocols.clock.broadcast;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.broadcast.codec.CausalMessageDecoder;
import dev.ordeal.protocols.clock.broadcast.codec.CausalMessageEncoder;
import dev.ordeal.protocols.clock.broadcast.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.clock.broadcast.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One member of the causal broadcast, above reliable links; {@link CausalBroadcastSpec} states model and promises, the
 * package comment the messages. It broadcasts a number of messages of its own accord.
 *
 * <p>Cost: n − 1 messages a broadcast, each with n words. A delivery looks at each sender once for each message it sets
 * free. State: n words, and n for each message that waits.
 *
 * <p>Threading: single owner. Allocation: none after warm-up, which is when more messages wait than ever before.
 */
public class CausalBroadcastNode implements ProtocolNode {
  private static final int SENDER_SHIFT = 32;
  private static final int TIME_AT = MessageHeaderDecoder.ENCODED_LENGTH + CausalMessageDecoder.BLOCK_LENGTH;

  private final int nodeId;
  private final int clusterSize;
  private final CausalBroadcastConfig config;
  private final CounterRandom random;

  /** VT of the paper: how many messages of each member have been delivered here, one's own when broadcast. */
  private final long[] delivered;

  /** Messages that wait, by sender and number; null where none does. */
  private final long[][][] waiting;

  /** Vectors that no message uses. */
  private final long[][] free;
  private int freeCount;
  private long deliveries;

  private final ExpandableArrayBuffer message = new ExpandableArrayBuffer(128);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final CausalMessageEncoder messageEncoder = new CausalMessageEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final CausalMessageDecoder messageDecoder = new CausalMessageDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private CausalBroadcastState state = CausalBroadcastState.STARTING;
  private long deadlineNs = NO_DEADLINE;

  CausalBroadcastNode(final NodeContext context, final CausalBroadcastConfig config) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.random = context.random();
    this.delivered = new long[clusterSize];
    this.waiting = new long[clusterSize][config.messages()][];
    this.free = new long[clusterSize * config.messages()][];
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    transitionTo(CausalBroadcastState.TALKING, nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length != TIME_AT + CausalMessageDecoder.TimeDecoder.sbeHeaderSize() + clusterSize * Long.BYTES) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != CausalMessageDecoder.TEMPLATE_ID) {
      return;
    }
    messageDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    final long[] time = takeVector();
    final CausalMessageDecoder.TimeDecoder entries = messageDecoder.time();
    if (entries.count() != clusterSize) {
      free[freeCount++] = time;
      return;
    }
    for (int id = 0; id < clusterSize; id++) {
      time[id] = entries.next().delivered();
    }
    final long number = time[fromId];
    if (number < 1 || number > config.messages() || waiting[fromId][(int) number - 1] != null) {
      free[freeCount++] = time;
      return;
    }
    waiting[fromId][(int) number - 1] = time;
    deliverAllReady(outbox);
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // The members are their own clients.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    broadcast(outbox);
    transitionTo(
        delivered[nodeId] < config.messages() ? CausalBroadcastState.TALKING : CausalBroadcastState.LISTENING,
        nowNs,
        outbox);
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
    buffer.putLong(offset + 20, deliveries, LITTLE_ENDIAN);
    int end = offset + 28;
    for (int id = 0; id < clusterSize; id++) {
      buffer.putLong(end, delivered[id], LITTLE_ENDIAN);
      end += Long.BYTES;
      for (int number = 0; number < config.messages(); number++) {
        if (waiting[id][number] != null) {
          buffer.putInt(end, number, LITTLE_ENDIAN);
          end += Integer.BYTES;
          for (final long count : waiting[id][number]) {
            buffer.putLong(end, count, LITTLE_ENDIAN);
            end += Long.BYTES;
          }
        }
      }
    }
    return end - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Rule 1: one's own entry is counted up, and the message bears the vector; it is delivered here at once. */
  private void broadcast(final Outbox outbox) {
    final long number = ++delivered[nodeId];
    outbox.indicate(Indication.BROADCAST, number, nameOf(nodeId, number));
    indicateDelivery(nodeId, number, outbox);
    final CausalMessageEncoder.TimeEncoder entries =
        messageEncoder.wrapAndApplyHeader(message, 0, headerEncoder).timeCount(clusterSize);
    for (int id = 0; id < clusterSize; id++) {
      entries.next().delivered(delivered[id]);
    }
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + messageEncoder.encodedLength());
  }

  /** Rule 2: delivers what waits for nothing, and what waited for that. */
  private void deliverAllReady(final Outbox outbox) {
    boolean isProgress = true;
    while (isProgress) {
      isProgress = false;
      for (int senderId = 0; senderId < clusterSize; senderId++) {
        final long next = delivered[senderId];
        final long[] time = next < config.messages() ? waiting[senderId][(int) next] : null;
        if (time != null && mayDeliver(senderId, time, delivered)) {
          waiting[senderId][(int) next] = null;
          free[freeCount++] = time;
          delivered[senderId]++; // rule 3: no other entry of the message is ahead
          indicateDelivery(senderId, next + 1, outbox);
          isProgress = true;
        }
      }
    }
  }

  /**
   * Whether the next message of a sender waits for nothing: this member has delivered all that the sender had delivered
   * when it broadcast.
   */
  boolean mayDeliver(final int senderId, final long[] time, final long[] deliveredHere) {
    for (int id = 0; id < clusterSize; id++) {
      if (id != senderId && time[id] > deliveredHere[id]) {
        return false;
      }
    }
    return true;
  }

  private void indicateDelivery(final int senderId, final long number, final Outbox outbox) {
    outbox.indicate(Indication.DELIVER, deliveries++, nameOf(senderId, number));
  }

  /** How indications name a message: its sender, then its number. */
  private static long nameOf(final int senderId, final long number) {
    return (long) senderId << SENDER_SHIFT | number;
  }

  private long[] takeVector() {
    return freeCount == 0 ? new long[clusterSize] : free[--freeCount];
  }

  /** The only writer of the state; draws when to broadcast next. */
  private void transitionTo(final CausalBroadcastState newState, final long nowNs, final Outbox outbox) {
    final CausalBroadcastState oldState = state;
    state = newState;
    deadlineNs =
        newState == CausalBroadcastState.TALKING ? nowNs + random.nextLong(1, config.pauseNsMax()) : NO_DEADLINE;
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }
}
