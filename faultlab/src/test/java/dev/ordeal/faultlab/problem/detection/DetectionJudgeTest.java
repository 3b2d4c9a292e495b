package dev.ordeal.faultlab.problem.detection;

import static dev.ordeal.faultlab.problem.Runs.broken;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Runs;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec;
import dev.ordeal.protocols.detector.omega.OmegaSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Hand-made runs, good and bad, of three nodes that heal at 100 and have 50 from then on. */
class DetectionJudgeTest {
  private final DetectionJudge judge = started(Runs.of(new HeartbeatSpec(), 3, 100, 150));

  private static DetectionJudge started(final RunSetup setup) {
    final DetectionJudge judge = new DetectionJudge(setup);
    for (int id = 0; id < setup.clusterSize(); id++) {
      judge.onStart(0, id);
    }
    return judge;
  }

  @Test
  void shouldFindNothingWrongWithACrashThatAllNotice() {
    judge.onCrash(40, 2);
    suspect(judge, 60, 0, 2);
    suspect(judge, 70, 1, 2);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of(), broken(judgement));
    assertTrue(judgement.attempted() && judgement.live());
    assertArrayEquals(new long[] {20, 30}, judgement.samples().get("detection-time"));
    assertArrayEquals(new long[] {0}, judgement.samples().get("mistakes-per-day"));
    assertArrayEquals(new long[] {1_000_000_000}, judgement.samples().get("query-accuracy"));
  }

  @Test
  void shouldFindACrashThatOneNodeMissesOrNoticesTooLate() {
    for (final long noticedNs : new long[] {150, 151}) {
      final DetectionJudge late = started(Runs.of(new HeartbeatSpec(), 3, 100, 150));
      late.onCrash(40, 2);
      suspect(late, 60, 0, 2);
      suspect(late, noticedNs, 1, 2);
      final Judgement judgement = late.finish(1_000);
      assertEquals(noticedNs <= 150 ? List.of() : List.of("strong-completeness"), broken(judgement));
      assertEquals(noticedNs <= 150, judgement.live());
    }
    judge.onCrash(40, 2);
    suspect(judge, 60, 0, 2);
    assertEquals(List.of("strong-completeness"), broken(judge.finish(1_000)), "node 0 noticed");
  }

  @Test
  void shouldFindACrashThatNobodyNotices() {
    judge.onCrash(40, 2);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("strong-completeness", "weak-completeness"), broken(judgement));
    assertEquals(List.of(0, 2), judgement.violations().get(0).nodes());
    assertEquals(150, judgement.violations().get(0).atNs());
    assertEquals(2, judgement.coverage().get("undetected"));
  }

  @Test
  void shouldFindASuspicionThatDoesNotLast() {
    judge.onCrash(40, 2);
    suspect(judge, 60, 0, 2);
    suspect(judge, 60, 1, 2);
    trust(judge, 500, 0, 2);
    suspect(judge, 501, 0, 2);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("strong-completeness"), broken(judgement));
    assertEquals(500, judgement.violations().get(0).atNs());
  }

  /** A crash after healing has the bound from then on; one so late that it is not yet due is not demanded. */
  @Test
  void shouldCountTheBoundFromTheLastChange() {
    judge.onCrash(900, 2);
    assertEquals(List.of(), broken(judge.finish(950)));
    final DetectionJudge longer = started(Runs.of(new HeartbeatSpec(), 3, 100, 150));
    longer.onCrash(900, 2);
    assertEquals(List.of("strong-completeness", "weak-completeness"), broken(longer.finish(951)));
  }

  @Test
  void shouldFindEveryMistake() {
    suspect(judge, 10, 0, 1);
    trust(judge, 15, 0, 1);
    suspect(judge, 30, 0, 1);
    trust(judge, 50, 0, 1);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("strong-accuracy"), broken(judgement));
    assertEquals(10, judgement.violations().get(0).atNs());
    assertTrue(judgement.live(), "right from the bound on");
    assertArrayEquals(new long[] {5, 20}, judgement.samples().get("mistake-duration"));
    assertArrayEquals(new long[] {20}, judgement.samples().get("mistake-recurrence"));
    assertArrayEquals(new long[] {995_833_333}, judgement.samples().get("query-accuracy"));
    assertArrayEquals(new long[] {2 * 86_400_000_000_000L / 6_000}, judgement.samples().get("mistakes-per-day"));
  }

  @Test
  void shouldFindThatEverybodyHasBeenSuspected() {
    suspect(judge, 10, 0, 1);
    suspect(judge, 20, 1, 0);
    trust(judge, 30, 0, 1);
    trust(judge, 30, 1, 0);
    judge.onCrash(35, 2); // so it need not count
    suspect(judge, 40, 0, 2);
    suspect(judge, 40, 1, 2);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("strong-accuracy", "weak-accuracy"), broken(judgement));
    assertEquals(20, judgement.violations().get(1).atNs());
  }

  @Test
  void shouldFindASuspicionThatIsNotPutRight() {
    suspect(judge, 10, 0, 1);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of("strong-accuracy", "eventual-strong-accuracy"), broken(judgement));
    assertFalse(judgement.live());
  }

  @Test
  void shouldFindThatNobodyIsTrustedByAll() {
    suspect(judge, 200, 0, 1);
    suspect(judge, 300, 1, 2);
    assertEquals(List.of("strong-accuracy", "eventual-strong-accuracy"), broken(judge.finish(310)), "node 0 is");
    final DetectionJudge omega = started(Runs.of(new OmegaSpec(), 3, 100, 150));
    suspect(omega, 200, 0, 1);
    suspect(omega, 210, 0, 2);
    assertTrue(omega.finish(500).live(), "strong accuracy, eventual or not, is not promised");
    final DetectionJudge none = started(Runs.of(new OmegaSpec(), 3, 100, 150));
    suspect(none, 200, 0, 1);
    suspect(none, 210, 0, 2);
    suspect(none, 220, 1, 0);
    final Judgement judgement = none.finish(500);
    assertTrue(broken(judgement).contains(Property.EVENTUAL_WEAK_ACCURACY.label()));
    assertFalse(judgement.live());
  }

  /** Who has just come back may be suspected for what it was, but not for ever. */
  @Test
  void shouldBearWithASuspicionOfOneThatJustCameBack() {
    judge.onCrash(40, 2);
    judge.onStart(45, 2);
    suspect(judge, 50, 0, 2);
    trust(judge, 60, 0, 2);
    final Judgement judgement = judge.finish(1_000);
    assertEquals(List.of(), broken(judgement));
    assertEquals(1, judgement.coverage().get("mistakes"), "measured all the same");
  }

  @Test
  void shouldDemandNothingOfARunThatDoesNotHeal() {
    final DetectionJudge calm = started(Runs.of(new HeartbeatSpec(), 3, FaultPlan.NEVER, FaultPlan.NEVER));
    calm.onCrash(40, 2);
    suspect(calm, 60, 0, 2);
    assertEquals(List.of(), broken(calm.finish(1_000)));
  }

  @Test
  void shouldSayNothingOfARunInWhichNothingArrivesAndNobodyIsSuspected() {
    assertFalse(judge.finish(1_000).attempted());
  }

  @Test
  void shouldTakeAnIdThatNoNodeHasForNobodys() {
    suspect(judge, 10, 0, 7);
    suspect(judge, 10, 0, -1);
    suspect(judge, 10, 0, 0);
    assertEquals(List.of(), broken(judge.finish(1_000)));
  }

  private static void suspect(final DetectionJudge judge, final long timeNs, final int node, final int watched) {
    judge.onIndication(timeNs, node, Indication.SUSPECT, watched, node);
  }

  private static void trust(final DetectionJudge judge, final long timeNs, final int node, final int watched) {
    judge.onIndication(timeNs, node, Indication.TRUST, watched, node);
  }
}
