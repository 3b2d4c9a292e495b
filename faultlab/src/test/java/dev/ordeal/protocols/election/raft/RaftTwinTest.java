package dev.ordeal.protocols.election.raft;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.KeptEffects;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.VoteDecoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Each twin does wrong where its correct sibling, given the same inputs, does right. */
class RaftTwinTest {
  private static final AlgorithmSpec SIBLING = new RaftElectionSpec();
  private static final long TERM = SeededLog.LAST_TERM_MAX + 1;

  @Test
  void shouldVoteTwiceInATerm() {
    assertOnly(RaftTwin.VOTES_TWICE, spec -> grantsSecondVote(spec, false));
  }

  @Test
  void shouldForgetVoteInACrash() {
    assertOnly(RaftTwin.VOTE_NOT_PERSISTED, spec -> grantsSecondVote(spec, true));
    assertFalse(grantsSecondVote(RaftTwin.VOTE_NOT_PERSISTED, false), "only the crash makes it forget");
  }

  @Test
  void shouldForgetTermInACrash() {
    assertOnly(RaftTwin.TERM_NOT_PERSISTED, spec -> grantsSecondVote(spec, true));
    assertFalse(grantsSecondVote(RaftTwin.TERM_NOT_PERSISTED, false), "only the crash makes it forget");
  }

  @Test
  void shouldLeadWithTwoVotesOfFive() {
    assertOnly(
        RaftTwin.QUORUM_OFF_BY_ONE,
        spec -> {
          final KeptEffects effects = new KeptEffects();
          final ProtocolNode node = start(spec, effects);
          node.onDeadline(node.nextDeadlineNs(), effects);
          final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
          final VoteEncoder vote = new VoteEncoder();
          vote.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).term(TERM).granted(BooleanType.T);
          node.onMessage(0, 1, buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + vote.encodedLength(), effects);
          return effects.leaderId == 0;
        });
  }

  @Test
  void shouldVoteForStaleLog() {
    assertOnly(
        RaftTwin.FRESHNESS_MISSING,
        spec -> {
          final KeptEffects effects = new KeptEffects();
          return isGranted(start(spec, effects), 1, 0, effects);
        });
  }

  @Test
  void shouldDifferInNameOnlyFromSiblingsClaims() {
    final Set<String> names = new HashSet<>();
    for (final RaftTwin twin : RaftTwin.ALL) {
      assertTrue(names.add(twin.name()));
      assertTrue(SIBLING.promises().contains(twin.breaks()), twin.name());
      assertEquals(SIBLING.model(), twin.model());
      assertEquals(SIBLING.parameters(), twin.parameters());
    }
    assertFalse(names.contains(SIBLING.name()));
    final ParameterValues both =
        ParameterValues.of(SIBLING.parameters(), Map.of("pre-vote", 1L, "check-quorum", 1L));
    for (final RaftTwin twin : RaftTwin.OF_OPTIONS) {
      assertTrue(names.add(twin.name()));
      assertTrue(SIBLING.promises(both).contains(twin.breaks()), twin.name());
      assertFalse(SIBLING.promises().contains(twin.breaks()), twin.name());
    }
  }

  private static void assertOnly(final RaftTwin twin, final Predicate<AlgorithmSpec> doesWrong) {
    assertFalse(doesWrong.test(SIBLING), "the correct sibling");
    assertTrue(doesWrong.test(twin), twin.bug());
  }

  private static boolean grantsSecondVote(final AlgorithmSpec spec, final boolean crashesBetween) {
    final KeptEffects effects = new KeptEffects();
    ProtocolNode node = start(spec, effects);
    assertTrue(isGranted(node, 1, Long.MAX_VALUE, effects));
    if (crashesBetween) {
      node = start(spec, effects);
    }
    return isGranted(node, 2, Long.MAX_VALUE, effects);
  }

  private static ProtocolNode start(final AlgorithmSpec spec, final KeptEffects effects) {
    final ParameterValues values = ParameterValues.of(spec.parameters(), Map.of("equal-logs", 1L));
    final ProtocolNode node = spec.newNode(new NodeContext(0, 5, 1, new CounterRandom(1), () -> 0), values);
    effects.replayTo(node);
    node.onStart(0, effects);
    return node;
  }

  private static boolean isGranted(
      final ProtocolNode node, final int candidateId, final long logTerm, final KeptEffects effects) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[64]);
    final RequestVoteEncoder request = new RequestVoteEncoder();
    request.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).term(TERM).lastLogTerm(logTerm).lastLogIndex(1);
    final int length = MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength();
    node.onMessage(0, candidateId, buffer, 0, length, effects);
    return new VoteDecoder().wrapAndApplyHeader(effects.lastMessage(), 0, new MessageHeaderDecoder()).granted()
        == BooleanType.T;
  }
}
