package dev.ordeal.protocols.detector.heartbeat;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.detector.ArrivalDetector;
import dev.ordeal.protocols.detector.Suspects;
import dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatDecoder;
import dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatEncoder;
import dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Sends heartbeats to all, gives those of others to an {@link ArrivalDetector}, and tells whom that suspects.
 *
 * <p>Cost: n − 1 messages for each node and interval. Threading: single owner. Allocation: none after construction.
 */
public final class HeartbeatNode implements ProtocolNode {
  private final long intervalNs;
  private final ArrivalDetector detector;
  private final Suspects suspects;
  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + HeartbeatEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final HeartbeatDecoder heartbeatDecoder = new HeartbeatDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);
  private final int nodeId;
  private long beatNs = NO_DEADLINE;

  /** A node that sends a heartbeat every interval. */
  public HeartbeatNode(final NodeContext context, final long intervalNs, final ArrivalDetector detector) {
    this.nodeId = context.nodeId();
    this.intervalNs = intervalNs;
    this.detector = detector;
    this.suspects = new Suspects(nodeId, context.clusterSize());
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    suspects.start(outbox);
    detector.start(nowNs);
    beat(nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH + HeartbeatDecoder.BLOCK_LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != HeartbeatDecoder.TEMPLATE_ID) {
      return;
    }
    heartbeatDecoder.wrap(
        buffer,
        offset + MessageHeaderDecoder.ENCODED_LENGTH,
        HeartbeatDecoder.BLOCK_LENGTH,
        HeartbeatDecoder.SCHEMA_VERSION);
    if (detector.onHeartbeat(nowNs, fromId, heartbeatDecoder.sentNs())) {
      suspects.trust(fromId, outbox);
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
    // A detector serves no clients.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    for (int id = detector.nextExpired(nowNs); id != ArrivalDetector.NONE; id = detector.nextExpired(nowNs)) {
      suspects.suspect(id, outbox);
    }
    if (nowNs >= beatNs) {
      beat(nowNs, outbox);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return Math.min(beatNs, detector.nextDeadlineNs());
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, beatNs, LITTLE_ENDIAN);
    final int at = offset + Long.BYTES + suspects.encodeState(buffer, offset + Long.BYTES);
    return at + detector.encodeState(buffer, at) - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  private void beat(final long nowNs, final Outbox outbox) {
    heartbeatEncoder.wrapAndApplyHeader(message, 0, headerEncoder).sentNs(nowNs);
    outbox.broadcast(message, 0, MessageHeaderEncoder.ENCODED_LENGTH + heartbeatEncoder.encodedLength());
    beatNs = nowNs + intervalNs;
  }
}
