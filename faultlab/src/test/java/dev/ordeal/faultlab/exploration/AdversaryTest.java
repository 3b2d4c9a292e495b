package dev.ordeal.faultlab.exploration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.benor.BenOrSpec;
import dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.consensus.viabroadcast.ConsensusFromBroadcastSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The schedule of Fischer, Lynch and Paterson: the deterministic never decide, and a coin does. */
class AdversaryTest {
  private static final int STEPS = 60;

  /** No message waits for ever: so many steps at most. */
  private static final int WAIT_MAX = 30;

  @Test
  void shouldKeepDuellingProposersUndecided() {
    assertHeld(new PaxosSpec(), Map.of("duel", 1L));
  }

  /** Time-outs are no help where they mean nothing. */
  @Test
  void shouldKeepPatientProposersUndecided() {
    assertHeld(new PaxosSpec(), Map.of());
  }

  @Test
  void shouldKeepRotatingCoordinatorsUndecidedIfTheDetectorIsNeverAccurate() {
    assertHeld(new ChandraTouegSpec(), Map.of());
  }

  @Test
  void shouldKeepABroadcastOverRotatingCoordinatorsUndecided() {
    assertHeld(new ConsensusFromBroadcastSpec(), Map.of());
  }

  /** Two of three reports never come, and bare nodes ask nobody again. */
  @Test
  void shouldEndUndecidedIfNothingCanHappen() {
    final Adversary.Outcome outcome =
        adversary(new BenOrSpec(), Map.of(), List.of(0L, ConsensusNode.NO_VALUE, ConsensusNode.NO_VALUE), 1)
            .run(STEPS);
    assertTrue(outcome.hasHeld() && outcome.steps() < STEPS, outcome.toString());
  }

  /** The same scheduler, which does not know what a coin will show. */
  @Test
  void shouldNotKeepCoinsFromDeciding() {
    for (long seed = 2; seed < 6; seed++) {
      final Adversary.Outcome outcome = adversary(new BenOrSpec(), Map.of(), List.of(0L, 1L, 1L), seed).run(200);
      assertFalse(outcome.hasHeld(), outcome.toString());
    }
  }

  /** The coin that all see is as little known to it before it is tossed. */
  @Test
  void shouldNotKeepACommonCoinFromDeciding() {
    for (long seed = 2; seed < 6; seed++) {
      final Adversary.Outcome outcome =
          adversary(new BenOrSpec(), Map.of("common-coin", 1L), List.of(0L, 1L, 1L), seed).run(300);
      assertFalse(outcome.hasHeld(), outcome.toString());
    }
  }

  /** For as long as asked: a step costs the same however many came before. */
  @Test
  void shouldGoOnForLong() {
    final Adversary.Outcome outcome =
        adversary(new PaxosSpec(), Map.of("duel", 1L), List.of(0L, 1L, 1L), 1).run(20_000);
    assertTrue(outcome.hasHeld() && outcome.rounds() > 1_000, outcome.toString());
  }

  /** Where all propose the same there is nothing to choose. */
  @Test
  void shouldNotHelpAgainstOneProposal() {
    final Adversary.Outcome outcome = adversary(new PaxosSpec(), Map.of(), List.of(1L, 1L, 1L), 1).run(STEPS);
    assertEquals(1, outcome.decided());
  }

  private static void assertHeld(final AlgorithmSpec spec, final Map<String, Long> chosen) {
    final Adversary.Outcome outcome = adversary(spec, chosen, List.of(0L, 1L, 1L), 1).run(STEPS);
    assertTrue(outcome.hasHeld() && outcome.steps() == STEPS, outcome.toString());
    assertTrue(outcome.delivered() > STEPS / 2 && outcome.rounds() > 3, outcome.toString());
    assertTrue(outcome.longestWait() <= WAIT_MAX, outcome.toString());
  }

  private static Adversary adversary(
      final AlgorithmSpec spec, final Map<String, Long> chosen, final List<Long> proposals, final long seed) {
    return new Adversary(
        new ExplorationPlan(
            spec, ParameterValues.of(spec.parameters(), chosen), proposals, 0, 0, 0, 16, 1, 1),
        seed);
  }
}
