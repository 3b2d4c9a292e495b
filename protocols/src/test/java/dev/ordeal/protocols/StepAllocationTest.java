package dev.ordeal.protocols;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.SinkOutbox;
import dev.ordeal.protocols.core.StepAllocation;
import dev.ordeal.protocols.detector.heartbeat.AdaptiveHeartbeatSpec;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatSpec;
import dev.ordeal.protocols.detector.omega.OmegaSpec;
import dev.ordeal.protocols.detector.omega.codec.AccusationEncoder;
import dev.ordeal.protocols.detector.omega.codec.AliveEncoder;
import dev.ordeal.protocols.detector.phi.PhiAccrualSpec;
import dev.ordeal.protocols.detector.swim.SwimSpec;
import dev.ordeal.protocols.detector.swim.codec.Kind;
import dev.ordeal.protocols.detector.swim.codec.Opinion;
import dev.ordeal.protocols.detector.swim.codec.ProbeEncoder;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.bully.codec.CoordinatorEncoder;
import dev.ordeal.protocols.election.bully.codec.ElectionEncoder;
import dev.ordeal.protocols.election.bully.codec.OkEncoder;
import dev.ordeal.protocols.election.completebully.CompleteBullySpec;
import dev.ordeal.protocols.election.completebully.codec.AreYouNormalEncoder;
import dev.ordeal.protocols.election.completebully.codec.HaltEncoder;
import dev.ordeal.protocols.election.completebully.codec.NewCoordinatorEncoder;
import dev.ordeal.protocols.election.completebully.codec.ReadyEncoder;
import dev.ordeal.protocols.election.omega.OmegaElectionSpec;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteAnswerEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import dev.ordeal.protocols.election.ring.ChangRobertsSpec;
import dev.ordeal.protocols.election.ring.HirschbergSinclairSpec;
import dev.ordeal.protocols.election.ring.codec.CandidateEncoder;
import dev.ordeal.protocols.election.ring.codec.ElectedEncoder;
import dev.ordeal.protocols.link.FifoLinkNode;
import dev.ordeal.protocols.link.ReliableLinkNode;
import dev.ordeal.protocols.link.codec.FifoDataEncoder;
import dev.ordeal.protocols.link.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.link.codec.ReliableAckEncoder;
import dev.ordeal.protocols.link.codec.ReliableDataEncoder;
import dev.ordeal.protocols.replication.abd.AbdSpec;
import dev.ordeal.protocols.replication.abd.codec.Phase;
import dev.ordeal.protocols.replication.abd.codec.QueryEncoder;
import dev.ordeal.protocols.replication.abd.codec.QueryReplyEncoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateAckEncoder;
import dev.ordeal.protocols.replication.abd.codec.UpdateEncoder;
import dev.ordeal.protocols.replication.codec.ReadRequestEncoder;
import dev.ordeal.protocols.replication.codec.WriteRequestEncoder;
import dev.ordeal.protocols.replication.primarybackup.PrimaryBackupSpec;
import dev.ordeal.protocols.replication.primarybackup.codec.ReplicateAckEncoder;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** A step allocates nothing once warm: each node and layer, through each of its messages, deadlines and digests. */
class StepAllocationTest {
  private static final int SIZE = 5;
  private static final int HEADER = 8;

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[256]);
  private final UnsafeBuffer word = new UnsafeBuffer(new byte[8]);
  private final SinkOutbox outbox = new SinkOutbox();
  private final ReadRequestEncoder readRequest = new ReadRequestEncoder();
  private final dev.ordeal.protocols.replication.codec.MessageHeaderEncoder requestHeader =
      new dev.ordeal.protocols.replication.codec.MessageHeaderEncoder();
  private long nowNs;
  private long digests;

  @Test
  void shouldAllocateNothingInRaftElection() {
    final ProtocolNode node = started(new RaftElectionSpec());
    final var header = new dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder();
    final RequestVoteEncoder requestVote = new RequestVoteEncoder();
    final VoteEncoder vote = new VoteEncoder();
    final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    final HeartbeatAckEncoder ack = new HeartbeatAckEncoder();
    assertLean(
        node,
        iteration -> {
          final long term = 10 + 3 * iteration;
          requestVote.wrapAndApplyHeader(buffer, 0, header).term(term).lastLogTerm(9).lastLogIndex(9);
          receive(node, 1, RequestVoteEncoder.BLOCK_LENGTH);
          receive(node, 2, RequestVoteEncoder.BLOCK_LENGTH);
          heartbeat.wrapAndApplyHeader(buffer, 0, header).term(term);
          receive(node, 1, HeartbeatEncoder.BLOCK_LENGTH);
          timeOut(node); // stands in term + 1
          vote.wrapAndApplyHeader(buffer, 0, header).term(term + 1).granted(BooleanType.T);
          receive(node, 3, VoteEncoder.BLOCK_LENGTH);
          receive(node, 4, VoteEncoder.BLOCK_LENGTH);
          timeOut(node); // leads: a heartbeat
          ack.wrapAndApplyHeader(buffer, 0, header).term(term + 2);
          receive(node, 2, HeartbeatAckEncoder.BLOCK_LENGTH);
        });
  }

  @Test
  void shouldAllocateNothingInBully() {
    final ProtocolNode node = started(new BullySpec());
    final var header = new dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder();
    final ElectionEncoder election = new ElectionEncoder();
    final OkEncoder ok = new OkEncoder();
    final CoordinatorEncoder coordinator = new CoordinatorEncoder();
    assertLean(
        node,
        iteration -> {
          timeOut(node); // leads, or sends a heartbeat
          timeOut(node);
          coordinator.wrapAndApplyHeader(buffer, 0, header);
          receive(node, 4, 0);
          election.wrapAndApplyHeader(buffer, 0, header).round(iteration);
          receive(node, 0, ElectionEncoder.BLOCK_LENGTH);
          ok.wrapAndApplyHeader(buffer, 0, header).round(iteration + 2);
          receive(node, 3, OkEncoder.BLOCK_LENGTH);
        });
  }

  @Test
  void shouldAllocateNothingInRaftElectionWithOptions() {
    final RaftElectionSpec spec = new RaftElectionSpec();
    final ProtocolNode node = started(spec, Map.of("pre-vote", 1L, "check-quorum", 1L));
    final var header = new dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder();
    final PreVoteEncoder preVote = new PreVoteEncoder();
    final PreVoteAnswerEncoder answer = new PreVoteAnswerEncoder();
    final VoteEncoder vote = new VoteEncoder();
    final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    final HeartbeatAckEncoder ack = new HeartbeatAckEncoder();
    assertLean(
        node,
        iteration -> {
          final long term = 10 + 2 * iteration;
          heartbeat.wrapAndApplyHeader(buffer, 0, header).term(term);
          receive(node, 1, HeartbeatEncoder.BLOCK_LENGTH);
          preVote.wrapAndApplyHeader(buffer, 0, header).term(term + 1).lastLogTerm(9).lastLogIndex(9);
          receive(node, 1, PreVoteEncoder.BLOCK_LENGTH);
          timeOut(node); // asks whether it would be voted for in term + 1
          answer.wrapAndApplyHeader(buffer, 0, header).term(term + 1).granted(BooleanType.T);
          receive(node, 3, PreVoteAnswerEncoder.BLOCK_LENGTH);
          receive(node, 4, PreVoteAnswerEncoder.BLOCK_LENGTH);
          vote.wrapAndApplyHeader(buffer, 0, header).term(term + 1).granted(BooleanType.T);
          receive(node, 3, VoteEncoder.BLOCK_LENGTH);
          receive(node, 4, VoteEncoder.BLOCK_LENGTH);
          ack.wrapAndApplyHeader(buffer, 0, header).term(term + 1);
          receive(node, 3, HeartbeatAckEncoder.BLOCK_LENGTH);
          timeOut(node); // leads: heartbeats, then a look at its quorum
          timeOut(node);
          timeOut(node);
        });
  }

  @Test
  void shouldAllocateNothingInCompleteBully() {
    final ProtocolNode node = started(new CompleteBullySpec());
    final var header = new dev.ordeal.protocols.election.completebully.codec.MessageHeaderEncoder();
    final HaltEncoder halt = new HaltEncoder();
    final NewCoordinatorEncoder coordinator = new NewCoordinatorEncoder();
    final ReadyEncoder ready = new ReadyEncoder();
    final AreYouNormalEncoder question = new AreYouNormalEncoder();
    assertLean(
        node,
        iteration -> {
          halt.wrapAndApplyHeader(buffer, 0, header).call(iteration);
          receive(node, 4, HaltEncoder.BLOCK_LENGTH);
          coordinator.wrapAndApplyHeader(buffer, 0, header).call(iteration);
          receive(node, 4, NewCoordinatorEncoder.BLOCK_LENGTH);
          ready.wrapAndApplyHeader(buffer, 0, header).call(iteration);
          receive(node, 4, ReadyEncoder.BLOCK_LENGTH);
          question.wrapAndApplyHeader(buffer, 0, header).call(iteration);
          receive(node, 4, AreYouNormalEncoder.BLOCK_LENGTH);
          timeOut(node); // doubts, asks, halts, leads, checks
          timeOut(node);
          timeOut(node);
          timeOut(node);
          timeOut(node);
        });
  }

  @Test
  void shouldAllocateNothingOnRings() {
    for (final AlgorithmSpec spec : List.of(new ChangRobertsSpec(), new HirschbergSinclairSpec())) {
      final ProtocolNode node = started(spec);
      final var header = new dev.ordeal.protocols.election.ring.codec.MessageHeaderEncoder();
      final CandidateEncoder candidate = new CandidateEncoder();
      final dev.ordeal.protocols.election.ring.codec.ProbeEncoder probe =
          new dev.ordeal.protocols.election.ring.codec.ProbeEncoder();
      final ElectedEncoder elected = new ElectedEncoder();
      assertLean(
          node,
          iteration -> {
            candidate.wrapAndApplyHeader(buffer, 0, header).tag(iteration).id(3).hops(1);
            receive(node, 3, CandidateEncoder.BLOCK_LENGTH);
            probe.wrapAndApplyHeader(buffer, 0, header).tag(iteration).id(4).hops(1).phase(0).direction(1);
            receive(node, 3, dev.ordeal.protocols.election.ring.codec.ProbeEncoder.BLOCK_LENGTH);
            elected.wrapAndApplyHeader(buffer, 0, header).tag(iteration).id(4).hops(1);
            receive(node, 3, ElectedEncoder.BLOCK_LENGTH);
            for (int i = 0; i < 20; i++) {
              timeOut(node); // hops are passed over, an election begins, nobody else is there
            }
          });
    }
  }

  @Test
  void shouldAllocateNothingInReliableLink() {
    final ProtocolNode node = new ReliableLinkNode(2, SIZE, 1_000, new Echo());
    node.onStart(0, outbox);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final ReliableDataEncoder data = new ReliableDataEncoder();
    final ReliableAckEncoder ack = new ReliableAckEncoder();
    assertLean(
        node,
        iteration -> {
          data.wrapAndApplyHeader(buffer, 0, header).incarnation(1).peerIncarnation(1);
          data.sequence(iteration).oldest(iteration).putBody(word, 0, word.capacity());
          receive(node, 3, data.encodedLength()); // answered by the node above
          receive(node, 3, data.encodedLength()); // repeated
          node.onRequest(nowNs, 0, word, 0, 0, outbox); // broadcast by the node above
          timeOut(node); // retransmitted
          for (long sequence = 2 * iteration; sequence < 2 * iteration + 2; sequence++) {
            ack.wrapAndApplyHeader(buffer, 0, header).incarnation(1).peerIncarnation(1).sequence(sequence);
            receive(node, 3, ReliableAckEncoder.BLOCK_LENGTH);
          }
        });
  }

  @Test
  void shouldAllocateNothingInFifoLink() {
    final ProtocolNode node = new FifoLinkNode(2, SIZE, new Echo());
    node.onStart(0, outbox);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final FifoDataEncoder data = new FifoDataEncoder();
    assertLean(
        node,
        iteration -> {
          for (int i = 1; i >= 0; i--) {
            data.wrapAndApplyHeader(buffer, 0, header).incarnation(1).peerIncarnation(1);
            data.sequence(2 * iteration + i).putBody(word, 0, word.capacity());
            receive(node, 3, data.encodedLength());
          }
          node.onRequest(nowNs, 0, word, 0, 0, outbox);
        });
  }

  @Test
  void shouldAllocateNothingInAbd() {
    final ProtocolNode node = started(new AbdSpec());
    final var header = new dev.ordeal.protocols.replication.abd.codec.MessageHeaderEncoder();
    final QueryEncoder query = new QueryEncoder();
    final QueryReplyEncoder found = new QueryReplyEncoder();
    final UpdateEncoder update = new UpdateEncoder();
    final UpdateAckEncoder ack = new UpdateAckEncoder();
    assertLean(
        node,
        iteration -> {
          final long operation = Long.MIN_VALUE; // of nobody here
          query.wrapAndApplyHeader(buffer, 0, header).operation(operation).key((int) (iteration % 16));
          receive(node, 1, QueryEncoder.BLOCK_LENGTH);
          update.wrapAndApplyHeader(buffer, 0, header).operation(operation).timestamp(iteration + 1).writer(1);
          update.value(iteration).key((int) (iteration % 16)).phase(Phase.WRITE_BACK);
          receive(node, 1, UpdateEncoder.BLOCK_LENGTH); // forced; now and then a snapshot
          request(node, iteration, 1 + iteration); // a read
          timeOut(node); // asks again
          final long number = 1L << 40 | (iteration & 0xFFFF_FFFFL) << 8;
          found.wrapAndApplyHeader(buffer, 0, header).operation(number).timestamp(iteration + 2).writer(2).value(7);
          receive(node, 1, QueryReplyEncoder.BLOCK_LENGTH);
          receive(node, 3, QueryReplyEncoder.BLOCK_LENGTH); // a majority: writes back
          timeOut(node);
          ack.wrapAndApplyHeader(buffer, 0, header).operation(number);
          receive(node, 1, UpdateAckEncoder.BLOCK_LENGTH);
          receive(node, 4, UpdateAckEncoder.BLOCK_LENGTH); // answers
        });
    assertTrue(outbox.replies > 20_000, "reads were answered: replies=" + outbox.replies);
  }

  @Test
  void shouldAllocateNothingInPrimaryBackup() {
    final ProtocolNode node =
        new PrimaryBackupSpec()
            .newNode(
                new NodeContext(0, 2, 1, new CounterRandom(1), () -> 0),
                ParameterValues.defaultsOf(new PrimaryBackupSpec().parameters()));
    node.onStart(0, outbox);
    final var header = new dev.ordeal.protocols.replication.primarybackup.codec.MessageHeaderEncoder();
    final var heartbeat = new dev.ordeal.protocols.replication.primarybackup.codec.HeartbeatEncoder();
    final ReplicateAckEncoder ack = new ReplicateAckEncoder();
    final WriteRequestEncoder write = new WriteRequestEncoder();
    ack.wrapAndApplyHeader(buffer, 0, header).change(1);
    receive(node, 1, ReplicateAckEncoder.BLOCK_LENGTH); // takes over
    assertLean(
        node,
        iteration -> {
          write.wrapAndApplyHeader(buffer, 0, requestHeader).client(3).key(1).sequence(iteration + 1).value(iteration);
          node.onRequest(nowNs, iteration, buffer, 0, HEADER + WriteRequestEncoder.BLOCK_LENGTH, outbox);
          heartbeat.wrapAndApplyHeader(buffer, 0, header);
          receive(node, 1, 0);
          timeOut(node); // sent again
          ack.wrapAndApplyHeader(buffer, 0, header).change(iteration + 2);
          receive(node, 1, ReplicateAckEncoder.BLOCK_LENGTH); // answers
        });
    assertTrue(outbox.replies > 20_000, "writes were answered: replies=" + outbox.replies);
  }

  @Test
  void shouldAllocateNothingInHeartbeatDetectors() {
    for (final AlgorithmSpec spec : List.of(new HeartbeatSpec(), new AdaptiveHeartbeatSpec(), new PhiAccrualSpec())) {
      final ProtocolNode node = started(spec);
      final var header = new dev.ordeal.protocols.detector.heartbeat.codec.MessageHeaderEncoder();
      final var heartbeat = new dev.ordeal.protocols.detector.heartbeat.codec.HeartbeatEncoder();
      assertLean(
          node,
          iteration -> {
            heartbeat.wrapAndApplyHeader(buffer, 0, header).sentNs(nowNs);
            receive(node, (int) (iteration % 4 == 2 ? 4 : iteration % 4), heartbeat.encodedLength());
            for (int i = 0; i < 4; i++) {
              timeOut(node); // a heartbeat, or somebody is suspected
            }
          });
    }
  }

  @Test
  void shouldAllocateNothingInOmega() {
    for (final AlgorithmSpec spec : List.of(new OmegaSpec(), new OmegaElectionSpec())) {
      final ProtocolNode node = started(spec);
      final var header = new dev.ordeal.protocols.detector.omega.codec.MessageHeaderEncoder();
      final AliveEncoder alive = new AliveEncoder();
      final AccusationEncoder accusation = new AccusationEncoder();
      assertLean(
          node,
          iteration -> {
            alive.wrapAndApplyHeader(buffer, 0, header).sentNs(nowNs).accusations(iteration / 8);
            receive(node, (int) (iteration % 2), alive.encodedLength());
            accusation.wrapAndApplyHeader(buffer, 0, header).accusations(iteration / 7);
            receive(node, 3, accusation.encodedLength());
            for (int i = 0; i < 4; i++) {
              timeOut(node);
            }
          });
    }
  }

  @Test
  void shouldAllocateNothingInSwim() {
    final ProtocolNode node = started(new SwimSpec());
    final var header = new dev.ordeal.protocols.detector.swim.codec.MessageHeaderEncoder();
    final ProbeEncoder probe = new ProbeEncoder();
    assertLean(
        node,
        iteration -> {
          for (int from = 0; from < 2; from++) {
            probe.wrapAndApplyHeader(buffer, 0, header).kind(from == 0 ? Kind.PING : Kind.PING_REQUEST);
            probe.origin(from).sequence(iteration).subject(from == 0 ? 2 : 3).subjectIncarnation(0);
            probe.incarnation((int) iteration);
            final ProbeEncoder.RumoursEncoder rumours = probe.rumoursCount(2);
            rumours.next().member(2).incarnation((int) iteration).opinion(Opinion.SUSPECT); // refuted
            rumours.next().member(4).incarnation((int) iteration).opinion(Opinion.ALIVE);
            receive(node, from, probe.encodedLength());
          }
          timeOut(node); // helpers are asked
          timeOut(node); // the period is over: suspected, or failed, and another is pinged
        });
  }

  /** The instrument: one small object a step is seen. */
  @Test
  void shouldCatchNodeThatAllocates() {
    final Echo node = new Echo();
    node.allocates = true;
    assertTrue(StepAllocation.bytesOf(iteration -> receive(node, 1, 0)) >= 20_000 * 16L);
    node.allocates = false;
    assertEquals(0, StepAllocation.bytesOf(iteration -> receive(node, 1, 0)));
  }

  private void assertLean(final ProtocolNode node, final StepAllocation.Work work) {
    final long bytes =
        StepAllocation.bytesOf(
            iteration -> {
              work.run(iteration);
              digests ^= node.digest();
            });
    assertTrue(outbox.effects > 100_000, "the steps did something: effects=" + outbox.effects);
    assertEquals(0, bytes, "bytes in 20000 rounds of steps");
  }

  private ProtocolNode started(final AlgorithmSpec spec) {
    return started(spec, Map.of());
  }

  private ProtocolNode started(final AlgorithmSpec spec, final Map<String, Long> chosen) {
    final ProtocolNode node =
        spec.newNode(
            new NodeContext(2, SIZE, 1, new CounterRandom(1), () -> 0), ParameterValues.of(spec.parameters(), chosen));
    node.onStart(0, outbox);
    return node;
  }

  private void receive(final ProtocolNode node, final int fromId, final int bodyLength) {
    node.onMessage(nowNs, fromId, buffer, 0, HEADER + bodyLength, outbox);
  }

  private void request(final ProtocolNode node, final long requestId, final long sequence) {
    readRequest.wrapAndApplyHeader(buffer, 0, requestHeader).client(3).key(1).sequence(sequence);
    node.onRequest(nowNs, requestId, buffer, 0, HEADER + ReadRequestEncoder.BLOCK_LENGTH, outbox);
  }

  private void timeOut(final ProtocolNode node) {
    nowNs = node.nextDeadlineNs();
    node.onDeadline(nowNs, outbox);
  }

  /** A node above a layer: answers each message, and says each request to all. */
  private static final class Echo implements ProtocolNode {
    boolean allocates;
    private long[] kept = new long[1];
    private final UnsafeBuffer reply = new UnsafeBuffer(new byte[8]);

    @Override
    public void onRecord(final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {}

    @Override
    public void onMessage(
        final long nowNs,
        final int fromId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      if (allocates) {
        kept = new long[kept.length];
      }
      outbox.send(fromId, reply, 0, reply.capacity());
    }

    @Override
    public void onRequest(
        final long nowNs,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      outbox.broadcast(reply, 0, reply.capacity());
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {}

    @Override
    public long nextDeadlineNs() {
      return NO_DEADLINE;
    }

    @Override
    public int encodeState(final MutableDirectBuffer buffer, final int offset) {
      return 0;
    }

    @Override
    public long digest() {
      return 0;
    }
  }
}
