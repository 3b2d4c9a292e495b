package dev.ordeal.protocols.replication.abd;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Replied;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.core.RecordingOutbox.Written;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.Requests;
import dev.ordeal.protocols.replication.abd.codec.HeldDecoder;
import dev.ordeal.protocols.replication.abd.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.abd.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.abd.codec.Phase;
import dev.ordeal.protocols.replication.abd.codec.QueryDecoder;
import dev.ordeal.protocols.replication.abd.codec.QueryEncoder;
import dev.ordeal.protocols.replication.abd.codec.QueryReplyDecoder;
import dev.ordeal.protocols.replication.abd.codec.QueryReplyEncoder;
import dev.ordeal.protocols.replication.abd.codec.SnapshotDecoder;
import dev.ordeal.protocols.replication.abd.codec.StartedDecoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateAckDecoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateAckEncoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateDecoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node of ABD driven by hand; its effects come back as lines of text. A tag is printed {@code timestamp.writer},
 * the writer as {@code client/sequence}.
 */
final class AbdServer {
  final int nodeId;
  final int clusterSize;
  final ParameterValues values;
  AbdNode node;
  RecordingOutbox outbox;
  long nowNs;

  /** The number of the operation that the node began last. */
  long number;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  AbdServer(final int nodeId, final int clusterSize, final Map<String, Long> chosen) {
    this.nodeId = nodeId;
    this.clusterSize = clusterSize;
    this.values = ParameterValues.of(AbdConfig.PARAMETERS, chosen);
    this.outbox = new RecordingOutbox(nodeId, clusterSize);
    this.node = newNode();
  }

  /** Node 0, started. */
  static AbdServer of(final int clusterSize) {
    final AbdServer server = new AbdServer(0, clusterSize, Map.of());
    server.start();
    return server;
  }

  private AbdNode newNode() {
    return new AbdNode(
        new NodeContext(nodeId, clusterSize, 7, new CounterRandom(nodeId), () -> 0), AbdConfig.of(values));
  }

  List<String> start() {
    node.onStart(nowNs, outbox);
    return effects();
  }

  List<String> crashAndRestart() {
    node = newNode();
    outbox = outbox.restart(node);
    return start();
  }

  List<String> timeOut() {
    nowNs = node.nextDeadlineNs();
    node.onDeadline(nowNs, outbox);
    return effects();
  }

  List<String> read(final int client, final long sequence) {
    return request(Requests.read(client, sequence, 0));
  }

  List<String> write(final int client, final long sequence, final long value, final long ticket) {
    return request(Requests.write(client, sequence, 0, value, ticket));
  }

  List<String> request(final DirectBuffer request) {
    node.onRequest(nowNs, 1, request, 0, request.capacity(), outbox);
    return effects();
  }

  List<String> query(final int fromId) {
    final QueryEncoder encoder = new QueryEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(9).key(0);
    return receive(fromId, encoder.encodedLength());
  }

  /** The answer to this node's last query: a tag of client 9's operation 1. */
  List<String> found(final int fromId, final long timestamp, final long value) {
    final QueryReplyEncoder encoder = new QueryReplyEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(number);
    encoder.timestamp(timestamp).writer(timestamp == 0 ? 0 : writerOf(9, 1)).value(value);
    return receive(fromId, encoder.encodedLength());
  }

  List<String> update(
      final int fromId, final long timestamp, final int client, final long value, final Phase phase) {
    final UpdateEncoder encoder = new UpdateEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(9).key(0).timestamp(timestamp);
    encoder.writer(writerOf(client, 1)).value(value).phase(phase);
    return receive(fromId, encoder.encodedLength());
  }

  List<String> ack(final int fromId) {
    final UpdateAckEncoder encoder = new UpdateAckEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).operation(number);
    return receive(fromId, encoder.encodedLength());
  }

  private static long writerOf(final int client, final long sequence) {
    return RegisterRequest.operationId(client, sequence);
  }

  private List<String> receive(final int fromId, final int bodyLength) {
    node.onMessage(nowNs, fromId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength, outbox);
    return effects();
  }

  private List<String> effects() {
    return outbox.drain().stream().map(this::describe).toList();
  }

  private String describe(final Effect effect) {
    if (effect instanceof Sent sent) {
      return "to " + sent.toIds() + ": " + describe(new UnsafeBuffer(sent.bytes()));
    } else if (effect instanceof Written written) {
      final String how = written.keepFrom() > 0 ? "checkpoint" : written.isForced() ? "force" : "append";
      return how + " " + describe(new UnsafeBuffer(written.bytes()));
    } else if (effect instanceof Replied replied) {
      return Requests.describe(new UnsafeBuffer(replied.bytes()), 0);
    } else if (effect instanceof Indicated indicated && indicated.indication() == Indication.STATE) {
      return "state " + AbdState.values()[(int) indicated.key()];
    } else if (effect instanceof Indicated indicated) {
      final String name = indicated.indication().name().toLowerCase(Locale.ROOT);
      return "%s %d: %d".formatted(name, indicated.key(), indicated.value());
    }
    return effect.toString();
  }

  private String describe(final DirectBuffer bytes) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
    return switch (header.templateId()) {
      case QueryDecoder.TEMPLATE_ID -> {
        final QueryDecoder query = new QueryDecoder().wrapAndApplyHeader(bytes, 0, header);
        number = query.operation();
        yield "Query";
      }
      case QueryReplyDecoder.TEMPLATE_ID -> {
        final QueryReplyDecoder reply = new QueryReplyDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "QueryReply %s=%d".formatted(tag(reply.timestamp(), reply.writer()), reply.value());
      }
      case UpdateDecoder.TEMPLATE_ID -> {
        final UpdateDecoder update = new UpdateDecoder().wrapAndApplyHeader(bytes, 0, header);
        number = update.operation();
        yield "Update %s=%d %s".formatted(tag(update.timestamp(), update.writer()), update.value(), update.phase());
      }
      case UpdateAckDecoder.TEMPLATE_ID -> "UpdateAck";
      case StartedDecoder.TEMPLATE_ID ->
          "Started " + new StartedDecoder().wrapAndApplyHeader(bytes, 0, header).incarnation();
      case HeldDecoder.TEMPLATE_ID -> {
        final HeldDecoder held = new HeldDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "Held %s=%d".formatted(tag(held.timestamp(), held.writer()), held.value());
      }
      case SnapshotDecoder.TEMPLATE_ID ->
          "Snapshot " + new SnapshotDecoder().wrapAndApplyHeader(bytes, 0, header).registers().count();
      default -> "unknown template " + header.templateId();
    };
  }

  private static String tag(final long timestamp, final long writer) {
    return "%d.%d/%d".formatted(timestamp, writer >> 40, writer & ((1L << 40) - 1));
  }
}
