package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.codec.ExecuteDecoder;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.PrepareDecoder;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.commit.codec.WorkResult;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The participant of an atomic commit protocol: carries out a transaction's operations under strict two-phase locks,
 * votes once what is to be written is on disk, and applies or forgets it when it learns the outcome. What a protocol
 * does differently is in the methods a subclass may override.
 *
 * <p>Writes stay with the transaction until it commits, so an abort has nothing to undo, and a redo writes values, not
 * differences: it may be done any number of times.
 *
 * <p>Threading: the node's owner. Allocation: none once it has held as much as ever.
 */
public class Participant {
  /** The node. */
  protected final int nodeId;

  /** The settings. */
  protected final CommitConfig config;

  /** Encodes what is sent. */
  protected final CommitMessages messages = new CommitMessages();

  private final LogRule commitRule;
  private final LogRule abortRule;
  private final boolean leavesIfReadOnly;
  private final Works works = new Works();
  private final Locks locks = new Locks();
  private final Store store;
  private final Journal journal = new Journal(ParticipantLog.RECORDS_MAX);
  private final ParticipantLog log = new ParticipantLog(journal);
  private final WorkIndications indications = new WorkIndications();
  private CommitState state = CommitState.IDLE;
  private int inDoubt;
  private boolean isReleased;
  private long deadlineNs = ProtocolNode.NO_DEADLINE;

  /**
   * A participant.
   *
   * @param commitRule how it writes that it committed
   * @param abortRule how it writes that it aborted
   * @param leavesIfReadOnly whether it votes READ and leaves the protocol if it has nothing to write
   */
  public Participant(
      final NodeContext context,
      final CommitConfig config,
      final LogRule commitRule,
      final LogRule abortRule,
      final boolean leavesIfReadOnly) {
    this.nodeId = context.nodeId();
    this.config = config;
    this.commitRule = commitRule;
    this.abortRule = abortRule;
    this.leavesIfReadOnly = leavesIfReadOnly;
    this.store = new Store(config.initialValue());
  }

  // recovery

  final void onRecord(final DirectBuffer buffer, final int offset) {
    log.replay(buffer, offset, this);
  }

  /** A record comes back that says a transaction was prepared; its writes follow. */
  protected Work replayPrepared(final long number, final long position) {
    final Work work = works.begin(number);
    work.phase = Work.Phase.PREPARED;
    work.isRecovered = true;
    work.recordPosition = position;
    inDoubt++;
    return work;
  }

  final void replayWrite(final Work work, final long key, final long value) {
    work.write(key, value);
    locks.acquire(key, false, work);
  }

  final void replayOutcome(final long number, final Work.Phase phase) {
    Work work = works.get(number);
    if (work == null) {
      work = works.begin(number); // Its redo record was replaced by a snapshot, or there was none.
    } else if (work.isOver()) {
      return;
    }
    inDoubt -= work.isInDoubt() ? 1 : 0;
    if (phase == Work.Phase.COMMITTED) {
      apply(work);
    }
    unlock(work);
    work.phase = phase;
    works.end(work);
  }

  /** A record of a kind that only the subclass knows. */
  protected void replayOther(final int template, final DirectBuffer buffer, final int offset) {
    throw new IllegalStateException("record of another kind: templateId=%d".formatted(template));
  }

  final void onStart(final long nowNs, final Outbox outbox) {
    journal.begin(outbox);
    for (int i = 0; i < works.overCount(); i++) {
      indications.outcome(works.over(i), outbox); // The crash may have come after the record and before anybody heard.
    }
    for (int i = 0; i < works.openCount(); i++) {
      final Work work = works.open(i);
      WorkIndications.locks(work, outbox);
      outbox.indicate(Indication.VOTE, work.number, VoteValue.YES.value());
      setDeadline(work, nowNs); // Nobody knows how long it has been waiting.
    }
    updateState(outbox);
  }

  // work

