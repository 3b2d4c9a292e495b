package dev.ordeal.protocols.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.link.codec.HelloKind;
import dev.ordeal.protocols.link.codec.Layer;
import dev.ordeal.protocols.link.codec.ReliableAckDecoder;
import dev.ordeal.protocols.link.codec.ReliableAckEncoder;
import dev.ordeal.protocols.link.codec.ReliableDataDecoder;
import dev.ordeal.protocols.link.codec.ReliableDataEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A reliable link over one that loses, repeats, holds and reorders: each message is sent again until it is acknowledged
 * and delivered once.
 *
 * <p>Source: Cachin, Guerraoui, Rodrigues, "Introduction to Reliable and Secure Distributed Programming", 2011, section
 * 2.4, <em>eliminate duplicates</em> over <em>retransmit forever</em>; here with acknowledgements, so that both ends
 * forget.
 *
 * <p>Model: asynchronous; loss, bursts, duplication, reordering, partitions that end, capacity; crash and restart with
 * incarnations as {@link LinkLayerNode} describes. Not amnesia, not a lying disk: an incarnation forgotten is one used
 * twice.
 *
 * <p>Properties: no creation; each message delivered at most once, restarts included; delivered at least once if
 * neither end restarts and the sender knows of the receiver's last restart, some retransmission gets through, and fewer
 * than {@link #WINDOW} others are sent to that peer while the message waits for its acknowledgement. Else the oldest is
 * given up and counted: memory is bounded, so a peer that is gone for long costs messages. No order.
 *
 * <p>Divergence from the source: the window, for bounded memory; retransmission slows down to a sixteenth for a peer
 * that does not answer.
 *
 * <p>Cost: an acknowledgement per message. A broadcast becomes n − 1 messages, since each link has its own sequence.
 * Space: as many messages per peer as ever waited for it at once, at most {@link #WINDOW}; a few words per peer.
 *
 * <p>Threading: single owner. Allocation: none after warm-up, which is when more messages wait, or longer ones, than
 * ever before.
 */
public final class ReliableLinkNode extends LinkLayerNode {
  /** How far the messages to one peer may run ahead of the oldest that waits; their bits fit a word. */
  public static final int WINDOW = Long.SIZE;

  private static final int BACKOFF_MAX = 4;

  private final long retransmitAfterNs;
  private final Session[] sessions;
  private final ReliableDataEncoder dataEncoder = new ReliableDataEncoder();
  private final ReliableDataDecoder dataDecoder = new ReliableDataDecoder();
  private final ReliableAckEncoder ackEncoder = new ReliableAckEncoder();
  private final ReliableAckDecoder ackDecoder = new ReliableAckDecoder();
  private long deadlineNs = NO_DEADLINE;
  private long helloNs = NO_DEADLINE;
  private int helloBackoff;
  private long givenUp;

  /**
   * Puts a reliable link under a node.
   *
   * @param retransmitAfterNs how long to wait for an acknowledgement: a round trip, with room
   */
  public ReliableLinkNode(
      final int nodeId, final int clusterSize, final long retransmitAfterNs, final ProtocolNode inner) {
    super(Layer.RELIABLE, nodeId, clusterSize, inner);
    if (retransmitAfterNs < 1) {
      throw new IllegalArgumentException(
          "retransmission out of range: retransmitAfterNs=%d, min=1".formatted(retransmitAfterNs));
    }
    this.retransmitAfterNs = retransmitAfterNs;
    this.sessions = new Session[clusterSize];
  }

  /** How many messages were given up because too many waited. */
  public long givenUp() {
    return givenUp;
  }

  @Override
  void sendToPeer(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    final Session session = session(toId);
    if (session.nextSequence - session.oldest == WINDOW) {
      giveUpOldest(session);
    }
    final long sequence = session.nextSequence++;
    session.growTo((int) (session.nextSequence - session.oldest));
    final int slot = session.slotOf(sequence);
    final MutableDirectBuffer kept = session.frames[slot];
    dataEncoder
        .wrapAndApplyHeader(kept, 0, headerEncoder)
        .incarnation(incarnation)
        .peerIncarnation(session.peerIncarnation)
        .sequence(sequence)
        .oldest(session.oldest)
        .putBody(buffer, offset, length);
    session.lengths[slot] = HEADER_LENGTH + dataEncoder.encodedLength();
    session.sentNs[slot] = nowNs;
    session.waiting |= bitOf(sequence);
    if (session.peerIncarnation != UNKNOWN_INCARNATION) {
      below.send(toId, kept, 0, session.lengths[slot]);
      startTimer(session);
    }
  }

  private void startTimer(final Session session) {
    if (session.retransmitNs == NO_DEADLINE) {
      session.retransmitNs = nowNs + (retransmitAfterNs << session.backoff);
      deadlineNs = Math.min(deadlineNs, session.retransmitNs);
    }
  }

  @Override
  void onFrame(final int fromId, final DirectBuffer buffer, final int offset, final int length) {
    final int blockLength = headerDecoder.blockLength();
    final int block = offset + HEADER_LENGTH;
    switch (headerDecoder.templateId()) {
      case ReliableDataDecoder.TEMPLATE_ID -> {
        final int body = block + blockLength + ReliableDataDecoder.bodyHeaderLength();
        if (blockLength >= ReliableDataDecoder.BLOCK_LENGTH && body <= offset + length) {
          dataDecoder.wrap(buffer, block, blockLength, headerDecoder.version());
          final int bodyLength = dataDecoder.bodyLength();
          if (bodyLength >= 0 && bodyLength <= offset + length - body) {
            onData(fromId, buffer, body, bodyLength);
          }
        }
      }
      case ReliableAckDecoder.TEMPLATE_ID -> {
        if (blockLength >= ReliableAckDecoder.BLOCK_LENGTH) {
          ackDecoder.wrap(buffer, block, blockLength, headerDecoder.version());
          onAck(fromId);
        }
      }
      default -> {
        // Another layer's.
      }
    }
  }

  private void onData(final int fromId, final DirectBuffer buffer, final int body, final int bodyLength) {
    if (!learn(fromId, dataDecoder.incarnation())) {
      return; // From a past life of the sender.
    }
    if (dataDecoder.peerIncarnation() != incarnation) {
      sendHello(fromId, HelloKind.ANSWER); // Bound to a past life of ours: that one may have delivered it.
      return;
    }
    final Session session = session(fromId);
    final long sequence = dataDecoder.sequence();
    session.settleBefore(dataDecoder.oldest());
    final boolean isNew = session.isNew(sequence);
    if (sequence - session.settled >= WINDOW) {
      return; // No sender of ours sends so far ahead of its oldest.
    }
    ackEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .incarnation(incarnation)
        .peerIncarnation(session.peerIncarnation)
        .sequence(sequence);
    below.send(fromId, frame, 0, HEADER_LENGTH + ackEncoder.encodedLength());
    if (isNew) {
      session.markDelivered(sequence);
      deliver(fromId, buffer, body, bodyLength);
    }
  }

  private void onAck(final int fromId) {
    final Session session = session(fromId);
    final long sequence = ackDecoder.sequence();
    if (ackDecoder.peerIncarnation() != incarnation
        || ackDecoder.incarnation() != session.peerIncarnation
        || sequence < session.oldest
        || sequence >= session.nextSequence) {
      return;
    }
    session.waiting &= ~bitOf(sequence);
    session.backoff = 0;
    advanceOldest(session);
  }

  @Override
  boolean learn(final int peerId, final long peerIncarnation) {
    final Session session = session(peerId);
    if (peerIncarnation <= session.peerIncarnation) {
      return peerIncarnation == session.peerIncarnation;
    }
    if (session.peerIncarnation != UNKNOWN_INCARNATION) {
      // Whatever waits was sent to a life that is over, and may have been delivered in it.
      session.waiting = 0;
      session.oldest = 0;
      session.nextSequence = 0;
      session.retransmitNs = NO_DEADLINE;
    }
    session.peerIncarnation = peerIncarnation;
    session.settled = 0;
    session.delivered = 0;
    session.backoff = 0;
    resend(peerId, session, Long.MAX_VALUE);
    if (session.waiting != 0) {
      startTimer(session);
    }
    return true;
  }

  @Override
  void onLayerStart() {
    helloNs = nowNs + retransmitAfterNs;
    deadlineNs = helloNs;
  }

  @Override
  long layerDeadlineNs() {
    return deadlineNs;
  }

  @Override
  void onLayerDeadline() {
    if (helloNs <= nowNs) {
      repeatHello();
    }
    long next = helloNs;
    for (int id = 0; id < clusterSize; id++) {
      final Session session = sessions[id];
      if (session == null || session.retransmitNs == NO_DEADLINE) {
        continue;
      }
      if (session.retransmitNs <= nowNs) {
        resend(id, session, nowNs - retransmitAfterNs);
        session.backoff = Math.min(session.backoff + 1, BACKOFF_MAX);
        session.retransmitNs = nowNs + (retransmitAfterNs << session.backoff);
      }
      next = Math.min(next, session.retransmitNs);
    }
    deadlineNs = next;
  }

  @Override
  int encodeSessions(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, givenUp, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, helloNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 24, helloBackoff, LITTLE_ENDIAN);
    int end = offset + 32;
    for (int id = 0; id < clusterSize; id++) {
      if (sessions[id] != null) {
        buffer.putInt(end, id, LITTLE_ENDIAN);
        end = sessions[id].encode(buffer, end + Integer.BYTES);
      }
    }
    buffer.putInt(end, -1, LITTLE_ENDIAN);
    return end + Integer.BYTES;
  }

  /** Until all others have been heard of: the Hello that told them of this life may be lost. */
  private void repeatHello() {
    boolean isAnyUnknown = false;
    for (int id = 0; id < clusterSize; id++) {
      if (id != nodeId && (sessions[id] == null || sessions[id].peerIncarnation == UNKNOWN_INCARNATION)) {
        sendHello(id, HelloKind.QUESTION);
        isAnyUnknown = true;
      }
    }
    helloBackoff = Math.min(helloBackoff + 1, BACKOFF_MAX);
    helloNs = isAnyUnknown ? nowNs + (retransmitAfterNs << helloBackoff) : NO_DEADLINE;
  }

  /** Sends again what waits and was last sent no later than {@code sentByNs}. */
  private void resend(final int peerId, final Session session, final long sentByNs) {
    for (long sequence = session.oldest; sequence < session.nextSequence; sequence++) {
      final int slot = session.slotOf(sequence);
      if ((session.waiting & bitOf(sequence)) != 0 && session.sentNs[slot] <= sentByNs) {
        dataEncoder
            .wrap(session.frames[slot], HEADER_LENGTH)
            .peerIncarnation(session.peerIncarnation)
            .oldest(session.oldest);
        session.sentNs[slot] = nowNs;
        below.send(peerId, session.frames[slot], 0, session.lengths[slot]);
      }
    }
  }

  private void giveUpOldest(final Session session) {
    session.waiting &= ~bitOf(session.oldest);
    givenUp++;
    advanceOldest(session);
  }

  private static void advanceOldest(final Session session) {
    while (session.oldest < session.nextSequence && (session.waiting & bitOf(session.oldest)) == 0) {
      session.oldest++;
    }
    if (session.oldest == session.nextSequence) {
      session.retransmitNs = NO_DEADLINE;
    }
  }

  private Session session(final int peerId) {
    Session session = sessions[peerId];
    if (session == null) {
      session = new Session();
      session.peerIncarnation = peerId == nodeId ? incarnation : UNKNOWN_INCARNATION;
      sessions[peerId] = session;
    }
    return session;
  }

  private static long bitOf(final long sequence) {
    return 1L << (sequence & (WINDOW - 1));
  }

  /** One peer, both directions. */
  private static final class Session {
    long peerIncarnation;

    /**
     * Sending: sequences from oldest to nextSequence − 1 may wait; the bit of each, modulo the window, says whether it
     * does.
     */
    long oldest;

    long nextSequence;
    long waiting;
    long retransmitNs = NO_DEADLINE;
    int backoff;
    MutableDirectBuffer[] frames = {};
    int[] lengths = {};
    long[] sentNs = {};

    /** Receiving: all below settled is delivered or given up; bit i says that settled + i is delivered. */
    long settled;

    long delivered;

    int slotOf(final long sequence) {
      return (int) (sequence & (frames.length - 1));
    }

    /**
     * Makes room for so many messages from the oldest on: a power of two, each sequence in the slot of its remainder.
     */
    void growTo(final int count) {
      if (count <= frames.length) {
        return;
      }
      final int slots = Math.max(4, Integer.highestOneBit(count - 1) << 1);
      final MutableDirectBuffer[] newFrames = new MutableDirectBuffer[slots];
      final int[] newLengths = new int[slots];
      final long[] newSentNs = new long[slots];
      for (int i = 0; i < frames.length; i++) {
        final long sequence = oldest + i;
        final int slot = (int) (sequence & (slots - 1));
        newFrames[slot] = frames[slotOf(sequence)];
        newLengths[slot] = lengths[slotOf(sequence)];
        newSentNs[slot] = sentNs[slotOf(sequence)];
      }
      for (int slot = 0; slot < slots; slot++) {
        if (newFrames[slot] == null) {
          newFrames[slot] = new ExpandableArrayBuffer();
        }
      }
      frames = newFrames;
      lengths = newLengths;
      sentNs = newSentNs;
    }

    boolean isNew(final long sequence) {
      final long ahead = sequence - settled;
      return ahead >= 0 && ahead < WINDOW && (delivered >>> ahead & 1) == 0;
    }

    void markDelivered(final long sequence) {
      delivered |= 1L << (sequence - settled);
      while ((delivered & 1) != 0) {
        delivered >>>= 1;
        settled++;
      }
    }

    void settleBefore(final long sequence) {
      final long by = sequence - settled;
      if (by > 0) {
        delivered = by < WINDOW ? delivered >>> by : 0;
        settled = sequence;
      }
    }

    int encode(final MutableDirectBuffer buffer, final int offset) {
      buffer.putLong(offset, peerIncarnation, LITTLE_ENDIAN);
      buffer.putLong(offset + 8, oldest, LITTLE_ENDIAN);
      buffer.putLong(offset + 16, nextSequence, LITTLE_ENDIAN);
      buffer.putLong(offset + 24, waiting, LITTLE_ENDIAN);
      buffer.putLong(offset + 32, retransmitNs, LITTLE_ENDIAN);
      buffer.putLong(offset + 40, backoff, LITTLE_ENDIAN);
      buffer.putLong(offset + 48, settled, LITTLE_ENDIAN);
      buffer.putLong(offset + 56, delivered, LITTLE_ENDIAN);
      int end = offset + 64;
      for (long sequence = oldest; sequence < nextSequence; sequence++) {
        final int slot = slotOf(sequence);
        if ((waiting & bitOf(sequence)) != 0) {
          buffer.putLong(end, sentNs[slot], LITTLE_ENDIAN);
          buffer.putInt(end + 8, lengths[slot], LITTLE_ENDIAN);
          buffer.putBytes(end + 12, frames[slot], 0, lengths[slot]);
          end += 12 + lengths[slot];
        }
      }
      return end;
    }
  }
}
