package dev.ordeal.protocols.replication.primarybackup;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.StateDigest;
import dev.ordeal.protocols.replication.RegisterReply;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.primarybackup.WaitingRequests.Waiting;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * One node of the primary–backup register; {@link PrimaryBackupSpec} states model and promises, the package comment the
 * messages.
 *
 * <p>Cost: n(n − 1) heartbeats an interval; a change takes 2(n − 1) messages and two delays and carries all writes that
 * came during the one before; a read at the primary takes none, elsewhere two. State: a word for each register and
 * client, a request's worth for each one that waits.
 *
 * <p>Threading: single owner. Allocation: none once the highest key and client have been used.
 */
public class PrimaryBackupNode implements ProtocolNode {
  private static final long NO_EPOCH = 0;

  private final int nodeId;
  private final int clusterSize;
  private final PrimaryBackupConfig config;
  private final Cells cells = new Cells();
  private final WaitingRequests requests;
  private final long[] heardNs;
  private final boolean[] isBelievedAlive;
  private final boolean[] hasTaken;
  private final long[] takenChange;

  private final RegisterRequest request = new RegisterRequest();
  private final RegisterReply reply = new RegisterReply();
  private final PrimaryBackupMessages messages = new PrimaryBackupMessages();
  private final ExpandableArrayBuffer stateBuffer = new ExpandableArrayBuffer(256);

  private PrimaryBackupState state = PrimaryBackupState.BACKUP;
  private int primaryId = (int) Indication.NO_LEADER;
  private long change;
  private boolean isChanging;
  private long deadlineNs = NO_DEADLINE;

  PrimaryBackupNode(final NodeContext context, final PrimaryBackupConfig config) {
    this.nodeId = context.nodeId();
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.requests = new WaitingRequests(config.requestsMax());
    this.heardNs = new long[clusterSize];
    this.isBelievedAlive = new boolean[clusterSize];
    this.hasTaken = new boolean[clusterSize];
    this.takenChange = new long[clusterSize];
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    throw new IllegalStateException(
        "record in a journal never written to: nodeId=%d, length=%d".formatted(nodeId, length));
  }

  /** Believes everybody alive. */
  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    for (int id = 0; id < clusterSize; id++) {
      heardNs[id] = nowNs;
      isBelievedAlive[id] = true;
    }
    follow(outbox);
    beat(nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    switch (messages.decode(buffer, offset, length)) {
      case PrimaryBackupMessages.HEARTBEAT -> onHeartbeat(nowNs, fromId, outbox);
      case PrimaryBackupMessages.FORWARD -> onForward(fromId, outbox);
      case PrimaryBackupMessages.FORWARD_REPLY -> messages.handOn(outbox);
      case PrimaryBackupMessages.REPLICATE, PrimaryBackupMessages.STATE -> onChange(fromId, outbox);
      case PrimaryBackupMessages.REPLICATE_ACK -> onAck(fromId, outbox);
      default -> {
        // Not one of ours.
      }
    }
  }

