package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.trace.TraceTail;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.TransactionReplyDecoder;
import dev.ordeal.protocols.core.FaultKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Atomic commit under everything the models admit, and the exercise's transactions under nothing. */
class CommitUnderFireTest {
  private static final int SEEDS = 40;

  /** Faults that these experiments leave out, each for a reason. */
  private static final List<FaultKind> LEFT_OUT =
      List.of(
          FaultKind.CAPACITY, // messages of a hundred bytes never fill a link that carries anything at all
          FaultKind.CLOCK_JUMP, // the algorithms read no wall clock
          FaultKind.DISK_FULL); // a crash at a write, as before-durable is

  private record Reply(Outcome outcome, List<Long> reads) {}

  @Test
  void shouldCommitOrAbortUnderEverythingTheModelsAdmit() throws IOException {
    assertAgrees("commit-under-fire");
  }

  @Test
  void shouldCommitOrAbortInThreePhases() throws IOException {
    assertAgrees("three-phase-under-fire");
  }

  private static void assertAgrees(final String name) throws IOException {
    final Experiment experiment = RaftUnderFireTest.load(name);
    for (final Cell cell : experiment.cells()) {
      assertEquals(List.of(), cell.beyond());
      final Map<String, Long> receipts = new TreeMap<>();
      final Map<String, Long> visits = new TreeMap<>();
      int live = 0;
      for (int index = 0; index < SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        assertEquals(List.of(), run.violations(), () -> cell.key() + " seed=" + run.seed());
        assertTrue(
            run.verdict() == Verdict.SAFE_LIVE || !run.unfired().isEmpty(),
            () -> "%s: %s, seed=%d, %s".formatted(cell.key(), run.verdict(), run.seed(), run.failure()));
        live += run.verdict() == Verdict.SAFE_LIVE ? 1 : 0;
        run.receipts().forEach((kind, count) -> receipts.merge(kind, count, Long::sum));
        run.coverage().forEach((place, count) -> visits.merge(place, count, Long::sum));
      }
      assertTrue(live > SEEDS * 9 / 10, cell.key() + ": live=" + live);
      for (final FaultKind kind : cell.spec().model().admitted()) {
        assertTrue(
            LEFT_OUT.contains(kind) || receipts.getOrDefault(kind.label(), 0L) > 0,
            () -> "%s: %s never fired: %s".formatted(cell.key(), kind, receipts));
      }
      for (final String place :
          List.of("commits", "aborts", "no-votes", "dependencies", "outcomes-across-crash",
              "coordinator-crashes-with-doubt")) {
        assertTrue(visits.get(place) > 0, () -> "%s: %s in %s".formatted(cell.key(), place, visits));
      }
    }
  }

  /** tx001 is committed, tx002 aborted; then db1 has Alice with 100 and no Charlie, db2 Bob with 200, db3 two users. */
  @Test
  void shouldLeaveWhatTheExerciseAsksFor() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("exercise-3");
    assertEquals(5, experiment.cells().size());
    for (final Cell cell : experiment.cells()) {
      final long seed = experiment.seed(cell, 0);
      final TraceTail trace = new TraceTail(100, kind -> kind == TraceKind.REPLY, Long.MAX_VALUE);
      final RunRecord run = RunExecutor.execute(cell, 0, seed, RunExecutor.draw(cell, seed), trace);
      assertEquals(Verdict.SAFE_LIVE, run.verdict(), cell.key());
      final List<Reply> replies = trace.entries().stream().map(entry -> decode(entry.body())).toList();
      assertTrue(replies.size() > 2, cell.key());
      assertEquals(new Reply(Outcome.COMMITTED, List.of()), replies.get(0), cell.key());
      assertEquals(new Reply(Outcome.ABORTED, List.of()), replies.get(1), cell.key());
      for (final Reply reply : replies.subList(2, replies.size())) {
        assertEquals(new Reply(Outcome.COMMITTED, List.of(1L, 100L, 0L, 2L, 200L, 2L)), reply, cell.key());
      }
    }
  }

  private static Reply decode(final byte[] body) {
    final TransactionReplyDecoder reply = new TransactionReplyDecoder();
    reply.wrapAndApplyHeader(new UnsafeBuffer(body), 0, new MessageHeaderDecoder());
    final Outcome outcome = reply.outcome();
    final List<Long> reads = new ArrayList<>();
    for (final TransactionReplyDecoder.ReadsDecoder read : reply.reads()) {
      reads.add(read.value());
    }
    return new Reply(outcome, reads);
  }
}
