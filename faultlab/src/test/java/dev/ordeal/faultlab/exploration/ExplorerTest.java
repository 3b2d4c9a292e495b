package dev.ordeal.faultlab.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.exploration.ExplorationResult.End;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.benor.BenOrSpec;
import dev.ordeal.protocols.consensus.benor.BenOrTwin;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegTwin;
import dev.ordeal.protocols.consensus.flooding.EarlyDecidingSpec;
import dev.ordeal.protocols.consensus.flooding.EarlyDecidingTwin;
import dev.ordeal.protocols.consensus.flooding.FloodSetLateTwin;
import dev.ordeal.protocols.consensus.flooding.FloodSetSpec;
import dev.ordeal.protocols.consensus.flooding.FloodSetTwin;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.consensus.paxos.PaxosTwin;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Small worlds exhausted: nothing breaks in them, and every broken twin does. */
class ExplorerTest {
  private static final long NONE = ConsensusNode.NO_VALUE;
  private static final int DEPTH_MAX = 200;
  private static final long WORLDS_MAX = 2_000_000;

  /** Every crash pattern and every partial send, whoever proposes 0 and whoever 1. */
  @Test
  void shouldExhaustFloodingOfThree() {
    for (final AlgorithmSpec spec : List.of(new FloodSetSpec(), new EarlyDecidingSpec())) {
      for (final List<Long> proposals : allOf(3, 2)) {
        for (int crashes = 0; crashes < 3; crashes++) {
          assertExhausted(inRounds(spec, Map.of(), proposals, crashes));
          assertExhausted(inRounds(spec, Map.of("faults", (long) crashes), proposals, crashes));
        }
      }
    }
  }

  @Test
  void shouldExhaustFloodSetOfFour() {
    final ExplorationResult result =
        assertExhausted(inRounds(new FloodSetSpec(), Map.of(), List.of(0L, 1L, 1L, 1L), 3));
    assertTrue(result.worlds() > 10_000, "worlds=" + result.worlds());
  }

  @Test
  void shouldExhaustPaxosOfTwoProposersWithoutDeadlines() {
    assertExhausted(async(new PaxosSpec(), List.of(0L, 1L, NONE), 0, 0, DEPTH_MAX));
  }

  @Test
  void shouldFindNothingInPaxosUpToADepth() {
    final ExplorationResult result = new Explorer(async(new PaxosSpec(), List.of(0L, 1L, 1L), 1, 1, 8)).run();
    assertEquals(End.DEPTH, result.end());
    assertEquals(8, result.depth());
    assertNull(result.explanation());
  }

  /** The world of three proposers does not end where they are told of refusals; up to here there are so many states. */
  @Test
  void shouldFindNothingInPaxosOfThreeProposersUpToADepth() {
    final ExplorationResult result = new Explorer(async(new PaxosSpec(), List.of(0L, 1L, 2L), 0, 0, 12)).run();
    assertEquals(End.DEPTH, result.end());
    assertTrue(result.worlds() > 500_000, "worlds=" + result.worlds());
  }

  @Test
  void shouldFindFloodSetThatStopsARoundTooSoon() {
    final ExplorationPlan plan = inRounds(new FloodSetTwin(), Map.of("faults", 1L), List.of(0L, 1L, 1L), 1);
    assertFound(plan, 11, "crashes for good", "decides 0", "decides 1");
  }

  @Test
  void shouldFindEarlyDecisionOneRoundTooSoon() {
    final ExplorationPlan plan = inRounds(new EarlyDecidingTwin(), Map.of(), List.of(0L, 1L, 1L), 2);
    assertFound(plan, 15, "crashes for good", "decides 0", "decides 1");
  }

  @Test
  void shouldFindAcceptorThatForgetsItsPromise() {
    final ExplorationPlan plan = async(PaxosTwin.FORGETS_PROMISE, List.of(0L, 1L, NONE), 1, 0, DEPTH_MAX);
    assertFound(plan, 11, "comes back", "Accept{ballot=3, value=0}", "decides 1");
    assertExhausted(async(PaxosTwin.FORGETS_PROMISE, List.of(0L, 1L, NONE), 0, 0, DEPTH_MAX));
  }

