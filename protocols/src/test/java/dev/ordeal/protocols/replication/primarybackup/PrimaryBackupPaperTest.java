package dev.ordeal.protocols.replication.primarybackup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.RecordingOutbox;
import dev.ordeal.protocols.core.RecordingOutbox.Replied;
import dev.ordeal.protocols.core.RecordingOutbox.Sent;
import dev.ordeal.protocols.replication.Requests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One test per claim of Budhiraja, Marzullo, Schneider and Toueg 1993, chapter 8, on three nodes carried by hand. */
class PrimaryBackupPaperTest {
  private static final int SIZE = 3;
  private static final long BEAT_NS = 200_000_000;

  private final PrimaryBackupNode[] nodes = new PrimaryBackupNode[SIZE];
  private final RecordingOutbox[] outboxes = new RecordingOutbox[SIZE];
  private final boolean[] isUp = new boolean[SIZE];
  private final boolean[] isMute = new boolean[SIZE];
  private final List<String> replies = new ArrayList<>();
  private long nowNs;

  @BeforeEach
  void start() {
    final ParameterValues values = ParameterValues.of(PrimaryBackupConfig.PARAMETERS, Map.of("requests-max", 2L));
    for (int id = 0; id < SIZE; id++) {
      nodes[id] =
          new PrimaryBackupNode(
              new NodeContext(id, SIZE, 1, new CounterRandom(id), () -> 0), PrimaryBackupConfig.of(values));
      outboxes[id] = new RecordingOutbox(id, SIZE);
      isUp[id] = true;
      nodes[id].onStart(0, outboxes[id]);
    }
    carry();
  }

  /** The lowest node that is alive is the primary. */
  @Test
  void shouldStartWithTheLowestAsPrimary() {
    assertEquals("[PRIMARY, BACKUP, BACKUP]", states());
  }

  /** A backup that hears nothing from the primary for long enough becomes the primary. */
  @Test
  void shouldTakeOverFromASilentPrimary() {
    isUp[0] = false;
    beats(4);
    assertEquals(PrimaryBackupState.PRIMARY, nodes[1].state());
    assertEquals(PrimaryBackupState.BACKUP, nodes[2].state());
  }

  /** Whichever node is asked, the primary answers; what was written is read everywhere. */
  @Test
  void shouldServeClientsOfEveryNode() {
    ask(2, Requests.write(5, 1, 0, 70, 0));
    ask(1, Requests.read(6, 1, 0));
    ask(0, Requests.read(7, 1, 0));
    assertEquals(List.of("2> client 5: ok 0", "1> client 6: ok 70", "0> client 7: ok 70"), replies);
  }

  /** What the primary answered outlives it. */
  @Test
  void shouldKeepAConfirmedWriteThroughTwoCrashes() {
    ask(0, Requests.write(5, 1, 0, 70, 0));
    isUp[0] = false;
    beats(4);
    isUp[1] = false;
    beats(4);
    ask(2, Requests.read(6, 1, 0));
    assertEquals(List.of("0> client 5: ok 0", "2> client 6: ok 70"), replies);
  }

  /** A write that is tried again, at another node and under another primary, takes effect once. */
  @Test
  void shouldTakeAnEffectOnce() {
    ask(0, Requests.write(5, 1, 0, 70, 0));
    ask(0, Requests.write(6, 1, 0, 80, 0));
    isUp[0] = false;
    beats(4);
    ask(2, Requests.write(5, 1, 0, 70, 0));
    ask(2, Requests.read(7, 1, 0));
    assertEquals("2> client 7: ok 80", replies.get(3));
  }

  /** While a primary takes over, requests wait; when a backup stops acknowledging, it is waited for no longer. */
  @Test
  void shouldAnswerOnceASilentBackupIsBelievedDead() {
    isUp[2] = false;
    ask(0, Requests.write(5, 1, 0, 70, 0));
    assertEquals(List.of(), replies);
    beats(4);
    assertEquals(List.of("0> client 5: ok 0"), replies);
  }

  /** Our bound: a primary with as many requests as may wait refuses others. */
  @Test
  void shouldRefuseWhenFull() {
    isUp[2] = false;
    for (int client = 5; client < 8; client++) {
      ask(1, Requests.write(client, 1, 0, client, 0));
    }
    assertEquals(List.of("1> client 7: refused"), replies);
  }

  /** Where it breaks, and is meant to: cut off but alive, the old primary goes on beside the new one. */
  @Test
  void shouldHaveTwoPrimariesWhenTheFirstIsCutOff() {
    isMute[0] = true;
    beats(4);
    assertEquals("[PRIMARY, PRIMARY, BACKUP]", states());
    ask(1, Requests.write(5, 1, 0, 70, 0));
    ask(0, Requests.read(6, 1, 0));
    assertEquals(List.of("1> client 5: ok 0", "0> client 6: ok 0"), replies, "a read misses a confirmed write");
  }

  @Test
  void shouldDigestWhatDecidesItsFuture() {
    final long before = nodes[0].digest();
    assertEquals(before, nodes[0].digest());
    isUp[2] = false;
    ask(0, Requests.write(5, 1, 0, 70, 0));
    final long waiting = nodes[0].digest();
    assertNotEquals(before, waiting);
    ask(0, Requests.write(5, 1, 0, 70, 0));
    assertEquals(waiting, nodes[0].digest(), "the same attempt again");
    beats(4);
    assertNotEquals(waiting, nodes[0].digest());
    assertTrue(replies.size() == 1, replies::toString);
  }

  private String states() {
    return Arrays.stream(nodes).map(PrimaryBackupNode::state).toList().toString();
  }

  private void ask(final int nodeId, final DirectBuffer request) {
    nodes[nodeId].onRequest(nowNs, 1, request, 0, request.capacity(), outboxes[nodeId]);
    carry();
  }

  private void beats(final int count) {
    for (int i = 0; i < count; i++) {
      nowNs += BEAT_NS;
      for (int id = 0; id < SIZE; id++) {
        if (isUp[id]) {
          nodes[id].onDeadline(nowNs, outboxes[id]);
        }
      }
      carry();
    }
  }

  /** Delivers, in the order sent, until nobody says anything any more; whoever is down or mute is not heard. */
  private void carry() {
    for (boolean isQuiet = false; !isQuiet; ) {
      isQuiet = true;
      for (int from = 0; from < SIZE; from++) {
        for (final RecordingOutbox.Effect effect : outboxes[from].drain()) {
          if (effect instanceof Replied replied && isUp[from]) {
            replies.add(from + "> " + Requests.describe(new UnsafeBuffer(replied.bytes()), 0));
          } else if (effect instanceof Sent sent && isUp[from] && !isMute[from]) {
            isQuiet = false;
            deliver(from, sent);
          }
        }
      }
    }
  }

  private void deliver(final int from, final Sent sent) {
    for (final int to : sent.toIds()) {
      if (isUp[to] && !isMute[to]) {
        final Outbox outbox = outboxes[to];
        nodes[to].onMessage(nowNs, from, new UnsafeBuffer(sent.bytes()), 0, sent.bytes().length, outbox);
      }
    }
  }
}
