package dev.ordeal.protocols.election;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.election.ElectionJudge;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Simulation;
import dev.ordeal.faultlab.simulation.SimulationSetup;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.completebully.CompleteBullySpec;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bounds that the specifications derive on paper, against runs inside the models. */
class ElectionBoundsTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;
  private static final long DELAY_MAX_NS = 100 * MILLISECOND;
  private static final int SIZE = 5;
  private static final int SEEDS = 300;
  private static final LinkRules CLEAN = LinkRules.CLEAN;

  /** Storms of crashes and quick restarts, any number at once: overlap within one delay, recovery within the bound. */
  @Test
  void shouldKeepBoundsOfBullyInStormsOfRestarts() {
    assertKeptInStormsOfRestarts(new BullySpec());
  }

  /** The same, and no overlap at all. */
  @Test
  void shouldKeepBoundsOfCompleteBullyInStormsOfRestarts() {
    assertKeptInStormsOfRestarts(new CompleteBullySpec());
  }

  private static void assertKeptInStormsOfRestarts(final AlgorithmSpec spec) {
    long elections = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      final CounterRandom random = new CounterRandom(CounterRandom.hash(1, seed));
      final List<FaultPlan.Crash> crashes = new ArrayList<>();
      for (int id = 0; id < SIZE; id++) {
        long atNs = 0;
        for (int life = 0; life < 3; life++) {
          atNs += random.nextLong(SECOND, 3 * SECOND);
          final long restartAfterNs = random.nextLong(1, random.nextLong(2) == 0 ? 300 * MILLISECOND : 3 * SECOND);
          final FaultPlan.CrashPoint point =
              random.nextLong(2) == 0 ? FaultPlan.CrashPoint.BETWEEN_STEPS : FaultPlan.CrashPoint.MID_SEND;
          crashes.add(new FaultPlan.Crash(id, atNs, point, FaultPlan.ANY, restartAfterNs, false));
          atNs += SECOND + restartAfterNs; // A crash in mid-send may wait a second for its step.
        }
      }
      final LinkRules rules =
          new LinkRules(0, LinkRules.Burst.NONE, 100_000_000, 0, CLEAN.reorderDelay(), 0, 0, 0, false);
      final FaultPlan plan = plan(seed, rules, crashes, 22 * SECOND);
      final Judgement judgement = run(setup(spec, SIZE, seed, plan, 40 * SECOND));
      assertEquals(
          List.of(),
          judgement.violations().stream().filter(v -> v.property() == Property.ONE_LEADER_AT_A_TIME).toList(),
          "seed=" + seed);
      assertTrue(judgement.live(), "seed=" + seed + ", " + judgement.violations());
      elections += judgement.coverage().get("elections");
    }
    assertTrue(elections > 20L * SEEDS, "elections=" + elections);
  }

  /** Elections do not cause elections without end: fifty nodes that start together agree, for O(n²) messages each. */
  @Test
  void shouldComeToRestWhenManyNodesStartAtOnce() {
    final int size = 50;
    final FaultPlan plan = plan(1, CLEAN, List.of(), 0);
    final RunSetup setup = setup(new BullySpec(), size, 1, plan, 60 * SECOND);
    final Judgement judgement = run(setup);
    assertTrue(judgement.live(), judgement.violations().toString());
    final long heartbeats = 60L * (size - 1);
    assertTrue(setup.counters().sends < heartbeats + 10L * size * size, "sends=" + setup.counters().sends);
  }

  /** As many servers down for good as may be, stale logs, loss until healing: a leader within the bound. */
  @Test
  void shouldKeepBoundOfRaft() {
    long splitVotes = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      final CounterRandom random = new CounterRandom(CounterRandom.hash(2, seed));
      final List<FaultPlan.Crash> crashes = new ArrayList<>();
      final int first = (int) random.nextLong(SIZE);
      for (int i = 0; i < seed % 3; i++) {
        crashes.add(
            new FaultPlan.Crash(
                (first + i) % SIZE,
                random.nextLong(1, 8 * SECOND),
                FaultPlan.CrashPoint.BETWEEN_STEPS,
                FaultPlan.ANY,
                FaultPlan.NEVER,
                false));
      }
      final LinkRules rules =
          new LinkRules(
              300_000_000, LinkRules.Burst.NONE, 100_000_000, 0, CLEAN.reorderDelay(), 0, 0, 0, false);
      final FaultPlan plan = plan(seed, rules, crashes, 10 * SECOND);
      final Judgement judgement = run(setup(new RaftElectionSpec(), SIZE, seed, plan, 90 * SECOND));
      final List<Property> promised = List.of(Property.ONE_LEADER_PER_EPOCH, Property.FRESH_LEADER);
      assertEquals(
          List.of(),
          judgement.violations().stream().filter(v -> promised.contains(v.property())).toList(),
          "seed=" + seed);
      assertTrue(judgement.live(), "seed=" + seed + ", " + judgement.violations());
      splitVotes += judgement.coverage().get("split-votes");
    }
    assertTrue(splitVotes > 0, "the bound is about rivals, so some must meet");
  }

  private static FaultPlan plan(
      final long seed, final LinkRules rules, final List<FaultPlan.Crash> crashes, final long healNs) {
    return new FaultPlan(
        seed,
        healNs,
        DELAY_MAX_NS,
        rules,
        new Delay.Uniform(MILLISECOND, DELAY_MAX_NS),
        List.of(),
        List.of(),
        crashes,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static RunSetup setup(
      final AlgorithmSpec spec, final int size, final long seed, final FaultPlan plan, final long durationNs) {
    final ParameterValues values = ParameterValues.defaultsOf(spec.parameters());
    final long recoverByNs = plan.healNs() + spec.recoveryBoundNs(values, size, DELAY_MAX_NS);
    assertTrue(recoverByNs < durationNs, "recoverByNs=" + recoverByNs);
    return new RunSetup(
        spec, values, WorkloadPlan.NONE, size, durationNs, seed, plan, DELAY_MAX_NS, recoverByNs, new Counters());
  }

  private static Judgement run(final RunSetup setup) {
    final ElectionJudge judge = new ElectionJudge(setup);
    final SimulationSetup simulation =
        new SimulationSetup(
            setup.spec(), setup.values(), setup.clusterSize(), setup.seed(), setup.durationNs(), setup.plan());
    assertEquals(
        List.of(),
        new Simulation(simulation, Workload.NONE, judge, null, setup.counters()).run().failures(),
        "seed=" + setup.seed());
    return judge.finish(setup.durationNs());
  }
}
