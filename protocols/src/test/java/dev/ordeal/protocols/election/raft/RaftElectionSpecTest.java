package dev.ordeal.protocols.election.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RaftElectionSpecTest {
  private static final long MILLISECOND = 1_000_000;
  private static final long SECOND = 1_000 * MILLISECOND;

  private final RaftElectionSpec spec = new RaftElectionSpec();
  private final ParameterValues defaults = ParameterValues.defaultsOf(spec.parameters());

  @Test
  void shouldRecoverWithinHalfAMinuteToAMinute() {
    final long boundNs = spec.recoveryBoundNs(defaults, 5, 100 * MILLISECOND);
    assertTrue(boundNs > 40 * SECOND && boundNs < 45 * SECOND, "five servers, bound=" + boundNs);
    assertTrue(spec.recoveryBoundNs(defaults, 3, 100 * MILLISECOND) < boundNs);
    assertTrue(spec.recoveryBoundNs(defaults, 5, 10 * MILLISECOND) < boundNs);
    final long aloneNs = spec.recoveryBoundNs(defaults, 1, 100 * MILLISECOND);
    assertTrue(aloneNs >= 6 * SECOND && aloneNs < 8 * SECOND, "one server, bound=" + aloneNs);
  }

  /** Where rivals are sure to meet, the honest bound is none. */
  @Test
  void shouldStateNoBoundWhereThereIsNone() {
    assertEquals(Long.MAX_VALUE, spec.recoveryBoundNs(defaults, 1_000, 100 * MILLISECOND));
    assertEquals(Long.MAX_VALUE, spec.recoveryBoundNs(defaults, 5, 3 * SECOND));
  }

  @Test
  void shouldNameSettingsThatDoNotFit() {
    assertEquals(List.of(), spec.conflicts(defaults, 5));
    final ParameterValues values =
        ParameterValues.of(
            spec.parameters(), Map.of("election-timeout-min", SECOND, "election-timeout-max", SECOND - 1));
    assertEquals(2, spec.conflicts(values, 5).size());
  }
}
