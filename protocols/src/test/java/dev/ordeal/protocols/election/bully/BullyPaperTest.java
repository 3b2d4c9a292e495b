package dev.ordeal.protocols.election.bully;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import dev.ordeal.protocols.election.bully.codec.CoordinatorEncoder;
import dev.ordeal.protocols.election.bully.codec.ElectionDecoder;
import dev.ordeal.protocols.election.bully.codec.ElectionEncoder;
import dev.ordeal.protocols.election.bully.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.bully.codec.OkDecoder;
import dev.ordeal.protocols.election.bully.codec.OkEncoder;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** One test per claim of Garcia-Molina 1982, section III, or of the exercise's form of it. */
class BullyPaperTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final int SIZE = 5;

  private final Member middle = new Member(2);
  private final Member highest = new Member(4);

  /** Section III: a node that recovers holds an election; the exercise: it asks all nodes with higher ids. */
  @Test
  void shouldHoldElectionOnStart() {
    assertEquals(List.of("election 0: 2", "state ELECTING", "to [3, 4]: Election round=1"), middle.start());
  }

  /** The exercise: with no higher node a node leads at once and announces itself to all others. */
  @Test
  void shouldLeadAtOnceAsHighest() {
    assertEquals(
        List.of("election 0: 4", "state LEADING", "leader 0: 4", "to [0, 1, 2, 3]: Coordinator"), highest.start());
  }

  /** Section III: no answer from any higher node within the time-out means that all of them are down. */
  @Test
  void shouldLeadWhenNoHigherNodeAnswers() {
    middle.start();
    assertEquals(List.of("state LEADING", "leader 0: 2", "to [0, 1, 3, 4]: Coordinator"), middle.timeOut());
    assertEquals(250 * MILLISECOND + 1, middle.nowNs, "an answer that takes exactly the time-out is in time");
  }

  /** The exercise: a node told OK gives way and waits five seconds for COORDINATOR, then starts over. */
  @Test
  void shouldAwaitCoordinatorAfterOk() {
    middle.start();
    assertEquals(List.of("state AWAITING_COORDINATOR"), middle.ok(3, 1));
    assertEquals(List.of("election 0: 2", "state ELECTING", "to [3, 4]: Election round=2"), middle.timeOut());
    assertEquals(5 * SECOND, middle.nowNs);
  }

  /** Ours: an OK is a real message and counts for the election it answers. */
  @Test
  void shouldIgnoreOkOfEarlierRoundAndFromLowerNode() {
    middle.start();
    middle.ok(3, 1);
    middle.timeOut();
    assertEquals(List.of(), middle.ok(4, 1));
    assertEquals(List.of(), middle.ok(1, 2));
    assertEquals(List.of("state AWAITING_COORDINATOR"), middle.ok(4, 2));
  }

  /** The exercise: a node asked by a lower one answers OK and holds an election of its own. */
  @Test
  void shouldAnswerLowerNodeAndHoldElection() {
    middle.start();
    middle.coordinator(0);
    assertEquals(
        List.of(
            "to [0]: Ok round=9",
            "election 0: 2",
            "state ELECTING",
            "leader 0: -1",
            "to [3, 4]: Election round=2"),
        middle.election(0, 9));
  }

  /** Ours: no election is held where one would tell nothing, while a higher leader was heard within the wait for OK. */
  @Test
  void shouldOnlyAnswerWhileAHigherLeaderIsFresh() {
    middle.start();
    middle.coordinator(4);
    middle.nowNs += 250 * MILLISECOND - 1;
    assertEquals(List.of("to [0]: Ok round=9"), middle.election(0, 9));
    middle.nowNs++;
    assertEquals(
        List.of("to [1]: Ok round=2", "election 0: 2", "state ELECTING", "leader 0: -1", "to [3, 4]: Election round=2"),
        middle.election(1, 2));
  }

  /** The exercise: an election in progress is not started again; ours: nor one that has been told OK. */
  @Test
  void shouldNotRestartElectionInProgress() {
    middle.start();
    assertEquals(List.of("to [1]: Ok round=3"), middle.election(1, 3));
    middle.ok(4, 1);
    assertEquals(List.of("to [1]: Ok round=4"), middle.election(1, 4));
  }

  /** The exercise: only lower nodes are answered. */
  @Test
  void shouldIgnoreElectionOfHigherNode() {
    middle.start();
    assertEquals(List.of(), middle.election(3, 1));
  }

  /** The exercise: the highest, asked while it leads, announces itself again; it has not ceased to lead. */
  @Test
  void shouldAnnounceItselfAgainAsLeadingHighest() {
    highest.start();
    highest.nowNs += 250 * MILLISECOND;
    assertEquals(
        List.of("to [0]: Ok round=1", "election 0: 4", "to [0, 1, 2, 3]: Coordinator"), highest.election(0, 1));
  }

  /** Ours: it tells the asker alone while what it told all is on its way to them. */
  @Test
  void shouldAnnounceItselfToTheAskerAloneSoonAfterTellingAll() {
    highest.start();
    highest.timeOut();
    highest.nowNs += 250 * MILLISECOND - 1;
    assertEquals(List.of("to [0]: Ok round=1", "to [0]: Coordinator"), highest.election(0, 1));
  }

  /** The exercise: COORDINATOR is believed whoever sends it, a lower node included, even by a leader. */
  @Test
  void shouldBelieveAnyCoordinator() {
    highest.start();
    assertEquals(List.of("state FOLLOWING", "leader 0: 1"), highest.coordinator(1));
    assertEquals(List.of("leader 0: 3"), highest.coordinator(3));
  }

  /** The exercise: a leader sends a heartbeat each second. */
  @Test
  void shouldSendHeartbeatsWhileLeading() {
    highest.start();
    assertEquals(List.of("to [0, 1, 2, 3]: Heartbeat"), highest.timeOut());
    assertEquals(SECOND, highest.nowNs);
    assertEquals(List.of("to [0, 1, 2, 3]: Heartbeat"), highest.timeOut());
    assertEquals(2 * SECOND, highest.nowNs);
  }

  /** The exercise: three seconds without a heartbeat of its leader make a node hold an election. */
  @Test
  void shouldHoldElectionAfterSilenceOfLeader() {
    middle.start();
    middle.coordinator(4);
    middle.nowNs = 2 * SECOND;
    assertEquals(List.of(), middle.heartbeat(4));
    assertEquals(
        List.of("election 0: 2", "state ELECTING", "leader 0: -1", "to [3, 4]: Election round=2"), middle.timeOut());
    assertEquals(5 * SECOND, middle.nowNs);
  }

  /** The exercise: heartbeats of any other node do not count. */
  @Test
  void shouldIgnoreHeartbeatOfAnotherNode() {
    middle.start();
    middle.coordinator(4);
    middle.nowNs = 2 * SECOND;
    middle.heartbeat(3);
    assertEquals(3 * SECOND, middle.node.nextDeadlineNs());
  }

  @Test
  void shouldStoreNothing() {
    middle.start();
    middle.timeOut();
    assertEquals(List.of(), middle.outbox.journal());
    assertThrows(IllegalStateException.class, () -> middle.node.onRecord(new UnsafeBuffer(new byte[8]), 0, 8));
  }

  @Test
  void shouldIgnoreForeignAndShortMessages() {
    middle.start();
    middle.election(0, 1);
    for (int length = -8; length < 8; length++) {
      middle.receive(0, length);
    }
    assertEquals(2, middle.node.nodeId());
  }

  /** State, leader, round and deadline each count, and nothing else. */
  @Test
  void shouldDigestWholeState() {
    final Set<Long> seen = new HashSet<>();
    final Member other = new Member(2);
    assertTrue(seen.add(middle.node.digest()));
    middle.start();
    other.start();
    assertEquals(middle.node.digest(), other.node.digest());
    assertTrue(seen.add(middle.node.digest()), "state, round and deadline");
    middle.coordinator(4);
    other.coordinator(3);
    assertTrue(seen.add(middle.node.digest()) && seen.add(other.node.digest()), "leader");
    middle.nowNs++;
    middle.heartbeat(4);
    assertTrue(seen.add(middle.node.digest()), "deadline");
    final long digest = middle.node.digest();
    middle.heartbeat(3);
    middle.ok(3, 1);
    assertEquals(digest, middle.node.digest(), "nothing changed");
  }

  @Test
  void shouldDeriveBoundsFromTimeouts() {
    final BullySpec spec = new BullySpec();
    final ParameterValues values = ParameterValues.defaultsOf(spec.parameters());
    assertEquals(125 * MILLISECOND, spec.delayBoundNs(values));
    assertEquals(100 * MILLISECOND, spec.overlapToleranceNs(100 * MILLISECOND));
    assertEquals(6_750 * MILLISECOND, spec.recoveryBoundNs(values, SIZE, 100 * MILLISECOND));
    assertEquals(List.of(), spec.conflicts(values, SIZE));
  }

  @Test
  void shouldNameTimeoutsThatDoNotFit() {
    final BullySpec spec = new BullySpec();
    final ParameterValues values =
        ParameterValues.of(spec.parameters(), Map.of("ok-timeout", SECOND, "coordinator-timeout", 2 * SECOND));
    final List<String> conflicts = spec.conflicts(values, SIZE);
    assertEquals(2, conflicts.size());
    assertTrue(conflicts.get(0).contains("heartbeat-timeout=3000000000ns"), conflicts.get(0));
    assertTrue(conflicts.get(1).contains("coordinator-timeout=2000000000ns"), conflicts.get(1));
  }

  /** One node driven by hand; its effects come back as lines of text. */
  private static final class Member {
    final BullyNode node;
    final RecordingOutbox outbox;
    long nowNs;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();

    Member(final int nodeId) {
      final ParameterValues values = ParameterValues.defaultsOf(BullyConfig.PARAMETERS);
      node =
          new BullyNode(
              new NodeContext(nodeId, SIZE, 1, new CounterRandom(nodeId), () -> 0), BullyConfig.of(values));
      outbox = new RecordingOutbox(nodeId, SIZE);
      assertEquals(ProtocolNode.NO_DEADLINE, node.nextDeadlineNs());
    }

    List<String> start() {
      node.onStart(nowNs, outbox);
      return effects();
    }

    List<String> timeOut() {
      nowNs = node.nextDeadlineNs();
      node.onDeadline(nowNs, outbox);
      return effects();
    }

    List<String> election(final int fromId, final long round) {
      new ElectionEncoder().wrapAndApplyHeader(buffer, 0, header).round(round);
      return receive(fromId, ElectionEncoder.BLOCK_LENGTH);
    }

    List<String> ok(final int fromId, final long round) {
      new OkEncoder().wrapAndApplyHeader(buffer, 0, header).round(round);
      return receive(fromId, OkEncoder.BLOCK_LENGTH);
    }

    List<String> coordinator(final int fromId) {
      new CoordinatorEncoder().wrapAndApplyHeader(buffer, 0, header);
      return receive(fromId, 0);
    }

    List<String> heartbeat(final int fromId) {
      new HeartbeatEncoder().wrapAndApplyHeader(buffer, 0, header);
      return receive(fromId, 0);
    }

    List<String> receive(final int fromId, final int bodyLength) {
      node.onMessage(nowNs, fromId, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength, outbox);
      return effects();
    }

    private List<String> effects() {
      return outbox.drain().stream().map(Member::describe).toList();
    }

    private static String describe(final Effect effect) {
      if (effect instanceof Sent sent) {
        return "to " + sent.toIds() + ": " + describe(new UnsafeBuffer(sent.bytes()));
      } else if (effect instanceof Indicated indicated) {
        return indicated.indication() == Indication.STATE
            ? "state " + BullyState.values()[(int) indicated.key()]
            : indicated.indication().name().toLowerCase(Locale.ROOT) + " " + indicated.key() + ": " + indicated.value();
      }
      return effect.toString();
    }

    private static String describe(final DirectBuffer bytes) {
      final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
      return switch (header.templateId()) {
        case ElectionDecoder.TEMPLATE_ID ->
            "Election round=" + new ElectionDecoder().wrapAndApplyHeader(bytes, 0, header).round();
        case OkDecoder.TEMPLATE_ID -> "Ok round=" + new OkDecoder().wrapAndApplyHeader(bytes, 0, header).round();
        case CoordinatorEncoder.TEMPLATE_ID -> "Coordinator";
        case HeartbeatEncoder.TEMPLATE_ID -> "Heartbeat";
        default -> "unknown template " + header.templateId();
      };
    }
  }
}
