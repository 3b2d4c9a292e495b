package dev.ordeal.faultlab.problem.versions;

import static dev.ordeal.faultlab.problem.Runs.broken;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.protocols.clock.store.DottedVersionVectorSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Hand-made runs, good and bad; and random ones against sets written out. */
class VersionStoreJudgeTest {
  private static final int NODES = 3;

  private final UnsafeBuffer body = new UnsafeBuffer(new byte[4096]);
  private VersionStoreJudge judge = newJudge();
  private long nowNs;

  private static VersionStoreJudge newJudge() {
    final VersionStoreJudge judge =
        new VersionStoreJudge(Runs.of(new DottedVersionVectorSpec(), NODES, FaultPlan.NEVER, FaultPlan.NEVER));
    for (int id = 0; id < NODES; id++) {
      judge.onStart(0, id);
    }
    return judge;
  }

  /** The run by which the authors of dots explain them: v3 is written by who has read v1 alone. */
  @Test
  void shouldFindNothingWrongWithTheAuthorsRun() {
    written(0, 1);
    held(0, 1);
    written(0, 2);
    held(0, 1, 2);
    written(0, 3, 1);
    held(0, 2, 3);
    sent(0, 100);
    received(1, 100);
    held(1, 3, 2);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of(), broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
    assertEquals(2, judgement.coverage().get("stale-writes"));
    assertEquals(3, judgement.coverage().get("concurrent-versions"));
    assertArrayEquals(new long[] {8}, judgement.samples().get("version-bytes"));
    assertArrayEquals(new long[] {0}, judgement.samples().get("lost-versions"));
  }

  @Test
  void shouldNameTheVersionThatIsLostAndItsPath() {
    written(0, 1);
    held(0, 1);
    sent(0, 100);
    received(1, 100);
    held(1, 1);
    written(1, 2);
    held(1, 2);
    final Judgement judgement = judge.finish(10);
    assertEquals(List.of("no-lost-update"), broken(judgement));
    assertEquals(List.of(0, 1), judgement.violations().get(0).nodes());
    assertEquals(
        "node 1 let go of version 1 of node 0 by 0.000000007s, with version 1 of node 1 held, and none whose writer had"
            + " seen it; path: version 1 of node 0, sent by node 0 at 0.000000003s → node 1",
        judgement.violations().get(0).explanation());
    assertArrayEquals(new long[] {500_000_000}, judgement.samples().get("lost-versions"));
  }

  /** One that is not taken over is lost as well, and the message said which those are that stand against it. */
  @Test
  void shouldFindAVersionThatIsNotTakenOver() {
    written(0, 1);
    held(0, 1);
    written(1, 2);
    held(1, 2);
    sent(0, 100);
    received(1, 100);
    held(1, 2);
    final String explanation = judge.finish(10).violations().get(0).explanation();
    assertTrue(explanation.contains("version 1 of node 0 by 0.000000007s, with version 1 of node 1 held"), explanation);
  }

  @Test
  void shouldNameTheFalseSiblingAndThePath() {
    written(0, 1);
    held(0, 1);
    written(0, 2, 1);
    held(0, 2);
    written(0, 3, 2);
    held(0, 3);
    sent(0, 100);
    written(1, 4);
    held(1, 4);
    received(1, 100);
    held(1, 1, 3, 4);
    final Judgement judgement = judge.finish(20);
    assertEquals(List.of("no-false-conflict"), broken(judgement));
    assertEquals(
        "node 1 holds version 1 of node 0 at 0.000000011s beside version 3 of node 0, whose writer had seen it; path:"
            + " version 1 of node 0 → read by the writer of version 2 of node 0 → read by the writer of version 3 of"
            + " node 0",
        judgement.violations().get(0).explanation());
    assertArrayEquals(new long[] {142_857_142}, judgement.samples().get("false-siblings"));
  }

  @Test
  void shouldFindAVersionThatNobodyWrote() {
    written(0, 1);
    held(0, 1, 77);
    assertEquals(List.of("no-false-conflict"), broken(judge.finish(10)));
  }

  /** Whoever took over a superseding version may turn the older one away, in whichever message it comes. */
  @Test
  void shouldLetAnOldMessageBringNothing() {
    written(0, 1);
    held(0, 1);
    sent(0, 100);
    written(0, 2, 1);
    held(0, 2);
    sent(0, 101);
    received(1, 101);
    held(1, 2);
    received(1, 100);
    held(1, 2);
    received(1, 101);
    held(1, 2);
    final Judgement judgement = judge.finish(20);
    assertEquals(List.of(), broken(judgement));
    assertEquals(1, judgement.coverage().get("repeated-receipts"));
  }

  @Test
  void shouldHoldAReplicaToWhatItHeldBeforeACrash() {
    for (final boolean isKept : new boolean[] {true, false}) {
      judge = newJudge();
      written(0, 1);
      held(0, 1);
      sent(0, 100);
      received(1, 100);
      held(1, 1);
      judge.onCrash(nowNs, 0);
      judge.onStart(nowNs, 0);
      written(0, 1); // said again
      if (isKept) {
        held(0, 1);
      } else {
        held(0);
      }
      final Judgement judgement = judge.finish(20);
      assertEquals(isKept ? List.of() : List.of("no-lost-update"), broken(judgement));
      assertEquals(1, judgement.coverage().get("restarts"));
      assertEquals(0, judgement.coverage().get("untold-changes"));
    }
  }

