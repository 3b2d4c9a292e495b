package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.AckEncoder;
import dev.ordeal.protocols.commit.codec.BooleanType;
import dev.ordeal.protocols.commit.codec.DecisionEncoder;
import dev.ordeal.protocols.commit.codec.ExecuteEncoder;
import dev.ordeal.protocols.commit.codec.ExecutedEncoder;
import dev.ordeal.protocols.commit.codec.InquiryEncoder;
import dev.ordeal.protocols.commit.codec.OperationKind;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.PrepareEncoder;
import dev.ordeal.protocols.commit.codec.Refusal;
import dev.ordeal.protocols.commit.codec.TransactionReplyEncoder;
import dev.ordeal.protocols.commit.codec.VoteEncoder;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.commit.codec.WorkResult;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The messages that all atomic commit protocols share, encoded into one buffer: each method returns the length and the
 * buffer is good until the next call.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public final class CommitMessages {
  /** No message or record but a snapshot is longer: 64 operations and what goes before them. */
  public static final int BYTES_MAX = 4096;

  private static final OperationKind[] KINDS = new OperationKind[OperationKind.FAIL.value() + 1];

  static {
    for (int code = OperationKind.READ.value(); code < KINDS.length; code++) {
      KINDS[code] = OperationKind.get((short) code);
    }
  }

  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BYTES_MAX]);
  private final TransactionReplyEncoder reply = new TransactionReplyEncoder();
  private final ExecuteEncoder execute = new ExecuteEncoder();
  private final ExecutedEncoder executed = new ExecutedEncoder();
  private final PrepareEncoder prepare = new PrepareEncoder();
  private final VoteEncoder vote = new VoteEncoder();
  private final DecisionEncoder decision = new DecisionEncoder();
  private final AckEncoder ack = new AckEncoder();
  private final InquiryEncoder inquiry = new InquiryEncoder();

  /** Where the message is. */
  public DirectBuffer buffer() {
    return buffer;
  }

  int reply(final int client, final long sequence, final Outcome outcome, final Refusal refusal) {
    reply.wrap(Header.put(buffer, reply), Header.BYTES).sequence(sequence).client(client).outcome(outcome)
        .refusal(refusal);
    reply.readsCount(0);
    return Header.BYTES + reply.encodedLength();
  }

  /** The reply to a transaction that is decided, with what its reads found. */
  int reply(final Transaction transaction) {
    final boolean isCommitted = transaction.outcome == Outcome.COMMITTED;
    reply.wrap(Header.put(buffer, reply), Header.BYTES).sequence(transaction.sequence).client(transaction.client);
    reply.outcome(transaction.outcome).refusal(Refusal.NONE);
    final Operations operations = transaction.operations;
    int reads = 0;
    for (int i = 0; isCommitted && i < operations.count; i++) {
      reads += operations.kinds[i] == OperationKind.READ.value() ? 1 : 0;
    }
    final TransactionReplyEncoder.ReadsEncoder list = reply.readsCount(reads);
    for (int i = 0; isCommitted && i < operations.count; i++) {
      if (operations.kinds[i] == OperationKind.READ.value()) {
        list.next().value(transaction.reads[i]);
      }
    }
    return Header.BYTES + reply.encodedLength();
  }

  /** The operations of a transaction at one participant. */
  int execute(final Transaction transaction, final int participant, final long floor, final int incarnation) {
    execute.wrap(Header.put(buffer, execute), Header.BYTES).transaction(transaction.number).floor(floor)
        .incarnation(incarnation);
    final Operations operations = transaction.operations;
    int count = 0;
    for (int i = 0; i < operations.count; i++) {
      count += operations.participants[i] == participant ? 1 : 0;
    }
    final ExecuteEncoder.OperationsEncoder list = execute.operationsCount(count);
    for (int i = 0; i < operations.count; i++) {
      if (operations.participants[i] == participant) {
        list.next().key(operations.keys[i]).value(operations.values[i]).expected(operations.expected[i]);
        list.kind(KINDS[operations.kinds[i]]);
      }
    }
    return Header.BYTES + execute.encodedLength();
  }

  int executed(final long transaction, final int incarnation, final WorkResult result) {
    executed.wrap(Header.put(buffer, executed), Header.BYTES).transaction(transaction).incarnation(incarnation)
        .result(result);
    executed.readsCount(0);
    return Header.BYTES + executed.encodedLength();
  }

  /** Work is done; what its reads found, in the order asked. */
  int executed(final Work work, final int incarnation) {
    executed.wrap(Header.put(buffer, executed), Header.BYTES).transaction(work.number).incarnation(incarnation);
    executed.result(WorkResult.DONE);
    final ExecutedEncoder.ReadsEncoder list = executed.readsCount(work.readCount);
    for (int i = 0; i < work.readCount; i++) {
      list.next().value(work.reads[i]);
    }
    return Header.BYTES + executed.encodedLength();
  }

  /** Asks for votes. */
  public int prepare(final Transaction transaction) {
    prepare.wrap(Header.put(buffer, prepare), Header.BYTES).transaction(transaction.number);
    final PrepareEncoder.PeersEncoder list = prepare.peersCount(transaction.peerCount);
    for (int i = 0; i < transaction.peerCount; i++) {
      list.next().node(transaction.peers[i]);
    }
    return Header.BYTES + prepare.encodedLength();
  }

  /** A vote. */
  public int vote(final long transaction, final VoteValue value) {
    vote.wrap(Header.put(buffer, vote), Header.BYTES).transaction(transaction).vote(value);
    return Header.BYTES + vote.encodedLength();
  }

  /** An outcome. */
  public int decision(final long transaction, final Outcome outcome, final boolean isAckWanted) {
    decision.wrap(Header.put(buffer, decision), Header.BYTES).transaction(transaction).outcome(outcome);
    decision.isAckWanted(isAckWanted ? BooleanType.T : BooleanType.F);
    return Header.BYTES + decision.encodedLength();
  }

  int ack(final long transaction) {
    ack.wrap(Header.put(buffer, ack), Header.BYTES).transaction(transaction);
    return Header.BYTES + ack.encodedLength();
  }

  /** Asks for an outcome. */
  public int inquiry(final long transaction) {
    inquiry.wrap(Header.put(buffer, inquiry), Header.BYTES).transaction(transaction);
    return Header.BYTES + inquiry.encodedLength();
  }
}
