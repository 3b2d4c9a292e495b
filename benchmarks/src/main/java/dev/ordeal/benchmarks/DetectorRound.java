package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec;
import dev.ordeal.protocols.detector.omega.OmegaSpec;
import dev.ordeal.protocols.detector.omega.codec.AliveEncoder;
import dev.ordeal.protocols.detector.phi.PhiAccrualSpec;
import dev.ordeal.protocols.detector.swim.SwimSpec;
import dev.ordeal.protocols.detector.swim.codec.Kind;
import dev.ordeal.protocols.detector.swim.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.detector.swim.codec.Opinion;
import dev.ordeal.protocols.detector.swim.codec.ProbeEncoder;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/** Node 0 of five that watch one another: takes a sign of life from node 1, each newer than the last. */
final class DetectorRound {
  private static final int NODES = 5;
  private static final long SEED = 3;
  private static final long STEP_NS = 1_000_000_000;

  private final DiscardingOutbox outbox = new DiscardingOutbox();
  private final MutableDirectBuffer message = new ExpandableArrayBuffer(256);
  private final ProtocolNode node;
  private final Message next;
  private long received;
  private long nowNs = 1;

  /** Writes a message that says it was sent at a time, and returns its length. */
  private interface Message {
    int write(MutableDirectBuffer buffer, long sentNs);
  }

  private DetectorRound(final AlgorithmSpec spec, final Message next) {
    this.next = next;
    final NodeContext context =
        new NodeContext(0, NODES, SEED, new CounterRandom(CounterRandom.hash(SEED, 0)), () -> 0);
    node = spec.newNode(context, ParameterValues.defaultsOf(spec.parameters()));
    node.onStart(nowNs, outbox);
  }

  static DetectorRound heartbeat() {
    return new DetectorRound(new HeartbeatSpec(), heartbeats());
  }

  static DetectorRound phi() {
    return new DetectorRound(new PhiAccrualSpec(), heartbeats());
  }

  static DetectorRound omega() {
    final var header = new dev.ordeal.protocols.detector.omega.codec.MessageHeaderEncoder();
    final AliveEncoder alive = new AliveEncoder();
    return new DetectorRound(
        new OmegaSpec(),
        (buffer, sentNs) -> {
          alive.wrapAndApplyHeader(buffer, 0, header).sentNs(sentNs).accusations(0);
          return header.encodedLength() + alive.encodedLength();
        });
  }

  /** A ping with one rumour that is no news, answered. */
  static DetectorRound swimPing() {
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final ProbeEncoder probe = new ProbeEncoder();
    return new DetectorRound(
        new SwimSpec(),
        (buffer, sentNs) -> {
          probe.wrapAndApplyHeader(buffer, 0, header).kind(Kind.PING).origin(1).sequence(sentNs).subject(0);
          probe.subjectIncarnation(0).incarnation(0);
          probe.rumoursCount(1).next().member(2).incarnation(0).opinion(Opinion.ALIVE);
          return header.encodedLength() + probe.encodedLength();
        });
  }

  private static Message heartbeats() {
    final var header = new dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderEncoder();
    final var heartbeat = new dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatEncoder();
    return (buffer, sentNs) -> {
      heartbeat.wrapAndApplyHeader(buffer, 0, header).sentNs(sentNs);
      return header.encodedLength() + heartbeat.encodedLength();
    };
  }

  /** Takes a message; returns how many there have been. */
  long receive() {
    nowNs += STEP_NS;
    node.onMessage(nowNs, 1, message, 0, next.write(message, nowNs), outbox);
    return ++received;
  }

  /** Lets the next deadline come; returns how many effects there have been. */
  long period() {
    nowNs = node.nextDeadlineNs();
    node.onDeadline(nowNs, outbox);
    return ++received;
  }

  /** How many effects there have been. */
  long effects() {
    return outbox.effects;
  }
}
