package dev.ordeal.protocols.detector.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Effect;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import dev.ordeal.protocols.detector.omega.codec.AccusationDecoder;
import dev.ordeal.protocols.detector.omega.codec.AccusationEncoder;
import dev.ordeal.protocols.detector.omega.codec.AliveDecoder;
import dev.ordeal.protocols.detector.omega.codec.AliveEncoder;
import dev.ordeal.protocols.detector.omega.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.detector.omega.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.omega.OmegaElectionSpec;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Aguilera et al. 2003: accusation counters. */
class OmegaDetectorTest {
  private static final long SECOND = 1_000_000_000L;
  private static final int SELF = 1;

  private final OmegaDetector detector = new OmegaDetector(SELF, 3, new HeartbeatConfig(10, 30, 10, 100));

  @Test
  void shouldFollowTheLeastAccusedAndOfTheseTheLowest() {
    detector.start(0);
    assertEquals(0, detector.leader());
    detector.onAlive(0, 1);
    assertEquals(1, detector.leader());
    detector.onAccusation(1);
    assertEquals(2, detector.leader());
    detector.onAlive(2, 1);
    assertEquals(0, detector.leader(), "all accused once: the lowest");
  }

  @Test
  void shouldFollowNobodyWhomItDoesNotHear() {
    detector.start(0);
    detector.onHeartbeat(20, 2, 20);
    assertEquals(0, detector.nextExpired(31));
    detector.onAccusation(5);
    assertEquals(2, detector.leader());
    detector.onHeartbeat(40, 0, 40);
    assertEquals(0, detector.leader());
  }

  @Test
  void shouldTakeAnAccusationTwiceForOne() {
    detector.onAccusation(3);
    detector.onAccusation(3);
    detector.onAccusation(2);
    assertEquals(3, detector.accusations());
  }

  @Test
  void shouldRememberForOneThatForgot() {
    detector.start(0);
    assertFalse(detector.onAlive(0, 4));
    assertTrue(detector.onAlive(0, 0), "came back and has forgotten: to be told");
    assertEquals(4, detector.accusationsOf(0));
    assertFalse(detector.onAlive(0, 4));
  }

  @Test
  void shouldAccuseWhoIsSilentAndLeadInItsPlace() {
    final ProtocolNode node = node(new OmegaElectionSpec());
    final RecordingOutbox outbox = new RecordingOutbox(SELF, 3);
    node.onStart(0, outbox);
    assertEquals(
        List.of(new Indicated(Indication.STATE, 1, 0), new Indicated(Indication.LEADER, 0, 0)),
        outbox.drain().subList(0, 2));
    long sentNs = 1;
    while (node.nextDeadlineNs() <= 3 * SECOND) {
      alive(node, node.nextDeadlineNs(), 2, sentNs++, 0, outbox);
      node.onDeadline(node.nextDeadlineNs(), outbox);
      outbox.drain();
    }
    node.onDeadline(node.nextDeadlineNs(), outbox);
    final List<Effect> effects = outbox.drain();
    final Sent accusation = (Sent) effects.get(0);
    assertEquals(List.of(0), accusation.toIds());
    assertEquals(
        1,
        new AccusationDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(accusation.bytes()), 0, new MessageHeaderDecoder())
            .accusations());
    assertEquals(
        List.of(new Indicated(Indication.STATE, 2, 1), new Indicated(Indication.LEADER, 0, 1)), effects.subList(1, 3));
  }

  @Test
  void shouldSayHowOftenItHasBeenAccused() {
    final ProtocolNode node = node(new OmegaElectionSpec());
    final RecordingOutbox outbox = new RecordingOutbox(SELF, 3);
    node.onStart(0, outbox);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[24]);
    new AccusationEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).accusations(7);
    node.onMessage(1, 2, buffer, 0, 16, outbox);
    outbox.drain();
    node.onDeadline(node.nextDeadlineNs(), outbox);
    final Sent alive = (Sent) outbox.drain().get(0);
    assertEquals(List.of(0, 2), alive.toIds());
    assertEquals(
        7,
        new AliveDecoder()
            .wrapAndApplyHeader(new UnsafeBuffer(alive.bytes()), 0, new MessageHeaderDecoder())
            .accusations());
  }

  /** Ω as ◇S: all but the leader are suspected. */
  @Test
  void shouldSuspectAllButItsLeader() {
    final ProtocolNode node = node(new OmegaSpec());
    final RecordingOutbox outbox = new RecordingOutbox(SELF, 3);
    node.onStart(0, outbox);
    assertTrue(outbox.drain().contains(new Indicated(Indication.SUSPECT, 2, SELF)));
    alive(node, 5, 0, 1, 9, outbox);
    assertTrue(outbox.drain().contains(new Indicated(Indication.SUSPECT, 0, SELF)), "it leads itself");
  }

  private static ProtocolNode node(final dev.ordeal.protocols.core.AlgorithmSpec spec) {
    return spec.newNode(
        new NodeContext(SELF, 3, 1, new CounterRandom(1), () -> 0), ParameterValues.defaultsOf(spec.parameters()));
  }

  private static void alive(
      final ProtocolNode node,
      final long nowNs,
      final int fromId,
      final long sentNs,
      final long accusations,
      final RecordingOutbox outbox) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[24]);
    new AliveEncoder()
        .wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder())
        .sentNs(sentNs)
        .accusations(accusations);
    node.onMessage(nowNs, fromId, buffer, 0, 24, outbox);
  }
}
