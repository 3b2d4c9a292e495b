package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.Transaction.Mark;
import dev.ordeal.protocols.commit.Transaction.Phase;
import dev.ordeal.protocols.commit.codec.ExecutedDecoder;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.Refusal;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.commit.codec.WorkResult;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The coordinator of an atomic commit protocol: takes transactions from clients, has the participants carry them out,
 * collects votes, decides, and sees to it that everybody hears. By itself it is that of two-phase commit, by {@link
 * CoordinatorRules}; what other protocols do differently is in the methods a subclass may override.
 *
 * <p>Threading: the node's owner. Allocation: none after warm-up.
 */
public class Coordinator {
  /** The settings. */
  protected final CommitConfig config;

  /** Encodes what is sent. */
  protected final CommitMessages messages = new CommitMessages();

  private final int clusterSize;
  private final CoordinatorRules rules;
  private final TransactionRequest request = new TransactionRequest();
  private final Clients clients = new Clients();
  private final Journal journal = new Journal(CoordinatorLog.RECORDS_MAX);
  private final CoordinatorLog log = new CoordinatorLog(journal);
  private final Transactions transactions;
  private final int[] incarnations;
  private final int[] targets;
  private final long[] found = new long[Operations.COUNT_MAX];
  private final UnsafeBuffer body = new UnsafeBuffer(new byte[2 * Long.BYTES]);
  private CommitState state = CommitState.IDLE;
  private long deadlineNs = ProtocolNode.NO_DEADLINE;

  /** A coordinator. */
  public Coordinator(final NodeContext context, final CommitConfig config, final CoordinatorRules rules) {
    this.clusterSize = context.clusterSize();
    this.config = config;
    this.rules = rules;
    this.targets = new int[clusterSize];
    this.incarnations = new int[clusterSize];
    Arrays.fill(incarnations, 1);
    this.transactions = new Transactions(config.transactionsMax(), clusterSize);
  }

  // recovery

  final void onRecord(final DirectBuffer buffer, final int offset) {
    log.replay(buffer, offset, this);
  }

  /** The slot of a transaction that a record names. */
  final Transaction replay(final long number, final long position) {
    final Transaction transaction = transactions.inSlotOf(number);
    if (transaction.phase == Phase.FREE || transaction.number != number) {
      transaction.number = number;
      transaction.phase = Phase.VOTING;
      transaction.outcome = null;
      transaction.peerCount = 0;
      transaction.operations.count = 0;
      transaction.recordPosition = position;
      transaction.requestId = Transaction.NO_REQUEST;
    }
    return transaction;
  }

  final void replayDecided(final Transaction transaction, final Outcome outcome) {
    transaction.outcome = outcome;
    clients.decided(transaction.client, transaction.sequence, outcome);
    final boolean isAcked = outcome == Outcome.COMMITTED ? rules.isCommitAcked() : rules.isAbortAcked();
    transaction.isAckWanted = isAcked && transaction.peerCount > 0;
    transaction.phase = transaction.isAckWanted ? Phase.TELLING : Phase.FREE;
  }

  /** A client's transaction is under way again: whoever asks for it waits for its outcome. */
  final void replayCollecting(final Transaction transaction) {
    final Clients.Client client = clients.of(transaction.client);
    client.sequence = Math.max(client.sequence, transaction.sequence);
    client.transaction = client.sequence == transaction.sequence ? transaction : client.transaction;
  }

  final void replayEnd(final long number) {
    final Transaction transaction = transactions.inSlotOf(number);
    if (transaction.number == number) {
      transaction.phase = Phase.FREE;
    }
  }

  final void replayClient(final int client, final long sequence, final Outcome outcome) {
    clients.decided(client, sequence, outcome);
  }

  /** A record of a kind that only the subclass knows. */
  protected void replayOther(final int template, final DirectBuffer buffer, final int offset) {
    throw new IllegalStateException("record of another kind: templateId=%d".formatted(template));
  }

