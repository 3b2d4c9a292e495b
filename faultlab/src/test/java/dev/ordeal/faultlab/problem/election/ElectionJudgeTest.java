package dev.ordeal.faultlab.problem.election;

import static dev.ordeal.faultlab.problem.election.HandMadeRun.broken;
import static dev.ordeal.protocols.core.Indication.NO_LEADER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.protocols.core.Property;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Hand-made runs, good and bad, for each property and each measure. */
class ElectionJudgeTest {
  @Test
  void shouldBeFoundByServiceLoader() {
    assertTrue(
        ServiceLoader.load(Problem.class).stream().anyMatch(provider -> provider.type() == ElectionProblem.class));
  }

  @Test
  void shouldSampleEveryMeasureItNames() {
    final Judgement judgement = HandMadeRun.ofThree().finish(100);
    final Set<String> named =
        new ElectionProblem().measures().stream().map(Measure::name).collect(Collectors.toSet());
    assertEquals(named, judgement.samples().keySet());
  }

  @Test
  void shouldNotCountRunWithoutElectionOrLeaderAsAttempted() {
    assertFalse(HandMadeRun.ofThree().leader(5, 1, 0, NO_LEADER).finish(100).attempted());
    assertTrue(HandMadeRun.ofThree().election(5, 1, 1).finish(100).attempted());
    assertTrue(HandMadeRun.ofThree().leader(5, 1, 0, 2).finish(100).attempted());
  }