  final void onExecute(final long nowNs, final int fromId, final ExecuteDecoder execute, final Outbox outbox) {
    final long number = execute.transaction();
    works.raiseFloor(execute.floor());
    if (execute.incarnation() != journal.incarnation()) {
      outbox.send(fromId, messages.buffer(), 0, messages.executed(number, journal.incarnation(), WorkResult.STALE));
      return;
    }
    final Work known = works.get(number);
    if (known == null && !works.isBelowFloor(number)) {
      final Work work = works.begin(number);
      final ExecuteDecoder.OperationsDecoder list = execute.operations();
      while (list.hasNext()) {
        list.next();
        work.operations.add(nodeId, list.kindRaw(), list.key(), list.value(), list.expected());
      }
      setDeadline(work, nowNs + config.idleTimeoutNs());
      carryOut(work, outbox);
      wakeWaiting(outbox);
      updateState(outbox);
    } else if (known != null && known.phase == Work.Phase.EXECUTED) {
      sendExecuted(known, outbox);
    } else if (known != null && known.phase == Work.Phase.ABORTED) {
      outbox.send(fromId, messages.buffer(), 0, messages.executed(number, journal.incarnation(), WorkResult.DIED));
    }
  }

  /** Goes on with the operations until all are done or a lock is missing. */
  private void carryOut(final Work work, final Outbox outbox) {
    final Operations operations = work.operations;
    final int locksBefore = work.lockCount;
    while (work.next < operations.count) {
      final int i = work.next;
      final long key = operations.keys[i];
      final byte kind = operations.kinds[i];
      if (kind != OperationKind.FAIL.value()) {
        final Locks.Grant grant = locks.acquire(key, Operations.isShared(kind), work);
        if (grant == Locks.Grant.WAIT) {
          if (work.lockCount > locksBefore) {
            WorkIndications.locks(work, outbox); // Whoever waits holds locks, too.
          }
          return;
        }
        if (grant == Locks.Grant.DIE) {
          finish(work, Work.Phase.ABORTED, outbox);
          outbox.send(
              TransactionRequest.COORDINATOR,
              messages.buffer(),
              0,
              messages.executed(work.number, journal.incarnation(), WorkResult.DIED));
          return;
        }
      }
      carryOut(work, kind, key, operations.values[i], operations.expected[i]);
      work.next++;
    }
    work.phase = Work.Phase.EXECUTED;
    indications.reads(work, store, outbox);
    WorkIndications.locks(work, outbox);
    sendExecuted(work, outbox);
  }

  private void carryOut(final Work work, final byte kind, final long key, final long value, final long expected) {
    if (kind == OperationKind.SET.value()) {
      work.write(key, value);
      return;
    }
    if (kind == OperationKind.FAIL.value()) {
      work.isInvalid = true;
      return;
    }
    final int own = work.writeIndexOf(key);
    final int index = store.indexOf(key);
    work.storeIndexes[work.next] = index;
    final long found = own >= 0 ? work.writeValues[own] : store.valueOr(index);
    if (kind == OperationKind.READ.value()) {
      work.reads[work.readCount++] = found;
    } else if (kind == OperationKind.INCREMENT.value()) {
      final long sum = found + value;
      work.isInvalid |= ((found ^ sum) & (value ^ sum)) < 0 || sum == Operations.NO_VALUE;
      work.write(key, work.isInvalid ? found : sum);
    } else if (kind == OperationKind.COMPARE_AND_SET.value()) {
      work.isInvalid |= found != expected;
      work.write(key, value);
    } else {
      work.isInvalid |= found < value;
    }
  }

  private void sendExecuted(final Work work, final Outbox outbox) {
    outbox.send(TransactionRequest.COORDINATOR, messages.buffer(), 0, messages.executed(work, journal.incarnation()));
  }

  // first phase

  final void onPrepare(final long nowNs, final PrepareDecoder prepare, final Outbox outbox) {
    final long number = prepare.transaction();
    final Work work = works.get(number);
    if (work == null) {
      if (!works.isBelowFloor(number)) {
        sendNo(number, outbox); // A crash took its work: it never voted yes.
      }
      return;
    }
    switch (work.phase) {
      case EXECUTED -> {
        final PrepareDecoder.PeersDecoder list = prepare.peers();
        while (list.hasNext()) {
          work.addPeer(list.next().node());
        }
        vote(nowNs, work, outbox);
        wakeWaiting(outbox);
        updateState(outbox);
      }
      case PREPARED -> sendYes(work, true, outbox);
      case ABORTED -> sendNo(number, outbox);
      case READ_ONLY -> sendVote(number, VoteValue.READ, outbox);
      case EXECUTING, PRECOMMITTED, COMMITTED -> {
        // Late: the vote has long been counted.
      }
    }
  }