  final void onStart(final long nowNs, final Outbox outbox) {
    journal.begin(outbox);
    transactions.begin(journal.incarnation());
    for (int slot = 0; slot < transactions.slots(); slot++) {
      if (transactions.at(slot).phase != Phase.FREE) {
        recover(nowNs, transactions.at(slot), outbox);
      }
    }
    updateState(outbox);
  }

  /** Takes up a transaction that the journal tells of: one without an outcome is aborted, the others are told. */
  protected void recover(final long nowNs, final Transaction transaction, final Outbox outbox) {
    if (transaction.phase == Phase.TELLING) {
      outbox.indicate(Indication.OUTCOME, transaction.number, transaction.outcome.value());
      tell(nowNs, transaction, outbox);
    } else {
      decide(nowNs, transaction, Outcome.ABORTED, outbox);
    }
  }

  // clients

  final void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    switch (request.decode(buffer, offset, length, clusterSize)) {
      case TRANSACTION -> onTransaction(nowNs, requestId, outbox);
      case OUTCOME -> onOutcomeRequest(requestId, outbox);
      case ABORT -> onAbortRequest(nowNs, requestId, outbox);
      case REFUSED -> refuse(requestId, request.refusal(), outbox);
    }
  }

  private void onTransaction(final long nowNs, final long requestId, final Outbox outbox) {
    final Clients.Client client = clients.of(request.client());
    if (request.sequence() <= client.sequence) {
      refuse(requestId, Refusal.REUSED_ID, outbox);
      return;
    }
    if (!transactions.hasRoom()) {
      refuse(requestId, Refusal.BUSY, outbox);
      return;
    }
    final Transaction transaction = transactions.take();
    begin(transaction, client, requestId);
    body.putLong(0, request.client(), LITTLE_ENDIAN);
    body.putLong(8, request.sequence(), LITTLE_ENDIAN);
    outbox.indicate(Indication.TRANSACTION, transaction.number, body, 0, 16);
    setTimes(transaction, nowNs + config.retransmitNs(), nowNs + config.voteTimeoutNs());
    for (int i = 0; i < transaction.peerCount; i++) {
      transaction.incarnations[i] = incarnations[transaction.peers[i]]; // Later lives must not begin it anew.
      sendExecute(transaction, i, outbox);
    }
    updateState(outbox);
  }

  private void begin(final Transaction transaction, final Clients.Client client, final long requestId) {
    transaction.phase = Phase.WORKING;
    transaction.outcome = null;
    transaction.isRecovered = false;
    transaction.client = client.id;
    transaction.sequence = request.sequence();
    transaction.requestId = requestId;
    transaction.isRollback = request.isRollback();
    transaction.recordPosition = Long.MAX_VALUE;
    transaction.peerCount = 0;
    transaction.operations.count = 0;
    final Operations asked = request.operations();
    for (int i = 0; i < asked.count; i++) {
      final int participant = asked.participants[i];
      transaction.operations.add(participant, asked.kinds[i], asked.keys[i], asked.values[i], asked.expected[i]);
      transaction.addPeer(participant);
    }
    client.sequence = request.sequence();
    client.transaction = transaction;
  }

  private void onOutcomeRequest(final long requestId, final Outbox outbox) {
    final Clients.Client client = clients.of(request.client());
    if (request.sequence() > client.sequence) {
      client.sequence = request.sequence();
      client.transaction = null;
      client.outcome = unknownOutcome();
    }
    if (request.sequence() != client.sequence) {
      reply(requestId, Outcome.UNKNOWN, outbox);
    } else if (client.transaction != null) {
      client.transaction.requestId = requestId; // Answered when it is decided.
    } else {
      reply(requestId, client.outcome, outbox);
    }
  }

  private void onAbortRequest(final long nowNs, final long requestId, final Outbox outbox) {
    onOutcomeRequest(requestId, outbox);
    final Transaction transaction = clients.of(request.client()).transaction;
    if (transaction != null && transaction.sequence == request.sequence()) {
      giveUp(nowNs, transaction, outbox);
      updateState(outbox);
    }
  }

  /** What to say of a client's transaction that is not known here: it never was decided, and never will be. */
  protected Outcome unknownOutcome() {
    return Outcome.ABORTED;
  }

  private void refuse(final long requestId, final Refusal refusal, final Outbox outbox) {
    final int length = messages.reply(request.client(), request.sequence(), Outcome.REFUSED, refusal);
    outbox.reply(requestId, messages.buffer(), 0, length);
  }

  private void reply(final long requestId, final Outcome outcome, final Outbox outbox) {
    final int length = messages.reply(request.client(), request.sequence(), outcome, Refusal.NONE);
    outbox.reply(requestId, messages.buffer(), 0, length);
  }

  // work

  private void sendExecute(final Transaction transaction, final int index, final Outbox outbox) {
    final int participant = transaction.peers[index];
    final int length = messages.execute(transaction, participant, floorNumber(), transaction.incarnations[index]);
    outbox.send(participant, messages.buffer(), 0, length);
  }

  final void onExecuted(final long nowNs, final int fromId, final ExecutedDecoder executed, final Outbox outbox) {
    if (executed.incarnation() > incarnations[fromId]) {
      incarnations[fromId] = executed.incarnation();
    }
    final Transaction transaction = transaction(executed.transaction());
    if (transaction == null || transaction.phase != Phase.WORKING) {
      return;
    }
    final int index = transaction.indexOf(fromId);
    if (index < 0 || transaction.marks[index] != Mark.SILENT) {
      return;
    }
    if (executed.resultRaw() != WorkResult.DONE.value()) {
      transaction.marks[index] = Mark.NO;
      abandon(transaction, outbox);
      updateState(outbox);
      return;
    }
    transaction.marks[index] = Mark.WORKED;
    final ExecutedDecoder.ReadsDecoder list = executed.reads();
    int count = 0;
    while (list.hasNext() && count < found.length) {
      found[count++] = list.next().value();
    }
    transaction.putReads(fromId, found, count);
    if (transaction.count(Mark.WORKED) == transaction.peerCount) {
      if (transaction.isRollback) {
        abandon(transaction, outbox);
        updateState(outbox);
      } else {
        beginVoting(nowNs, transaction, outbox);
      }
    }
  }

  /** Aborts a transaction that nobody was asked to prepare: there is nothing to write down or to wait for. */
  private void abandon(final Transaction transaction, final Outbox outbox) {
    transaction.outcome = Outcome.ABORTED;
    outbox.indicate(Indication.OUTCOME, transaction.number, Outcome.ABORTED.value());
    transaction.isAckWanted = false;
    sendDecision(transaction, outbox);
    answer(transaction, outbox);
    transactions.free(transaction);
  }

  // first phase

  /** The work is done everywhere: asks for votes. */
  protected void beginVoting(final long nowNs, final Transaction transaction, final Outbox outbox) {
    log.collecting(transaction, rules.collecting(), outbox);
    transaction.phase = Phase.VOTING;
    setTimes(transaction, nowNs + config.retransmitNs(), nowNs + config.voteTimeoutNs());
    outbox.multicast(
        transaction.peers, transaction.peerCount, messages.buffer(), 0, messages.prepare(transaction));
  }

  /** A vote. */
  protected void onVote(
      final long nowNs, final int fromId, final long number, final VoteValue value, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction == null || transaction.phase != Phase.VOTING) {
      return;
    }
    final int index = transaction.indexOf(fromId);
    if (index < 0) {
      return;
    }
    switch (value) {
      case YES -> transaction.marks[index] = Mark.YES;
      case READ -> transaction.marks[index] = Mark.READ;
      default -> transaction.marks[index] = Mark.NO;
    }
    countVotes(nowNs, transaction, outbox);
    updateState(outbox);
  }

  private void countVotes(final long nowNs, final Transaction transaction, final Outbox outbox) {
    if (transaction.count(Mark.NO) > 0) {
      decide(nowNs, transaction, Outcome.ABORTED, outbox);
    } else if (transaction.count(Mark.YES) + transaction.count(Mark.READ) == transaction.peerCount) {
      onAllYes(nowNs, transaction, outbox);
    }
  }

  /** Everybody voted yes. */
  protected void onAllYes(final long nowNs, final Transaction transaction, final Outbox outbox) {
    decide(nowNs, transaction, Outcome.COMMITTED, outbox);
  }

  // second phase

  /** Decides, writes it down, tells the client and the participants. */
  protected void decide(
      final long nowNs, final Transaction transaction, final Outcome outcome, final Outbox outbox) {
    transaction.outcome = outcome;
    final boolean hasListeners = transaction.listenerCount() > 0;
    final LogRule commitRule = hasListeners ? rules.commit() : rules.readOnlyCommit();
    writeDecided(transaction, outcome == Outcome.ABORTED ? rules.abort() : commitRule, outbox);
    outbox.indicate(Indication.OUTCOME, transaction.number, outcome.value());
    transaction.isAckWanted =
        hasListeners && (outcome == Outcome.COMMITTED ? rules.isCommitAcked() : rules.isAbortAcked());
    answer(transaction, outbox);
    tell(nowNs, transaction, outbox);
  }

  /** Writes an outcome. */
  protected void writeDecided(final Transaction transaction, final LogRule rule, final Outbox outbox) {
    log.decided(transaction, rule, outbox);
  }

  private void tell(final long nowNs, final Transaction transaction, final Outbox outbox) {
    transaction.phase = Phase.TELLING;
    sendDecision(transaction, outbox);
    if (transaction.isAckWanted) {
      setTimes(transaction, nowNs + config.retransmitNs(), Long.MAX_VALUE);
    } else {
      transactions.free(transaction);
    }
  }

  private void sendDecision(final Transaction transaction, final Outbox outbox) {
    int count = 0;
    for (int i = 0; i < transaction.peerCount; i++) {
      if (transaction.isListener(i)) {
        targets[count++] = transaction.peers[i];
      }
    }
    final int length = messages.decision(transaction.number, transaction.outcome, transaction.isAckWanted);
    outbox.multicast(targets, count, messages.buffer(), 0, length);
  }

  private void answer(final Transaction transaction, final Outbox outbox) {
    if (transaction.requestId != Transaction.NO_REQUEST) {
      outbox.reply(transaction.requestId, messages.buffer(), 0, messages.reply(transaction));
      transaction.requestId = Transaction.NO_REQUEST;
    }
    clients.decided(transaction.client, transaction.sequence, transaction.outcome);
  }

  final void onAck(final int fromId, final long number, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction == null || transaction.phase != Phase.TELLING) {
      return;
    }
    final int index = transaction.indexOf(fromId);
    if (index >= 0) {
      transaction.marks[index] = Mark.ACKED;
      if (transaction.listenerCount() == 0) {
        if (transaction.recordPosition != Long.MAX_VALUE) {
          log.end(number, outbox); // Where nothing was written, nothing has to be taken back.
        }
        transactions.free(transaction);
        updateState(outbox);
      }
    }
  }

  /** Everything below is over here, or decided before the coordinator crashed: no work or votes of it are awaited. */
  protected final long floorNumber() {
    return transactions.floorNumber();
  }
  // questions and time

  /** A participant in doubt asks: an outcome if there is one, and what is presumed of what is not known here. */
  protected void onInquiry(final int fromId, final long number, final Outbox outbox) {
    final Transaction transaction = transaction(number);
    if (transaction == null) {
      final Outcome presumed = rules.presumesCommit() ? Outcome.COMMITTED : Outcome.ABORTED;
      outbox.send(fromId, messages.buffer(), 0, messages.decision(number, presumed, false));
    } else if (transaction.phase == Phase.TELLING) {
      final int length = messages.decision(number, transaction.outcome, transaction.isAckWanted);
      outbox.send(fromId, messages.buffer(), 0, length);
    }
  }

  final void onDeadline(final long nowNs, final Outbox outbox) {
    deadlineNs = ProtocolNode.NO_DEADLINE;
    for (int slot = 0; slot < transactions.slots(); slot++) {
      final Transaction transaction = transactions.at(slot);
      if (transaction.phase != Phase.FREE) {
        if (transaction.giveUpNs <= nowNs) {
          giveUp(nowNs, transaction, outbox);
        } else if (transaction.resendNs <= nowNs) {
          resend(transaction, outbox);
          transaction.resendNs = nowNs + config.retransmitNs();
        }
      }
      if (transaction.phase != Phase.FREE) {
        deadlineNs = Math.min(deadlineNs, Math.min(transaction.resendNs, transaction.giveUpNs));
      }
    }
    if (journal.isSnapshotDue(0)) {
      snapshot(outbox);
    }
    updateState(outbox);
  }

  /** What is missing is taken for no, if it still may be. */
  protected void giveUp(final long nowNs, final Transaction transaction, final Outbox outbox) {
    if (transaction.phase == Phase.WORKING) {
      abandon(transaction, outbox);
    } else if (transaction.phase == Phase.VOTING) {
      decide(nowNs, transaction, Outcome.ABORTED, outbox);
    }
  }

  /** Says again what was not answered. */
  protected void resend(final Transaction transaction, final Outbox outbox) {
    if (transaction.phase == Phase.TELLING) {
      sendDecision(transaction, outbox);
      return;
    }
    for (int i = 0; i < transaction.peerCount; i++) {
      if (transaction.phase == Phase.WORKING && transaction.marks[i] == Mark.SILENT) {
        sendExecute(transaction, i, outbox);
      } else if (transaction.phase == Phase.VOTING && transaction.marks[i] == Mark.WORKED) {
        outbox.send(transaction.peers[i], messages.buffer(), 0, messages.prepare(transaction));
      }
    }
  }

  final long nextDeadlineNs() {
    return deadlineNs;
  }

  /** Sets when to say something again and when to give up. */
  protected final void setTimes(final Transaction transaction, final long resendNs, final long giveUpNs) {
    transaction.resendNs = resendNs;
    transaction.giveUpNs = giveUpNs;
    deadlineNs = Math.min(deadlineNs, Math.min(resendNs, giveUpNs));
  }

  /** The transaction of a number if it is under way here, or null. */
  protected final Transaction transaction(final long number) {
    return transactions.get(number);
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

  private void snapshot(final Outbox outbox) {
    long oldest = oldestOtherRecord();
    for (int slot = 0; slot < transactions.slots(); slot++) {
      final Transaction transaction = transactions.at(slot);
      oldest = transaction.phase == Phase.FREE ? oldest : Math.min(oldest, transaction.recordPosition);
    }
    log.snapshot(clients, unknownOutcome(), oldest, outbox);
  }

  /** Writes the whole state; returns how many bytes. */
  protected int encodeState(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, deadlineNs, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, journal.records(), LITTLE_ENDIAN);
    buffer.putLong(offset + 16, journal.nextPosition(), LITTLE_ENDIAN);
    buffer.putInt(offset + 24, journal.incarnation(), LITTLE_ENDIAN);
    int at = offset + 28;
    for (final int incarnation : incarnations) {
      buffer.putInt(at, incarnation, LITTLE_ENDIAN);
      at += Integer.BYTES;
    }
    at += transactions.encode(buffer, at);
    at += clients.encode(buffer, at);
    return at - offset;
  }

  /** The only writer of the state. */
  protected final void updateState(final Outbox outbox) {
    final CommitState newState = transactions.isIdle() ? CommitState.IDLE : CommitState.WORKING;
    if (newState != state) {
      outbox.indicate(Indication.STATE, newState.ordinal(), state.ordinal());
      state = newState;
    }
  }
}
