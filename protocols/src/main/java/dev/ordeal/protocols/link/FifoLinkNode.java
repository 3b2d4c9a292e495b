package dev.ordeal.protocols.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.link.codec.FifoDataDecoder;
import dev.ordeal.protocols.link.codec.FifoDataEncoder;
import dev.ordeal.protocols.link.codec.HelloKind;
import dev.ordeal.protocols.link.codec.Layer;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A link that keeps order over one that does not: messages are numbered, and what comes early is held back until its
 * turn.
 *
 * <p>Source: Cachin, Guerraoui, Rodrigues, "Introduction to Reliable and Secure Distributed Programming", 2011, section
 * 3.9.2, <em>broadcast with sequence number</em>, for each link by itself.
 *
 * <p>Model: asynchronous; reordering, duplication; crash and restart with incarnations as {@link LinkLayerNode}
 * describes. A link that loses messages needs {@link ReliableLinkNode} below this one.
 *
 * <p>Properties: at most once and in the order sent on each link, whatever the link does, restarts included. Nothing is
 * lost if neither end restarts, the link loses nothing, and no message is overtaken by {@link #WINDOW} others. One that
 * is, or that was lost, is given up: memory is bounded, so what is held back for it is delivered without it.
 *
 * <p>Divergence from the source: the window, for bounded memory; and messages wait, {@link #WINDOW} per peer and the
 * oldest given up first, until the peer's incarnation is known.
 *
 * <p>Cost: no messages of its own but Hello. A broadcast becomes n − 1 messages, since each link has its own sequence.
 * Space: at most {@link #WINDOW} messages per peer in each direction.
 *
 * <p>Threading: single owner. Allocation: none after warm-up. One step may deliver several messages to the node above.
 */
public final class FifoLinkNode extends LinkLayerNode {
  /** How many messages of one peer may be held back, and how many to one peer may wait for its Hello. */
  public static final int WINDOW = 64;

  private static final int EMPTY = -1;

  private final Session[] sessions;
  private final FifoDataEncoder dataEncoder = new FifoDataEncoder();
  private final FifoDataDecoder dataDecoder = new FifoDataDecoder();
  private final ExpandableArrayBuffer outgoing = new ExpandableArrayBuffer();
  private long givenUp;

  /** Puts an ordered link under a node. */
  public FifoLinkNode(final int nodeId, final int clusterSize, final ProtocolNode inner) {
    super(Layer.FIFO, nodeId, clusterSize, inner);
    this.sessions = new Session[clusterSize];
  }

  /** How many messages were given up, here as a sender or as a receiver. */
  public long givenUp() {
    return givenUp;
  }

  @Override
  void sendToPeer(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    final Session session = session(toId);
    if (session.peerIncarnation != UNKNOWN_INCARNATION) {
      transmit(toId, session, buffer, offset, length);
      return;
    }
    session.makeUnsent();
    if (session.lastUnsent - session.firstUnsent == WINDOW) {
      session.firstUnsent++;
      givenUp++;
    }
    final int slot = slotOf(session.lastUnsent++);
    session.unsentLengths[slot] = length;
    keep(session.unsent, slot, buffer, offset, length);
  }

  @Override
  void onFrame(final int fromId, final DirectBuffer buffer, final int offset, final int length) {
    final int blockLength = headerDecoder.blockLength();
    final int block = offset + HEADER_LENGTH;
    final int body = block + blockLength + FifoDataDecoder.bodyHeaderLength();
    if (headerDecoder.templateId() != FifoDataDecoder.TEMPLATE_ID
        || blockLength < FifoDataDecoder.BLOCK_LENGTH
        || body > offset + length) {
      return;
    }
    dataDecoder.wrap(buffer, block, blockLength, headerDecoder.version());
    final int bodyLength = dataDecoder.bodyLength();
    if (bodyLength < 0 || bodyLength > offset + length - body) {
      return;
    }
    if (!learn(fromId, dataDecoder.incarnation())) {
      return; // From a past life of the sender.
    }
    if (dataDecoder.peerIncarnation() != incarnation) {
      sendHello(fromId, HelloKind.ANSWER); // Bound to a past life of ours: that one may have delivered it.
      return;
    }
    final Session session = session(fromId);
    final long sequence = dataDecoder.sequence();
    if (sequence >= session.expected + WINDOW) {
      skipTo(fromId, session, sequence - WINDOW + 1);
    }
    if (sequence == session.expected) {
      session.expected++;
      deliver(fromId, buffer, body, bodyLength);
      deliverHeld(fromId, session);
    } else if (sequence > session.expected && session.heldLength(slotOf(sequence)) == EMPTY) {
      session.makeHeld();
      session.heldLengths[slotOf(sequence)] = bodyLength;
      keep(session.held, slotOf(sequence), buffer, body, bodyLength);
    }
  }

  @Override
  boolean learn(final int peerId, final long peerIncarnation) {
    final Session session = session(peerId);
    if (peerIncarnation <= session.peerIncarnation) {
      return peerIncarnation == session.peerIncarnation;
    }
    session.peerIncarnation = peerIncarnation;
    session.nextSequence = 0;
    session.expected = 0;
    session.dropHeld();
    while (session.firstUnsent < session.lastUnsent) {
      final int slot = slotOf(session.firstUnsent++);
      transmit(peerId, session, session.unsent[slot], 0, session.unsentLengths[slot]);
    }
    return true;
  }

  @Override
  void onLayerStart() {
    // The link below loses nothing: one Hello is enough.
  }

  @Override
  long layerDeadlineNs() {
    return NO_DEADLINE;
  }

  @Override
  void onLayerDeadline() {
    throw new IllegalStateException("this layer waits for nothing");
  }

  @Override
  int encodeSessions(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, givenUp, LITTLE_ENDIAN);
    int end = offset + Long.BYTES;
    for (int id = 0; id < clusterSize; id++) {
      if (sessions[id] != null) {
        buffer.putInt(end, id, LITTLE_ENDIAN);
        end = sessions[id].encode(buffer, end + Integer.BYTES);
      }
    }
    buffer.putInt(end, -1, LITTLE_ENDIAN);
    return end + Integer.BYTES;
  }

  private void transmit(
      final int toId, final Session session, final DirectBuffer buffer, final int offset, final int length) {
    dataEncoder
        .wrapAndApplyHeader(outgoing, 0, headerEncoder)
        .incarnation(incarnation)
        .peerIncarnation(session.peerIncarnation)
        .sequence(session.nextSequence++)
        .putBody(buffer, offset, length);
    below.send(toId, outgoing, 0, HEADER_LENGTH + dataEncoder.encodedLength());
  }

  private void deliverHeld(final int fromId, final Session session) {
    int slot = slotOf(session.expected);
    while (session.heldLength(slot) != EMPTY) {
      final int length = session.heldLengths[slot];
      session.heldLengths[slot] = EMPTY;
      session.expected++;
      deliver(fromId, session.held[slot], 0, length);
      slot = slotOf(session.expected);
    }
  }

  /** Gives up what has not come below {@code sequence} and delivers what has. */
  private void skipTo(final int fromId, final Session session, final long sequence) {
    final long end = Math.min(sequence, session.expected + WINDOW);
    final long missing = sequence - end;
    while (session.expected < end) {
      final int slot = slotOf(session.expected);
      if (session.heldLength(slot) == EMPTY) {
        session.expected++;
        givenUp++;
      } else {
        deliverHeld(fromId, session);
      }
    }
    givenUp += missing;
    session.expected = Math.max(session.expected, sequence);
    deliverHeld(fromId, session);
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

  private static void keep(
      final MutableDirectBuffer[] slots,
      final int slot,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (slots[slot] == null) {
      slots[slot] = new ExpandableArrayBuffer();
    }
    slots[slot].putBytes(0, buffer, offset, length);
  }

  private static int slotOf(final long sequence) {
    return (int) (sequence & (WINDOW - 1));
  }

  /** One peer, both directions. */
  private static final class Session {
    long peerIncarnation;

    /** Sending: the next number, and what waits for the peer's Hello. */
    long nextSequence;

    long firstUnsent;
    long lastUnsent;
    MutableDirectBuffer[] unsent;
    int[] unsentLengths;

    /** Receiving: whose turn it is, and what came early. */
    long expected;

    MutableDirectBuffer[] held;
    int[] heldLengths;

    void makeUnsent() {
      if (unsent == null) {
        unsent = new MutableDirectBuffer[WINDOW];
        unsentLengths = new int[WINDOW];
      }
    }

    void makeHeld() {
      if (held == null) {
        held = new MutableDirectBuffer[WINDOW];
        heldLengths = new int[WINDOW];
        dropHeld();
      }
    }

    int heldLength(final int slot) {
      return held == null ? EMPTY : heldLengths[slot];
    }

    void dropHeld() {
      if (held != null) {
        Arrays.fill(heldLengths, EMPTY);
      }
    }

    int encode(final MutableDirectBuffer buffer, final int offset) {
      buffer.putLong(offset, peerIncarnation, LITTLE_ENDIAN);
      buffer.putLong(offset + 8, nextSequence, LITTLE_ENDIAN);
      buffer.putLong(offset + 16, expected, LITTLE_ENDIAN);
      buffer.putLong(offset + 24, lastUnsent - firstUnsent, LITTLE_ENDIAN);
      int end = offset + 32;
      for (long index = firstUnsent; index < lastUnsent; index++) {
        end = encodeSlot(buffer, end, unsent[slotOf(index)], unsentLengths[slotOf(index)]);
      }
      for (long sequence = expected; sequence < expected + WINDOW; sequence++) {
        final int slot = slotOf(sequence);
        end = encodeSlot(buffer, end, held == null ? null : held[slot], heldLength(slot));
      }
      return end;
    }

    private static int encodeSlot(
        final MutableDirectBuffer buffer, final int offset, final MutableDirectBuffer kept, final int length) {
      buffer.putInt(offset, length, LITTLE_ENDIAN);
      if (length > 0) {
        buffer.putBytes(offset + Integer.BYTES, kept, 0, length);
      }
      return offset + Integer.BYTES + Math.max(0, length);
    }
  }
}