  /** Answers or lets wait what is for the primary; hands on the rest. */
  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    if (!request.decode(buffer, offset, length)) {
      outbox.reply(requestId, reply.refused(request), 0, RegisterReply.LENGTH);
    } else if (primaryId == nodeId) {
      serve(nodeId, requestId, outbox);
    } else {
      messages.sendForward(primaryId, requestId, buffer, offset, length, outbox);
    }
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    if (nowNs < deadlineNs) {
      return;
    }
    for (int id = 0; id < clusterSize; id++) {
      if (id != nodeId && nowNs - heardNs[id] >= config.failureTimeoutNs()) {
        isBelievedAlive[id] = false;
      }
    }
    follow(outbox);
    if (isChanging) {
      if (isTakenByAll()) {
        endChange(outbox); // Those that had not taken it are believed dead now.
      } else {
        sendChange(outbox);
      }
    }
    beat(nowNs, outbox);
  }

  @Override
  public long nextDeadlineNs() {
    return deadlineNs;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, state.ordinal(), LITTLE_ENDIAN);
    buffer.putInt(offset + 4, primaryId, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, change, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, deadlineNs, LITTLE_ENDIAN);
    int at = offset + 24;
    for (int id = 0; id < clusterSize; id++) {
      buffer.putLong(at, heardNs[id], LITTLE_ENDIAN);
      buffer.putLong(at + 8, takenChange[id], LITTLE_ENDIAN);
      buffer.putByte(at + 16, (byte) (isBelievedAlive[id] ? 1 : 0));
      buffer.putByte(at + 17, (byte) (isChanging && hasTaken[id] ? 1 : 0));
      at += 18;
    }
    at += cells.encode(buffer, at);
    at += requests.encode(buffer, at);
    return at - offset;
  }

  @Override
  public long digest() {
    return StateDigest.of(stateBuffer, 0, encodeState(stateBuffer, 0));
  }

  private void beat(final long nowNs, final Outbox outbox) {
    messages.broadcastHeartbeat(outbox);
    deadlineNs = nowNs + config.heartbeatNs();
  }

  private void onHeartbeat(final long nowNs, final int fromId, final Outbox outbox) {
    heardNs[fromId] = nowNs;
    if (!isBelievedAlive[fromId]) {
      isBelievedAlive[fromId] = true;
      follow(outbox);
    }
  }

  private void onForward(final int fromId, final Outbox outbox) {
    if (primaryId == nodeId && messages.decodeForwarded(request)) {
      serve(fromId, messages.requestId(), outbox);
    }
  }

  /** A change of a primary is taken once, in order; what was taken before is acknowledged again. */
  private void onChange(final int fromId, final Outbox outbox) {
    if (messages.change() > takenChange[fromId]) {
      takenChange[fromId] = messages.change();
      messages.applyTo(cells);
    }
    messages.sendAck(fromId, outbox);
  }

  private void onAck(final int fromId, final Outbox outbox) {
    if (isChanging && messages.change() == change) {
      hasTaken[fromId] = true;
      if (isTakenByAll()) {
        endChange(outbox);
      }
    }
  }

  /** The primary takes an attempt that came to it or was handed to it. */
  private void serve(final int originId, final long requestId, final Outbox outbox) {
    if (request.isWrite() && request.sequence() <= cells.sequence(request.client())) {
      if (request.sequence() == cells.sequence(request.client())) {
        answer(originId, requestId, reply.ok(request.client(), request.sequence(), 0), outbox); // Once before.
      }
    } else if (!request.isWrite() && state == PrimaryBackupState.PRIMARY) {
      final long found = cells.value(request.key());
      answer(originId, requestId, reply.ok(request.client(), request.sequence(), found), outbox);
    } else if (!requests.add(request, originId, requestId)) {
      answer(originId, requestId, reply.refused(request), outbox);
    } else if (state == PrimaryBackupState.PRIMARY && !isChanging) {
      beginChange(outbox);
    }
  }

  /** Holds the lowest node that it believes alive to be the primary. */
  private void follow(final Outbox outbox) {
    int lowest = 0;
    while (!isBelievedAlive[lowest]) {
      lowest++;
    }
    if (lowest == primaryId) {
      return;
    }
    primaryId = lowest;
    outbox.indicate(Indication.LEADER, NO_EPOCH, primaryId);
    if (primaryId == nodeId) {
      transitionTo(PrimaryBackupState.TAKING_OVER, outbox);
      beginChange(outbox);
    } else {
      isChanging = false;
      requests.dropFirst(requests.count());
      transitionTo(PrimaryBackupState.BACKUP, outbox);
    }
  }

  private void beginChange(final Outbox outbox) {
    change++;
    isChanging = true;
    for (int id = 0; id < clusterSize; id++) {
      hasTaken[id] = id == nodeId;
    }
    if (state == PrimaryBackupState.PRIMARY) {
      requests.beginChange(requests.count());
    }
    if (isTakenByAll()) {
      endChange(outbox);
    } else {
      sendChange(outbox);
    }
  }

  private void sendChange(final Outbox outbox) {
    final int length =
        state == PrimaryBackupState.TAKING_OVER
            ? messages.encodeState(change, cells)
            : messages.encodeReplicate(change, requests);
    for (int id = 0; id < clusterSize; id++) {
      if (!hasTaken[id] && isBelievedAlive[id]) {
        messages.send(id, length, outbox);
      }
    }
  }

  /** Every node that is believed alive has the change: it takes effect, and what waits is next. */
  private void endChange(final Outbox outbox) {
    isChanging = false;
    if (state == PrimaryBackupState.TAKING_OVER) {
      transitionTo(PrimaryBackupState.PRIMARY, outbox);
    } else {
      final int done = requests.underWay();
      for (int i = 0; i < done; i++) {
        carryOut(requests.get(i), outbox);
      }
      requests.dropFirst(done);
    }
    if (requests.count() > 0) {
      beginChange(outbox);
    }
  }

  private void carryOut(final Waiting one, final Outbox outbox) {
    if (one.isWrite) {
      cells.write(one.key, one.value, one.client, one.sequence);
    }
    final long found = one.isWrite ? 0 : cells.value(one.key);
    answer(one.originId, one.requestId, reply.ok(one.client, one.sequence, found), outbox);
  }

  /** Answers an attempt, by way of the node it came to. */
  private void answer(final int originId, final long requestId, final DirectBuffer answer, final Outbox outbox) {
    if (originId == nodeId) {
      outbox.reply(requestId, answer, 0, RegisterReply.LENGTH);
    } else {
      messages.sendForwardReply(originId, requestId, answer, outbox);
    }
  }

  /** Whether every node that is believed alive has the change under way. */
  private boolean isTakenByAll() {
    for (int id = 0; id < clusterSize; id++) {
      if (!hasTaken[id] && isBelievedAlive[id]) {
        return false;
      }
    }
    return true;
  }

  /** The only writer of the state. */
  private void transitionTo(final PrimaryBackupState newState, final Outbox outbox) {
    if (newState != state) {
      outbox.indicate(Indication.STATE, newState.ordinal(), state.ordinal());
      state = newState;
    }
  }

  final PrimaryBackupState state() {
    return state;
  }
}
