package dev.ordeal.faultlab.problem.election;

import static dev.ordeal.faultlab.scenario.Scenario.ANY;
import static dev.ordeal.faultlab.scenario.Scenario.SELF;
import static dev.ordeal.faultlab.scenario.Scenario.delivered;
import static dev.ordeal.faultlab.scenario.Scenario.leads;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.ring.ChangRobertsSpec;
import org.junit.jupiter.api.Test;

/** What the judge measures of obedience and of messages, in runs whose figures can be told beforehand. */
class ElectionMeasuresTest {
  private static final long PERCENT = 10_000_000;

  /** A leader that is heard by all and hears nobody is there for nobody; one that notices makes room. */
  @Test
  void shouldNotCountALeaderThatHearsNobody() {
    final Scenario deafLeader = raft().when(leads(ANY)).deafen(SELF, "1h");
    assertTrue(value(deafLeader, "200s", ElectionProblem.AVAILABILITY) < 1 * PERCENT);
    final Scenario checked = raft().with("pre-vote", "true").with("check-quorum", "true");
    final long availability = value(checked.when(leads(ANY)).deafen(SELF, "1h"), "200s", ElectionProblem.AVAILABILITY);
    assertTrue(availability > 90 * PERCENT, "availability=" + availability);
  }

  /** A deaf follower stands in term after term and deposes whoever leads; if it asks first, nothing happens. */
  @Test
  void shouldCountDepositionsAndBurntEpochs() {
    final Scenario plain = raft().when(delivered(ANY, ANY, "Heartbeat")).deafen(SELF, "1h");
    assertTrue(value(plain, "200s", ElectionProblem.DEPOSITIONS) >= 5);
    assertTrue(value(plain, "200s", ElectionProblem.EPOCHS_BURNT) >= 5);
    final Scenario asking = raft().with("pre-vote", "true").when(delivered(ANY, ANY, "Heartbeat")).deafen(SELF, "1h");
    assertEquals(0, value(asking, "200s", ElectionProblem.DEPOSITIONS));
    assertEquals(0, value(asking, "200s", ElectionProblem.EPOCHS_BURNT));
  }

  /** Nobody is deposed and nothing burnt where nothing goes wrong. */
  @Test
  void shouldCountNothingInPeace() {
    assertEquals(0, value(raft(), "200s", ElectionProblem.DEPOSITIONS));
    assertEquals(0, value(raft(), "200s", ElectionProblem.EPOCHS_BURNT));
  }

  /** Ids that fall along the ring: n (n + 1) / 2 hops, and n − 1 of the announcement until the last node knows. */
  @Test
  void shouldCountTheMessagesOfTheFirstElection() {
    final Scenario ring =
        Scenario.of(new ChangRobertsSpec()).nodes(7).delay("constant(10ms)").with("worst-order", "true");
    assertEquals(7 * 8 / 2 + 6, value(ring.with("repair", "false"), "10s", ElectionProblem.MESSAGES_AT_START));
  }

  private static Scenario raft() {
    return Scenario.of(new RaftElectionSpec()).nodes(5).with("equal-logs", "true").delay("constant(10ms)");
  }

  private static long value(final Scenario scenario, final String duration, final Measure measure) {
    final RunRecord record = scenario.run(duration).record();
    final long[] samples = record.samples().get(measure.name());
    assertEquals(1, samples.length, measure.name());
    return samples[0];
  }
}
