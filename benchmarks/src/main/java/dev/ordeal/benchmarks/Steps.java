package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.bully.codec.CoordinatorEncoder;
import dev.ordeal.protocols.election.bully.codec.ElectionEncoder;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import java.util.function.LongSupplier;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of five, brought into a state in which one step may be taken again and again: the step is the node's most
 * frequent one in that state. Each has a name, {@code algorithm/input}.
 */
final class Steps {
  private static final int NODES = 5;
  private static final long SEED = 3;
  private static final long STEP_NS = 1_000;

  private final DiscardingOutbox outbox = new DiscardingOutbox();
  private final MutableDirectBuffer message = new ExpandableArrayBuffer(128);
  private final ProtocolNode node;
  private final int fromId;
  private int length;
  private long term;
  private long nowNs = 1;

  private Steps(final AlgorithmSpec spec, final int nodeId, final int fromId) {
    final NodeContext context =
        new NodeContext(nodeId, NODES, SEED, new CounterRandom(CounterRandom.hash(SEED, nodeId)), () -> 0);
    node = spec.newNode(context, ParameterValues.defaultsOf(spec.parameters()));
    this.fromId = fromId;
    node.onStart(nowNs, outbox);
  }

  /** The step of a name; each call takes it once and returns how many effects or deliveries there have been. */
  static LongSupplier of(final String name) {
    return switch (name) {
      case "reliable-link/message" -> LinkRound.reliable()::round;
      case "fifo-link/message" -> LinkRound.fifo()::round;
      case "abd/read" -> RegisterRound.read()::round;
      case "abd/write" -> RegisterRound.write()::round;
      case "two-phase/commit", "presumed-abort/commit", "presumed-commit/commit", "three-phase/commit",
              "paxos-commit/commit" ->
          CommitRound.of(name.substring(0, name.indexOf('/')))::round;
      default -> nodeOf(name)::step;
    };
  }

  private static Steps nodeOf(final String name) {
    return switch (name) {
      case "bully/heartbeat" -> bullyHeartbeat();
      case "bully/election" -> bullyElection();
      case "raft-election/heartbeat" -> raftHeartbeat();
      case "raft-election/heartbeat-ack" -> raftHeartbeatAck();
      case "raft-election/beat" -> raftLeader();
      case "raft-election/stale-request-vote" -> raftStaleRequestVote();
      default -> throw new IllegalArgumentException("unknown step: name=" + name);
    };
  }

  private long receive() {
    nowNs += STEP_NS;
    node.onMessage(nowNs, fromId, message, 0, length, outbox);
    return outbox.effects;
  }

  private long wake() {
    nowNs = node.nextDeadlineNs();
    node.onDeadline(nowNs, outbox);
    return outbox.effects;
  }

  private long step() {
    return length > 0 ? receive() : wake();
  }

  private static Steps bullyHeartbeat() {
    final Steps steps = new Steps(new BullySpec(), 0, NODES - 1);
    final var header = new dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder();
    final CoordinatorEncoder coordinator = new CoordinatorEncoder();
    coordinator.wrapAndApplyHeader(steps.message, 0, header);
    steps.length = header.encodedLength() + coordinator.encodedLength();
    steps.receive();
    final var heartbeat = new dev.ordeal.protocols.election.bully.codec.HeartbeatEncoder();
    heartbeat.wrapAndApplyHeader(steps.message, 0, header);
    steps.length = header.encodedLength() + heartbeat.encodedLength();
    return steps;
  }

  /** The highest node hears an election of a lower one, and answers. */
  private static Steps bullyElection() {
    final Steps steps = new Steps(new BullySpec(), NODES - 1, 0);
    final var header = new dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder();
    final ElectionEncoder election = new ElectionEncoder();
    election.wrapAndApplyHeader(steps.message, 0, header).round(1);
    steps.length = header.encodedLength() + election.encodedLength();
    return steps;
  }

  private static Steps raftHeartbeat() {
    final Steps steps = new Steps(new RaftElectionSpec(), 0, 1);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final HeartbeatEncoder heartbeat = new HeartbeatEncoder();
    heartbeat.wrapAndApplyHeader(steps.message, 0, header).term(1_000);
    steps.length = header.encodedLength() + heartbeat.encodedLength();
    return steps;
  }

  private static Steps raftHeartbeatAck() {
    final Steps steps = raftLeader();
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final HeartbeatAckEncoder ack = new HeartbeatAckEncoder();
    ack.wrapAndApplyHeader(steps.message, 0, header).term(steps.term);
    steps.length = header.encodedLength() + ack.encodedLength();
    return steps;
  }

  private static Steps raftStaleRequestVote() {
    final Steps steps = new Steps(new RaftElectionSpec(), 0, 1);
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final RequestVoteEncoder request = new RequestVoteEncoder();
    request.wrapAndApplyHeader(steps.message, 0, header).term(0).lastLogTerm(0).lastLogIndex(0);
    steps.length = header.encodedLength() + request.encodedLength();
    return steps;
  }

  /** Node 0 stands, and everybody votes for it. */
  private static Steps raftLeader() {
    final Steps steps = new Steps(new RaftElectionSpec(), 0, 1);
    steps.wake();
    steps.term = new RequestVoteDecoder().wrapAndApplyHeader(steps.outbox.last, 0, new MessageHeaderDecoder()).term();
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final VoteEncoder vote = new VoteEncoder();
    vote.wrapAndApplyHeader(steps.message, 0, header).term(steps.term).granted(BooleanType.T);
    final int voteLength = header.encodedLength() + vote.encodedLength();
    for (int voter = 1; voter < NODES; voter++) {
      steps.node.onMessage(steps.nowNs, voter, steps.message, 0, voteLength, steps.outbox);
    }
    return steps;
  }
}
