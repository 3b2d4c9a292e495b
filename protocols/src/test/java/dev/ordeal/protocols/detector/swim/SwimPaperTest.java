package dev.ordeal.protocols.detector.swim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Indicated;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.detector.swim.codec.Kind;
import dev.ordeal.protocols.detector.swim.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.detector.swim.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.detector.swim.codec.Opinion;
import dev.ordeal.protocols.detector.swim.codec.ProbeDecoder;
import dev.ordeal.protocols.detector.swim.codec.ProbeEncoder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Das, Gupta, Motivala 2002: one test a claim. */
class SwimPaperTest {
  private static final int SELF = 0;
  private static final int SIZE = 6;
  private static final SwimConfig CONFIG = new SwimConfig(1_000, 200, 2, 3_000, 3, 4);

  private final RecordingOutbox outbox = new RecordingOutbox(SELF, SIZE);
  private final SwimNode node =
      new SwimNode(new NodeContext(SELF, SIZE, 1, new CounterRandom(5), () -> 0), CONFIG);
  private long nowNs;

  private record Rumour(int member, int incarnation, Opinion opinion) {}

  private record Probe(
      int to, Kind kind, int origin, long sequence, int subject, int incarnation, Set<Rumour> rumours) {}

  SwimPaperTest() {
    node.onStart(0, outbox);
    outbox.drain();
  }

  /** Section 4.3: a pass pings each member once; from one ping of a member to the next are at most 2n − 1 periods. */
  @Test
  void shouldPingEachMemberOnceInEachPassInAnOrderDrawnAnew() {
    final List<Integer> pinged = new ArrayList<>();
    for (int period = 0; period < 20 * (SIZE - 1); period++) {
      final Probe ping = wake().get(0);
      assertEquals(Kind.PING, ping.kind());
      pinged.add(ping.to());
      answer(ping);
    }
    final Set<List<Integer>> orders = new HashSet<>();
    for (int pass = 0; pass < 20; pass++) {
      final List<Integer> order = pinged.subList(pass * (SIZE - 1), (pass + 1) * (SIZE - 1));
      assertEquals(Set.of(1, 2, 3, 4, 5), new HashSet<>(order));
      orders.add(order);
    }
    assertTrue(orders.size() > 10, "orders=" + orders);
  }

  /** Section 3.1: "if an ack is not received within a pre-specified time-out", k members are asked to ping. */
  @Test
  void shouldAskOthersToPingWhoDoesNotAnswerInTime() {
    final Probe ping = wake().get(0);
    final long pingedNs = nowNs;
    final List<Probe> requests = wake();
    assertEquals(pingedNs + 200, nowNs);
    assertEquals(2, requests.stream().map(Probe::to).distinct().count());
    for (final Probe request : requests) {
      assertEquals(Kind.PING_REQUEST, request.kind());
      assertEquals(ping.to(), request.subject());
      assertNotEquals(ping.to(), request.to());
      assertNotEquals(SELF, request.to());
      assertEquals(ping.sequence(), request.sequence());
    }
  }

  @Test
  void shouldAskNobodyAboutWhoAnswers() {
    final Probe ping = wake().get(0);
    answer(ping);
    assertEquals(Kind.PING, wake().get(0).kind(), "the next period begins");
  }

  /** Section 3.1: a helper pings the subject and passes its answer on. */
  @Test
  void shouldPingForAnotherAndPassTheAnswerOn() {
    receive(3, Kind.PING_REQUEST, 3, 77, 4, 0);
    final Probe ping = probes().get(0);
    assertEquals(List.of(4, Kind.PING, 3, 77L), List.of(ping.to(), ping.kind(), ping.origin(), ping.sequence()));
    receive(4, Kind.ACK, 3, 77, 4, 0);
    final Probe ack = probes().get(0);
    assertEquals(
        List.of(3, Kind.ACK, 3, 77L, 4),
        List.of(ack.to(), ack.kind(), ack.origin(), ack.sequence(), ack.subject()));
  }

