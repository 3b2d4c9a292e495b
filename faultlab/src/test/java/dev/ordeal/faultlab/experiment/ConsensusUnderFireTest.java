package dev.ordeal.faultlab.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.FaultKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Each consensus, and the broadcast made from one, under everything its model admits. Here some seeds of the
 * experiments; all of their 10,000 are run by {@code scripts/lab run}.
 */
class ConsensusUnderFireTest {
  private static final int SEEDS = 40;

  /** Faults that these experiments leave out, each for a reason. */
  private static final List<FaultKind> LEFT_OUT =
      List.of(
          FaultKind.CAPACITY, // messages of some fifty bytes never fill a link that carries anything at all
          FaultKind.CLOCK_JUMP, // the algorithms read no wall clock
          FaultKind.SLOW_SYNC, // of flooding, which stores nothing
          FaultKind.LYING_SYNC, // the same
          FaultKind.UNSYNCED_LOSS, // what is not forced is not kept: nothing is ever lost
          FaultKind.TORN_WRITE, // the same
          FaultKind.DISK_FULL); // a crash at a write, as before-durable is

  @Test
  void shouldAgreeUnderEverythingTheModelsShare() throws IOException {
    assertAgrees("consensus-under-fire");
  }

  @Test
  void shouldAgreeWhenAcceptorsComeBack() throws IOException {
    assertAgrees("paxos-under-fire");
  }

  @Test
  void shouldAgreeInRounds() throws IOException {
    assertAgrees("flooding-under-fire");
  }

  /** Theorem 6.2 of Lynch 1996, and the bound of Dolev, Reischuk and Strong 1990, in every run. */
  @Test
  void shouldDecideWithinTheBoundOfRounds() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("rounds");
    for (final Cell cell : experiment.cells()) {
      final int faults = cell.spec().crashesMax(cell.values(), cell.clusterSize());
      for (int index = 0; index < SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        final long crashed = run.receipts().getOrDefault(FaultKind.CRASH.label(), 0L);
        final long bound =
            cell.spec().name().equals("flood-set") ? faults + 1 : Math.min(faults + 1, crashed + 2);
        final long[] rounds = run.samples().get("rounds");
        assertTrue(rounds.length > 0, "seed=" + run.seed());
        assertTrue(
            Arrays.stream(rounds).max().orElseThrow() <= bound,
            () -> "%s: rounds=%s, bound=%d, seed=%d".formatted(cell.key(), Arrays.toString(rounds), bound, run.seed()));
      }
    }
  }

  /** Two crashes hide a value from all but one for two rounds: a third is needed, and f = 2 has it. */
  @Test
  void shouldDisagreeOnlyWithOneCrashTooMany() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("one-crash-too-many");
    assertEquals(4, experiment.cells().size());
    for (final Cell cell : experiment.cells()) {
      int violated = 0;
      for (int index = 0; index < SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        assertEquals(List.of(), run.unfired(), () -> "seed=" + run.seed());
        violated += run.verdict() == Verdict.VIOLATED ? 1 : 0;
      }
      final boolean isEnough = cell.values().value("faults") == 2;
      assertEquals(isEnough, cell.isInsideModel(), cell.key());
      assertEquals(isEnough, violated == 0, cell.key() + ": violated=" + violated);
    }
  }

  /** Proposals that come late are not flooded, and no two decisions differ. */
  @Test
  void shouldAgreeThoughProposalsComeLate() throws IOException {
    final Experiment experiment = RaftUnderFireTest.load("flooding-under-fire", "workload.spread=2s");
    for (final Cell cell : experiment.cells()) {
      assertEquals(1, cell.beyond().size(), cell.key());
      long decisions = 0;
      for (int index = 0; index < 5 * SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        assertTrue(run.violations().stream().noneMatch(one -> one.property().isSafety()), () -> "seed=" + run.seed());
        decisions += run.coverage().get("decisions");
      }
      assertTrue(decisions > 5 * SEEDS, cell.key() + ": decisions=" + decisions);
    }
  }

  @Test
  void shouldAgreeThroughABroadcast() throws IOException {
    assertAgrees("consensus-from-broadcast-under-fire");
  }

  /** Atomic broadcast from consensus. */
  @Test
  void shouldKeepOneOrder() throws IOException {
    assertKept(
        "broadcast-under-fire",
        List.of("several-in-a-batch", "several-rounds", "deliveries-far-behind", "crashes-in-mid-instance"));
  }

  /** Cut off for longer than links remember. */
  @Test
  void shouldGetAllThatWasMissed() throws IOException {
    assertLive("broadcast-behind", "deliveries-far-behind");
  }

  /** Left behind by more rounds than links and nodes remember. */
  @Test
  void shouldFindTheWayBack() throws IOException {
    assertLive("consensus-behind", "several-rounds");
  }

  private static void assertLive(final String name, final String place) throws IOException {
    final Experiment experiment = RaftUnderFireTest.load(name);
    for (final Cell cell : experiment.cells()) {
      long visits = 0;
      for (int index = 0; index < SEEDS; index++) {
        final RunRecord run = RunExecutor.execute(cell, index, experiment.seed(cell, index));
        assertEquals(Verdict.SAFE_LIVE, run.verdict(), () -> cell.key() + " seed=" + run.seed());
        visits += run.coverage().get(place);
      }
      assertTrue(visits > 0, cell.key());
    }
  }

  private static void assertAgrees(final String name) throws IOException {
    assertKept(name, List.of("different-proposals", "several-rounds"));
  }

  private static void assertKept(final String name, final List<String> places) throws IOException {
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
      assertTrue(live > SEEDS / 2, cell.key() + ": live=" + live);
      for (final FaultKind kind : cell.spec().model().admitted()) {
        final boolean isWanted = !LEFT_OUT.contains(kind) && (kind != FaultKind.RESTART || name.startsWith("paxos"));
        assertTrue(
            !isWanted || receipts.getOrDefault(kind.label(), 0L) > 0, () -> kind + " never fired: " + receipts);
      }
      places.forEach(place -> assertTrue(visits.get(place) > 0, () -> place + " never visited: " + visits));
    }
  }
}
