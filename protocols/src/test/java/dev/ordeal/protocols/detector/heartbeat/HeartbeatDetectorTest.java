package dev.ordeal.protocols.detector.heartbeat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.detector.ArrivalDetector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Chandra, Toueg 1996, figure 10, and the fixed time-out. */
class HeartbeatDetectorTest {
  private static final int SELF = 0;

  private final HeartbeatDetector fixed = new HeartbeatDetector(SELF, 3, 30, 0, 30);
  private final HeartbeatDetector adaptive = new HeartbeatDetector(SELF, 3, 30, 10, 45);

  @Test
  void shouldSuspectWhoIsSilentForLongerThanTheTimeOut() {
    fixed.start(100);
    fixed.onHeartbeat(110, 1, 1);
    assertEquals(131, fixed.nextDeadlineNs(), "node 2 was heard of at the start");
    assertEquals(List.of(), expired(fixed, 130), "exactly the time-out is in time");
    assertEquals(List.of(2), expired(fixed, 131));
    assertEquals(141, fixed.nextDeadlineNs());
    assertEquals(List.of(1), expired(fixed, 1_000));
    assertEquals(ProtocolNode.NO_DEADLINE, fixed.nextDeadlineNs(), "nobody is left to wait for");
    assertTrue(fixed.isSuspected(1) && fixed.isSuspected(2));
    assertFalse(fixed.isSuspected(SELF));
  }

  @Test
  void shouldTrustAgainWhoIsHeardOf() {
    fixed.start(0);
    expired(fixed, 31);
    assertTrue(fixed.onHeartbeat(50, 2, 40));
    assertFalse(fixed.isSuspected(2));
    assertEquals(81, fixed.nextDeadlineNs());
    assertFalse(fixed.onHeartbeat(60, 2, 55), "trusted already");
  }

  @Test
  void shouldTakeACopyOrAnOldHeartbeatForNoSignOfLife() {
    fixed.start(0);
    fixed.onHeartbeat(10, 1, 8);
    fixed.onHeartbeat(20, 1, 8);
    fixed.onHeartbeat(20, 1, 3);
    assertEquals(List.of(2), expired(fixed, 31));
    assertEquals(List.of(1), expired(fixed, 41));
    assertFalse(fixed.onHeartbeat(50, 1, 8));
    assertTrue(fixed.isSuspected(1));
  }

  /** "p increases its time-out period" on each premature one, here no further than a bound. */
  @Test
  void shouldWaitLongerAfterEachMistake() {
    adaptive.start(0);
    expired(adaptive, 31);
    adaptive.onHeartbeat(40, 1, 1);
    assertEquals(List.of(), expired(adaptive, 80), "30 + 10");
    assertEquals(List.of(1), expired(adaptive, 81));
    adaptive.onHeartbeat(90, 1, 2);
    assertEquals(List.of(), expired(adaptive, 135), "no more than 45");
    assertEquals(List.of(1), expired(adaptive, 136));
    adaptive.onHeartbeat(140, 2, 1);
    assertEquals(List.of(2), expired(adaptive, 181), "another node's mistakes count for nothing");
  }

  @Test
  void shouldSendHeartbeatsAndTellItsSuspicions() {
    final HeartbeatSpec spec = new HeartbeatSpec();
    final ParameterValues values =
        ParameterValues.of(spec.parameters(), Map.of("interval", 1_000_000_000L, "timeout", 3_000_000_000L));
    final ProtocolNode node = spec.newNode(new NodeContext(0, 3, 1, new CounterRandom(1), () -> 0), values);
    final RecordingOutbox outbox = new RecordingOutbox(0, 3);
    node.onStart(0, outbox);
    final Sent beat = (Sent) outbox.drain().get(1);
    assertEquals(List.of(1, 2), beat.toIds());
    for (int second = 1; second <= 3; second++) {
      assertEquals(second * 1_000_000_000L, node.nextDeadlineNs());
      node.onMessage(
          node.nextDeadlineNs(), 1, new UnsafeBuffer(heartbeat(second)), 0, beat.bytes().length, outbox);
      node.onDeadline(node.nextDeadlineNs(), outbox);
      assertEquals(1, outbox.drain().stream().filter(Sent.class::isInstance).count());
    }
    node.onDeadline(node.nextDeadlineNs(), outbox);
    assertEquals(
        List.of(new Indicated(Indication.SUSPECT, 2, 0), new Indicated(Indication.STATE, 2, 1)), outbox.drain());
    final long before = node.digest();
    node.onMessage(3_500_000_000L, 2, new UnsafeBuffer(heartbeat(1)), 0, beat.bytes().length, outbox);
    assertEquals(
        List.of(new Indicated(Indication.TRUST, 2, 0), new Indicated(Indication.STATE, 1, 2)), outbox.drain());
    assertTrue(before != node.digest());
  }

  private static byte[] heartbeat(final long sentNs) {
    final byte[] bytes = new byte[16];
    new dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatEncoder()
        .wrapAndApplyHeader(
            new UnsafeBuffer(bytes), 0, new dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderEncoder())
        .sentNs(sentNs);
    return bytes;
  }

  private static List<Integer> expired(final ArrivalDetector detector, final long nowNs) {
    final List<Integer> expired = new ArrayList<>();
    for (int id = detector.nextExpired(nowNs); id != ArrivalDetector.NONE; id = detector.nextExpired(nowNs)) {
      expired.add(id);
    }
    return expired;
  }
}
