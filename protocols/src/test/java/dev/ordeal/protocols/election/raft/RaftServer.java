package dev.ordeal.protocols.election.raft;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.core.RecordingOutbox.Written;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.HardStateDecoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckDecoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatDecoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.VoteDecoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One server of Raft election driven by hand; its effects come back as lines of text, decoded by their schema. */
final class RaftServer {
  static final long SECOND = 1_000_000_000L;
  static final long CLUSTER_SEED = 7;

  final int nodeId;
  final int clusterSize;
  final ParameterValues values;
  RaftElectionNode node;
  RecordingOutbox outbox;
  long nowNs;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private long incarnation;

  RaftServer(final int nodeId, final int clusterSize, final Map<String, Long> chosen) {
    this.nodeId = nodeId;
    this.clusterSize = clusterSize;
    this.values = ParameterValues.of(RaftElectionConfig.PARAMETERS, chosen);
    this.outbox = new RecordingOutbox(nodeId, clusterSize);
    this.node = newNode();
  }

  static RaftServer withEqualLogs(final int nodeId, final int clusterSize) {
    return new RaftServer(nodeId, clusterSize, Map.of("equal-logs", 1L));
  }

  private RaftElectionNode newNode() {
    final CounterRandom random = new CounterRandom(CounterRandom.hash(CLUSTER_SEED, nodeId, incarnation++));
    return new RaftElectionNode(
        new NodeContext(nodeId, clusterSize, CLUSTER_SEED, random, () -> 0), RaftElectionConfig.of(values));
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

  List<String> requestVote(final int fromId, final long term, final long lastLogTerm, final long lastLogIndex) {
    final RequestVoteEncoder encoder = new RequestVoteEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).term(term).lastLogTerm(lastLogTerm).lastLogIndex(lastLogIndex);
    return receive(fromId, encoder.encodedLength());
  }

  /** A request whose log is as fresh as any. */
  List<String> requestVote(final int fromId, final long term) {
    return requestVote(fromId, term, Long.MAX_VALUE, Long.MAX_VALUE);
  }

  List<String> vote(final int fromId, final long term, final boolean isGranted) {
    final VoteEncoder encoder = new VoteEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).term(term).granted(isGranted ? BooleanType.T : BooleanType.F);
    return receive(fromId, encoder.encodedLength());
  }

  List<String> heartbeat(final int fromId, final long term) {
    final HeartbeatEncoder encoder = new HeartbeatEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).term(term);
    return receive(fromId, encoder.encodedLength());
  }

  List<String> heartbeatAck(final int fromId, final long term) {
    final HeartbeatAckEncoder encoder = new HeartbeatAckEncoder();
    encoder.wrapAndApplyHeader(buffer, 0, header).term(term);
    return receive(fromId, encoder.encodedLength());
  }

  List<String> receive(final int fromId, final int bodyLength) {
    node.onMessage(nowNs, fromId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength, outbox);
    return effects();
  }

  List<String> effects() {
    return outbox.drain().stream().map(RaftServer::describe).toList();
  }

  static String describe(final Effect effect) {
    if (effect instanceof Sent sent) {
      return "to " + sent.toIds() + ": " + describe(new UnsafeBuffer(sent.bytes()));
    } else if (effect instanceof Written written) {
      final String how = written.keepFrom() > 0 ? "checkpoint" : written.isForced() ? "force" : "append";
      return how + " " + describe(new UnsafeBuffer(written.bytes()));
    } else if (effect instanceof Indicated indicated) {
      if (indicated.indication() == Indication.STATE) {
        return "state " + RaftElectionState.values()[(int) indicated.key()];
      }
      final String name = indicated.indication().name().toLowerCase(Locale.ROOT);
      return "%s %d: %d".formatted(name, indicated.key(), indicated.value());
    }
    return effect.toString();
  }

  private static String describe(final DirectBuffer bytes) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
    return switch (header.templateId()) {
      case RequestVoteDecoder.TEMPLATE_ID -> {
        final RequestVoteDecoder decoder = new RequestVoteDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "RequestVote term=%d log=%d/%d".formatted(decoder.term(), decoder.lastLogTerm(), decoder.lastLogIndex());
      }
      case VoteDecoder.TEMPLATE_ID -> {
        final VoteDecoder decoder = new VoteDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "Vote term=%d granted=%s".formatted(decoder.term(), decoder.granted());
      }
      case HeartbeatDecoder.TEMPLATE_ID ->
          "Heartbeat term=" + new HeartbeatDecoder().wrapAndApplyHeader(bytes, 0, header).term();
      case HeartbeatAckDecoder.TEMPLATE_ID ->
          "HeartbeatAck term=" + new HeartbeatAckDecoder().wrapAndApplyHeader(bytes, 0, header).term();
      case HardStateDecoder.TEMPLATE_ID -> {
        final HardStateDecoder decoder = new HardStateDecoder().wrapAndApplyHeader(bytes, 0, header);
        yield "HardState term=%d votedFor=%d".formatted(decoder.term(), decoder.votedFor());
      }
      default -> "unknown template " + header.templateId();
    };
  }
}
