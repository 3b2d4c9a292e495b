package dev.ordeal.faultlab.scenario;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import org.junit.jupiter.api.Test;

/** An expectation that fails says what happened, shows the end of the trace, and how to run it again. */
class ScenarioResultTest {
  private static Scenario calm() {
    return Scenario.of(new RaftElectionSpec()).named("election/calm");
  }

  @Test
  void shouldShowTraceAndReplayLineWhenAnExpectationFails() {
    final AssertionError failure =
        assertThrows(AssertionError.class, () -> calm().run("10s").expectViolated(Property.ONE_LEADER_PER_EPOCH));
    final String text = failure.getMessage();
    assertTrue(
        text.startsWith("scenario election/calm of raft-election: expected=violated: one-leader-per-epoch"), text);
    assertTrue(text.contains("Heartbeat{term="), text);
    assertTrue(text.endsWith("replay: scripts/lab replay target/scenarios/election-calm.yaml"), text);
  }

  @Test
  void shouldNotPassARunWhoseScheduledFaultNeverFired() {
    final Scenario waiting = calm().when(Scenario.stands(0, 99)).cutOff(Scenario.SELF, "1s");
    final ScenarioResult result = waiting.run("10s").expectVerdict(Verdict.UNKNOWN);
    final AssertionError failure =
        assertThrows(AssertionError.class, () -> result.expectKept(Property.ONE_LEADER_PER_EPOCH));
    assertTrue(failure.getMessage().contains("never fired: "), failure.getMessage());
  }

  @Test
  void shouldNotPassARunThatEndsBeforeAnythingHappens() {
    assertThrows(AssertionError.class, () -> calm().run("1s").expectKept(Property.ONE_LEADER_PER_EPOCH));
  }
}