  private void vote(final long nowNs, final Work work, final Outbox outbox) {
    if (work.isInvalid) {
      outbox.indicate(Indication.VOTE, work.number, VoteValue.NO.value());
      log.aborted(work.number, abortRule, outbox);
      finish(work, Work.Phase.ABORTED, outbox);
      sendNo(work.number, outbox);
    } else if (leavesIfReadOnly && work.isReadOnly()) {
      outbox.indicate(Indication.VOTE, work.number, VoteValue.READ.value());
      finish(work, Work.Phase.READ_ONLY, outbox);
      sendVote(work.number, VoteValue.READ, outbox);
    } else {
      outbox.indicate(Indication.VOTE, work.number, VoteValue.YES.value());
      writePrepared(work, outbox);
      work.phase = Work.Phase.PREPARED;
      inDoubt++;
      work.deadlines = 0;
      setDeadline(work, nowNs + doubtTimeoutNs());
      sendYes(work, false, outbox);
    }
  }

  /** Writes that a transaction is prepared; forced, since the vote must not be known before. */
  protected void writePrepared(final Work work, final Outbox outbox) {
    log.prepared(work, outbox);
  }

  /** How long a participant in doubt waits before it does something about it. */
  protected long doubtTimeoutNs() {
    return config.voteTimeoutNs() + config.retransmitNs();
  }

  /** Tells whoever counts the votes that a transaction is prepared; {@code isRepeated} if they were told before. */
  protected void sendYes(final Work work, final boolean isRepeated, final Outbox outbox) {
    sendVote(work.number, VoteValue.YES, outbox);
  }

  private void sendNo(final long number, final Outbox outbox) {
    sendVote(number, VoteValue.NO, outbox);
  }

  private void sendVote(final long number, final VoteValue value, final Outbox outbox) {
    outbox.send(TransactionRequest.COORDINATOR, messages.buffer(), 0, messages.vote(number, value));
  }

  // second phase

  /** The outcome, from the coordinator or a peer. */
  protected void onDecision(
      final int fromId, final long number, final Outcome outcome, final boolean isAckWanted, final Outbox outbox) {
    final Work work = works.get(number);
    if (work != null && !work.isOver()) {
      if (outcome == Outcome.ABORTED) {
        abort(work, outbox);
      } else if (work.isInDoubt()) {
        commit(work, outbox);
      } else {
        return; // Nobody may commit what this participant has not voted for.
      }
    } else if (work != null) {
      onRepeatedDecision(work, outcome, outbox);
    }
    if (isAckWanted) {
      outbox.send(fromId, messages.buffer(), 0, messages.ack(number)); // What is not known here is over and forgotten.
    }
    wakeWaiting(outbox);
    updateState(outbox);
  }

  /** An outcome comes again. */
  protected void onRepeatedDecision(final Work work, final Outcome outcome, final Outbox outbox) {
    // Once is enough.
  }

  /** Lets a transaction take effect. */
  protected final void commit(final Work work, final Outbox outbox) {
    log.committed(work.number, commitRule, outbox);
    apply(work);
    finish(work, Work.Phase.COMMITTED, outbox);
    if (log.isSnapshotDue(store)) {
      // Its own redo record stays: if this step's indications are lost with a crash, recovery says what it wrote.
      log.snapshot(store, Math.min(work.recordPosition, oldestRecord()), outbox);
    }
  }

  /** Forgets a transaction's writes; that it was prepared must not come back. */
  protected final void abort(final Work work, final Outbox outbox) {
    if (work.isInDoubt()) {
      log.aborted(work.number, abortRule, outbox);
    }
    finish(work, Work.Phase.ABORTED, outbox);
  }

  private void apply(final Work work) {
    for (int i = 0; i < work.writeCount; i++) {
      store.put(work.writeKeys[i], work.writeValues[i], work.number);
    }
  }

  private void finish(final Work work, final Work.Phase end, final Outbox outbox) {
    inDoubt -= work.isInDoubt() ? 1 : 0;
    work.phase = end;
    indications.outcome(work, outbox);
    work.deadlineNs = Long.MAX_VALUE;
    if (work.lockCount > 0) {
      unlock(work);
      WorkIndications.locks(work, outbox);
    }
    works.end(work);
  }

  /** Gives all locks back. */
  protected final void unlock(final Work work) {
    isReleased |= work.lockCount > 0;
    locks.release(work);
  }

  /** Lets those go on that waited for locks that were given back. */
  private void wakeWaiting(final Outbox outbox) {
    while (isReleased) {
      isReleased = false;
      for (int i = 0; i < works.openCount() && !isReleased; i++) {
        final Work work = works.open(i);
        if (work.phase == Work.Phase.EXECUTING) {
          carryOut(work, outbox);
        }
      }
    }
  }

