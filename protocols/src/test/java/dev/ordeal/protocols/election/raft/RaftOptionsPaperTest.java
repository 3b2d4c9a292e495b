package dev.ordeal.protocols.election.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.DrivenNode;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteAnswerDecoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteAnswerEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** One test per claim of Ongaro's dissertation, 2014, on PreVote (section 9.6) and CheckQuorum (section 6.2). */
class RaftOptionsPaperTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long T = SeededLog.LAST_TERM_MAX;
  private static final Map<String, Long> BOTH = Map.of("equal-logs", 1L, "pre-vote", 1L, "check-quorum", 1L);

  private final MessageHeaderEncoder header = new MessageHeaderEncoder();
  private final DrivenNode server = new DrivenNode(new RaftElectionSpec(), 0, 3, BOTH, RaftOptionsPaperTest::print);

  /** §9.6: a candidate increments its term only if it first learns that a majority would vote for it. */
  @Test
  void shouldAskBeforeItStands() {
    server.start();
    assertEquals(List.of("state PRE_CANDIDATE", "election 0", "to [1, 2]: PreVote " + (T + 1)), server.timeOut());
    final List<String> stands = preVoteAnswer(1, T + 1, true);
    assertEquals(List.of("state CANDIDATE", "election 0"), stands.subList(0, 2));
    assertTrue(stands.contains("to [1, 2]: RequestVote " + (T + 1)), stands.toString());
  }

  /** §9.6: without that it stays in its term, however often it asks. */
  @Test
  void shouldStayInItsTermUnlessItWouldWin() {
    server.start();
    server.timeOut();
    assertEquals(List.of(), preVoteAnswer(1, T, false));
    assertEquals(List.of(), preVoteAnswer(1, T + 2, true), "an answer to another question");
    assertEquals(List.of("election 0", "to [1, 2]: PreVote " + (T + 1)), server.timeOut());
  }

  /** Figure 2: a refusal from a later term makes it a follower in that term. */
  @Test
  void shouldTakeOnTheTermOfARefusal() {
    server.start();
    server.timeOut();
    assertEquals("state FOLLOWER", preVoteAnswer(1, T + 4, false).get(0));
    assertTrue(server.timeOut().contains("to [1, 2]: PreVote " + (T + 5)));
  }

  /** §9.6: granted if the log is fresh enough and no leader was heard within the shortest election time-out. */
  @Test
  void shouldRefuseWhileItHearsFromALeader() {
    server.start();
    assertEquals(List.of("to [2]: PreVoteAnswer %d T".formatted(T + 1)), preVote(2, T + 1, Long.MAX_VALUE));
    assertEquals(List.of("to [2]: PreVoteAnswer %d F".formatted(T)), preVote(2, T + 1, 0), "a stale log");
    assertEquals(List.of("to [2]: PreVoteAnswer %d F".formatted(T)), preVote(2, T, Long.MAX_VALUE), "its own term");
    heartbeat(1, T);
    assertEquals(List.of("to [2]: PreVoteAnswer %d F".formatted(T)), preVote(2, T + 1, Long.MAX_VALUE));
    server.nowNs += 3 * SECOND;
    assertEquals(List.of("to [2]: PreVoteAnswer %d T".formatted(T + 1)), preVote(2, T + 1, Long.MAX_VALUE));
  }

  /** §9.6: asking and being asked change neither term nor vote. */
  @Test
  void shouldChangeNothingByGranting() {
    server.start();
    preVote(2, T + 7, Long.MAX_VALUE);
    assertTrue(server.timeOut().contains("to [1, 2]: PreVote " + (T + 1)));
  }

  /** §6.2: a leader steps down if an election time-out passes without a round of answers from a majority. */
  @Test
  void shouldStepDownWithoutAnswers() {
    lead();
    final long ledFromNs = server.nowNs;
    server.timeOut();
    server.timeOut();
    heartbeatAck(1, T + 1);
    assertEquals(List.of("to [1, 2]: Heartbeat " + (T + 1)), server.timeOut());
    assertEquals(ledFromNs + 3 * SECOND, server.nowNs, "one of two others has answered: that is a majority");
    server.timeOut();
    server.timeOut();
    assertEquals(List.of("state FOLLOWER", "leader -1"), server.timeOut());
    assertEquals(ledFromNs + 6 * SECOND, server.nowNs);
  }

  /** What the options add to the promises, and to the bound. */
  @Test
  void shouldPromiseMoreWithOptions() {
    final RaftElectionSpec spec = new RaftElectionSpec();
    final ParameterValues plain = ParameterValues.defaultsOf(spec.parameters());
    final ParameterValues both = ParameterValues.of(spec.parameters(), BOTH);
    assertEquals(spec.promises(), spec.promises(plain));
    assertTrue(spec.promises(both).containsAll(Set.of(Property.STABILITY, Property.AVAILABILITY)));
    assertTrue(spec.recoveryBoundNs(both, 5, SECOND / 100) > spec.recoveryBoundNs(plain, 5, SECOND / 100));
  }

  private void lead() {
    server.start();
    server.timeOut();
    preVoteAnswer(1, T + 1, true);
    final VoteEncoder encoder = new VoteEncoder();
    encoder.wrapAndApplyHeader(server.message, 0, header).term(T + 1).granted(BooleanType.T);
    final List<String> leads = receive(2, encoder.encodedLength());
    assertEquals(List.of("state LEADER", "leader 0", "to [1, 2]: Heartbeat " + (T + 1)), leads);
  }

  private List<String> preVote(final int fromId, final long term, final long logTerm) {
    final PreVoteEncoder encoder = new PreVoteEncoder();
    encoder.wrapAndApplyHeader(server.message, 0, header).term(term).lastLogTerm(logTerm).lastLogIndex(logTerm);
    return receive(fromId, encoder.encodedLength());
  }

  private List<String> preVoteAnswer(final int fromId, final long term, final boolean isGranted) {
    final PreVoteAnswerEncoder encoder = new PreVoteAnswerEncoder();
    encoder.wrapAndApplyHeader(server.message, 0, header).term(term).granted(isGranted ? BooleanType.T : BooleanType.F);
    return receive(fromId, encoder.encodedLength());
  }

  private void heartbeat(final int fromId, final long term) {
    final HeartbeatEncoder encoder = new HeartbeatEncoder();
    encoder.wrapAndApplyHeader(server.message, 0, header).term(term);
    receive(fromId, encoder.encodedLength());
  }

  private void heartbeatAck(final int fromId, final long term) {
    final HeartbeatAckEncoder encoder = new HeartbeatAckEncoder();
    encoder.wrapAndApplyHeader(server.message, 0, header).term(term);
    receive(fromId, encoder.encodedLength());
  }

  private List<String> receive(final int fromId, final int bodyLength) {
    return server.receive(fromId, MessageHeaderEncoder.ENCODED_LENGTH + bodyLength);
  }

  private static String print(final DirectBuffer bytes) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(bytes, 0);
    final String term = " " + bytes.getLong(MessageHeaderDecoder.ENCODED_LENGTH);
    return switch (header.templateId()) {
      case PreVoteDecoder.TEMPLATE_ID -> "PreVote" + term;
      case PreVoteAnswerDecoder.TEMPLATE_ID ->
          "PreVoteAnswer" + term + " " + new PreVoteAnswerDecoder().wrapAndApplyHeader(bytes, 0, header).granted();
      case RequestVoteDecoder.TEMPLATE_ID -> "RequestVote" + term;
      case HeartbeatEncoder.TEMPLATE_ID -> "Heartbeat" + term;
      default -> "other" + term;
    };
  }
}
