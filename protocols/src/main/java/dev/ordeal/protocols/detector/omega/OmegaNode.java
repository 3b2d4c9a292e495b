package dev.ordeal.protocols.detector.omega;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.detector.ArrivalDetector;
import dev.ordeal.protocols.detector.omega.codec.AccusationDecoder;
import dev.ordeal.protocols.detector.omega.codec.AccusationEncoder;
import dev.ordeal.protocols.detector.omega.codec.AliveDecoder;
import dev.ordeal.protocols.detector.omega.codec.AliveEncoder;
import dev.ordeal.protocols.detector.omega.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.detector.omega.codec.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Runs an {@link OmegaDetector}: sends ALIVE to all every interval, and accusations to whom they concern. What is told
 * of the leader is a subclass's affair.
 *
 * <p>Cost: n − 1 messages for each node and interval. Threading: single owner. Allocation: none after construction.
 */
public abstract class OmegaNode implements ProtocolNode {
  /** Whom a node follows before its start. */
  protected static final int NOBODY = -1;

  private final int nodeId;
  private final long intervalNs;
  private final OmegaDetector detector;
  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + AliveEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final AliveEncoder aliveEncoder = new AliveEncoder();
  private final AccusationEncoder accusationEncoder = new AccusationEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final AliveDecoder aliveDecoder = new AliveDecoder();
  private final AccusationDecoder accusationDecoder = new AccusationDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);
  private int leaderId = NOBODY;
  private long beatNs = NO_DEADLINE;

  /** A node that sends ALIVE every interval. */
  protected OmegaNode(final NodeContext context, final long intervalNs, final OmegaDetector detector) {
    this.nodeId = context.nodeId();
    this.intervalNs = intervalNs;
    this.detector = detector;
  }

  /** The node starts: called before it follows anybody. */
  protected abstract void onStarted(Outbox outbox);

  /** The node follows another one than before, who was {@link #NOBODY} at the start. */
  protected abstract void onLeader(int oldLeaderId, int newLeaderId, Outbox outbox);

  /** The node's own number. */
  protected final int nodeId() {
    return nodeId;
  }

  @Override
  public final void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public final void onStart(final long nowNs, final Outbox outbox) {
    onStarted(outbox);
    detector.start(nowNs);
    follow(outbox);
    beat(nowNs, outbox);
  }

  @Override
  public final void onMessage(
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
      case AliveDecoder.TEMPLATE_ID -> {
        if (bodyLength >= AliveDecoder.BLOCK_LENGTH) {
          aliveDecoder.wrap(buffer, body, AliveDecoder.BLOCK_LENGTH, AliveDecoder.SCHEMA_VERSION);
          onAlive(nowNs, fromId, outbox);
        }
      }
      case AccusationDecoder.TEMPLATE_ID -> {
        if (bodyLength >= AccusationDecoder.BLOCK_LENGTH) {
          accusationDecoder.wrap(buffer, body, AccusationDecoder.BLOCK_LENGTH, AccusationDecoder.SCHEMA_VERSION);
          detector.onAccusation(accusationDecoder.accusations());
          follow(outbox);
        }
      }
      default -> {
        // Not one of ours.
      }
    }
  }

  @Override
  public final void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // A detector serves no clients.
  }

  @Override
  public final void onDeadline(final long nowNs, final Outbox outbox) {
    boolean hasAccused = false;
    for (int id = detector.nextExpired(nowNs); id != ArrivalDetector.NONE; id = detector.nextExpired(nowNs)) {
      accuse(id, detector.accusationsOf(id) + 1, outbox);
      hasAccused = true;
    }
    if (hasAccused) {
      follow(outbox);
    }
    if (nowNs >= beatNs) {
      beat(nowNs, outbox);
    }
  }

  @Override
  public final long nextDeadlineNs() {
    return Math.min(beatNs, detector.nextDeadlineNs());
  }

  @Override
  public final int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, beatNs, LITTLE_ENDIAN);
    buffer.putInt(offset + 8, leaderId, LITTLE_ENDIAN);
    return 12 + detector.encodeState(buffer, offset + 12);
  }

  @Override
  public final long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Whoever is heard of is followed again if it deserves it; a number that is old is put right. */
  private void onAlive(final long nowNs, final int fromId, final Outbox outbox) {
    final long oldCount = detector.accusationsOf(fromId);
    final boolean isTrustedAgain = detector.onHeartbeat(nowNs, fromId, aliveDecoder.sentNs());
    if (detector.onAlive(fromId, aliveDecoder.accusations())) {
      accuse(fromId, oldCount, outbox);
    }
    if (isTrustedAgain || detector.accusationsOf(fromId) != oldCount) {
      follow(outbox);
    }
  }

  private void accuse(final int id, final long count, final Outbox outbox) {
    accusationEncoder.wrapAndApplyHeader(message, 0, headerEncoder).accusations(count);
    outbox.send(id, message, 0, MessageHeaderEncoder.ENCODED_LENGTH + accusationEncoder.encodedLength());
  }

  private void beat(final long nowNs, final Outbox outbox) {
    aliveEncoder.wrapAndApplyHeader(message, 0, headerEncoder).sentNs(nowNs).accusations(detector.accusations());
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + aliveEncoder.encodedLength());
    beatNs = nowNs + intervalNs;
  }

  private void follow(final Outbox outbox) {
    final int oldLeaderId = leaderId;
    leaderId = detector.leader();
    if (leaderId != oldLeaderId) {
      onLeader(oldLeaderId, leaderId, outbox);
    }
  }
}