  @Test
  void shouldFindAcceptorBelowItsPromise() {
    assertFound(
        async(PaxosTwin.ACCEPTS_BELOW_PROMISE, List.of(0L, 1L, NONE), 0, 0, DEPTH_MAX), 10, "Promise{ballot=4");
  }

  @Test
  void shouldFindProposerThatIgnoresWhatWasAccepted() {
    assertFound(
        async(PaxosTwin.IGNORES_ACCEPTED, List.of(0L, 1L, NONE), 0, 0, DEPTH_MAX), 10, "acceptedBallot=3");
  }

  @Test
  void shouldFindBenOrThatTakesOneNodesWord() {
    final ExplorationPlan plan = drawing(new BenOrTwin(), 1, 12);
    assertFound(plan, 12, "Ratify{phase=1, value=1}", "decides 1", "decides 0");
    final ExplorationResult sibling = new Explorer(drawing(new BenOrSpec(), 0, 12)).run();
    assertEquals(End.DEPTH, sibling.end());
  }

  @Test
  void shouldFindCoordinatorThatTakesAMinority() {
    assertFound(async(new ChandraTouegTwin(), List.of(0L, 1L, 1L), 0, 1, DEPTH_MAX), 3, "adopted=F", "decides 1");
    final ExplorationResult sibling = new Explorer(async(new ChandraTouegSpec(), List.of(0L, 1L, 1L), 0, 2, 13)).run();
    assertEquals(End.DEPTH, sibling.end());
  }

  /** A world that does not end by itself is cut, and that is said. */
  @Test
  void shouldSayWhatCutTheSearch() {
    final AlgorithmSpec spec = new PaxosSpec();
    final ExplorationPlan plan =
        new ExplorationPlan(spec, defaults(spec), List.of(0L, 1L, 1L), 0, 0, 0, 0, DEPTH_MAX, 1_000);
    final ExplorationResult result = new Explorer(plan).run();
    assertEquals(End.WORLDS, result.end());
    assertEquals(1_000, result.worlds());
  }

  /** A lone node asks itself, and that is all: one action, whatever the bound. */
  @Test
  void shouldCountTheActionsOfTheLongestSchedule() {
    for (final int depthMax : List.of(1, 2, DEPTH_MAX)) {
      final ExplorationResult result = assertExhausted(async(new PaxosSpec(), List.of(0L), 0, 0, depthMax));
      assertEquals(1, result.transitions());
      assertEquals(1, result.depth());
      assertEquals(2, result.worlds());
    }
  }

  /** As many worlds as the bound are not more. */
  @Test
  void shouldExhaustAWorldAsLargeAsTheBound() {
    final AlgorithmSpec spec = new PaxosSpec();
    final ExplorationResult all = new Explorer(async(spec, List.of(0L, 1L, NONE), 0, 0, DEPTH_MAX)).run();
    for (final long less : List.of(0L, 1L)) {
      final long worldsMax = all.worlds() - less;
      final ExplorationResult result =
          new Explorer(
                  new ExplorationPlan(
                      spec, defaults(spec), List.of(0L, 1L, NONE), 0, 0, 0, 0, DEPTH_MAX, worldsMax))
              .run();
      assertEquals(less == 0 ? End.EXHAUSTED : End.WORLDS, result.end());
      assertEquals(worldsMax, result.worlds());
    }
  }

  /** All proposals come when the first round has begun: nobody decides, and nobody decides two things. */
  @Test
  void shouldBreakNothingButTerminationIfProposalsComeLate() {
    for (final AlgorithmSpec spec : List.of(new FloodSetSpec(), new EarlyDecidingSpec())) {
      final ExplorationPlan late = inRounds(spec, Map.of("first-round", 0L), List.of(0L, 1L, 1L), 2);
      assertEquals(Property.TERMINATION, new Explorer(late).run().broken());
      assertEquals(
          List.of("proposals come when the first round has begun, and have no say then (first round at 0s)"),
          late.beyond());
      assertEquals(List.of(), inRounds(spec, Map.of(), List.of(0L, 1L, 1L), 2).beyond());
    }
  }

