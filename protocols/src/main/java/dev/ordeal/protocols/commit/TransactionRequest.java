package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.AbortRequestDecoder;
import dev.ordeal.protocols.commit.codec.Ending;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.OutcomeRequestDecoder;
import dev.ordeal.protocols.commit.codec.Refusal;
import dev.ordeal.protocols.commit.codec.TransactionRequestDecoder;
import org.agrona.DirectBuffer;

/**
 * What a client asks of a coordinator, decoded and looked through: a transaction, what became of one, or to abort one.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public final class TransactionRequest {
  /** The schema of requests, replies, messages and records. */
  public static final String SCHEMA = "sbe/commit.xml";

  /** How many operations a transaction may have. */
  public static final int OPERATIONS_MAX = Operations.COUNT_MAX;

  /** Clients are numbered from 0 to this less one. */
  public static final int CLIENTS_MAX = 1 << 20;

  /** The node that coordinates; all others keep data. */
  public static final int COORDINATOR = 0;

  /** What a request is. */
  enum Kind {
    TRANSACTION,
    OUTCOME,
    ABORT,
    REFUSED
  }

  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final TransactionRequestDecoder transactionDecoder = new TransactionRequestDecoder();
  private final OutcomeRequestDecoder outcomeDecoder = new OutcomeRequestDecoder();
  private final AbortRequestDecoder abortDecoder = new AbortRequestDecoder();
  private final Operations operations = new Operations();
  private Refusal refusal = Refusal.NONE;
  private int client;
  private long sequence;
  private boolean isRollback;

  /** Decodes a request; if it is refused {@link #refusal()} says why. */
  Kind decode(final DirectBuffer buffer, final int offset, final int length, final int clusterSize) {
    client = 0;
    sequence = 0;
    refusal = Refusal.MALFORMED;
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      return Kind.REFUSED;
    }
    headerDecoder.wrap(buffer, offset);
    final int blockLength = headerDecoder.blockLength();
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || length - MessageHeaderDecoder.ENCODED_LENGTH < blockLength) {
      return Kind.REFUSED;
    }
    final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final int version = headerDecoder.version();
    Kind kind = Kind.REFUSED;
    switch (headerDecoder.templateId()) {
      case TransactionRequestDecoder.TEMPLATE_ID -> {
        if (blockLength >= TransactionRequestDecoder.BLOCK_LENGTH) {
          transactionDecoder.wrap(buffer, body, blockLength, version);
          client = transactionDecoder.client();
          sequence = transactionDecoder.sequence();
          isRollback = transactionDecoder.endingRaw() == Ending.ROLLBACK.value();
          refusal = refusalOf(offset + length - body - blockLength, clusterSize);
          kind = refusal == Refusal.NONE ? Kind.TRANSACTION : Kind.REFUSED;
        }
      }
      case OutcomeRequestDecoder.TEMPLATE_ID -> {
        if (blockLength >= OutcomeRequestDecoder.BLOCK_LENGTH) {
          outcomeDecoder.wrap(buffer, body, blockLength, version);
          client = outcomeDecoder.client();
          sequence = outcomeDecoder.sequence();
          kind = Kind.OUTCOME;
        }
      }
      case AbortRequestDecoder.TEMPLATE_ID -> {
        if (blockLength >= AbortRequestDecoder.BLOCK_LENGTH) {
          abortDecoder.wrap(buffer, body, blockLength, version);
          client = abortDecoder.client();
          sequence = abortDecoder.sequence();
          kind = Kind.ABORT;
        }
      }
      default -> {
        // Not a request.
      }
    }
    if (kind != Kind.REFUSED && (client < 0 || client >= CLIENTS_MAX || sequence <= 0)) {
      refusal = Refusal.MALFORMED;
      return Kind.REFUSED;
    }
    return kind;
  }

  int client() {
    return client;
  }

  long sequence() {
    return sequence;
  }

  boolean isRollback() {
    return isRollback;
  }

  Refusal refusal() {
    return refusal;
  }

  Operations operations() {
    return operations;
  }

  /** Looks through the operations; nothing is done before all of them can be. */
  private Refusal refusalOf(final int groupLength, final int clusterSize) {
    if (groupLength < TransactionRequestDecoder.OperationsDecoder.sbeHeaderSize()) {
      return Refusal.MALFORMED;
    }
    final TransactionRequestDecoder.OperationsDecoder list = transactionDecoder.operations();
    if (list.count() > OPERATIONS_MAX) {
      return Refusal.TOO_LARGE;
    }
    if (list.actingBlockLength() < TransactionRequestDecoder.OperationsDecoder.sbeBlockLength()
        || groupLength
            < TransactionRequestDecoder.OperationsDecoder.sbeHeaderSize() + list.count() * list.actingBlockLength()
        || list.count() == 0) {
      return Refusal.MALFORMED;
    }
    operations.copyFrom(list);
    for (int i = 0; i < operations.count; i++) {
      final int participant = operations.participants[i];
      if (participant <= COORDINATOR || participant >= clusterSize) {
        return Refusal.UNKNOWN_PARTICIPANT;
      }
      if (!Operations.isKind(operations.kinds[i])) {
        return Refusal.WRONG_TYPE;
      }
      if (operations.values[i] == Operations.NO_VALUE || operations.expected[i] == Operations.NO_VALUE) {
        return Refusal.VALUE_RESERVED;
      }
    }
    return Refusal.NONE;
  }
}
