package dev.ordeal.protocols.election.completebully;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.election.completebully.codec.AcceptedDecoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouNormalDecoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouThereDecoder;
import dev.ordeal.protocols.election.completebully.codec.AreYouThereEncoder;
import dev.ordeal.protocols.election.completebully.codec.HaltDecoder;
import dev.ordeal.protocols.election.completebully.codec.HaltedDecoder;
import dev.ordeal.protocols.election.completebully.codec.HereDecoder;
import dev.ordeal.protocols.election.completebully.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.completebully.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.completebully.codec.NewCoordinatorDecoder;
import dev.ordeal.protocols.election.completebully.codec.NormalDecoder;
import dev.ordeal.protocols.election.completebully.codec.NotNormalDecoder;
import dev.ordeal.protocols.election.completebully.codec.ReadyDecoder;
import dev.ordeal.protocols.election.completebully.codec.StartedDecoder;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One node of the complete bully election; {@link CompleteBullySpec} states model and promises, the package comment the
 * messages. The paper's procedures are named where they are.
 *
 * <p>Cost: an election of the highest node takes up to 6 (n − 1) messages, answers included; in between 2 (n − 1) each
 * heartbeat interval. State: ten words and a bit per node.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public class CompleteBullyNode implements ProtocolNode {
  private static final int NO_LEADER = (int) Indication.NO_LEADER;
  private static final int NOBODY = -1;
  private static final long NO_EPOCH = 0;
  private static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + AreYouThereEncoder.BLOCK_LENGTH;

  private final int nodeId;
  private final CompleteBullyConfig config;
  private final CounterRandom random;
  private final int[] lowerIds;
  private final int[] higherIds;

  /** The nodes that this node halted and coordinates, the paper's S(i).Up, first {@code upCount} of them. */
  private final int[] upIds;

  private final boolean[] hasAnswered;

  private final MutableDirectBuffer message = new UnsafeBuffer(new byte[LENGTH]);
  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();

  /** Encodes the one field that all messages have; the header says which message it is. */
  private final AreYouThereEncoder callEncoder = new AreYouThereEncoder();

  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final AreYouThereDecoder callDecoder = new AreYouThereDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private CompleteBullyState state = CompleteBullyState.STARTING;
  private int leaderId = NO_LEADER;
  private int halterId = NOBODY;
  private long haltCall;
  private long call;
  private int upCount;
  private int answers;
  private boolean isStartingOthers;
  private long deadlineNs = NO_DEADLINE;

  CompleteBullyNode(final NodeContext context, final CompleteBullyConfig config) {
    this.nodeId = context.nodeId();
    this.config = config;
    this.random = context.random();
    this.lowerIds = new int[nodeId];
    this.higherIds = new int[context.clusterSize() - 1 - nodeId];
    for (int id = 0; id < context.clusterSize(); id++) {
      if (id < nodeId) {
        lowerIds[id] = id;
      } else if (id > nodeId) {
        higherIds[id - nodeId - 1] = id;
      }
    }
    this.upIds = new int[lowerIds.length];
    this.hasAnswered = new boolean[context.clusterSize()];
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  /** Recovery: a node that comes up holds an election. */
  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    holdElection(nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || headerDecoder.blockLength() < AreYouThereDecoder.BLOCK_LENGTH) {
      return;
    }
    final long theirCall =
        callDecoder
            .wrap(
                buffer,
                offset + MessageHeaderDecoder.ENCODED_LENGTH,
                AreYouThereDecoder.BLOCK_LENGTH,
                AreYouThereDecoder.SCHEMA_VERSION)
            .call();
    switch (headerDecoder.templateId()) {
      case AreYouThereDecoder.TEMPLATE_ID -> answer(fromId, HereDecoder.TEMPLATE_ID, theirCall, outbox);
      case HereDecoder.TEMPLATE_ID -> onHere(nowNs, fromId, theirCall, outbox);
      case HaltDecoder.TEMPLATE_ID -> onHalt(nowNs, fromId, theirCall, outbox);
      case HaltedDecoder.TEMPLATE_ID -> onHalted(nowNs, fromId, theirCall, outbox);
      case NewCoordinatorDecoder.TEMPLATE_ID -> onNewCoordinator(nowNs, fromId, theirCall, outbox);
      case AcceptedDecoder.TEMPLATE_ID -> onReorganized(nowNs, fromId, theirCall, false, outbox);
      case ReadyDecoder.TEMPLATE_ID -> onReady(nowNs, fromId, theirCall, outbox);
      case StartedDecoder.TEMPLATE_ID -> onReorganized(nowNs, fromId, theirCall, true, outbox);
      case AreYouNormalDecoder.TEMPLATE_ID -> onAreYouNormal(nowNs, fromId, theirCall, outbox);
      case NotNormalDecoder.TEMPLATE_ID -> onNotNormal(nowNs, theirCall, outbox);
      default -> {
        // NORMAL, which asks for nothing, or not one of ours.
      }
    }
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    // An election serves no clients.
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    switch (state) {
      case ASKING -> halt(nowNs, outbox);
      case HALTING -> reorganize(nowNs, outbox);
      // Somebody that was halted has failed since, or the coordinator has: from the beginning.
      case REORGANIZING, WAITING, JOINING, DOUBTING -> holdElection(nowNs, outbox);
      case LEADING -> check(nowNs, outbox);
      case FOLLOWING -> doubt(nowNs, outbox);
      case STARTING -> throw new IllegalStateException("deadline before start: nodeId=" + nodeId);
    }
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putInt(offset + 4, leaderId, LITTLE_ENDIAN);
    buffer.putInt(offset + 8, halterId, LITTLE_ENDIAN);
    buffer.putInt(offset + 12, isStartingOthers ? 1 : 0, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, haltCall, LITTLE_ENDIAN);
    buffer.putLong(offset + 24, call, LITTLE_ENDIAN);
    buffer.putLong(offset + 32, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 40, random.key(), LITTLE_ENDIAN);
    buffer.putLong(offset + 48, random.position(), LITTLE_ENDIAN);
    int end = offset + 56;
    if (state == CompleteBullyState.HALTING || state == CompleteBullyState.REORGANIZING) {
      for (int i = 0; i < upCount; i++, end += Integer.BYTES) {
        buffer.putInt(end, upIds[i], LITTLE_ENDIAN);
      }
      for (final boolean has : hasAnswered) {
        buffer.putByte(end++, (byte) (has ? 1 : 0));
      }
    }
    return end - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Election, first part: are the higher nodes there? */
  final void holdElection(final long nowNs, final Outbox outbox) {
    outbox.indicate(Indication.ELECTION, NO_EPOCH, nodeId);
    call = random.nextLong();
    transitionTo(CompleteBullyState.ASKING, nowNs, outbox);
    holdLeader(NO_LEADER, outbox);
    if (higherIds.length == 0) {
      halt(nowNs, outbox);
    } else {
      encode(AreYouThereDecoder.TEMPLATE_ID, call);
      outbox.multicast(higherIds, higherIds.length, message, 0, LENGTH);
    }
  }

  /** Election, second part: halts the lower nodes, so that nobody leads when this node comes to. */
  private void halt(final long nowNs, final Outbox outbox) {
    halterId = nodeId;
    haltCall = call;
    upCount = 0;
    Arrays.fill(hasAnswered, false);
    transitionTo(CompleteBullyState.HALTING, nowNs, outbox);
    if (lowerIds.length == 0) {
      reorganize(nowNs, outbox);
      return;
    }
    encode(HaltDecoder.TEMPLATE_ID, call);
    outbox.multicast(lowerIds, lowerIds.length, message, 0, LENGTH);
    if (!waitsForHalted()) {
      reorganize(nowNs, outbox);
    }
  }

  /** Election, third part: tells those it halted who coordinates. */
  private void reorganize(final long nowNs, final Outbox outbox) {
    transitionTo(CompleteBullyState.REORGANIZING, nowNs, outbox);
    holdLeader(nodeId, outbox);
    callUp(nowNs, NewCoordinatorDecoder.TEMPLATE_ID, false, outbox);
  }

  /** Asks all nodes that were halted for one more thing; with nobody to ask, this node is normal at once. */
  private void callUp(final long nowNs, final int template, final boolean isStart, final Outbox outbox) {
    isStartingOthers = isStart;
    answers = 0;
    Arrays.fill(hasAnswered, false);
    if (upCount == 0) {
      transitionTo(CompleteBullyState.LEADING, nowNs, outbox);
      return;
    }
    encode(template, call);
    outbox.multicast(upIds, upCount, message, 0, LENGTH);
  }

  private void onHere(final long nowNs, final int fromId, final long theirCall, final Outbox outbox) {
    if (theirCall != call) {
      return;
    }
    if (state == CompleteBullyState.ASKING && fromId > nodeId) {
      transitionTo(CompleteBullyState.WAITING, nowNs, outbox);
    } else if (state == CompleteBullyState.DOUBTING && fromId == leaderId) {
      transitionTo(CompleteBullyState.FOLLOWING, nowNs, outbox);
    }
  }

  /** Halt: stops whatever it does, an election of its own included. A second copy of the same one stops nothing. */
  private void onHalt(final long nowNs, final int fromId, final long theirCall, final Outbox outbox) {
    if (fromId < nodeId) {
      return;
    }
    if (halterId != fromId || haltCall != theirCall) {
      halterId = fromId;
      haltCall = theirCall;
      transitionTo(CompleteBullyState.WAITING, nowNs, outbox);
      holdLeader(NO_LEADER, outbox);
    }
    answer(fromId, HaltedDecoder.TEMPLATE_ID, theirCall, outbox);
  }

  private void onHalted(final long nowNs, final int fromId, final long theirCall, final Outbox outbox) {
    if (state != CompleteBullyState.HALTING || theirCall != call || hasAnswered[fromId]) {
      return;
    }
    hasAnswered[fromId] = true;
    upIds[upCount++] = fromId;
    if (upCount == lowerIds.length) {
      reorganize(nowNs, outbox);
    }
  }

  /** NewCoordinator: believed of who halted this node last. */
  private void onNewCoordinator(final long nowNs, final int fromId, final long theirCall, final Outbox outbox) {
    if (halterId != fromId || haltCall != theirCall) {
      return;
    }
    if (state == CompleteBullyState.WAITING || state == CompleteBullyState.ASKING) {
      transitionTo(CompleteBullyState.JOINING, nowNs, outbox);
      holdLeader(fromId, outbox);
    }
    answer(fromId, AcceptedDecoder.TEMPLATE_ID, theirCall, outbox);
  }

  private void onReady(final long nowNs, final int fromId, final long theirCall, final Outbox outbox) {
    if (halterId != fromId || haltCall != theirCall) {
      return;
    }
    if (state == CompleteBullyState.JOINING) {
      transitionTo(CompleteBullyState.FOLLOWING, nowNs, outbox);
    }
    answer(fromId, StartedDecoder.TEMPLATE_ID, theirCall, outbox);
  }

  /** One of those it halted has taken a step of the reorganisation; when all have, the next step follows. */
  private void onReorganized(
      final long nowNs, final int fromId, final long theirCall, final boolean isStart, final Outbox outbox) {
    if (state != CompleteBullyState.REORGANIZING
        || theirCall != call
        || isStart != isStartingOthers
        || hasAnswered[fromId]) {
      return;
    }
    hasAnswered[fromId] = true;
    answers++;
    if (answers == upCount) {
      if (isStart) {
        transitionTo(CompleteBullyState.LEADING, nowNs, outbox);
      } else {
        transitionTo(CompleteBullyState.REORGANIZING, nowNs, outbox);
        callUp(nowNs, ReadyDecoder.TEMPLATE_ID, true, outbox);
      }
    }
  }

  /** Check: the coordinator asks all whether they are normal, which tells them that it is there, too. */
  private void check(final long nowNs, final Outbox outbox) {
    call = random.nextLong();
    deadlineNs = nowNs + config.heartbeatNs();
    encode(AreYouNormalDecoder.TEMPLATE_ID, call);
    outbox.broadcast(message, 0, LENGTH);
  }

  private void onAreYouNormal(final long nowNs, final int fromId, final long theirCall, final Outbox outbox) {
    if (fromId == leaderId
        && (state == CompleteBullyState.FOLLOWING || state == CompleteBullyState.DOUBTING)) {
      transitionTo(CompleteBullyState.FOLLOWING, nowNs, outbox);
    }
    final boolean isNormal =
        state == CompleteBullyState.FOLLOWING
            || state == CompleteBullyState.DOUBTING
            || state == CompleteBullyState.LEADING;
    answer(fromId, isNormal ? NormalDecoder.TEMPLATE_ID : NotNormalDecoder.TEMPLATE_ID, theirCall, outbox);
  }

  /** Check: a node that is not normal, since it came up or was halted by another, is made so by an election. */
  private void onNotNormal(final long nowNs, final long theirCall, final Outbox outbox) {
    if (state == CompleteBullyState.LEADING && theirCall == call) {
      holdElection(nowNs, outbox);
    }
  }

  /** Timeout: is the coordinator, which has been silent for long, still there? */
  private void doubt(final long nowNs, final Outbox outbox) {
    call = random.nextLong();
    transitionTo(CompleteBullyState.DOUBTING, nowNs, outbox);
    encode(AreYouThereDecoder.TEMPLATE_ID, call);
    outbox.send(leaderId, message, 0, LENGTH);
  }

  /** Whether it leads only after those it halted have said so, or can be taken for dead. */
  boolean waitsForHalted() {
    return true;
  }

  /** How long a node that was told of a higher one, or halted, waits for a coordinator. */
  long waitNs() {
    return config.coordinatorTimeoutNs();
  }

  private void answer(final int toId, final int template, final long theirCall, final Outbox outbox) {
    encode(template, theirCall);
    outbox.send(toId, message, 0, LENGTH);
  }

  private void encode(final int template, final long value) {
    callEncoder.wrapAndApplyHeader(message, 0, headerEncoder).call(value);
    headerEncoder.templateId(template);
  }

  private void holdLeader(final int newLeaderId, final Outbox outbox) {
    if (newLeaderId != leaderId) {
      leaderId = newLeaderId;
      outbox.indicate(Indication.LEADER, NO_EPOCH, leaderId);
    }
  }

  /** The only writer of the state. Enters it anew, with a fresh deadline, even if the node was in it. */
  private void transitionTo(final CompleteBullyState newState, final long nowNs, final Outbox outbox) {
    final CompleteBullyState oldState = state;
    state = newState;
    deadlineNs =
        switch (newState) {
          // An answer that takes exactly the time-out is in time.
          case ASKING, HALTING, REORGANIZING, DOUBTING -> nowNs + config.answerTimeoutNs() + 1;
          case WAITING, JOINING -> waitNs() == NO_DEADLINE ? NO_DEADLINE : nowNs + waitNs();
          case LEADING -> nowNs + config.heartbeatNs();
          case FOLLOWING -> nowNs + config.heartbeatTimeoutNs();
          case STARTING -> NO_DEADLINE;
        };
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }
}
