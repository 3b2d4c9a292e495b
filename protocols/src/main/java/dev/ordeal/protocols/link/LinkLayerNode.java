package dev.ordeal.protocols.link;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.link.codec.HelloDecoder;
import dev.ordeal.protocols.link.codec.HelloEncoder;
import dev.ordeal.protocols.link.codec.HelloKind;
import dev.ordeal.protocols.link.codec.Layer;
import dev.ordeal.protocols.link.codec.LayerStartedDecoder;
import dev.ordeal.protocols.link.codec.LayerStartedEncoder;
import dev.ordeal.protocols.link.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.link.codec.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the layers of this package share: a node above, a journal shared with it, and incarnations.
 *
 * <p>A layer counts its incarnations in the journal and forces each before anything leaves it. A message is bound to
 * the incarnations of both its ends; a receiver takes none that was bound to another life of its own or comes from a
 * past one of the sender. So a restart is neither confused with old traffic nor delivers twice. The incarnation of a
 * peer is learnt from its Hello, said to all at each start and answered; until then messages to it wait.
 *
 * <p>The messages between two lives of two nodes are a <em>session</em>; it ends when either end hears that the other
 * has restarted. What was sent in it and not acknowledged is lost, even if it was sent after that restart, since nobody
 * can tell whether the past life delivered it.
 *
 * <p>Threading: single owner. Allocation: none after warm-up, which is the first message to each peer in each slot.
 */
abstract class LinkLayerNode implements ProtocolNode {
  static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;
  static final long UNKNOWN_INCARNATION = 0;

  final int nodeId;
  final int clusterSize;
  final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  final MutableDirectBuffer frame = new UnsafeBuffer(new byte[64]);

  /** This layer's own life, 1 for the first; 0 before the start. */
  long incarnation;

  /** Time and outbox of the step under way. */
  long nowNs;
  Outbox below;

  private final Layer layer;
  private final ProtocolNode inner;
  private final LayerJournal journal = new LayerJournal();
  private final LayerOutbox layerOutbox = new LayerOutbox();
  private final HelloEncoder helloEncoder = new HelloEncoder();
  private final HelloDecoder helloDecoder = new HelloDecoder();
  private final LayerStartedEncoder startedEncoder = new LayerStartedEncoder();
  private final LayerStartedDecoder startedDecoder = new LayerStartedDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(1024);

  LinkLayerNode(final Layer layer, final int nodeId, final int clusterSize, final ProtocolNode inner) {
    this.layer = layer;
    this.nodeId = nodeId;
    this.clusterSize = clusterSize;
    this.inner = inner;
  }

  /** Sends a message of the node above to one peer, now or when the peer's incarnation is known. */
  abstract void sendToPeer(int toId, DirectBuffer buffer, int offset, int length);

  /** Takes a message of this layer other than Hello; {@code headerDecoder} is wrapped around its header. */
  abstract void onFrame(int fromId, DirectBuffer buffer, int offset, int length);

  /** Opens a new session if the peer's incarnation is newer than known. Returns whether it is the one now known. */
  abstract boolean learn(int peerId, long peerIncarnation);

  /** Hello has been said to all for the first time. */
  abstract void onLayerStart();

  /** What of its own this layer waits for. */
  abstract long layerDeadlineNs();

  /** The layer's own deadline has come. */
  abstract void onLayerDeadline();

  /** Writes this layer's state but what this class holds; returns the end. */
  abstract int encodeSessions(MutableDirectBuffer buffer, int offset);