  @Test
  void shouldCatchTwoLeadersInOneEpochEvenLongApart() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .leader(10, 0, 7, 0)
            .leader(20, 0, 7, NO_LEADER)
            .leader(30, 2, 8, 2)
            .leader(40, 2, 8, NO_LEADER)
            .leader(50, 1, 7, 1)
            .finish(100);
    assertEquals(List.of(Property.ONE_LEADER_PER_EPOCH), broken(judgement));
    assertEquals(50, judgement.violations().get(0).atNs());
    assertEquals(List.of(0, 1), judgement.violations().get(0).nodes());
    assertEquals(
        "nodes 0 and 1 both led epoch 7: node 0 from 0.00000001s, node 1 from 0.00000005s",
        judgement.violations().get(0).explanation());
  }

  @Test
  void shouldCountEachFurtherLeaderOfAnEpoch() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .leader(10, 0, 7, 0)
            .leader(20, 0, 7, NO_LEADER)
            .leader(20, 1, 7, 1)
            .leader(30, 1, 7, NO_LEADER)
            .leader(30, 2, 7, 2)
            .finish(100);
    assertEquals(1, judgement.violations().size());
    assertTrue(judgement.violations().get(0).explanation().endsWith("; 2 times in this run"));
  }

  @Test
  void shouldAcceptTheSameNodeLeadingAnEpochTwice() {
    final Judgement judgement =
        HandMadeRun.ofThree().leader(10, 0, 7, 0).crash(20, 0).start(30, 0).leader(40, 0, 7, 0).finish(100);
    assertEquals(List.of(), broken(judgement));
  }

  @Test
  void shouldNotJudgeEpochsOfAlgorithmWithoutThem() {
    final Judgement judgement =
        HandMadeRun.ofThree().leader(10, 0, 0, 0).leader(20, 0, 0, NO_LEADER).leader(20, 1, 0, 1).finish(100);
    assertEquals(List.of(), broken(judgement));
  }

  @Test
  void shouldNotPassPromiseOfEpochsThatAreNeverNamed() {
    final Judgement judgement =
        new HandMadeRun(1, 0, FaultPlan.NEVER, Property.ONE_LEADER_PER_EPOCH)
            .start(0, 0)
            .leader(10, 0, 0, 0)
            .finish(100);
    assertEquals(List.of(Property.ONE_LEADER_PER_EPOCH), broken(judgement));
  }

  @Test
  void shouldCatchOverlapAndSayHowLong() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .leader(10, 0, 1, 0)
            .leader(20, 2, 2, 2)
            .leader(25, 0, 2, 2)
            .leader(40, 1, 3, 1)
            .leader(70, 2, 3, 1)
            .finish(100);
    assertEquals(List.of(Property.ONE_LEADER_AT_A_TIME), broken(judgement));
    assertEquals(20, judgement.violations().get(0).atNs());
    assertEquals(List.of(0, 2), judgement.violations().get(0).nodes());
    assertArrayEquals(new long[] {1}, judgement.samples().get("overlap"));
    assertArrayEquals(new long[] {350_000_000L}, judgement.samples().get("overlap-share"));
    assertArrayEquals(new long[] {30}, judgement.samples().get("longest-overlap"));
  }

  @Test
  void shouldTolerateOverlapUpToTheTolerance() {
    final Judgement exact =
        new HandMadeRun(3, 5, FaultPlan.NEVER)
            .startAll(3)
            .leader(10, 0, 1, 0)
            .leader(20, 2, 2, 2)
            .leader(25, 0, 2, 2)
            .finish(100);
    assertEquals(List.of(), broken(exact));
    assertArrayEquals(new long[] {1}, exact.samples().get("overlap"));

    final Judgement longer =
        new HandMadeRun(3, 5, FaultPlan.NEVER)
            .startAll(3)
            .leader(10, 0, 1, 0)
            .leader(20, 2, 2, 2)
            .leader(26, 0, 2, 2)
            .finish(100);
    assertEquals(List.of(Property.ONE_LEADER_AT_A_TIME), broken(longer));
    assertEquals(25, longer.violations().get(0).atNs());
  }

  @Test
  void shouldJudgeOverlapThatTheEndOfTheRunCutsShort() {
    final Judgement judgement = HandMadeRun.ofThree().leader(10, 0, 1, 0).leader(90, 2, 2, 2).finish(100);
    assertEquals(List.of(Property.ONE_LEADER_AT_A_TIME), broken(judgement));
    assertArrayEquals(new long[] {10}, judgement.samples().get("longest-overlap"));
  }

  @Test
  void shouldEndLeadershipAtCrash() {
    final Judgement judgement =
        HandMadeRun.ofThree().leader(10, 0, 1, 0).crash(20, 0).leader(20, 2, 2, 2).start(30, 0).finish(100);
    assertEquals(List.of(), broken(judgement));
    assertArrayEquals(new long[] {0}, judgement.samples().get("overlap"));
    assertArrayEquals(new long[] {}, judgement.samples().get("longest-overlap"));
  }

  @Test
  void shouldNotCallHandOverWithinAnInstantAnOverlap() {
    final Judgement judgement =
        HandMadeRun.ofThree().leader(10, 0, 1, 0).leader(20, 2, 2, 2).leader(20, 0, 2, 2).finish(100);
    assertEquals(List.of(), broken(judgement));
    assertArrayEquals(new long[] {0}, judgement.samples().get("overlap"));
  }

  @Test
  void shouldNotSplitOverlapAtGapOfNoLength() {
    final Judgement judgement =
        new HandMadeRun(3, 15, FaultPlan.NEVER)
            .startAll(3)
            .leader(10, 0, 1, 0)
            .leader(20, 2, 2, 2)
            .leader(30, 0, 1, NO_LEADER)
            .leader(30, 0, 3, 0)
            .leader(40, 0, 3, NO_LEADER)
            .finish(100);
    assertEquals(List.of(Property.ONE_LEADER_AT_A_TIME), broken(judgement));
    assertArrayEquals(new long[] {20}, judgement.samples().get("longest-overlap"));
  }

  @Test
  void shouldCatchLeaderWithLogBehindAMajority() {
    final Judgement term =
        HandMadeRun.ofThree().logEnd(0, 2, 9).logEnd(1, 3, 1).logEnd(2, 3, 1).leader(10, 0, 4, 0).finish(100);
    assertEquals(List.of(Property.FRESH_LEADER), broken(term));
    assertEquals(List.of(0, 1, 2), term.violations().get(0).nodes());

    final Judgement index =
        HandMadeRun.ofThree().logEnd(0, 3, 4).logEnd(1, 3, 5).logEnd(2, 3, 6).leader(10, 0, 4, 0).finish(100);
    assertEquals(List.of(Property.FRESH_LEADER), broken(index));
  }

  @Test
  void shouldAcceptLeaderWithLogAsFreshAsAMajority() {
    final Judgement judgement =
        HandMadeRun.ofThree().logEnd(0, 2, 9).logEnd(1, 2, 9).logEnd(2, 3, 1).leader(10, 0, 4, 0).finish(100);
    assertEquals(List.of(), broken(judgement));
  }

  @Test
  void shouldNotHoldUnknownLogsAgainstALeader() {
    final Judgement judgement = HandMadeRun.ofThree().logEnd(0, 2, 9).logEnd(2, 3, 1).leader(10, 0, 4, 0).finish(100);
    assertEquals(List.of(), broken(judgement));
  }

  @Test
  void shouldJudgeAgreementAtRecoveryTime() {
    final Judgement inTime = agreeing(50).leader(50, 0, 1, 2).finish(100);
    assertTrue(inTime.live());
    assertEquals(List.of(), broken(inTime));

    final Judgement late = agreeing(49).leader(50, 0, 1, 2).finish(100);
    assertFalse(late.live());
    assertEquals(List.of(Property.EVENTUAL_AGREEMENT), broken(late));
    assertEquals(49, late.violations().get(0).atNs());
    assertTrue(late.violations().get(0).explanation().startsWith("agreement on node 2 came at 0.00000005s"));
  }

  @Test
  void shouldDemandThatAgreementLasts() {
    final Judgement judgement =
        agreeing(60).leader(50, 0, 1, 2).leader(70, 0, 1, NO_LEADER).leader(71, 0, 1, 2).finish(100);
    assertFalse(judgement.live());
    assertEquals(70, judgement.violations().get(0).atNs());
  }

  @Test
  void shouldNotCallAgreementOnADeadLeaderAgreement() {
    final Judgement judgement = agreeing(60).leader(50, 0, 1, 2).crash(55, 2).finish(100);
    assertFalse(judgement.live());
  }

  @Test
  void shouldAgreeWithoutTheDead() {
    final Judgement judgement = agreeing(60).crash(55, 0).finish(100);
    assertTrue(judgement.live());
  }

  @Test
  void shouldNotCallNobodyAgreement() {
    assertFalse(new HandMadeRun(3, 0, 50).startAll(3).finish(100).live());
    assertFalse(new HandMadeRun(1, 0, 50).finish(100).live());
  }

  @Test
  void shouldDemandNoAgreementThatIsNeverDueOrDueAfterTheEnd() {
    for (final HandMadeRun run : List.of(HandMadeRun.ofThree(), new HandMadeRun(3, 0, 101).startAll(3))) {
      final Judgement judgement = run.leader(10, 2, 1, 2).leader(15, 1, 1, 2).leader(20, 1, 2, NO_LEADER).finish(100);
      assertEquals(List.of(), judgement.violations());
      assertTrue(judgement.live(), "a majority had a leader once");
    }
  }

  @Test
  void shouldNotCallARunLiveInWhichNobodyEverLed() {
    final Judgement judgement = HandMadeRun.ofThree().leader(10, 2, 1, 2).finish(100);
    assertEquals(List.of(), judgement.violations(), "nothing was demanded");
    assertFalse(judgement.live());
  }

  @Test
  void shouldMeasureTimeToLeaderAvailabilityAndRecovery() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .leader(10, 2, 1, 2)
            .leader(15, 1, 1, 2)
            .leader(20, 0, 1, 2)
            .crash(50, 2)
            .leader(55, 1, 2, 1)
            .leader(61, 0, 2, 1)
            .leader(80, 1, 2, NO_LEADER)
            .leader(83, 1, 3, 1)
            .finish(100);
    assertArrayEquals(new long[] {15, 11, 3}, judgement.samples().get("time-to-leader"));
    assertArrayEquals(new long[] {11}, judgement.samples().get("time-to-recover"));
    assertArrayEquals(new long[] {710_000_000L}, judgement.samples().get("availability"));
    assertArrayEquals(new long[] {1}, judgement.samples().get("leader-changes"));
    assertEquals(1, judgement.coverage().get("crashes-of-leader"));
    assertEquals(0, judgement.coverage().get("leaderless-at-end"));
  }

  @Test
  void shouldNotMeasureRecoveryFromTheCrashOfAStaleLeader() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .leader(10, 0, 1, 0)
            .leader(20, 1, 2, 1)
            .leader(20, 2, 2, 1)
            .crash(30, 0)
            .crash(40, 2)
            .start(45, 2)
            .leader(46, 2, 2, 1)
            .finish(100);
    assertArrayEquals(new long[] {}, judgement.samples().get("time-to-recover"));
    assertEquals(1, judgement.coverage().get("crashes-of-leader"));
  }

  @Test
  void shouldChargeElectionsForTheirMessages() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .sends(3)
            .election(5, 2, 1)
            .sends(4)
            .election(6, 1, 2)
            .sends(2)
            .leader(10, 2, 1, 2)
            .leader(11, 1, 1, 2)
            .sends(100)
            .election(50, 0, 2)
            .sends(5)
            .leader(60, 2, 2, NO_LEADER)
            .sends(1)
            .leader(61, 0, 2, 0)
            .leader(62, 1, 2, 0)
            .finish(100);
    assertArrayEquals(new long[] {6, 6}, judgement.samples().get("messages-per-election"));
    assertArrayEquals(new long[] {60, 60}, judgement.samples().get("bytes-per-election"));
  }

  @Test
  void shouldNotChargeACandidacyThatCameToNothing() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .leader(10, 2, 1, 2)
            .leader(11, 1, 1, 2)
            .election(20, 0, 2)
            .sends(7)
            .leader(25, 0, 2, 2)
            .sends(100)
            .crash(40, 2)
            .election(45, 1, 3)
            .sends(4)
            .leader(50, 1, 3, 1)
            .leader(51, 0, 3, 1)
            .finish(100);
    assertArrayEquals(new long[] {4}, judgement.samples().get("messages-per-election"));
  }

  @Test
  void shouldCountSplitVotesInEpochsThatAreOver() {
    final Judgement judgement =
        HandMadeRun.ofThree()
            .election(5, 0, 1)
            .election(5, 1, 1)
            .election(9, 0, 2)
            .election(9, 2, 2)
            .leader(12, 2, 2, 2)
            .election(20, 0, 3)
            .election(21, 0, 3)
            .election(30, 0, 4)
            .election(31, 1, 4)
            .finish(100);
    assertEquals(1, judgement.coverage().get("split-votes"));
    assertEquals(8, judgement.coverage().get("elections"));
  }

  @Test
  void shouldTakeAnIdThatNoNodeHasForNobody() {
    final Judgement judgement = HandMadeRun.ofThree().leader(10, 0, 1, 77).leader(11, 0, 1, -9).finish(100);
    assertEquals(List.of(), broken(judgement));
  }

  @Test
  void shouldListViolationsEarliestFirst() {
    final Judgement judgement =
        new HandMadeRun(3, 0, 15)
            .startAll(3)
            .leader(10, 0, 1, 0)
            .leader(20, 1, 2, 1)
            .leader(30, 1, 1, 1)
            .finish(100);
    assertEquals(
        List.of(Property.EVENTUAL_AGREEMENT, Property.ONE_LEADER_AT_A_TIME, Property.ONE_LEADER_PER_EPOCH),
        broken(judgement));
  }

  @Test
  void shouldRefuseNodesThatActWhileDown() {
    assertThrows(IllegalStateException.class, () -> HandMadeRun.ofThree().crash(1, 0).leader(2, 0, 1, 0));
    assertThrows(IllegalStateException.class, () -> HandMadeRun.ofThree().start(1, 0));
  }

  private static HandMadeRun agreeing(final long recoverByNs) {
    return new HandMadeRun(3, 0, recoverByNs).startAll(3).leader(10, 2, 1, 2).leader(12, 1, 1, 2);
  }
}
