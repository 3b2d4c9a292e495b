package dev.ordeal.faultlab.problem.consensus;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.faultlab.problem.WorkloadPlan;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.core.Indication;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge of consensus, told runs by hand. */
class ConsensusJudgeTest {
  private ConsensusJudge judge;

  @BeforeEach
  void start() {
    judge = judge(FaultPlan.NEVER, FaultPlan.NEVER);
  }

  @Test
  void shouldFindNothingWrongWithAgreement() {
    propose(1, 0, 7);
    propose(2, 1, 3);
    say(3, 0, Indication.ROUND, 1);
    decide(4, 0, 3);
    say(5, 1, Indication.ROUND, 2);
    decide(6, 1, 3);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of(), Runs.broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
    assertArrayEquals(new long[] {1, 2}, judgement.samples().get("rounds"));
    assertArrayEquals(new long[] {3, 4}, judgement.samples().get("time-to-decide"));
    assertEquals(2, judgement.coverage().get("decisions"));
    assertEquals(1, judgement.coverage().get("different-proposals"));
  }

  @Test
  void shouldFindDecisionThatNobodyProposed() {
    propose(1, 0, 7);
    decide(2, 0, 8);
    assertEquals(List.of("validity"), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldFindDecisionBeforeItsProposal() {
    propose(1, 0, 7);
    decide(2, 1, 3);
    propose(3, 1, 3);
    assertEquals(List.of("validity"), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldCountDecisionOfNodeThatCrashesAfter() {
    propose(1, 0, 7);
    propose(1, 1, 3);
    decide(2, 0, 7);
    judge.onCrash(3, 0);
    decide(4, 1, 3);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("uniform-agreement"), Runs.broken(judgement));
    assertEquals("node 1 decided 3 at 0.000000004s, and node 0 had decided 7",
        judgement.violations().get(0).explanation());
    assertEquals(1, judgement.coverage().get("decisions-before-crash"));
  }

  @Test
  void shouldFindSecondDecisionInALifeThoughItIsTheSame() {
    propose(1, 0, 7);
    decide(2, 0, 7);
    decide(3, 0, 7);
    assertEquals(List.of("integrity"), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldLetANodeDecideAgainInAnotherLife() {
    propose(1, 0, 7);
    decide(2, 0, 7);
    judge.onCrash(3, 0);
    judge.onStart(4, 0);
    decide(5, 0, 7);
    assertEquals(List.of(), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldFindANodeThatDecidesOtherwiseInAnotherLife() {
    propose(1, 0, 7);
    propose(1, 1, 3);
    decide(2, 0, 7);
    judge.onCrash(3, 0);
    judge.onStart(4, 0);
    decide(5, 0, 3);
    assertEquals(List.of("uniform-agreement", "integrity"), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldDemandDecisionsSoLongAfterHealingOrTheProposal() {
    judge = judge(100, 150);
    propose(1, 0, 7);
    propose(1, 1, 7);
    propose(200, 2, 7);
    decide(150, 0, 7);
    decide(151, 1, 7);
    decide(250, 2, 7);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("termination"), Runs.broken(judgement));
    assertEquals(List.of(1), judgement.violations().get(0).nodes());
    assertFalse(judgement.live());
  }

  @Test
  void shouldDemandNothingOfDeadOrUnaskedNodes() {
    judge = judge(100, 150);
    propose(1, 0, 7);
    propose(1, 1, 7);
    decide(2, 0, 7);
    judge.onCrash(3, 1);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of(), Runs.broken(judgement));
    assertTrue(judgement.live());
  }

  /** A node may say what it likes of its proposal; its client knows. */
  @Test
  void shouldFindDecisionOnWhatANodeMadeUp() {
    judge.onHandIn(1, 0, 7);
    judge.onIndication(1, 0, Indication.PROPOSE, 0, 8);
    decide(2, 0, 8);
    assertEquals(List.of("validity"), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldNotCountWhatIsHandedToADeadNode() {
    propose(1, 0, 7);
    judge.onCrash(2, 1);
    judge.onHandIn(3, 1, 8);
    decide(4, 0, 8);
    assertEquals(List.of("validity"), Runs.broken(judge.finish(1_000)));
  }

  @Test
  void shouldDemandDecisionsOfNodesThatNeverTakeTheirProposals() {
    judge = judge(100, 150);
    propose(1, 0, 7);
    decide(2, 0, 7);
    judge.onHandIn(3, 1, 7);
    propose(3, 2, 7);
    judge.onCrash(4, 2);
    judge.onStart(50, 2);
    judge.onHandIn(60, 2, 7);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("termination"), Runs.broken(judgement));
    assertEquals(
        "node 1, which was handed a value at 0.000000003s, was to decide by 0.00000015s and had not by the end,"
            + " 0.000001s; 2 late or missing decisions in this run",
        judgement.violations().get(0).explanation());
  }

  /** Nobody decided, and nobody had to yet. */
  @Test
  void shouldSayNothingOfARunThatEndsBeforeAnyDecisionIsDue() {
    judge = judge(100, 150);
    propose(951, 0, 7);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of(), Runs.broken(judgement));
    assertFalse(judgement.attempted());
  }

  /** The only node that was asked in time is down. */
  @Test
  void shouldSayNothingOfARunInWhichWhoeverHadToDecideIsDown() {
    judge = judge(100, 150);
    propose(1, 0, 7);
    judge.onCrash(2, 0);
    assertFalse(judge.finish(1_000).attempted());
  }

  @Test
  void shouldTellOfARunInWhichADecisionIsDueOrCame() {
    judge = judge(100, 150);
    propose(950, 0, 7);
    assertTrue(judge.finish(1_000).attempted());
    judge = judge(100, 150);
    propose(951, 0, 7);
    decide(952, 0, 7);
    final Judgement judgement = judge.finish(1_000);
    assertTrue(judgement.attempted() && judgement.live());
  }

  @Test
  void shouldSayThatNothingWasAttempted() {
    assertFalse(judge.finish(1_000).attempted());
  }

  private static ConsensusJudge judge(final long healNs, final long recoverByNs) {
    final RunSetup setup = Runs.of(new PaxosSpec(), 3, healNs, recoverByNs);
    final ConsensusJudge judge =
        new ConsensusJudge(
            new RunSetup(
                setup.spec(),
                setup.values(),
                WorkloadPlan.defaultsOf(new ConsensusProblem().workload()),
                3,
                1_000,
                1,
                setup.plan(),
                1,
                recoverByNs,
                setup.counters()));
    for (int id = 0; id < 3; id++) {
      judge.onStart(0, id);
    }
    return judge;
  }

  private void propose(final long atNs, final int nodeId, final long value) {
    judge.onHandIn(atNs, nodeId, value);
    judge.onIndication(atNs, nodeId, Indication.PROPOSE, 0, value);
  }

  private void decide(final long atNs, final int nodeId, final long value) {
    judge.onIndication(atNs, nodeId, Indication.DECIDE, 0, value);
  }

  private void say(final long atNs, final int nodeId, final Indication indication, final long key) {
    judge.onIndication(atNs, nodeId, indication, key, 0);
  }
}
