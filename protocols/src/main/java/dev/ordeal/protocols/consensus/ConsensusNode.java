package dev.ordeal.protocols.consensus;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.consensus.codec.DecisionDecoder;
import dev.ordeal.protocols.consensus.codec.DecisionEncoder;
import dev.ordeal.protocols.consensus.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.consensus.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.consensus.codec.ProposeRequestDecoder;
import dev.ordeal.protocols.consensus.codec.RoundQuestionEncoder;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What the algorithms of single-shot consensus share: a proposal, at most one decision, a named state, and messages of
 * one schema.
 *
 * <p>A node takes the first proposal it is given and none after it has decided. What a subclass does with messages it
 * does before a decision; after one, a message whose sender waits for an answer is answered with {@link
 * #sendDecision}, so that whoever comes late is told.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public abstract class ConsensusNode implements ProtocolNode {
  /** No value; values are from 0 to {@link #VALUES_MAX} − 1. */
  public static final long NO_VALUE = -1;

  /** A repair time that never comes: links lose nothing, so nobody asks. */
  public static final long NO_REPAIR = Long.MAX_VALUE;

  /** How many values there are. */
  public static final int VALUES_MAX = Long.SIZE;

  /** Bytes of the header that starts every message and record. */
  protected static final int HEADER_LENGTH = MessageHeaderEncoder.ENCODED_LENGTH;

  /** The only instance of consensus there is, as indications name it. */
  private static final long INSTANCE = 0;

  /** This node's number. */
  protected final int nodeId;

  /** How many nodes there are. */
  protected final int clusterSize;

  /** Where a message or record is encoded before it is handed out. */
  protected final MutableDirectBuffer frame = new UnsafeBuffer(new byte[64]);

  /** Starts what is encoded. */
  protected final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();

  /** Starts what is decoded. */
  protected final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();

  private final ProposeRequestDecoder requestDecoder = new ProposeRequestDecoder();
  private final DecisionEncoder decisionEncoder = new DecisionEncoder();
  private final DecisionDecoder decisionDecoder = new DecisionDecoder();
  private final RoundQuestionEncoder questionEncoder = new RoundQuestionEncoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private Enum<?> state;
  private long proposal = NO_VALUE;
  private long decision = NO_VALUE;

  /** A node in its first state. */
  protected ConsensusNode(final NodeContext context, final Enum<?> initialState) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.state = initialState;
  }

  /** The node has a proposal for the first time and has not decided. */
  protected abstract void onProposal(long nowNs, Outbox outbox);

  /**
   * Takes a message of the consensus schema other than a decision; the node has not decided. {@code headerDecoder} is
   * wrapped around its header, and the block is as long as it says.
   */
  protected abstract void onFrame(long nowNs, int fromId, DirectBuffer buffer, int body, Outbox outbox);

  /** The node has just decided. */
  protected abstract void onDecided(long nowNs, Outbox outbox);

  /** Writes the state but what this class holds; returns the end. */
  protected abstract int encodeRest(MutableDirectBuffer buffer, int offset);

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public final void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (!wrapHeader(buffer, offset, length)
        || headerDecoder.templateId() != ProposeRequestDecoder.TEMPLATE_ID
        || headerDecoder.blockLength() < ProposeRequestDecoder.BLOCK_LENGTH) {
      return;
    }
    final long value =
        requestDecoder
            .wrap(buffer, offset + HEADER_LENGTH, headerDecoder.blockLength(), headerDecoder.version())
            .value();
    if (!isValue(value) || proposal != NO_VALUE || decision != NO_VALUE) {
      return;
    }
    proposal = value;
    outbox.indicate(Indication.PROPOSE, INSTANCE, value);
    onProposal(nowNs, outbox);
  }

  @Override
  public final void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (!wrapHeader(buffer, offset, length)) {
      onForeignMessage(nowNs, fromId, buffer, offset, length, outbox);
      return;
    }
    if (headerDecoder.templateId() == DecisionDecoder.TEMPLATE_ID) {
      if (headerDecoder.blockLength() >= DecisionDecoder.BLOCK_LENGTH) {
        final long value =
            decisionDecoder
                .wrap(buffer, offset + HEADER_LENGTH, headerDecoder.blockLength(), headerDecoder.version())
                .value();
        if (isValue(value)) {
          decide(nowNs, value, outbox);
        }
      }
    } else if (decision != NO_VALUE) {
      if (isQuestion(headerDecoder.templateId())) {
        sendDecision(fromId, outbox);
      }
    } else {
      onFrame(nowNs, fromId, buffer, offset + HEADER_LENGTH, outbox);
    }
  }

  @Override
  public final int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putByte(offset, (byte) state.ordinal());
    buffer.putByte(offset + 1, (byte) proposal);
    buffer.putByte(offset + 2, (byte) decision);
    return encodeRest(buffer, offset + 3) - offset;
  }

  @Override
  public final long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** What this node proposes, or {@link #NO_VALUE}. */
  public final long proposal() {
    return proposal;
  }

  /** What this node has decided, or {@link #NO_VALUE}. */
  public final long decision() {
    return decision;
  }

  /** Takes what is no message of the consensus schema, before a decision and after: here nothing. */
  protected void onForeignMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {}

  /** Whether a message's sender waits for an answer, so that a decided node gives it the decision: always. */
  protected boolean isQuestion(final int templateId) {
    return true;
  }

  /** Whether a value may be proposed. */
  protected boolean isValue(final long value) {
    return value >= 0 && value < VALUES_MAX;
  }

  /** Whether this node has decided. */
  protected final boolean hasDecided() {
    return decision != NO_VALUE;
  }

  /** More than half of all nodes. */
  protected final int majority() {
    return clusterSize / 2 + 1;
  }

  /** The state's enum constant. */
  protected final Enum<?> state() {
    return state;
  }

  /** The only writer of the state. */
  protected final void transitionTo(final Enum<?> newState, final Outbox outbox) {
    final Enum<?> oldState = state;
    state = newState;
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }

  /** Says which round the node is in now. */
  protected final void indicateRound(final long round, final Outbox outbox) {
    outbox.indicate(Indication.ROUND, round, INSTANCE);
  }

  /** Decides, unless the node has decided already. */
  protected final void decide(final long nowNs, final long value, final Outbox outbox) {
    if (decision != NO_VALUE) {
      return;
    }
    decision = value;
    outbox.indicate(Indication.DECIDE, INSTANCE, value);
    onDecided(nowNs, outbox);
  }

  /** Tells one node what this one has decided. */
  protected final void sendDecision(final int toId, final Outbox outbox) {
    final int length = encodeDecision();
    outbox.send(toId, frame, 0, length);
  }

  /** Tells all others what this one has decided. */
  protected final void broadcastDecision(final Outbox outbox) {
    final int length = encodeDecision();
    outbox.broadcast(frame, 0, length);
  }

  /** Writes into the frame that this node waits in a round; returns the length. */
  protected final int encodeQuestion(final long round) {
    questionEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).round(round);
    return HEADER_LENGTH + questionEncoder.encodedLength();
  }

  /** When it is looked whether a node is stuck that was not just now. */
  protected static long repairDeadlineNs(final long nowNs, final long repairNs) {
    return repairNs == NO_REPAIR ? NO_DEADLINE : nowNs + repairNs;
  }

  /** Writes words one after the other; returns the end. */
  protected static int putLong(final MutableDirectBuffer buffer, final int offset, final long word) {
    buffer.putLong(offset, word, LITTLE_ENDIAN);
    return offset + Long.BYTES;
  }

  private int encodeDecision() {
    decisionEncoder.wrapAndApplyHeader(frame, 0, headerEncoder).value(decision);
    return HEADER_LENGTH + decisionEncoder.encodedLength();
  }

  private boolean wrapHeader(final DirectBuffer buffer, final int offset, final int length) {
    if (length < HEADER_LENGTH) {
      return false;
    }
    headerDecoder.wrap(buffer, offset);
    return headerDecoder.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && length - HEADER_LENGTH >= headerDecoder.blockLength();
  }
}
