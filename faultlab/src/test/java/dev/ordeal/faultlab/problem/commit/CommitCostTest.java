package dev.ordeal.faultlab.problem.commit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.scenario.Scenario;
import dev.ordeal.protocols.commit.paxoscommit.PaxosCommitSpec;
import dev.ordeal.protocols.commit.threephase.ThreePhaseSpec;
import dev.ordeal.protocols.commit.twophase.PresumedAbortSpec;
import dev.ordeal.protocols.commit.twophase.PresumedCommitSpec;
import dev.ordeal.protocols.commit.twophase.PresumedNothingSpec;
import dev.ordeal.protocols.core.AlgorithmSpec;
import org.junit.jupiter.api.Test;

/**
 * What a transaction costs without faults, counted by the lab, against the papers' tables.
 *
 * <p>Mohan, Lindsay and Obermarck 1986, table of log writes and messages: for a coordinator of n update participants
 * that do not share a node with it, records written and forced, messages to each; for a participant the same. Work
 * (EXECUTE and EXECUTED, two messages a participant) and a node's one record of its start are not the papers'.
 */
class CommitCostTest {
  private static final int NODES = 4;
  private static final int N = NODES - 1;
  private static final String COMMIT = "1 increment 1 1; 2 increment 1 1; 3 increment 1 1";
  private static final String ABORT = COMMIT + "; 3 fail";
  private static final String PARTLY_READ = "1 increment 1 1; 2 increment 1 1; 3 read 1";
  private static final String READ = "1 read 1; 2 read 1; 3 read 1";

  private record Cost(long forced, long lazy, long messages) {}

  private static Cost cost(final Scenario scenario, final int nodes, final String transaction) {
    final RunRecord record = scenario.nodes(nodes).invoke("1s", 0, 0, transaction).planned("5s").run(null);
    final long participants = transaction.chars().filter(letter -> letter == ';').count() + 1;
    final long work = 2 * (transaction.contains("fail") ? participants - 1 : participants);
    return new Cost(
        only(record, CommitProblem.FORCED_WRITES) - nodes,
        only(record, CommitProblem.LAZY_WRITES),
        only(record, CommitProblem.MESSAGES) - work);
  }

  private static Cost cost(final AlgorithmSpec spec, final int nodes, final String transaction) {
    return cost(Scenario.of(spec), nodes, transaction);
  }

  private static long only(final RunRecord record, final Measure measure) {
    return record.samples().get(measure.name())[0];
  }

  @Test
  void shouldCostWhatTheTableSaysPresumingNothing() {
    // coordinator: commit forced, end lazy; participant: prepare and commit forced; prepare, vote, commit, ack
    assertEquals(new Cost(1 + 2 * N, 1, 4 * N), cost(new PresumedNothingSpec(), NODES, COMMIT));
    // one votes no: it forces its abort and hears nothing more
    assertEquals(new Cost(1 + 2 * (N - 1) + 1, 1, 2 * N + 2 * (N - 1)), cost(new PresumedNothingSpec(), NODES, ABORT));
  }

  @Test
  void shouldCostWhatTheTableSaysPresumingAbort() {
    assertEquals(new Cost(1 + 2 * N, 1, 4 * N), cost(new PresumedAbortSpec(), NODES, COMMIT));
    // nothing of an abort is forced or acknowledged; N - 1 had prepared
    assertEquals(new Cost(N - 1, 1 + N, 2 * N + N - 1), cost(new PresumedAbortSpec(), NODES, ABORT));
    // who has only read: no record, one message each way
    assertEquals(new Cost(1 + 2 * 2, 1, 4 * 2 + 2), cost(new PresumedAbortSpec(), NODES, PARTLY_READ));
    assertEquals(new Cost(0, 0, 2 * N), cost(new PresumedAbortSpec(), NODES, READ));
  }

  @Test
  void shouldCostWhatTheTableSaysPresumingCommit() {
    // coordinator: collecting and commit forced; participant: prepare forced, commit lazy; prepare, vote, commit
    assertEquals(new Cost(2 + N, N, 3 * N), cost(new PresumedCommitSpec(), NODES, COMMIT));
    // an abort is forced and acknowledged by those who had prepared; the coordinator's record and its end are lazy
    assertEquals(
        new Cost(1 + 2 * (N - 1) + 1, 2, 2 * N + 2 * (N - 1)), cost(new PresumedCommitSpec(), NODES, ABORT));
    assertEquals(new Cost(2 + 2, 2, 3 * 2 + 2), cost(new PresumedCommitSpec(), NODES, PARTLY_READ));
    // the table has the second of these two lazy; forced here: see the package
    assertEquals(new Cost(2, 0, 2 * N), cost(new PresumedCommitSpec(), NODES, READ));
  }

  /** No paper's table: the third phase is a message each way and a forced record more for each participant. */
  @Test
  void shouldCostAPhaseMoreInThreePhases() {
    assertEquals(new Cost(2 + 3 * N, 1, 6 * N), cost(new ThreePhaseSpec(), NODES, COMMIT));
    assertEquals(new Cost(2 + 2 * (N - 1) + 1, 1, 2 * N + 2 * (N - 1)), cost(new ThreePhaseSpec(), NODES, ABORT));
  }

  /**
   * Gray and Lamport 2006, section 6, with each acceptor on the node of a participant, and the leader: NF + 3N − 3
   * messages and N + F + 1 writes until everybody knows. Here the leader's node has an acceptor and no participant,
   * which makes its participant's prepare, vote and commit three messages more. That participants force the outcome and
   * acknowledge it, so that acceptors may forget, is N of each, which the paper does not count.
   */
  @Test
  void shouldCostWhatGrayAndLamportSay() {
    for (int f = 1; f <= 2; f++) {
      final int n = 2 * f + 1;
      final StringBuilder transaction = new StringBuilder("1 increment 1 1");
      for (int node = 2; node <= n; node++) {
        transaction.append("; ").append(node).append(" increment 1 1");
      }
      final long messages = (long) n * f + 3L * n - 3 + 3;
      final Scenario scenario = Scenario.of(new PaxosCommitSpec()).with("acceptor-failures", Integer.toString(f));
      assertEquals(
          new Cost(n + f + 1 + n, 0, messages + n), cost(scenario, n + 1, transaction.toString()), "f=" + f);
    }
  }
}
