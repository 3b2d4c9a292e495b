package dev.ordeal.protocols.consensus.chandratoueg;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.detector.ArrivalDetector;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatDetector;
import dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatDecoder;
import dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatEncoder;
import dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A node with a failure detector beside it: heartbeats go over the bare link and to the detector, everything else to
 * the node and its layers. The node asks the detector when it likes, and has a deadline in the past while a suspicion
 * concerns it.
 *
 * <p>Cost: n − 1 messages for each node and interval, besides the node's. Threading: single owner. Allocation: none
 * after construction, beyond the node's.
 */
public final class DetectorNode implements ProtocolNode {
  private final int nodeId;
  private final long intervalNs;
  private final ArrivalDetector detector;
  private final ProtocolNode node;
  private final MutableDirectBuffer message =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + HeartbeatEncoder.BLOCK_LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final HeartbeatEncoder heartbeatEncoder = new HeartbeatEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final HeartbeatDecoder heartbeatDecoder = new HeartbeatDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(512);
  private long beatNs = NO_DEADLINE;

  private DetectorNode(
      final NodeContext context, final long intervalNs, final ArrivalDetector detector, final ProtocolNode node) {
    this.nodeId = context.nodeId();
    this.intervalNs = intervalNs;
    this.detector = detector;
    this.node = node;
  }

  /** A node over reliable links and beside a heartbeat detector, both as the settings say. */
  public static ProtocolNode overReliableLinks(
      final NodeContext context, final ChandraTouegConfig config, final Function<Suspicions, ProtocolNode> member) {
    final HeartbeatConfig heartbeats = config.heartbeats();
    final HeartbeatDetector detector =
        new HeartbeatDetector(
            context.nodeId(),
            context.clusterSize(),
            heartbeats.timeoutNs(),
            heartbeats.timeoutStepNs(),
            heartbeats.timeoutMaxNs());
    final ProtocolNode link =
        new ReliableLinkNode(
            context.nodeId(), context.clusterSize(), config.retransmitNs(), member.apply(detector::isSuspected));
    return new DetectorNode(context, heartbeats.intervalNs(), detector, link);
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    node.onRecord(buffer, offset, length);
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    detector.start(nowNs);
    beat(nowNs, outbox);
    node.onStart(nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length >= MessageHeaderDecoder.ENCODED_LENGTH + HeartbeatDecoder.BLOCK_LENGTH) {
      headerDecoder.wrap(buffer, offset);
      if (headerDecoder.schemaId() == MessageHeaderDecoder.SCHEMA_ID
          && headerDecoder.templateId() == HeartbeatDecoder.TEMPLATE_ID) {
        heartbeatDecoder.wrap(
            buffer,
            offset + MessageHeaderDecoder.ENCODED_LENGTH,
            HeartbeatDecoder.BLOCK_LENGTH,
            HeartbeatDecoder.SCHEMA_VERSION);
        if (detector.onHeartbeat(nowNs, fromId, heartbeatDecoder.sentNs())) {
          outbox.indicate(Indication.TRUST, fromId, nodeId);
        }
        return;
      }
    }
    node.onMessage(nowNs, fromId, buffer, offset, length, outbox);
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    node.onRequest(nowNs, requestId, buffer, offset, length, outbox);
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    for (int id = detector.nextExpired(nowNs); id != ArrivalDetector.NONE; id = detector.nextExpired(nowNs)) {
      outbox.indicate(Indication.SUSPECT, id, nodeId);
    }
    if (nowNs >= beatNs) {
      beat(nowNs, outbox);
    }
    if (nowNs >= node.nextDeadlineNs()) {
      node.onDeadline(nowNs, outbox);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return Math.min(Math.min(beatNs, detector.nextDeadlineNs()), node.nextDeadlineNs());
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, beatNs, LITTLE_ENDIAN);
    final int at = offset + Long.BYTES + detector.encodeState(buffer, offset + Long.BYTES);
    return at + node.encodeState(buffer, at) - offset;
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
