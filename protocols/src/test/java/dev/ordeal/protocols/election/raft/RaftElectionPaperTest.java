package dev.ordeal.protocols.election.raft;

import static dev.ordeal.protocols.election.raft.RaftServer.SECOND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One test per claim; sections and figures are those of Ongaro and Ousterhout 2014. */
class RaftElectionPaperTest {
  private static final long T = SeededLog.LAST_TERM_MAX;

  private final RaftServer server = RaftServer.withEqualLogs(0, 3);
  private final long logTerm = server.node.log().lastTerm();
  private final long logIndex = server.node.log().lastIndex();

  /** §5.2: when servers start up, they begin as followers. */
  @Test
  void shouldStartAsFollowerThatHoldsNobodyLeader() {
    assertEquals(List.of("log_end %d: %d".formatted(logTerm, logIndex)), server.start());
    assertEquals(RaftElectionState.FOLLOWER, server.node.state());
  }

  /** §5.2: to begin an election, a follower increments its term, votes for itself and asks the others, in parallel. */
  @Test
  void shouldStandAfterElectionTimeout() {
    server.start();
    assertEquals(
        List.of(
            "state CANDIDATE",
            "election %d: 0".formatted(T + 1),
            "to [1, 2]: RequestVote term=%d log=%d/%d".formatted(T + 1, logTerm, logIndex),
            "force HardState term=%d votedFor=0".formatted(T + 1)),
        server.timeOut());
  }

  /** §5.2: a candidate wins with votes from a majority of the full cluster for the same term. */
  @Test
  void shouldLeadWithMajority() {
    server.start();
    server.timeOut();
    assertEquals(
        List.of("state LEADER", "leader %d: 0".formatted(T + 1), "to [1, 2]: Heartbeat term=%d".formatted(T + 1)),
        server.vote(2, T + 1, true));
  }

  /** §5.2: majority of the full cluster, of even size too. */
  @Test
  void shouldNeedThreeVotesOfFour() {
    final RaftServer candidate = RaftServer.withEqualLogs(0, 4);
    candidate.start();
    candidate.timeOut();
    assertEquals(List.of(), candidate.vote(1, T + 1, true));
    candidate.vote(2, T + 1, true);
    assertEquals(RaftElectionState.LEADER, candidate.node.state());
  }

  /** Channels may duplicate (§5.5: RPCs are idempotent). */
  @Test
  void shouldCountEachVoterOnce() {
    final RaftServer candidate = RaftServer.withEqualLogs(0, 5);
    candidate.start();
    candidate.timeOut();
    candidate.vote(1, T + 1, true);
    assertEquals(List.of(), candidate.vote(1, T + 1, true));
    assertEquals(RaftElectionState.CANDIDATE, candidate.node.state());
  }

  /** §5.2: votes of an older term do not count. */
  @Test
  void shouldIgnoreVoteOfEarlierTerm() {
    server.start();
    server.timeOut();
    server.timeOut();
    assertEquals(List.of(), server.vote(1, T + 1, true));
    assertEquals(List.of(), server.vote(1, T + 2, false));
    assertEquals(RaftElectionState.CANDIDATE, server.node.state());
  }

  /** §5.2: each server votes for at most one candidate in a term, first come, first served. */
  @Test
  void shouldVoteForOneCandidateInATerm() {
    server.start();
    assertEquals(
        List.of(
            "to [1]: Vote term=%d granted=T".formatted(T + 1), "force HardState term=%d votedFor=1".formatted(T + 1)),
        server.requestVote(1, T + 1));
    assertEquals(List.of("to [2]: Vote term=%d granted=F".formatted(T + 1)), server.requestVote(2, T + 1));
  }

  /** Figure 2: votedFor is null or candidateId; the answer may have been lost. */
  @Test
  void shouldRepeatVoteForSameCandidateWithoutWriting() {
    server.start();
    server.requestVote(1, T + 1);
    assertEquals(List.of("to [1]: Vote term=%d granted=T".formatted(T + 1)), server.requestVote(1, T + 1));
  }

  /** §5.2: a candidate votes for itself. */
  @Test
  void shouldDenyRivalOfSameTerm() {
    server.start();
    server.timeOut();
    assertEquals(List.of("to [1]: Vote term=%d granted=F".formatted(T + 1)), server.requestVote(1, T + 1));
  }

  /** Figure 2, RequestVote 1: reply false if term &lt; currentTerm. */
  @Test
  void shouldRejectVoteOfStaleTerm() {
    server.start();
    server.requestVote(1, T + 5);
    assertEquals(List.of("to [2]: Vote term=%d granted=F".formatted(T + 5)), server.requestVote(2, T + 4));
  }

