package dev.ordeal.protocols.broadcast.atomic;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.broadcast.atomic.codec.BatchCoordinateDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchDecisionDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchEstimateDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BatchReplyDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.BroadcastRequestDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.DiffusionDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.broadcast.atomic.codec.RepairDecoder;
import dev.ordeal.protocols.consensus.chandratoueg.CoordinatedRounds;
import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of the atomic broadcast, above reliable links and beside a failure detector; {@link
 * BroadcastFromConsensusSpec} states model and promises, the package comment the messages. Tasks are those of figure 7.
 *
 * <p>It asks its detector in a step of its own: while it waits for a coordinator that is suspected its deadline is
 * past, at its last step, and whoever feeds the detector sees to it that {@link #onDeadline} is called then.
 *
 * <p>Cost: a message goes over each link once or twice, (n − 1)² at most; an instance takes what a consensus takes, 3
 * (n − 1) messages a round and up to n (n − 1) to tell the decision. State: what waits, {@value Instances#AHEAD}
 * instances under way, and decided batches until all are known to know them.
 *
 * <p>Threading: single owner. Allocation: none after warm-up, which is when more messages wait, or more decided batches
 * are kept, than ever before.
 */
public class AtomicBroadcastNode implements ProtocolNode {
  /** How many decisions answer one question. */
  static final int ANSWER_LENGTH = 16;

  /** How far ahead of the next instance decisions are kept. */
  private static final int DECISIONS_AHEAD = 64;

  private static final int NOBODY = CoordinatedRounds.NOBODY;

  final int nodeId;
  final int clusterSize;
  final AtomicBroadcastMessages messages;
  final Undelivered undelivered = new Undelivered();

  private final AtomicBroadcastConfig config;
  private final Suspicions detector;
  private final Delivered delivered;
  private final Decisions decisions;
  private final Instances instances;
  private final Batch scratch;
  private final int[] toIds;

  /** For each node: it knows what all instances below this one have decided. */
  private final long[] knownFrom;

  /** For each node: in which instance it was asked for the last time and has not been heard of since; 0 if in none. */
  private final long[] askedIn;

  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final BroadcastRequestDecoder requestDecoder = new BroadcastRequestDecoder();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(1024);

  private AtomicBroadcastState state = AtomicBroadcastState.IDLE;

  /** k of the paper: the first instance whose batch is not delivered. */
  private long next = 1;

  private long proposedIn;

  /** The last whose decision one node has been asked for in particular. */
  private long askedThrough;

  private long lastNumber;
  private long places;

  /** When all were asked last, and when they are to be asked next. */
  private long askedNs = Long.MIN_VALUE;

  private long repairNs = NO_DEADLINE;

  /** When it took its last step, by a clock that may well be below zero. */
  private long stepNs;

  /** A node that has delivered nothing. */
  public AtomicBroadcastNode(
      final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.detector = detector;
    this.messages = new AtomicBroadcastMessages(clusterSize, config.batchSize());
    this.delivered = new Delivered(clusterSize);
    this.decisions = new Decisions(config.batchSize());
    this.instances = new Instances(nodeId, clusterSize, config.batchSize(), messages, this::learn);
    this.scratch = new Batch(messages.batch.ids.length);
    this.toIds = new int[clusterSize];
    this.knownFrom = new long[clusterSize];
    this.askedIn = new long[clusterSize];
    Arrays.fill(knownFrom, 1);
  }

  /**
   * A-deliver: a message has its place in the order. For whoever builds on this node; here it does nothing. Nothing may
   * be broadcast in it: the batch is not yet delivered whole.
   */
  protected void onDelivery(final long nowNs, final long value, final Outbox outbox) {}

  /**
   * A-broadcast (task 1): the message is broadcast reliably. Refused, with {@code false}, while too many of this node's
   * own wait to be delivered.
   */
  public final boolean broadcast(final long nowNs, final long value, final Outbox outbox) {
    stepNs = nowNs;
    if (lastNumber - delivered.upTo(nodeId) >= config.ownWaitingMax()) {
      return false;
    }
    lastNumber++;
    outbox.indicate(Indication.BROADCAST, lastNumber, value);
    diffuse(MessageId.of(nodeId, lastNumber), value, nodeId, outbox);
    goOn(nowNs, outbox);
    return true;
  }

  @Override
  public final void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  @Override
  public final void onStart(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
  }

  @Override
  public final void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (length < MessageHeaderDecoder.ENCODED_LENGTH + BroadcastRequestDecoder.BLOCK_LENGTH) {
      return;
    }
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() == MessageHeaderDecoder.SCHEMA_ID
        && headerDecoder.templateId() == BroadcastRequestDecoder.TEMPLATE_ID) {
      requestDecoder.wrap(
          buffer,
          offset + MessageHeaderDecoder.ENCODED_LENGTH,
          BroadcastRequestDecoder.BLOCK_LENGTH,
          BroadcastRequestDecoder.SCHEMA_VERSION);
      final boolean isTaken = broadcast(nowNs, requestDecoder.value(), outbox);
      outbox.reply(requestId, messages.frame, 0, messages.writeReply(isTaken));
    }
  }

  @Override
  public final void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    stepNs = nowNs;
    final int template = messages.read(buffer, offset, length);
    if (template == AtomicBroadcastMessages.NOTHING) {
      return;
    }
    askedIn[fromId] = 0;
    if (template == DiffusionDecoder.TEMPLATE_ID) {
      diffuse(messages.id, messages.value, fromId, outbox);
    } else if (template == BatchDecisionDecoder.TEMPLATE_ID) {
      knownFrom[fromId] = Math.max(knownFrom[fromId], messages.instance + 1);
      onDecision(nowNs, outbox);
    } else {
      knownFrom[fromId] = Math.max(knownFrom[fromId], messages.instance); // it has decided all before
      if (template == RepairDecoder.TEMPLATE_ID) {
        onRepair(fromId, outbox);
      } else if (messages.instance < next) {
        if (template == BatchEstimateDecoder.TEMPLATE_ID) {
          answer(fromId, messages.instance, 1, outbox);
        }
      } else {
        onInstanceMessage(nowNs, fromId, template, outbox);
      }
    }
    goOn(nowNs, outbox);
    if (knownFrom[fromId] - next >= Instances.AHEAD && next > askedThrough) {
      askedThrough = next + ANSWER_LENGTH - 1;
      ask(fromId, outbox);
    }
  }

  /** A coordinator is suspected, or a decision has been waited for too long. */
  @Override
  public final void onDeadline(final long nowNs, final Outbox outbox) {
    stepNs = nowNs;
    if (isWaitingInVain()) {
      instances.at(next).onSuspicion(nowNs, outbox);
      goOn(nowNs, outbox);
    }
    if (nowNs >= repairNs) {
      repair(nowNs, outbox);
      askedNs = nowNs;
      repairNs = nowNs + config.consensus().repairNs();
      goOn(nowNs, outbox);
    }
  }

  @Override
  public final long nextDeadlineNs() {
    return isWaitingInVain() ? stepNs : repairNs;
  }

  @Override
  public final int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putByte(offset, (byte) state.ordinal());
    int end = offset + 1;
    end = putLong(buffer, end, next);
    end = putLong(buffer, end, proposedIn);
    end = putLong(buffer, end, askedThrough);
    end = putLong(buffer, end, lastNumber);
    end = putLong(buffer, end, places);
    end = putLong(buffer, end, askedNs);
    end = putLong(buffer, end, repairNs);
    for (int id = 0; id < clusterSize; id++) {
      end = putLong(buffer, end, knownFrom[id]);
      end = putLong(buffer, end, askedIn[id]);
    }
    return instances.encode(buffer, decisions.encode(buffer, undelivered.encode(buffer, delivered.encode(buffer, end))))
        - offset;
  }

  @Override
  public final long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  /** Whether a message has been delivered before: A_delivered of the paper. */
  boolean isDelivered(final long id) {
    return delivered.contains(id);
  }

  /** In which order the messages of a batch are delivered: that of their ids, in which they stand. */
  Batch inOrder(final Batch batch) {
    return batch;
  }

  /** What is handed up for a message. */
  long handedUp(final long value) {
    return value;
  }

  /** The first instance whose batch is not delivered. */
  final long next() {
    return next;
  }

  /** Somebody has decided an instance; the message holds what. */
  void onDecision(final long nowNs, final Outbox outbox) {
    learn(messages.instance, messages.batch, outbox);
  }

  /** Figure 4 of the paper: whoever gets a message for the first time sends it on to all; then it is R-delivered. */
  void diffuse(final long id, final long value, final int fromId, final Outbox outbox) {
    if (isDelivered(id) || delivered.isBeyond(id) || undelivered.contains(id)) {
      return;
    }
    undelivered.add(stepNs, id, value);
    int count = 0;
    for (int toId = 0; toId < clusterSize; toId++) {
      if (toId != nodeId && toId != fromId && toId != MessageId.origin(id)) {
        toIds[count++] = toId;
      }
    }
    if (count > 0) {
      final int length = messages.writeDiffusion(id, value);
      outbox.multicast(toIds, count, messages.frame, 0, length);
    }
  }

  /** An instance has decided, here or elsewhere. */
  void learn(final long instance, final Batch batch, final Outbox outbox) {
    if (instance < next) {
      return;
    }
    final Instances.Instance underWay = instances.open(instance);
    if (instance >= next + DECISIONS_AHEAD || decisions.contains(instance)) {
      return;
    }
    decisions.put(instance, batch);
    if (underWay != null) {
      underWay.stop(outbox);
    }
  }

  /**
   * Whoever may not know what the next instance has decided is told, by each that delivers it (figure 4). Not before:
   * a node that tells of an instance is taken to know all before it, which nobody has to keep for it any longer.
   */
  void tell(final long instance, final Batch batch, final Outbox outbox) {
    int count = 0;
    for (int toId = 0; toId < clusterSize; toId++) {
      if (toId != nodeId && knownFrom[toId] <= instance) {
        toIds[count++] = toId;
      }
    }
    if (count > 0) {
      final int length = messages.writeDecision(instance, batch);
      outbox.multicast(toIds, count, messages.frame, 0, length);
    }
  }

  /** Tells one node what so many instances from one on have decided, unless that is forgotten. */
  void answer(final int toId, final long fromInstance, final int count, final Outbox outbox) {
    if (fromInstance < decisions.lowest()) {
      return;
    }
    for (long instance = fromInstance; instance < Math.min(next, fromInstance + count); instance++) {
      final int length = messages.writeDecision(instance, decisions.get(instance));
      outbox.send(toId, messages.frame, 0, length);
    }
  }

  private void onRepair(final int fromId, final Outbox outbox) {
    final Batch waiting = messages.batch;
    for (int i = 0; i < waiting.count; i++) {
      diffuse(waiting.ids[i], waiting.values[i], fromId, outbox);
    }
    instances.hearOf(messages.instance - 1); // which the sender has delivered
    if (messages.instance < next) {
      answer(fromId, messages.instance, ANSWER_LENGTH, outbox);
      return;
    }
    final Instances.Instance instance = messages.round > 0 ? instances.open(messages.instance) : null;
    if (instance != null) {
      instance.hearOf(messages.round);
      if (messages.round == instance.round()) {
        instance.sayAgain(fromId, outbox);
      }
    }
  }

  private void onInstanceMessage(
      final long nowNs, final int fromId, final int template, final Outbox outbox) {
    final Instances.Instance instance = instances.open(messages.instance);
    if (instance == null || decisions.contains(messages.instance)) {
      return; // decided elsewhere, as those are that messages speak of that much later ones
    }
    switch (template) {
      case BatchEstimateDecoder.TEMPLATE_ID -> {
        instance.keep(messages.proposer, messages.batch);
        instance.onEstimate(nowNs, fromId, messages.round, messages.proposer, messages.adoptedIn, outbox);
      }
      case BatchCoordinateDecoder.TEMPLATE_ID -> {
        instance.keep(messages.proposer, messages.batch);
        instance.onValue(nowNs, messages.round, messages.proposer, outbox);
      }
      case BatchReplyDecoder.TEMPLATE_ID -> instance.onReply(nowNs, messages.round, messages.isAdopted, outbox);
      default -> {
        // Requests are no messages.
      }
    }
  }

  /** Task 3, as far as what is known allows: delivers what is decided, and proposes what waits. */
  private void goOn(final long nowNs, final Outbox outbox) {
    final long before = next;
    while (true) {
      if (decisions.contains(next)) {
        deliver(nowNs, decisions.get(next), outbox);
      } else if (!undelivered.isEmpty() && proposedIn < next && instances.open(next) != null) {
        proposedIn = next;
        undelivered.copyOldest(scratch, config.batchSize());
        final Instances.Instance instance = instances.at(next);
        instance.keep(nodeId, scratch);
        instance.propose(nowNs, nodeId, outbox);
      } else {
        break;
      }
    }
    final boolean isCurrent = instances.isKept(next);
    if (!undelivered.isEmpty()) {
      repairNs = Math.max(undelivered.oldestNs(), askedNs) + config.consensus().repairNs();
    } else if (instances.highest() < next) {
      repairNs = NO_DEADLINE;
    } else if (next > before || repairNs == NO_DEADLINE) {
      repairNs = nowNs + config.consensus().repairNs();
    }
    transitionTo(
        !isCurrent
            ? AtomicBroadcastState.CATCHING_UP
            : proposedIn == next ? AtomicBroadcastState.AGREEING : AtomicBroadcastState.IDLE,
        outbox);
  }

  /** The next instance's batch, but for what has been delivered before. */
  private void deliver(final long nowNs, final Batch decided, final Outbox outbox) {
    final Batch batch = inOrder(decided);
    final long instance = next++;
    tell(instance, decided, outbox);
    int fresh = 0;
    for (int i = 0; i < batch.count; i++) {
      final long id = batch.ids[i];
      if (isDelivered(id) || delivered.isBeyond(id)) {
        continue;
      }
      delivered.add(id);
      undelivered.remove(id);
      fresh++;
      final long value = handedUp(batch.values[i]);
      outbox.indicate(Indication.DELIVER, places++, value);
      onDelivery(nowNs, value, outbox);
    }
    outbox.indicate(Indication.BATCH, instance, fresh);
    knownFrom[nodeId] = next;
    long allKnow = next;
    for (final long known : knownFrom) {
      allKnow = Math.min(allKnow, known);
    }
    decisions.forgetBefore(Math.max(allKnow, next - config.historyLength()));
  }

  /**
   * Asks all that have been heard of since they were asked last, and says what waits, as links may have lost it. Before
   * that it leaves a round in which others are no longer, and then asks all.
   */
  private void repair(final long nowNs, final Outbox outbox) {
    if (instances.roundIn(next) > 0 && instances.at(next).isStuck() && instances.at(next).jump(nowNs, outbox)) {
      Arrays.fill(askedIn, 0);
    }
    for (int id = 0; id < clusterSize; id++) {
      if (id != nodeId && askedIn[id] != next) {
        ask(id, outbox);
      }
    }
  }

  private void ask(final int toId, final Outbox outbox) {
    askedIn[toId] = next;
    undelivered.copyOldest(scratch, AtomicBroadcastConfig.WAITING_MAX);
    final int length = messages.writeRepair(next, instances.roundIn(next), scratch);
    outbox.send(toId, messages.frame, 0, length);
  }

  private boolean isWaitingInVain() {
    if (proposedIn != next || !instances.isKept(next)) {
      return false;
    }
    final int awaitedId = instances.at(next).awaitedId();
    return awaitedId != NOBODY && detector.isSuspected(awaitedId);
  }

  /** The only writer of the state. */
  private void transitionTo(final AtomicBroadcastState newState, final Outbox outbox) {
    final AtomicBroadcastState oldState = state;
    state = newState;
    if (newState != oldState) {
      outbox.indicate(Indication.STATE, newState.ordinal(), oldState.ordinal());
    }
  }

  private static int putLong(final MutableDirectBuffer buffer, final int offset, final long word) {
    buffer.putLong(offset, word, LITTLE_ENDIAN);
    return offset + Long.BYTES;
  }
}