  // questions

  /** Somebody is in doubt about a transaction: tells what is known, and aborts it if that may still be done. */
  protected void onInquiry(final int fromId, final long number, final Outbox outbox) {
    final Work work = works.get(number);
    if (work == null) {
      return;
    }
    if (!work.isOver() && !work.isInDoubt()) {
      abort(work, outbox); // Not asked to vote yet: then nobody can have committed, and now nobody will.
      wakeWaiting(outbox);
      updateState(outbox);
    }
    if (work.phase == Work.Phase.COMMITTED || work.phase == Work.Phase.ABORTED) {
      final Outcome outcome = work.phase == Work.Phase.COMMITTED ? Outcome.COMMITTED : Outcome.ABORTED;
      outbox.send(fromId, messages.buffer(), 0, messages.decision(number, outcome, false));
    }
  }

  final void onDeadline(final long nowNs, final Outbox outbox) {
    deadlineNs = ProtocolNode.NO_DEADLINE;
    for (int i = works.openCount() - 1; i >= 0; i--) {
      final Work work = works.open(i);
      if (work.deadlineNs <= nowNs) {
        if (work.isInDoubt()) {
          work.deadlines++;
          onDoubt(nowNs, work, outbox);
        } else {
          abort(work, outbox); // The first phase never came: this participant may still say no.
        }
      }
      if (!work.isOver()) {
        deadlineNs = Math.min(deadlineNs, work.deadlineNs);
      }
    }
    wakeWaiting(outbox);
    updateState(outbox);
  }

  /** In doubt for too long: asks the coordinator, and from the second time on everybody who was asked to vote. */
  protected void onDoubt(final long nowNs, final Work work, final Outbox outbox) {
    final int length = messages.inquiry(work.number);
    outbox.send(TransactionRequest.COORDINATOR, messages.buffer(), 0, length);
    if (config.isCooperative() && work.deadlines > 1) {
      for (int i = 0; i < work.peerCount; i++) {
        if (work.peers[i] != nodeId) {
          outbox.send(work.peers[i], messages.buffer(), 0, length);
        }
      }
    }
    setDeadline(work, nowNs + config.retransmitNs());
  }

  final long nextDeadlineNs() {
    return deadlineNs;
  }

  /** Sets when to do something about a transaction. */
  protected final void setDeadline(final Work work, final long atNs) {
    work.deadlineNs = atNs;
    deadlineNs = Math.min(deadlineNs, atNs);
  }

  /** The transaction of a number, or null. */
  protected final Work work(final long number) {
    return works.get(number);
  }

  final Store store() {
    return store;
  }

  /** Writes the whole state; returns how many bytes. */
  protected int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putInt(offset, journal.incarnation(), LITTLE_ENDIAN);
    buffer.putInt(offset + 4, state.ordinal(), LITTLE_ENDIAN);
    buffer.putLong(offset + 8, journal.records(), LITTLE_ENDIAN);
    buffer.putLong(offset + 16, journal.nextPosition(), LITTLE_ENDIAN);
    int at = offset + 24;
    at += works.encode(buffer, at);
    at += store.encode(buffer, at);
    return at - offset;
  }

  /** The position of the oldest record of the subclass that still counts. */
  protected long oldestOtherRecord() {
    return Long.MAX_VALUE;
  }

  /** Forces a record of a kind that only the subclass knows; returns its position. */
  protected final long writeOther(final DirectBuffer record, final int length, final Outbox outbox) {
    return journal.write(LogRule.FORCED, record, length, outbox);
  }

  /** The position that the next record has: while records come back, that of the one that comes. */
  protected final long recordPosition() {
    return journal.nextPosition();
  }

  /** Everything below is over for the coordinator, as far as is known here. */
  protected final long floor() {
    return works.floor();
  }

  private long oldestRecord() {
    long oldest = oldestOtherRecord();
    for (int i = 0; i < works.openCount(); i++) {
      oldest = Math.min(oldest, works.open(i).recordPosition);
    }
    return oldest;
  }

  /** The only writer of the state. */
  private void updateState(final Outbox outbox) {
    final CommitState newState =
        inDoubt > 0 ? CommitState.IN_DOUBT : works.openCount() > 0 ? CommitState.WORKING : CommitState.IDLE;
    if (newState != state) {
      outbox.indicate(Indication.STATE, newState.ordinal(), state.ordinal());
      state = newState;
    }
  }
}
