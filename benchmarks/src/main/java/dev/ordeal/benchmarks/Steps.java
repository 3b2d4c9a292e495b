package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.bully.codec.CoordinatorEncoder;
import dev.ordeal.protocols.election.bully.codec.ElectionEncoder;
import dev.ordeal.protocols.election.completebully.CompleteBullySpec;
import dev.ordeal.protocols.election.completebully.codec.AreYouNormalEncoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouThereEncoder;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.raft.codec.BooleanType;
import dev.ordeal.protocols.election.raft.codec.HeartbeatAckEncoder;
import dev.ordeal.protocols.election.raft.codec.HeartbeatEncoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.raft.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.raft.codec.PreVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteDecoder;
import dev.ordeal.protocols.election.raft.codec.RequestVoteEncoder;
import dev.ordeal.protocols.election.raft.codec.VoteEncoder;
import dev.ordeal.protocols.election.ring.ChangRobertsSpec;
import dev.ordeal.protocols.election.ring.HirschbergSinclairSpec;
import dev.ordeal.protocols.election.ring.codec.CandidateEncoder;
import dev.ordeal.protocols.election.ring.codec.ProbeEncoder;
import java.util.Map;
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
    this(spec, nodeId, fromId, Map.of());
  }

  private Steps(final AlgorithmSpec spec, final int nodeId, final int fromId, final Map<String, Long> chosen) {
    final NodeContext context =
        new NodeContext(nodeId, NODES, SEED, new CounterRandom(CounterRandom.hash(SEED, nodeId)), () -> 0);
    node = spec.newNode(context, ParameterValues.of(spec.parameters(), chosen));
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
      case "heartbeat-detector/heartbeat" -> DetectorRound.heartbeat()::receive;
      case "phi-accrual/heartbeat" -> DetectorRound.phi()::receive;
      case "omega/alive" -> DetectorRound.omega()::receive;
      case "swim/ping" -> DetectorRound.swimPing()::receive;
      case "swim/period" -> DetectorRound.swimPing()::period;
      case "two-phase/commit", "presumed-abort/commit", "presumed-commit/commit", "three-phase/commit",
              "paxos-commit/commit" ->
          CommitRound.of(name.substring(0, name.indexOf('/')))::round;
      case "paxos/ballot", "ben-or/phase", "ben-or/phase-common-coin", "chandra-toueg/five-rounds", "flood-set/message",
              "early-deciding/message" ->
          ConsensusRound.of(name);
      case "broadcast-from-consensus/instance" -> new BroadcastRound()::instance;
      default -> nodeOf(name)::step;
    };
  }

  private static Steps nodeOf(final String name) {
    return switch (name) {
      case "bully/heartbeat" -> bullyHeartbeat();
      case "bully/election" -> bullyElection();
      case "raft-election/heartbeat" -> raftHeartbeat();
      case "raft-election/heartbeat-ack" -> raftHeartbeatAck(Map.of());
      case "raft-election/beat" -> raftLeader(Map.of());
      case "raft-election/stale-request-vote" -> raftStaleRequestVote();
      case "raft-election/pre-vote-refused" -> raftPreVoteRefused();
      case "raft-election/checked-heartbeat-ack" -> raftHeartbeatAck(Map.of("check-quorum", 1L));
      case "complete-bully/are-you-normal" -> completeBullyAreYouNormal();
      case "complete-bully/are-you-there" -> completeBullyAreYouThere();
      case "chang-roberts/candidate" -> changRobertsCandidate();
      case "hirschberg-sinclair/probe" -> hirschbergSinclairProbe();
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

  private static Steps raftHeartbeatAck(final Map<String, Long> chosen) {
    final Steps steps = raftLeader(chosen);
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

  /** A follower that hears from its leader is asked whether it would vote for another. */
  private static Steps raftPreVoteRefused() {
    final Steps steps = new Steps(new RaftElectionSpec(), 0, 1, Map.of("pre-vote", 1L));
    final MessageHeaderEncoder header = new MessageHeaderEncoder();
    final PreVoteEncoder request = new PreVoteEncoder();
    request.wrapAndApplyHeader(steps.message, 0, header).term(0).lastLogTerm(0).lastLogIndex(0);
    steps.length = header.encodedLength() + request.encodedLength();
    return steps;
  }

  private static Steps completeBullyAreYouNormal() {
    final Steps steps = new Steps(new CompleteBullySpec(), 0, NODES - 1);
    final var header = new dev.ordeal.protocols.election.completebully.codec.MessageHeaderEncoder();
    final AreYouNormalEncoder question = new AreYouNormalEncoder();
    question.wrapAndApplyHeader(steps.message, 0, header).call(1);
    steps.length = header.encodedLength() + question.encodedLength();
    return steps;
  }

  private static Steps completeBullyAreYouThere() {
    final Steps steps = new Steps(new CompleteBullySpec(), NODES - 1, 0);
    final var header = new dev.ordeal.protocols.election.completebully.codec.MessageHeaderEncoder();
    final AreYouThereEncoder question = new AreYouThereEncoder();
    question.wrapAndApplyHeader(steps.message, 0, header).call(1);
    steps.length = header.encodedLength() + question.encodedLength();
    return steps;
  }

  /** A higher node's candidacy is passed on; hops are not acknowledged, so that none pile up. */
  private static Steps changRobertsCandidate() {
    final Steps steps = new Steps(new ChangRobertsSpec(), 0, 1, Map.of("repair", 0L));
    final var header = new dev.ordeal.protocols.election.ring.codec.MessageHeaderEncoder();
    final CandidateEncoder candidate = new CandidateEncoder();
    candidate.wrapAndApplyHeader(steps.message, 0, header).tag(1).id(NODES - 1).hops(1);
    steps.length = header.encodedLength() + candidate.encodedLength();
    return steps;
  }

  /** A higher node's probe is passed on. */
  private static Steps hirschbergSinclairProbe() {
    final Steps steps = new Steps(new HirschbergSinclairSpec(), 0, 1, Map.of("repair", 0L));
    final var header = new dev.ordeal.protocols.election.ring.codec.MessageHeaderEncoder();
    final ProbeEncoder probe = new ProbeEncoder();
    probe.wrapAndApplyHeader(steps.message, 0, header).tag(1).id(NODES - 1).hops(1).phase(2).direction(1);
    steps.length = header.encodedLength() + probe.encodedLength();
    return steps;
  }

  /** Node 0 stands, and everybody votes for it. */
  private static Steps raftLeader(final Map<String, Long> chosen) {
    final Steps steps = new Steps(new RaftElectionSpec(), 0, 1, chosen);
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