  /** Figure 2, persistent state: updated on stable storage before responding to RPCs. */
  @Test
  void shouldRememberVoteAcrossRestart() {
    server.start();
    server.requestVote(1, T + 1);
    server.crashAndRestart();
    assertEquals(T + 1, server.node.term());
    assertEquals(List.of("to [2]: Vote term=%d granted=F".formatted(T + 1)), server.requestVote(2, T + 1));
    assertEquals(List.of("to [1]: Vote term=%d granted=T".formatted(T + 1)), server.requestVote(1, T + 1));
  }

  /** Figure 2, persistent state: the term a candidate stood in is not stood in again. */
  @Test
  void shouldRememberOwnCandidacyAcrossRestart() {
    server.start();
    server.timeOut();
    server.crashAndRestart();
    assertEquals(List.of("to [1]: Vote term=%d granted=F".formatted(T + 1)), server.requestVote(1, T + 1));
    assertTrue(server.timeOut().contains("election %d: 0".formatted(T + 2)));
  }

  /** §5.1: a term learnt without a vote is durable as well, in the same step. */
  @Test
  void shouldForceTermLearntFromHeartbeat() {
    server.start();
    assertEquals(
        List.of(
            "leader %d: 2".formatted(T + 3),
            "to [2]: HeartbeatAck term=%d".formatted(T + 3),
            "force HardState term=%d votedFor=-1".formatted(T + 3)),
        server.heartbeat(2, T + 3));
  }

  /** §5.1: a candidate or leader that finds its term out of date reverts to follower at once. */
  @Test
  void shouldStepDownOnHigherTermInAnyMessage() {
    for (int kind = 0; kind < 4; kind++) {
      final RaftServer leader = RaftServer.withEqualLogs(0, 3);
      leader.start();
      leader.timeOut();
      leader.vote(1, T + 1, true);
      final List<String> effects =
          switch (kind) {
            case 0 -> leader.requestVote(2, T + 2);
            case 1 -> leader.vote(2, T + 2, false);
            case 2 -> leader.heartbeat(2, T + 2);
            default -> leader.heartbeatAck(2, T + 2);
          };
      assertEquals(RaftElectionState.FOLLOWER, leader.node.state());
      assertEquals(List.of("state FOLLOWER", "leader %d: -1".formatted(T + 2)), effects.subList(0, 2));
      assertTrue(leader.node.nextDeadlineNs() >= leader.nowNs + 3 * SECOND, "a leader had no election timer");
    }
  }

  /** §5.2: a candidate that hears from a leader of at least its term recognises it. */
  @Test
  void shouldYieldAsCandidateToLeaderOfSameTerm() {
    server.start();
    server.timeOut();
    assertEquals(
        List.of("state FOLLOWER", "leader %d: 1".formatted(T + 1), "to [1]: HeartbeatAck term=%d".formatted(T + 1)),
        server.heartbeat(1, T + 1));
  }

  /** §5.2: if the leader's term is smaller, the candidate rejects it and stays a candidate; the answer deposes it. */
  @Test
  void shouldRejectLeaderOfEarlierTerm() {
    server.start();
    server.timeOut();
    assertEquals(List.of("to [1]: HeartbeatAck term=%d".formatted(T + 1)), server.heartbeat(1, T));
    assertEquals(RaftElectionState.CANDIDATE, server.node.state());
  }

  /** §5.2: leaders send periodic heartbeats to maintain their authority. */
  @Test
  void shouldSendHeartbeatsWhileLeading() {
    server.start();
    server.timeOut();
    server.vote(1, T + 1, true);
    final long electedNs = server.nowNs;
    assertEquals(List.of("to [1, 2]: Heartbeat term=%d".formatted(T + 1)), server.timeOut());
    assertEquals(electedNs + SECOND, server.nowNs);
    assertEquals(List.of(), server.heartbeatAck(1, T + 1));
  }

  /** §5.2: a server remains follower as long as it receives valid RPCs from a leader or candidate. */
  @Test
  void shouldRestartTimerOnHeartbeatAndOnGrantedVote() {
    server.start();
    server.nowNs = 2 * SECOND;
    server.heartbeat(1, T + 1);
    assertTrue(server.node.nextDeadlineNs() >= 5 * SECOND);
    server.nowNs = 4 * SECOND;
    server.requestVote(2, T + 2);
    assertTrue(server.node.nextDeadlineNs() >= 7 * SECOND);
  }