  @Test
  void shouldAnswerAPingForWhoeverWantsToKnow() {
    receive(3, Kind.PING, 5, 9, SELF, 0);
    final Probe ack = probes().get(0);
    assertEquals(List.of(3, Kind.ACK, 5, SELF), List.of(ack.to(), ack.kind(), ack.origin(), ack.subject()));
  }

  /** Section 4.2: no answer makes a suspicion, which spreads; failed is who does not refute it in time. */
  @Test
  void shouldSuspectAndInTheEndGiveUpWhoNeverAnswers() {
    final int silent = wake().get(0).to();
    final long pingedNs = nowNs;
    boolean isRumoured = false;
    final List<Indicated> told = new ArrayList<>();
    while (told.isEmpty() && nowNs < 10_000) {
      nowNs = node.nextDeadlineNs();
      node.onDeadline(nowNs, outbox);
      for (final RecordingOutbox.Effect effect : outbox.drain()) {
        if (effect instanceof Indicated indicated && indicated.indication() == Indication.SUSPECT) {
          told.add(indicated);
        } else if (effect instanceof Sent sent) {
          final Probe probe = decode(sent);
          isRumoured |= probe.rumours().contains(new Rumour(silent, 0, Opinion.SUSPECT));
          if (probe.kind() == Kind.PING && probe.to() != silent) {
            answer(probe);
          }
        }
      }
    }
    assertTrue(isRumoured);
    assertEquals(new Indicated(Indication.SUSPECT, silent, SELF), told.get(0));
    assertEquals(pingedNs + 1_000 + 3_000, nowNs, "the period, and the suspicion time-out");
  }

  /** Section 4.2: the suspected member alone raises its incarnation, and says so in the same exchange. */
  @Test
  void shouldRefuteWhatOthersHoldAgainstIt() {
    receive(3, Kind.PING, 3, 1, SELF, 0, new Rumour(SELF, 0, Opinion.SUSPECT));
    final Probe ack = probes().get(0);
    assertEquals(1, ack.incarnation());
    assertTrue(ack.rumours().contains(new Rumour(SELF, 1, Opinion.ALIVE)));
    receive(3, Kind.PING, 3, 2, SELF, 0, new Rumour(SELF, 0, Opinion.FAILED));
    assertEquals(1, probes().get(0).incarnation(), "of an incarnation that is over");
    receive(3, Kind.PING, 3, 3, SELF, 0, new Rumour(SELF, 7, Opinion.FAILED));
    assertEquals(8, probes().get(0).incarnation(), "it had come that far before it came back");
  }

  /** Section 4.2: the order in which opinions override one another. */
  @Test
  void shouldLetTheGreaterOpinionCount() {
    final Members members = new Members(2);
    final List<Rumour> rising =
        List.of(
            new Rumour(1, 0, Opinion.SUSPECT),
            new Rumour(1, 0, Opinion.FAILED),
            new Rumour(1, 1, Opinion.ALIVE),
            new Rumour(1, 1, Opinion.SUSPECT),
            new Rumour(1, 2, Opinion.ALIVE),
            new Rumour(1, 2, Opinion.FAILED),
            new Rumour(1, 3, Opinion.SUSPECT));
    for (int i = 0; i < rising.size(); i++) {
      assertTrue(merge(members, rising.get(i)));
      assertEquals(rising.get(i).opinion(), members.opinion(1));
      assertEquals(rising.get(i).incarnation(), members.incarnation(1));
      for (int j = 0; j <= i; j++) {
        assertFalse(merge(members, rising.get(j)), rising.get(j) + " over " + rising.get(i));
      }
    }
  }

