package dev.ordeal.faultlab.scenario;

import static dev.ordeal.faultlab.scenario.Scenario.indicated;
import static dev.ordeal.faultlab.scenario.Scenario.sent;

import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec;
import dev.ordeal.protocols.core.Indication;
import org.junit.jupiter.api.Test;

/** Leaders of Paxos Commit that overtake each other. */
class PaxosCommitScenarioTest {
  /**
   * Acceptor 0 alone accepts in ballot 0. Node 1 begins ballot 4 and waits for a promise of node 2; meanwhile its own
   * acceptor takes part in ballot 9 of node 0, which commits. The promise comes, which makes a majority of empty ones:
   * node 1 proposes abort, node 2 accepts, and all hangs on node 1's own acceptor to refuse.
   */
  @Test
  void shouldNotLetALeaderBreakThePromiseOfItsOwnAcceptor() {
    Scenario.of(new PaxosCommitSpec())
        .named("commit/paxos-commit/overtaken-leader")
        .nodes(4)
        .with("vote-timeout", "300ms")
        .with("retransmit", "400ms")
        .heal("5s", "10ms")
        .when(sent(2, 1, "Phase2aVote")).lose()
        .when(sent(0, 2, "Phase1a")).eachOfFirst(3).lose()
        .when(sent(0, 1, "Phase1a")).eachOfFirst(2).lose()
        .when(sent(0, 1, "Phase1a")).occurrence(3).hold("20ms")
        .when(sent(0, 2, "Phase2a")).lose()
        .when(sent(2, 1, "Phase1b")).holdUntil(indicated(0, Indication.OUTCOME))
        .when(sent(0, 1, "Decision")).eachOfFirst(2).lose()
        .when(sent(0, 2, "Decision")).eachOfFirst(2).lose()
        .invoke("1s", 0, 0, "1 increment 1 -10; 2 increment 1 10")
        .run("30s")
        .expectVerdict(Verdict.SAFE_LIVE);
  }
}
