package dev.ordeal.protocols.broadcast.atomic;

import dev.ordeal.protocols.broadcast.atomic.codec.BatchCoordinateDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchDecisionDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchEstimateDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchReplyDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.DiffusionDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.RepairDecoder;
import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.RecordingOutbox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node of an atomic broadcast driven by hand. What it does comes back as lines: {@code broadcasts 7}, {@code
 * delivers 7}, {@code Decision 1 [0.1 2.1] → 2}. Messages have names, who broadcast them and their number, from 1; the
 * value of message 2.1 is 21.
 */
final class BroadcastServer {
  final AtomicBroadcastNode node;
  long nowNs;

  private final AtomicBroadcastMessages messages;
  private final AtomicBroadcastMessages reader;
  private final RecordingOutbox outbox;
  private final int batchSize;

  BroadcastServer(
      final int nodeId, final int clusterSize, final Suspicions detector, final Map<String, Long> chosen) {
    final AtomicBroadcastConfig config =
        AtomicBroadcastConfig.of(ParameterValues.of(AtomicBroadcastConfig.PARAMETERS, chosen));
    batchSize = config.batchSize();
    messages = new AtomicBroadcastMessages(clusterSize, batchSize);
    reader = new AtomicBroadcastMessages(clusterSize, batchSize);
    outbox = new RecordingOutbox(nodeId, clusterSize);
    node =
        new AtomicBroadcastNode(
            new NodeContext(nodeId, clusterSize, 1, new CounterRandom(1), () -> 0), config, detector);
    node.onStart(nowNs, outbox);
  }

  /** Its client hands it a value, unless it refuses. */
  List<String> broadcast(final long value) {
    return node.broadcast(nowNs, value, outbox) ? effects() : List.of("refuses");
  }

  List<String> timeOut() {
    nowNs = Math.max(nowNs, node.nextDeadlineNs());
    node.onDeadline(nowNs, outbox);
    return effects();
  }

  List<String> takeDiffusion(final int fromId, final int origin, final int number) {
    return take(fromId, messages.writeDiffusion(MessageId.of(origin, number), valueOf(origin, number)));
  }

  List<String> takeEstimate(
      final int fromId, final long instance, final long round, final long adoptedIn, final int... batch) {
    return take(fromId, messages.writeEstimate(instance, round, adoptedIn, fromId, batch(batch)));
  }

  List<String> takeCoordinate(final int fromId, final long instance, final long round, final int... batch) {
    return take(fromId, messages.writeCoordinate(instance, round, fromId, batch(batch)));
  }

  List<String> takeReply(final int fromId, final long instance, final long round, final boolean isAdopted) {
    return take(fromId, messages.writeReply(instance, round, isAdopted));
  }

  List<String> takeDecision(final int fromId, final long instance, final int... batch) {
    return take(fromId, messages.writeDecision(instance, batch(batch)));
  }

  List<String> takeRepair(final int fromId, final long instance, final long round, final int... batch) {
    return take(fromId, messages.writeRepair(instance, round, batch(batch)));
  }

  /** It takes what the frame holds. */
  List<String> take(final int fromId, final int length) {
    node.onMessage(nowNs, fromId, messages.frame, 0, length, outbox);
    return effects();
  }

  /** Messages as their values say: 21 is the first of node 2. */
  private Batch batch(final int... values) {
    final Batch batch = new Batch(Math.max(batchSize, values.length));
    for (final int value : values) {
      batch.add(MessageId.of(value / 10, value % 10), value);
    }
    return batch;
  }

  private static long valueOf(final int origin, final int number) {
    return 10L * origin + number;
  }

  private List<String> effects() {
    final List<String> lines = new ArrayList<>();
    for (final RecordingOutbox.Effect effect : outbox.drain()) {
      if (effect instanceof RecordingOutbox.Sent sent) {
        final String text = text(sent.bytes());
        sent.toIds().forEach(to -> lines.add(text + " → " + to));
      } else if (effect instanceof RecordingOutbox.Indicated said && said.indication() == Indication.BROADCAST) {
        lines.add("broadcasts " + said.value());
      } else if (effect instanceof RecordingOutbox.Indicated said && said.indication() == Indication.DELIVER) {
        lines.add("delivers " + said.value());
      }
    }
    return lines;
  }

  private String text(final byte[] bytes) {
    return switch (reader.read(new UnsafeBuffer(bytes), 0, bytes.length)) {
      case DiffusionDecoder.TEMPLATE_ID -> "Diffusion " + name(reader.id);
      case BatchEstimateDecoder.TEMPLATE_ID ->
          "Estimate %d %d %d %s".formatted(reader.instance, reader.round, reader.adoptedIn, names());
      case BatchCoordinateDecoder.TEMPLATE_ID ->
          "Coordinate %d %d %s".formatted(reader.instance, reader.round, names());
      case BatchReplyDecoder.TEMPLATE_ID ->
          "Reply %d %d %s".formatted(reader.instance, reader.round, reader.isAdopted);
      case BatchDecisionDecoder.TEMPLATE_ID -> "Decision %d %s".formatted(reader.instance, names());
      case RepairDecoder.TEMPLATE_ID -> "Repair %d %d %s".formatted(reader.instance, reader.round, names());
      default -> throw new IllegalStateException("no such message: length=" + bytes.length);
    };
  }

  private String names() {
    final List<String> names = new ArrayList<>();
    for (int i = 0; i < reader.batch.count; i++) {
      names.add(name(reader.batch.ids[i]));
    }
    return "[" + String.join(" ", names) + "]";
  }

  private static String name(final long id) {
    return MessageId.origin(id) + "." + MessageId.number(id);
  }
}