  @Test
  void shouldTrustAgainWhoComesBackInALaterIncarnation() {
    receive(3, Kind.PING, 3, 1, SELF, 0, new Rumour(2, 0, Opinion.FAILED));
    assertEquals(new Indicated(Indication.SUSPECT, 2, SELF), outbox.drain().get(0));
    receive(2, Kind.PING, 2, 1, SELF, 0);
    final List<RecordingOutbox.Effect> effects = outbox.drain();
    assertTrue(
        decode((Sent) effects.get(0)).rumours().contains(new Rumour(2, 0, Opinion.FAILED)), "told what is held of it");
    receive(2, Kind.PING, 2, 2, SELF, 1);
    assertEquals(new Indicated(Indication.TRUST, 2, SELF), outbox.drain().get(0));
  }

  /** Section 4.1: a rumour is sent on λ log n times, those first that were sent least often. */
  @Test
  void shouldSendARumourOnSoOftenAndNoMore() {
    receive(3, Kind.ACK, SELF, 1, 3, 0, new Rumour(2, 4, Opinion.ALIVE));
    outbox.drain();
    int sent = 0;
    for (int i = 0; i < 40; i++) {
      receive(4, Kind.PING, 4, i, SELF, 0);
      sent += probes().get(0).rumours().contains(new Rumour(2, 4, Opinion.ALIVE)) ? 1 : 0;
    }
    assertEquals(3 * 3, sent, "λ = 3, and log₂ 7 rounded up");
  }

  @Test
  void shouldCarryNoMoreRumoursThanFitAndTheFreshOnesFirst() {
    for (int member = 1; member < SIZE; member++) {
      receive(3, Kind.ACK, SELF, 1, 3, 0, new Rumour(member, 4, Opinion.ALIVE));
    }
    outbox.drain();
    receive(4, Kind.PING, 4, 1, SELF, 4);
    final Set<Rumour> first = probes().get(0).rumours();
    assertEquals(4, first.size());
    receive(4, Kind.PING, 4, 2, SELF, 4);
    final Set<Rumour> second = new HashSet<>(probes().get(0).rumours());
    second.removeAll(first);
    assertEquals(1, second.size(), "the one that was left behind");
  }

  private static boolean merge(final Members members, final Rumour rumour) {
    return members.merge(rumour.member(), Members.rank(rumour.opinion(), rumour.incarnation()), 0);
  }

  private List<Probe> wake() {
    nowNs = node.nextDeadlineNs();
    node.onDeadline(nowNs, outbox);
    return probes();
  }

  private void answer(final Probe ping) {
    receive(ping.to(), Kind.ACK, ping.origin(), ping.sequence(), ping.to(), 0);
  }

  private void receive(
      final int fromId,
      final Kind kind,
      final int origin,
      final long sequence,
      final int subject,
      final int incarnation,
      final Rumour... rumours) {
    final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer();
    final ProbeEncoder probe = new ProbeEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder());
    probe.kind(kind).origin(origin).sequence(sequence).subject(subject);
    probe.subjectIncarnation(0).incarnation(incarnation);
    final ProbeEncoder.RumoursEncoder group = probe.rumoursCount(rumours.length);
    for (final Rumour rumour : rumours) {
      group.next().member(rumour.member()).incarnation(rumour.incarnation()).opinion(rumour.opinion());
    }
    node.onMessage(nowNs, fromId, buffer, 0, 8 + probe.encodedLength(), outbox);
  }

  private List<Probe> probes() {
    return outbox.drain().stream()
        .filter(Sent.class::isInstance)
        .map(Sent.class::cast)
        .map(SwimPaperTest::decode)
        .toList();
  }

  private static Probe decode(final Sent sent) {
    final ProbeDecoder decoder =
        new ProbeDecoder().wrapAndApplyHeader(new UnsafeBuffer(sent.bytes()), 0, new MessageHeaderDecoder());
    final Set<Rumour> rumours = new HashSet<>();
    for (final ProbeDecoder.RumoursDecoder rumour : decoder.rumours()) {
      rumours.add(new Rumour(rumour.member(), rumour.incarnation(), rumour.opinion()));
    }
    return new Probe(
        sent.toIds().get(0),
        decoder.kind(),
        decoder.origin(),
        decoder.sequence(),
        decoder.subject(),
        decoder.incarnation(),
        rumours);
  }
}