  /** What was durable and not told is told at the restart, and counts from then on. */
  @Test
  void shouldTakeNoteOfAChangeFirstToldAtARestart() {
    written(0, 1);
    held(0, 1);
    judge.onCrash(nowNs, 0);
    judge.onStart(nowNs, 0);
    written(0, 2, 1);
    held(0, 2);
    final Judgement judgement = judge.finish(20);
    assertEquals(List.of(), broken(judgement));
    assertEquals(1, judgement.coverage().get("untold-changes"));
  }

  /** One loss is reported once at a replica, and what was lost there is not asked for again. */
  @Test
  void shouldGoOnFromWhatIsHeldAfterALoss() {
    written(0, 1);
    held(0, 1);
    sent(0, 100);
    written(0, 2);
    held(0, 2); // lost here: 1
    held(0, 2);
    written(1, 3);
    held(1, 3);
    received(1, 100);
    held(1, 1, 3);
    sent(1, 101);
    received(0, 101);
    held(0, 2, 3); // 1 comes again and goes again
    final Judgement judgement = judge.finish(20);
    assertEquals(List.of("no-lost-update"), broken(judgement));
    assertFalse(judgement.violations().get(0).explanation().contains("in this run"), "once");
  }

  @Test
  void shouldSayNothingOfARunWithoutAMessage() {
    written(0, 1);
    held(0, 1);
    assertFalse(judge.finish(10).attempted());
    judge = newJudge();
    sent(0, 100);
    received(1, 100);
    held(1);
    assertFalse(judge.finish(10).attempted(), "nobody wrote");
  }

  /**
   * Random stores that now and then drop a version or keep one too many, against sets of all that a replica has ever
   * known: the first thing wrong is found when it happens, and nothing is found before.
   */
  @Test
  void shouldAgreeWithSetsWrittenOut() {
    final Set<String> seen = new TreeSet<>();
    for (int seed = 0; seed < 400; seed++) {
      final CounterRandom random = new CounterRandom(seed);
      judge = newJudge();
      nowNs = 0;
      final String expected = playUntilBroken(random);
      final List<String> found = broken(judge.finish(nowNs + 1));
      assertEquals(expected.isEmpty() ? List.of() : List.of(expected), found, "seed=" + seed);
      seen.add(expected);
    }
    assertEquals(Set.of("", "no-lost-update", "no-false-conflict"), seen);
  }

  private String playUntilBroken(final CounterRandom random) {
    final Map<Long, Set<Long>> pasts = new HashMap<>();
    final List<Set<Long>> known = new ArrayList<>();
    final Map<Long, Set<Long>> messages = new HashMap<>();
    for (int id = 0; id < NODES; id++) {
      known.add(new HashSet<>());
    }
    for (long step = 1; step <= 60; step++) {
      final int node = (int) random.nextLong(NODES);
      final Set<Long> here = known.get(node);
      switch ((int) random.nextLong(3)) {
        case 0 -> {
          // Reads a part of what is there: as a client does whose context is stale.
          final Set<Long> read = new TreeSet<>();
          greatest(here, pasts).stream().filter(version -> random.nextLong(2) == 0).forEach(read::add);
          final Set<Long> past = new HashSet<>(read);
          read.forEach(version -> past.addAll(pasts.get(version)));
          pasts.put(step, past);
          here.add(step);
          written(node, step, read.stream().mapToLong(Long::longValue).toArray());
        }
        case 1 -> {
          messages.put(1_000 + step, Set.copyOf(here));
          sent(node, 1_000 + step);
          continue;
        }
        default -> {
          if (messages.isEmpty()) {
            continue;
          }
          final List<Long> ids = List.copyOf(new TreeSet<>(messages.keySet()));
          final long message = ids.get((int) random.nextLong(ids.size()));
          here.addAll(messages.get(message));
          received(node, message);
        }
      }
      final Set<Long> truth = greatest(here, pasts);
      final Set<Long> held = new TreeSet<>(truth);
      String wrong = "";
      if (random.nextLong(60) == 0 && !held.isEmpty()) {
        held.remove(held.iterator().next());
        wrong = "no-lost-update";
      } else if (random.nextLong(60) == 0) {
        for (final Long version : here) {
          if (wrong.isEmpty() && !truth.contains(version)) {
            held.add(version);
            wrong = "no-false-conflict";
          }
        }
      }
      held(node, held.stream().mapToLong(Long::longValue).toArray());
      if (!wrong.isEmpty()) {
        return wrong;
      }
    }
    return "";
  }

  private static Set<Long> greatest(final Set<Long> versions, final Map<Long, Set<Long>> pasts) {
    final Set<Long> greatest = new TreeSet<>(versions);
    versions.forEach(version -> greatest.removeAll(pasts.get(version)));
    return greatest;
  }

  private void written(final int nodeId, final long id, final long... read) {
    judge.onIndication(++nowNs, nodeId, Indication.VERSION_WRITTEN, id, body, 0, put(read));
  }

  private void held(final int nodeId, final long... ids) {
    judge.onIndication(++nowNs, nodeId, Indication.VERSIONS_HELD, 8L * ids.length, body, 0, put(ids));
  }

  private void sent(final int nodeId, final long messageId) {
    judge.onIndication(++nowNs, nodeId, Indication.VERSIONS_SENT, messageId, 100);
  }

  private void received(final int nodeId, final long messageId) {
    judge.onIndication(++nowNs, nodeId, Indication.VERSIONS_RECEIVED, messageId, nodeId);
  }

  private int put(final long... ids) {
    for (int i = 0; i < ids.length; i++) {
      body.putLong(i * Long.BYTES, ids[i], LITTLE_ENDIAN);
    }
    return ids.length * Long.BYTES;
  }
}
