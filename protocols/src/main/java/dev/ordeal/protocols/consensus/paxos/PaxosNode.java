package dev.ordeal.protocols.consensus.paxos;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.codec.AcceptDecoder;
import dev.ordeal.protocols.consensus.codec.AcceptEncoder;
import dev.ordeal.protocols.consensus.codec.AcceptedDecoder;
import dev.ordeal.protocols.consensus.codec.AcceptedEncoder;
import dev.ordeal.protocols.consensus.codec.AcceptorStateDecoder;
import dev.ordeal.protocols.consensus.codec.AcceptorStateEncoder;
import dev.ordeal.protocols.consensus.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.consensus.codec.PrepareDecoder;
import dev.ordeal.protocols.consensus.codec.PrepareEncoder;
import dev.ordeal.protocols.consensus.codec.PromiseDecoder;
import dev.ordeal.protocols.consensus.codec.PromiseEncoder;
import dev.ordeal.protocols.consensus.codec.RefusedDecoder;
import dev.ordeal.protocols.consensus.codec.RefusedEncoder;
import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of single-decree Paxos: proposer, acceptor and learner in one; {@link PaxosSpec} states model and promises,
 * the package comment the messages. Sections are those of "Paxos Made Simple" (2001).
 *
 * <p>Cost: a ballot that nobody disturbs takes 4 (n − 1) messages, n − 1 more to tell the decision, and two forced
 * records on each acceptor. State: a few words, and a bit for each node.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class PaxosNode extends ConsensusNode {
  /** Below every ballot. */
  static final long NO_BALLOT = 0;

  private final PaxosConfig config;
  private final CounterRandom random;

  /** The acceptor: durable. */
  private long promised = NO_BALLOT;

  private long acceptedBallot = NO_BALLOT;
  private long acceptedValue = NO_VALUE;

  /** The proposer: its ballot under way, who has answered, the highest ballot that any of them accepted. */
  private long ballot = NO_BALLOT;

  private long highestSeen = NO_BALLOT;
  private final boolean[] hasAnswered;
  private int answers;
  private long bestBallot = NO_BALLOT;
  private long bestValue = NO_VALUE;
  private long deadlineNs = NO_DEADLINE;

  private final PrepareEncoder prepareEncoder = new PrepareEncoder();
  private final PromiseEncoder promiseEncoder = new PromiseEncoder();
  private final AcceptEncoder acceptEncoder = new AcceptEncoder();
  private final AcceptedEncoder acceptedEncoder = new AcceptedEncoder();
  private final RefusedEncoder refusedEncoder = new RefusedEncoder();
  private final AcceptorStateEncoder recordEncoder = new AcceptorStateEncoder();
  private final PrepareDecoder prepareDecoder = new PrepareDecoder();
  private final PromiseDecoder promiseDecoder = new PromiseDecoder();
  private final AcceptDecoder acceptDecoder = new AcceptDecoder();
  private final AcceptedDecoder acceptedDecoder = new AcceptedDecoder();
  private final RefusedDecoder refusedDecoder = new RefusedDecoder();
  private final AcceptorStateDecoder recordDecoder = new AcceptorStateDecoder();

  PaxosNode(final NodeContext context, final PaxosConfig config) {
    super(context, PaxosState.WAITING);
    this.config = config;
    this.random = context.random();
    this.hasAnswered = new boolean[clusterSize];
  }

  /** §2.5: an acceptor recovers from what it wrote. */
  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.templateId() != AcceptorStateDecoder.TEMPLATE_ID) {
      throw new IllegalStateException(
          "record of another kind: schemaId=%d, templateId=%d, wanted schemaId=%d, templateId=%d"
              .formatted(
                  headerDecoder.schemaId(),
                  headerDecoder.templateId(),
                  MessageHeaderDecoder.SCHEMA_ID,
                  AcceptorStateDecoder.TEMPLATE_ID));
    }
    recordDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
    recover(recordDecoder.promised(), recordDecoder.acceptedBallot(), recordDecoder.acceptedValue());
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    // A proposer without a proposal has nothing to do, and what a past life proposed is asked for again.
  }

  @Override
  protected void onProposal(final long nowNs, final Outbox outbox) {
    startBallot(nowNs, outbox);
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs >= deadlineNs) {
      startBallot(nowNs, outbox);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  protected void onFrame(
      final long nowNs, final int fromId, final DirectBuffer buffer, final int body, final Outbox outbox) {
    final int blockLength = headerDecoder.blockLength();
    final int version = headerDecoder.version();
    switch (headerDecoder.templateId()) {
      case PrepareDecoder.TEMPLATE_ID -> {
        if (blockLength >= PrepareDecoder.BLOCK_LENGTH) {
          onPrepare(nowNs, fromId, prepareDecoder.wrap(buffer, body, blockLength, version).ballot(), outbox);
        }
      }
      case PromiseDecoder.TEMPLATE_ID -> {
        if (blockLength >= PromiseDecoder.BLOCK_LENGTH) {
          promiseDecoder.wrap(buffer, body, blockLength, version);
          if (state() == PaxosState.PREPARING && promiseDecoder.ballot() == ballot) {
            countPromise(
                nowNs, fromId, promiseDecoder.acceptedBallot(), promiseDecoder.acceptedValue(), outbox);
          }
        }
      }
      case AcceptDecoder.TEMPLATE_ID -> {
        if (blockLength >= AcceptDecoder.BLOCK_LENGTH) {
          acceptDecoder.wrap(buffer, body, blockLength, version);
          onAccept(nowNs, fromId, acceptDecoder.ballot(), acceptDecoder.value(), outbox);
        }
      }
      case AcceptedDecoder.TEMPLATE_ID -> {
        if (blockLength >= AcceptedDecoder.BLOCK_LENGTH
            && state() == PaxosState.ACCEPTING
            && acceptedDecoder.wrap(buffer, body, blockLength, version).ballot() == ballot) {
          countAccepted(nowNs, fromId, outbox);
        }
      }
      case RefusedDecoder.TEMPLATE_ID -> {
        if (blockLength >= RefusedDecoder.BLOCK_LENGTH) {
          refusedDecoder.wrap(buffer, body, blockLength, version);
          onRefused(nowNs, refusedDecoder.ballot(), refusedDecoder.promised(), outbox);
        }
      }
      default -> {
        // Another algorithm's.
      }
    }
  }

  @Override
  protected boolean isQuestion(final int templateId) {
    return templateId == PrepareDecoder.TEMPLATE_ID || templateId == AcceptDecoder.TEMPLATE_ID;
  }

  @Override
  protected void onDecided(final long nowNs, final Outbox outbox) {
    deadlineNs = NO_DEADLINE;
    transitionTo(PaxosState.DECIDED, outbox);
  }

  @Override
  protected int encodeRest(final MutableDirectBuffer buffer, final int offset) {
    int end = putLong(buffer, offset, promised);
    end = putLong(buffer, end, acceptedBallot);
    buffer.putByte(end++, (byte) acceptedValue);
    end = putLong(buffer, end, highestSeen);
    end = putLong(buffer, end, deadlineNs);
    end = putLong(buffer, end, random.position());
    if (state() == PaxosState.PREPARING || state() == PaxosState.ACCEPTING) {
      end = putLong(buffer, end, ballot);
      end = putLong(buffer, end, bestBallot);
      buffer.putByte(end++, (byte) bestValue);
      for (int id = 0; id < clusterSize; id++) {
        buffer.putByte(end++, (byte) (hasAnswered[id] ? 1 : 0));
      }
    }
    return end;
  }

  /** §2.2, phase 1a: a number higher than any this node has used or seen; it is the first to promise. */
  private void startBallot(final long nowNs, final Outbox outbox) {
    final long attempt = Math.max(promised, highestSeen) / clusterSize + 1;
    ballot = attempt * clusterSize + nodeId;
    bestBallot = NO_BALLOT;
    bestValue = NO_VALUE;
    beginAnswers();
    indicateRound(attempt, outbox);
    transitionTo(PaxosState.PREPARING, outbox);
    restartTimer(nowNs);
    promise(ballot, outbox);
    prepareEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).ballot(ballot);
    outbox.broadcast(frame, 0, HEADER_LENGTH + prepareEncoder.encodedLength());
    countPromise(nowNs, nodeId, acceptedBallot, acceptedValue, outbox);
  }

  /** §2.2, phase 1b. A ballot that is promised already is answered again: the answer may be lost. */
  private void onPrepare(final long nowNs, final int fromId, final long asked, final Outbox outbox) {
    if (asked < promised) {
      refuse(fromId, asked, outbox);
      return;
    }
    promise(asked, outbox);
    giveWay(nowNs, outbox);
    promiseEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .ballot(asked)
        .acceptedBallot(acceptedBallot)
        .acceptedValue(acceptedValue);
    outbox.send(fromId, frame, 0, HEADER_LENGTH + promiseEncoder.encodedLength());
  }

  /** §2.2, phase 2a: of what a majority has accepted the value of the highest ballot, if any, else one's own. */
  private void countPromise(
      final long nowNs, final int fromId, final long itsBallot, final long itsValue, final Outbox outbox) {
    if (!countAnswer(fromId)) {
      return;
    }
    if (itsBallot > bestBallot) {
      bestBallot = itsBallot;
      bestValue = itsValue;
    }
    if (answers < majority()) {
      return;
    }
    bestValue = valueToPropose(bestBallot, bestValue);
    beginAnswers();
    transitionTo(PaxosState.ACCEPTING, outbox);
    final boolean isAcceptedHere = mayAccept(ballot, promised); // not if a dueller has promised to its rival
    if (isAcceptedHere) {
      accept(ballot, bestValue, outbox);
    }
    acceptEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).ballot(ballot).value(bestValue);
    outbox.broadcast(frame, 0, HEADER_LENGTH + acceptEncoder.encodedLength());
    if (isAcceptedHere) {
      countAccepted(nowNs, nodeId, outbox);
    }
  }

  /** §2.2, phase 2b. */
  private void onAccept(
      final long nowNs, final int fromId, final long asked, final long value, final Outbox outbox) {
    if (!mayAccept(asked, promised)) {
      refuse(fromId, asked, outbox);
      return;
    }
    accept(asked, value, outbox);
    giveWay(nowNs, outbox);
    acceptedEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).ballot(asked);
    outbox.send(fromId, frame, 0, HEADER_LENGTH + acceptedEncoder.encodedLength());
  }

  /** §2.3: the proposer is the distinguished learner, which tells the others. */
  private void countAccepted(final long nowNs, final int fromId, final Outbox outbox) {
    if (countAnswer(fromId) && answers >= majority()) {
      decide(nowNs, bestValue, outbox);
      broadcastDecision(outbox);
    }
  }

  /** §2.3, at the end: it is a good idea to abandon a ballot if some proposer has begun a higher one. */
  private void onRefused(final long nowNs, final long refused, final long itsPromise, final Outbox outbox) {
    highestSeen = Math.max(highestSeen, itsPromise);
    if (refused != ballot || state() == PaxosState.WAITING) {
      return;
    }
    transitionTo(PaxosState.WAITING, outbox);
    if (config.isDuelling()) {
      startBallot(nowNs, outbox);
    } else {
      restartTimer(nowNs);
    }
  }

  /** Somebody is at it with a higher ballot: one's own has little chance left, and the next would spoil the other's. */
  private void giveWay(final long nowNs, final Outbox outbox) {
    if (deadlineNs != NO_DEADLINE && !config.isDuelling()) {
      transitionTo(PaxosState.WAITING, outbox);
      restartTimer(nowNs);
    }
  }

  private void refuse(final int toId, final long asked, final Outbox outbox) {
    refusedEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).ballot(asked).promised(promised);
    outbox.send(toId, frame, 0, HEADER_LENGTH + refusedEncoder.encodedLength());
  }

  private void promise(final long asked, final Outbox outbox) {
    if (asked != promised) {
      promised = asked;
      persist(outbox);
    }
  }

  private void accept(final long asked, final long value, final Outbox outbox) {
    if (asked != acceptedBallot) {
      promised = asked;
      acceptedBallot = asked;
      acceptedValue = value;
      persist(outbox);
    }
  }

  /** §2.5: the acceptor's state is durable before the answer leaves. */
  private void persist(final Outbox outbox) {
    recordEncoder
        .wrapAndApplyHeader(frame, 0, headerEncoder)
        .promised(promised)
        .acceptedBallot(acceptedBallot)
        .acceptedValue(acceptedValue);
    outbox.persist(frame, 0, HEADER_LENGTH + recordEncoder.encodedLength());
  }

  private void beginAnswers() {
    Arrays.fill(hasAnswered, false);
    answers = 0;
  }

  private boolean countAnswer(final int fromId) {
    if (hasAnswered[fromId]) {
      return false;
    }
    hasAnswered[fromId] = true;
    answers++;
    return true;
  }

  private void restartTimer(final long nowNs) {
    deadlineNs =
        nowNs + random.nextLong(config.retryNsMin(), config.retryNsMin() + clusterSize * config.spreadNs());
  }

  /** What an acceptor knows after a crash, from one record. */
  void recover(final long recordedPromise, final long recordedBallot, final long recordedValue) {
    promised = recordedPromise;
    acceptedBallot = recordedBallot;
    acceptedValue = recordedValue;
  }

  /** §2.2, P1a: an acceptor accepts a ballot unless it has promised a higher one. */
  boolean mayAccept(final long asked, final long promisedBallot) {
    return asked >= promisedBallot;
  }

  /** §2.2, P2c: the value of the highest ballot that any of a majority has accepted; free if there is none. */
  long valueToPropose(final long highestBallot, final long itsValue) {
    return highestBallot == NO_BALLOT ? proposal() : itsValue;
  }
}