  @Override
  public final void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    if (isOwnRecord(buffer, offset, length)) {
      incarnation = Math.max(incarnation, startedDecoder.incarnation());
      journal.addOwn();
    } else {
      journal.addInner();
      inner.onRecord(buffer, offset, length);
    }
  }

  @Override
  public final void onStart(final long startNs, final Outbox outbox) {
    begin(startNs, outbox);
    incarnation++;
    final int length = encodeStarted();
    if (journal.nextInner() == 0 && journal.nextShared() > 0) {
      // Nobody's records but ours: one of them is enough.
      below.checkpoint(frame, 0, length, journal.nextShared());
    } else {
      below.persist(frame, 0, length);
      journal.addOwn();
    }
    final int helloLength = encodeHello(HelloKind.QUESTION);
    below.broadcast(frame, 0, helloLength);
    onLayerStart();
    inner.onStart(nowNs, layerOutbox);
    below = null;
  }

  @Override
  public final void onMessage(
      final long messageNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < HEADER_LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || length - HEADER_LENGTH < headerDecoder.blockLength()) {
      return;
    }
    begin(messageNs, outbox);
    if (headerDecoder.templateId() == HelloDecoder.TEMPLATE_ID) {
      if (headerDecoder.blockLength() >= HelloDecoder.BLOCK_LENGTH) {
        helloDecoder.wrap(buffer, offset + HEADER_LENGTH, headerDecoder.blockLength(), headerDecoder.version());
        final boolean isQuestion = helloDecoder.kindRaw() == HelloKind.QUESTION.value();
        learn(fromId, helloDecoder.incarnation());
        if (isQuestion) {
          sendHello(fromId, HelloKind.ANSWER);
        }
      }
    } else {
      onFrame(fromId, buffer, offset, length);
    }
    below = null;
  }

  @Override
  public final void onRequest(
      final long requestNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    begin(requestNs, outbox);
    inner.onRequest(requestNs, requestId, buffer, offset, length, layerOutbox);
    below = null;
  }

  @Override
  public final void onDeadline(final long deadlineNs, final Outbox outbox) {
    begin(deadlineNs, outbox);
    if (nowNs >= layerDeadlineNs()) {
      onLayerDeadline();
    }
    if (nowNs >= inner.nextDeadlineNs()) {
      inner.onDeadline(nowNs, layerOutbox);
    }
    below = null;
  }

  @Override
  public final long nextDeadlineNs() {
    return Math.min(layerDeadlineNs(), inner.nextDeadlineNs());
  }

  @Override
  public final int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, incarnation, LITTLE_ENDIAN);
    final int end = encodeSessions(buffer, journal.encode(buffer, offset + 8));
    return end + inner.encodeState(buffer, end) - offset;
  }

  @Override
  public final long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  final void deliver(final int fromId, final DirectBuffer buffer, final int offset, final int length) {
    inner.onMessage(nowNs, fromId, buffer, offset, length, layerOutbox);
  }

  final void sendHello(final int toId, final HelloKind kind) {
    final int length = encodeHello(kind);
    below.send(toId, frame, 0, length);
  }

  private void begin(final long stepNs, final Outbox outbox) {
    nowNs = stepNs;
    below = outbox;
  }

  private int encodeHello(final HelloKind kind) {
    helloEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).incarnation(incarnation).kind(kind);
    return HEADER_LENGTH + helloEncoder.encodedLength();
  }

  private int encodeStarted() {
    startedEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).incarnation(incarnation).layer(layer);
    return HEADER_LENGTH + startedEncoder.encodedLength();
  }

  private boolean isOwnRecord(final DirectBuffer buffer, final int offset, final int length) {
    if (length < HEADER_LENGTH + LayerStartedDecoder.BLOCK_LENGTH) {
      return false;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != LayerStartedDecoder.TEMPLATE_ID) {
      return false;
    }
    startedDecoder.wrap(buffer, offset + HEADER_LENGTH, headerDecoder.blockLength(), headerDecoder.version());
    return startedDecoder.layerRaw() == layer.value();
  }

  /** What the node above sees as its outbox: messages go into the layer, records get the positions it counts itself. */
  private final class LayerOutbox implements Outbox {
    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      sendToPeer(toId, buffer, offset, length);
    }

    @Override
    public void multicast(
        final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
      for (int i = 0; i < count; i++) {
        sendToPeer(toIds[i], buffer, offset, length);
      }
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      for (int id = 0; id < clusterSize; id++) {
        if (id != nodeId) {
          sendToPeer(id, buffer, offset, length);
        }
      }
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
      below.append(buffer, offset, length);
      return journal.addInner();
    }

    @Override
    public long persist(final DirectBuffer buffer, final int offset, final int length) {
      below.persist(buffer, offset, length);
      return journal.addInner();
    }

    /**
     * If the prefix that is replaced holds this layer's newest record, that one is written again, behind the prefix and
     * before the checkpoint: durable no later than that, and there twice if the checkpoint does not survive.
     */
    @Override
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      if (keepFrom < 1 || keepFrom > journal.nextInner()) {
        throw new IllegalArgumentException(
            "checkpoint out of range: keepFrom=%d, min=1, max=%d".formatted(keepFrom, journal.nextInner()));
      }
      final long sharedKeepFrom = journal.toShared(keepFrom);
      journal.dropBefore(keepFrom);
      if (journal.moves() == 0) {
        final int startedLength = encodeStarted();
        below.append(frame, 0, startedLength);
        journal.addOwn();
      }
      below.checkpoint(buffer, offset, length, sharedKeepFrom);
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
  }
}
