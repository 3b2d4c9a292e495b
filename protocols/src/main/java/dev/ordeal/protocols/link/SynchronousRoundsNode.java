package dev.ordeal.protocols.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.link.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.link.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.link.codec.RoundDataDecoder;
import dev.ordeal.protocols.link.codec.RoundDataEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Rounds of equal length on the node's own clock: what the node above sends in a round reaches the others in that round
 * or not at all.
 *
 * <p>Source: Nancy Lynch, "Distributed Algorithms", 1996, section 2.1 (the synchronous network model); Dwork, Lynch,
 * Stockmeyer, "Consensus in the Presence of Partial Synchrony", 1988, section 3.1, on rounds from bounded delays.
 *
 * <p>How it works: the first round begins a fixed time after the start, each further one when the one before is over.
 * At the beginning of each round the node above takes a step, {@link ProtocolNode#onDeadline}, in which it does what it
 * has to with what the last round brought, and sends. A message bears its round; one that arrives in another is not
 * delivered, and a receipt is given: {@link Indication#ROUND_MISSED}. The node above says with its own deadline whether
 * it wants another round: {@link ProtocolNode#NO_DEADLINE} ends them.
 *
 * <p>Model: synchronous. Delays are below the length of a round, and nodes start at the same time on clocks that run
 * alike. Beyond it, when a delay is longer or a clock drifts, messages are missed, which is what the receipts show.
 *
 * <p>Properties, inside: a message that was sent whole is delivered in the round it was sent in, once if the link
 * repeats none. Cost: one message for one; 22 bytes. Divergence: a message that arrives early, which takes clocks apart
 * by more than a delay, is not kept for its round but missed.
 *
 * <p>Threading: single owner. Allocation: none after warm-up.
 */
public final class SynchronousRoundsNode implements ProtocolNode {
  private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
  private static final int BODY_AT =
      HEADER_LENGTH + RoundDataDecoder.BLOCK_LENGTH + RoundDataDecoder.bodyHeaderLength();

  private final long startAfterNs;
  private final long roundNs;
  private final ProtocolNode inner;
  private final RoundOutbox roundOutbox = new RoundOutbox();
  private final MutableDirectBuffer frame = new ExpandableArrayBuffer(128);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final RoundDataEncoder dataEncoder = new RoundDataEncoder();
  private final RoundDataDecoder dataDecoder = new RoundDataDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  /** The round under way, 0 before the first. */
  private long round;

  private long deadlineNs = NO_DEADLINE;
  private Outbox below;

  /**
   * Puts rounds under a node.
   *
   * @param startAfterNs how long after the start the first round begins
   * @param roundNs how long a round is: more than a message takes
   */
  public SynchronousRoundsNode(final long startAfterNs, final long roundNs, final ProtocolNode inner) {
    if (startAfterNs < 0 || roundNs < 1) {
      throw new IllegalArgumentException(
          "rounds out of range: startAfterNs=%d, min=0, roundNs=%d, min=1".formatted(startAfterNs, roundNs));
    }
    this.startAfterNs = startAfterNs;
    this.roundNs = roundNs;
    this.inner = inner;
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    inner.onRecord(buffer, offset, length);
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    deadlineNs = nowNs + startAfterNs;
    below = outbox;
    inner.onStart(nowNs, roundOutbox);
    below = null;
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < BODY_AT) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != RoundDataDecoder.TEMPLATE_ID
        || headerDecoder.blockLength() != RoundDataDecoder.BLOCK_LENGTH) {
      return;
    }
    dataDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    final int bodyLength = dataDecoder.bodyLength();
    if (bodyLength < 0 || bodyLength > length - BODY_AT) {
      return;
    }
    if (deadlineNs == NO_DEADLINE) {
      return; // the node above has had its last round
    }
    if (dataDecoder.round() != round) {
      outbox.indicate(Indication.ROUND_MISSED, dataDecoder.round(), round);
      return;
    }
    below = outbox;
    inner.onMessage(nowNs, fromId, buffer, offset + BODY_AT, bodyLength, roundOutbox);
    below = null;
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    below = outbox;
    inner.onRequest(nowNs, requestId, buffer, offset, length, roundOutbox);
    below = null;
  }

  /** The round is over and the next begins. */
  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    round++;
    below = outbox;
    inner.onDeadline(nowNs, roundOutbox);
    below = null;
    deadlineNs = inner.nextDeadlineNs() == NO_DEADLINE ? NO_DEADLINE : deadlineNs + roundNs;
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, round, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, deadlineNs, LITTLE_ENDIAN);
    return 16 + inner.encodeState(buffer, offset + 16);
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Gives each message of the node above its round; everything else passes through. */
  private final class RoundOutbox implements Outbox {
    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      final int framed = wrap(buffer, offset, length);
      below.send(toId, frame, 0, framed);
    }

    @Override
    public void multicast(
        final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
      final int framed = wrap(buffer, offset, length);
      below.multicast(toIds, count, frame, 0, framed);
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      final int framed = wrap(buffer, offset, length);
      below.broadcast(frame, 0, framed);
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
      return below.append(buffer, offset, length);
    }

    @Override
    public long persist(final DirectBuffer buffer, final int offset, final int length) {
      return below.persist(buffer, offset, length);
    }

    @Override
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      below.checkpoint(buffer, offset, length, keepFrom);
    }

    @Override
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      below.reply(requestId, buffer, offset, length);
    }

    @Override
    public void indicate(final Indication indication, final long key, final long value) {
      below.indicate(indication, key, value);
    }

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
      below.indicate(indication, key, buffer, offset, length);
    }

    private int wrap(final DirectBuffer buffer, final int offset, final int length) {
      dataEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).round(round).putBody(buffer, offset, length);
      return HEADER_LENGTH + dataEncoder.encodedLength();
    }
  }
}
