package dev.ordeal.faultlab.problem.mutex;

import static dev.ordeal.faultlab.problem.Runs.broken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.protocols.clock.mutex.LamportMutexSpec;
import dev.ordeal.protocols.core.Indication;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-made runs, good and bad. */
class MutualExclusionJudgeTest {
  private final MutualExclusionJudge judge = judge(FaultPlan.NEVER, FaultPlan.NEVER);

  private static MutualExclusionJudge judge(final long healNs, final long recoverByNs) {
    final MutualExclusionJudge judge =
        new MutualExclusionJudge(Runs.of(new LamportMutexSpec(), 3, healNs, recoverByNs));
    for (int id = 0; id < 3; id++) {
      judge.onStart(0, id);
    }
    return judge;
  }

  @Test
  void shouldFindNothingWrongWithOneAfterTheOther() {
    use(judge, 10, 0, 1, 20);
    use(judge, 20, 1, 1, 30); // at the very time the other leaves, of equal time but a higher id
    use(judge, 40, 0, 5, 50);
    final Judgement judgement = judge.finish(100);
    assertEquals(List.of(), broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
    assertArrayEquals(new long[] {1, 1, 1}, judgement.samples().get("time-to-grant"));
  }

  @Test
  void shouldFindTwoHoldersAtOnce() {
    indicate(judge, 10, 0, Indication.ENTER, 1);
    indicate(judge, 12, 2, Indication.ENTER, 2);
    final Judgement judgement = judge.finish(100);
    assertEquals(List.of("mutual-exclusion"), broken(judgement));
    assertEquals(12, judgement.violations().get(0).atNs());
    assertEquals(List.of(0, 2), judgement.violations().get(0).nodes());
  }

  @Test
  void shouldTakeNothingFromANodeThatIsDown() {
    indicate(judge, 10, 0, Indication.ENTER, 1);
    judge.onCrash(11, 0);
    indicate(judge, 12, 2, Indication.ENTER, 2);
    assertEquals(List.of(), broken(judge.finish(100)));
  }

  @Test
  void shouldFindAGrantOutOfOrder() {
    use(judge, 10, 1, 7, 20);
    use(judge, 30, 0, 7, 40); // of equal time but a lower id
    assertEquals(List.of("grant-order"), broken(judge.finish(100)));
  }

  @Test
  void shouldFindARequestThatWaitsTooLong() {
    for (final long grantedNs : new long[] {150, 151}) {
      final MutualExclusionJudge heals = judge(100, 150);
      indicate(heals, 10, 0, Indication.REQUEST, 1);
      indicate(heals, grantedNs, 0, Indication.ENTER, 1);
      final Judgement judgement = heals.finish(1_000);
      assertEquals(grantedNs <= 150, judgement.live());
      assertEquals(grantedNs <= 150 ? List.of() : List.of("eventual-grant"), broken(judgement));
    }
  }

  @Test
  void shouldFindARequestThatIsNeverGranted() {
    final MutualExclusionJudge heals = judge(100, 150);
    use(heals, 10, 1, 1, 20);
    indicate(heals, 900, 0, Indication.REQUEST, 2);
    assertTrue(heals.finish(950).live(), "not due yet");
    final MutualExclusionJudge longer = judge(100, 150);
    use(longer, 10, 1, 1, 20);
    indicate(longer, 900, 0, Indication.REQUEST, 2);
    assertFalse(longer.finish(951).live());
  }

  @Test
  void shouldSayNothingOfARunWithoutAGrant() {
    assertFalse(judge.finish(10).attempted());
  }

  private static void use(
      final MutualExclusionJudge judge, final long fromNs, final int id, final long time, final long untilNs) {
    indicate(judge, fromNs - 1, id, Indication.REQUEST, time);
    indicate(judge, fromNs, id, Indication.ENTER, time);
    indicate(judge, untilNs, id, Indication.LEAVE, time);
  }

  private static void indicate(
      final MutualExclusionJudge judge, final long timeNs, final int id, final Indication what, final long time) {
    judge.onIndication(timeNs, id, what, time, id);
  }
}