  /** Figure 2, followers: a request that is denied does not restart the timer, whatever its term. */
  @Test
  void shouldKeepTimerOnDeniedRequest() {
    server.start();
    final long deadlineNs = server.node.nextDeadlineNs();
    server.nowNs = SECOND;
    server.requestVote(1, T + 9, 0, 0);
    assertEquals(T + 9, server.node.term());
    assertEquals(deadlineNs, server.node.nextDeadlineNs());
  }

  /** §5.2: time-outs are chosen randomly from a fixed interval, anew for each election. */
  @Test
  void shouldDrawTimeoutsFromWholeInterval() {
    server.start();
    final Set<Long> seen = new HashSet<>();
    long shortest = Long.MAX_VALUE;
    long longest = 0;
    for (int i = 0; i < 1_000; i++) {
      final long beforeNs = server.nowNs;
      server.timeOut();
      final long timeoutNs = server.nowNs - beforeNs;
      seen.add(timeoutNs);
      shortest = Math.min(shortest, timeoutNs);
      longest = Math.max(longest, timeoutNs);
    }
    assertTrue(seen.size() > 990);
    assertTrue(shortest >= 3 * SECOND && shortest < 3 * SECOND + SECOND / 50, "shortest=" + shortest);
    assertTrue(longest <= 6 * SECOND && longest > 6 * SECOND - SECOND / 50, "longest=" + longest);
  }

  /** §5.4.1: a voter denies its vote if its own log is more up to date: later last term, or longer with equal terms. */
  @Test
  void shouldDenyVoteToStaleLog() {
    server.start();
    assertEquals("to [1]: Vote term=10 granted=F", server.requestVote(1, 10, logTerm - 1, logIndex + 9).get(0));
    assertEquals("to [1]: Vote term=10 granted=F", server.requestVote(1, 10, logTerm, logIndex - 1).get(0));
    assertEquals("to [1]: Vote term=10 granted=T", server.requestVote(1, 10, logTerm, logIndex).get(0));
    assertEquals("to [2]: Vote term=11 granted=T", server.requestVote(2, 11, logTerm + 1, 1).get(0));
  }

  /** §5.4.1 needs something to deny: logs differ from server to server, and stay as they were after a restart. */
  @Test
  void shouldHaveUnequalLogsThatSurviveRestart() {
    final Set<SeededLog> logs = new HashSet<>();
    for (int id = 0; id < 9; id++) {
      final RaftServer member = new RaftServer(id, 9, Map.of());
      final SeededLog log = member.node.log();
      assertTrue(log.lastIndex() >= log.lastTerm() && log.lastTerm() >= 1 && log.lastTerm() <= T);
      member.start();
      member.crashAndRestart();
      assertEquals(log, member.node.log());
      logs.add(log);
    }
    assertTrue(logs.size() > 4, "logs=" + logs);
    assertEquals(RaftServer.withEqualLogs(1, 9).node.log(), RaftServer.withEqualLogs(8, 9).node.log());
  }

  /** A cluster of one is its own majority: its record is forced in the step in which it comes to lead. */
  @Test
  void shouldLeadAlone() {
    final RaftServer alone = RaftServer.withEqualLogs(0, 1);
    alone.start();
    assertEquals(
        List.of(
            "state CANDIDATE",
            "election %d: 0".formatted(T + 1),
            "state LEADER",
            "leader %d: 0".formatted(T + 1),
            "to []: Heartbeat term=%d".formatted(T + 1),
            "force HardState term=%d votedFor=0".formatted(T + 1)),
        alone.timeOut());
  }

  /** Storage stays bounded: now and then a hard state replaces those before it. */
  @Test
  void shouldBoundJournal() {
    server.start();
    int longest = 0;
    for (int i = 0; i < 1_000; i++) {
      server.timeOut();
      longest = Math.max(longest, server.outbox.journal().size());
    }
    assertTrue(longest <= 65, "records=" + longest);
    final long term = server.node.term();
    server.crashAndRestart();
    assertEquals(term, server.node.term());
    assertEquals(0, server.node.votedFor());
    for (int i = 0; i < 1_000; i++) {
      server.timeOut();
    }
    assertTrue(server.outbox.journal().size() <= 65);
  }

  /** Altered or foreign bytes are no concern of the model; they must not bring a server down all the same. */
  @Test
  void shouldIgnoreForeignAndShortMessages() {
    server.start();
    server.requestVote(1, T + 1);
    for (int length = -8; length < 24; length++) {
      server.receive(1, length);
    }
    assertNotEquals(0, server.node.digest());
  }
}
