package dev.ordeal.protocols.detector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.detector.heartbeat.AdaptiveHeartbeatSpec;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec;
import dev.ordeal.protocols.detector.omega.OmegaSpec;
import dev.ordeal.protocols.detector.phi.PhiAccrualSpec;
import dev.ordeal.protocols.detector.swim.SwimSpec;
import dev.ordeal.protocols.election.omega.OmegaElectionSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** By when detectors promise to be right, and when they promise nothing. */
class DetectorBoundsTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final long NEVER = Long.MAX_VALUE;

  @Test
  void shouldPromiseNothingForDelaysThatTheSettingsDoNotAllowFor() {
    for (final AlgorithmSpec spec :
        List.of(
            new HeartbeatSpec(),
            new AdaptiveHeartbeatSpec(),
            new PhiAccrualSpec(),
            new SwimSpec(),
            new OmegaSpec(),
            new OmegaElectionSpec())) {
      final ParameterValues defaults = ParameterValues.defaultsOf(spec.parameters());
      long previousNs = 0;
      for (final long delayNs : new long[] {0, MS, 10 * MS, 100 * MS}) {
        final long boundNs = spec.recoveryBoundNs(defaults, 5, delayNs);
        assertTrue(boundNs >= previousNs && boundNs < 300 * SECOND, spec.name() + ": " + boundNs);
        previousNs = boundNs;
      }
      for (final long delayNs : new long[] {20 * SECOND, 3_600 * SECOND, NEVER / 2, NEVER}) {
        assertEquals(NEVER, spec.recoveryBoundNs(defaults, 5, delayNs), spec.name());
      }
    }
  }

  /** Right from the start, taught by one mistake, or in between, where a rare delay may teach at any time. */
  @Test
  void shouldPromiseNothingWhereAMistakeMayComeAtAnyTime() {
    final AlgorithmSpec spec = new AdaptiveHeartbeatSpec();
    for (final long timeoutMs : new long[] {500, 1_000, 1_100, 1_300, 3_000}) {
      final ParameterValues values =
          ParameterValues.of(
              spec.parameters(), Map.of("interval", SECOND, "timeout", timeoutMs * MS, "timeout-step", SECOND));
      final boolean isBound = timeoutMs == 500 || timeoutMs == 3_000;
      assertEquals(isBound, spec.recoveryBoundNs(values, 5, 100 * MS) != NEVER, "timeout=" + timeoutMs);
    }
  }

  @Test
  void shouldKeepAPerfectDetectorsDelayBoundBelowItsTimeOut() {
    final HeartbeatSpec spec = new HeartbeatSpec();
    final ParameterValues defaults = ParameterValues.defaultsOf(spec.parameters());
    assertEquals(2 * SECOND, spec.delayBoundNs(defaults));
    assertEquals(
        List.of("time-out too short: timeout=1000000000ns, must exceed interval=1000000000ns"),
        spec.conflicts(ParameterValues.of(spec.parameters(), Map.of("timeout", SECOND)), 5));
  }
}