  /** The same schedules find the bug of a sibling that floods what comes late. */
  @Test
  void shouldFindFloodSetThatTakesLateProposals() {
    final ExplorationPlan plan =
        inRounds(
            new FloodSetLateTwin(), Map.of("faults", 1L, "first-round", 0L), List.of(0L, 1L, 1L), 1);
    final ExplorationResult result = new Explorer(plan).run();
    assertEquals(Property.UNIFORM_AGREEMENT, result.broken(), () -> String.join("\n", result.schedule()));
  }

  @Test
  void shouldRefuseWhatAWorldCannotHave() {
    assertRefused(
        "no crashes to be had of this algorithm: crashes=1, algorithm=paxos; a node that takes no step any more is"
            + " one, so all are tried anyway",
        () -> inRounds(new PaxosSpec(), Map.of(), List.of(0L, 1L), 1));
    assertRefused(
        "no restarts to be had of this algorithm: restarts=1, algorithm=flood-set; nobody comes back in the middle of"
            + " rounds",
        () -> async(new FloodSetSpec(), List.of(0L, 1L), 1, 0, 1));
    assertRefused(
        "no deadlines to be had of this algorithm: deadlines=1, algorithm=flood-set; rounds end when they end",
        () -> async(new FloodSetSpec(), List.of(0L, 1L), 0, 1, 1));
    assertRefused("nobody proposes anything: nodes=2", () -> async(new PaxosSpec(), List.of(NONE, NONE), 0, 0, 1));
    assertRefused(
        "proposal out of range: value=2, min=0, max=1, none=-1",
        () -> async(new BenOrSpec(), List.of(0L, 1L, 2L), 0, 0, 1));
  }

  private static void assertRefused(final String message, final Executable plan) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, plan).getMessage());
  }

  @Test
  void shouldRefuseBoundsOutOfRange() {
    final AlgorithmSpec spec = new PaxosSpec();
    final String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> new ExplorationPlan(spec, defaults(spec), List.of(64L), 0, 0, 0, 0, 1, 1))
            .getMessage();
    assertEquals("proposal out of range: value=64, min=0, max=63, none=-1", message);
  }

  private static ExplorationResult assertExhausted(final ExplorationPlan plan) {
    final ExplorationResult result = new Explorer(plan).run();
    assertEquals(End.EXHAUSTED, result.end(), () -> result.explanation() + "\n" + String.join("\n", result.schedule()));
    return result;
  }

  private static void assertFound(final ExplorationPlan plan, final int length, final String... parts) {
    final ExplorationResult result = new Explorer(plan).run();
    assertEquals(End.VIOLATED, result.end(), plan.spec().name());
    assertEquals(Property.UNIFORM_AGREEMENT, result.broken());
    assertEquals(length, result.schedule().size());
    final String schedule = String.join("\n", result.schedule());
    for (final String part : parts) {
      assertTrue(schedule.contains(part), schedule);
    }
  }

  private static ExplorationPlan inRounds(
      final AlgorithmSpec spec, final Map<String, Long> chosen, final List<Long> proposals, final int crashes) {
    return new ExplorationPlan(
        spec, ParameterValues.of(spec.parameters(), chosen), proposals, crashes, 0, 0, 0, DEPTH_MAX, WORLDS_MAX);
  }

  private static ExplorationPlan async(
      final AlgorithmSpec spec,
      final List<Long> proposals,
      final int restarts,
      final int deadlines,
      final int depth) {
    return new ExplorationPlan(
        spec, defaults(spec), proposals, 0, restarts, deadlines, 0, depth, WORLDS_MAX);
  }

  private static ExplorationPlan drawing(final AlgorithmSpec spec, final int coins, final int depth) {
    return new ExplorationPlan(spec, defaults(spec), List.of(0L, 1L, 1L), 0, 0, 0, coins, depth, WORLDS_MAX);
  }

  private static ParameterValues defaults(final AlgorithmSpec spec) {
    return ParameterValues.defaultsOf(spec.parameters());
  }

  /** All ways to hand so many nodes one of so many values. */
  private static List<List<Long>> allOf(final int nodes, final int values) {
    List<List<Long>> all = List.of(List.of());
    for (int id = 0; id < nodes; id++) {
      final List<List<Long>> longer = new ArrayList<>();
      for (final List<Long> some : all) {
        for (long value = 0; value < values; value++) {
          final List<Long> more = new ArrayList<>(some);
          more.add(value);
          longer.add(more);
        }
      }
      all = longer;
    }
    return all;
  }
}
