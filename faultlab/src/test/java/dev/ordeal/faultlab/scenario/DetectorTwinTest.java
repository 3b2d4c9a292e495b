package dev.ordeal.faultlab.scenario;

import dev.ordeal.faultlab.fault.FaultPlan.PartitionKind;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.detector.heartbeat.AdaptiveHeartbeatSpec;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatTwins;
import dev.ordeal.protocols.detector.omega.OmegaSpec;
import dev.ordeal.protocols.detector.omega.OmegaTwin;
import dev.ordeal.protocols.detector.phi.PhiAccrualSpec;
import dev.ordeal.protocols.detector.phi.PhiTwin;
import dev.ordeal.protocols.detector.swim.SwimSpec;
import dev.ordeal.protocols.detector.swim.SwimTwins;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.election.omega.OmegaElectionSpec;
import dev.ordeal.protocols.election.omega.OmegaElectionTwins;
import org.junit.jupiter.api.Test;

/**
 * Every broken detector is caught by a schedule made for it, with the property it breaks and the verdict, and its
 * correct sibling comes through the very same one.
 */
class DetectorTwinTest {
  /** Heartbeats further apart than the time-out, until a mistake has been learned from. */
  private static Scenario impatient(final AlgorithmSpec spec) {
    return Scenario.of(spec)
        .nodes(4)
        .with("interval", "1s")
        .with("timeout", "500ms")
        .with("timeout-step", "1s")
        .with("timeout-max", "5s")
        .delay("uniform(1ms, 10ms)")
        .heal("1s", "10ms");
  }

  @Test
  void shouldCatchWhoNeverTrustsAgain() {
    final Scenario comesBack =
        Scenario.of(new HeartbeatSpec()).crash(2, "5s").restartAfter("5s").heal("10s", "10ms");
    assertCaught(comesBack, HeartbeatTwins.NEVER_TRUSTS_AGAIN, Verdict.SAFE_STALLED, "30s");
  }

  @Test
  void shouldCatchWhoForgetsAMember() {
    final Scenario highestDies = Scenario.of(new HeartbeatSpec()).crash(2, "5s").heal("5s", "10ms");
    assertCaught(highestDies, HeartbeatTwins.FORGETS_A_MEMBER, Verdict.SAFE_STALLED, "30s");
  }

  @Test
  void shouldCatchWhoForgetsThatMessagesTakeTime() {
    final Scenario jitter = Scenario.of(new HeartbeatSpec()).delay("uniform(0ms, 2s)");
    assertCaught(jitter, HeartbeatTwins.HASTY, Verdict.VIOLATED, "30s");
  }

  @Test
  void shouldCatchATimeOutThatNeverGrows() {
    assertCaught(
        impatient(new AdaptiveHeartbeatSpec()), HeartbeatTwins.NEVER_GROWS, Verdict.SAFE_STALLED, "40s");
  }

  @Test
  void shouldCatchPhiWithAZeroVariance() {
    final Scenario steadyButForATail =
        Scenario.of(new PhiAccrualSpec())
            .with("interval", "100ms")
            .with("threshold", "4")
            .with("deviation-min", "20ms")
            .with("sample-max", "1s")
            .with("window", "50")
            .delay("exponential(1ms, 2ms)")
            .heal("1s", "50ms");
    assertCaught(steadyButForATail, new PhiTwin(), Verdict.SAFE_STALLED, "120s");
  }

  @Test
  void shouldCatchWhoForgetsToRefute() {
    final Scenario cutOff =
        Scenario.of(new SwimSpec())
            .nodes(5)
            .partition(PartitionKind.ISOLATE_ONE, "5s", "25s", 2)
            .heal("25s", "10ms");
    assertCaught(cutOff, SwimTwins.FORGETS_TO_REFUTE, Verdict.SAFE_STALLED, "120s");
  }

  /** A mistake that is refuted in time is none. */
  @Test
  void shouldCatchWhoForgetsToRefuteWithinTheSuspicionTimeOut() {
    final Scenario pausesForALittle = Scenario.of(new SwimSpec()).nodes(5).seed(2).pause(2, "5s", "8s");
    pausesForALittle.run("60s").expectKept(Property.STRONG_ACCURACY);
    pausesForALittle
        .on(SwimTwins.FORGETS_TO_REFUTE)
        .run("60s")
        .expectViolated(Property.STRONG_ACCURACY);
  }

  @Test
  void shouldCatchWhoNeverPingsAMember() {
    final Scenario highestDies = Scenario.of(new SwimSpec()).nodes(5).crash(4, "5s").heal("5s", "10ms");
    assertCaught(highestDies, SwimTwins.FORGETS_A_MEMBER, Verdict.SAFE_STALLED, "120s");
  }

  @Test
  void shouldCatchOmegaWhoseTimeOutNeverGrows() {
    assertCaught(impatient(new OmegaSpec()), new OmegaTwin(), Verdict.SAFE_STALLED, "40s");
    assertCaught(
        impatient(new OmegaElectionSpec()), OmegaElectionTwins.NEVER_GROWS, Verdict.SAFE_STALLED, "40s");
  }

  @Test
  void shouldCatchOmegaThatKeepsAccusationsToItself() {
    final Scenario unheard =
        Scenario.of(new OmegaElectionSpec())
            .partition(PartitionKind.ONE_WAY, "5s", "15s", 1, 2)
            .heal("15s", "10ms");
    assertCaught(unheard, OmegaElectionTwins.KEEPS_ACCUSATIONS, Verdict.SAFE_STALLED, "60s");
  }

  private static void assertCaught(
      final Scenario scenario, final BrokenTwin twin, final Verdict verdict, final String duration) {
    scenario.run(duration).expectKept(twin.breaks()).expectVerdict(Verdict.SAFE_LIVE);
    scenario.on(twin).named(twin.name()).run(duration).expectViolated(twin.breaks()).expectVerdict(verdict);
  }
}
