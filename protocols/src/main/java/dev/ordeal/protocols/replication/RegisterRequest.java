package dev.ordeal.protocols.replication;

import dev.ordeal.protocols.replication.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.codec.ReadRequestDecoder;
import dev.ordeal.protocols.replication.codec.WriteRequestDecoder;
import org.agrona.DirectBuffer;

/**
 * One attempt of a client at a shared register, decoded.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public final class RegisterRequest {
  /** The schema of requests and replies. */
  public static final String SCHEMA = "sbe/register.xml";

  /** How many registers there are: keys go from 0 to this less one. */
  public static final int KEYS_MAX = 4096;

  /** Clients are numbered from 0 to this less one. */
  public static final int CLIENTS_MAX = 1 << 20;

  /** Sequences go from 1 to this less one. */
  public static final long SEQUENCES_MAX = 1L << 40;

  /** The ticket of a write that has none yet. */
  public static final long NO_TICKET = 0;

  private static final int SEQUENCE_BITS = Long.numberOfTrailingZeros(SEQUENCES_MAX);

  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final ReadRequestDecoder readDecoder = new ReadRequestDecoder();
  private final WriteRequestDecoder writeDecoder = new WriteRequestDecoder();

  private boolean isWrite;
  private int client;
  private int key;
  private long sequence;
  private long value;
  private long ticket;

  /** Decodes an attempt; false if the bytes are none, or name a client, key or sequence that cannot be. */
  public boolean decode(final DirectBuffer buffer, final int offset, final int length) {
    client = 0;
    sequence = 0;
    if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
      return false;
    }
    headerDecoder.wrap(buffer, offset);
    final int body = offset + MessageHeaderDecoder.ENCODED_LENGTH;
    final int blockLength = headerDecoder.blockLength();
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID
        || length - MessageHeaderDecoder.ENCODED_LENGTH < blockLength) {
      return false;
    }
    final int template = headerDecoder.templateId();
    if (template == WriteRequestDecoder.TEMPLATE_ID && blockLength >= WriteRequestDecoder.BLOCK_LENGTH) {
      writeDecoder.wrap(buffer, body, blockLength, headerDecoder.version());
      isWrite = true;
      client = writeDecoder.client();
      key = writeDecoder.key();
      sequence = writeDecoder.sequence();
      value = writeDecoder.value();
      ticket = writeDecoder.ticket();
    } else if (template == ReadRequestDecoder.TEMPLATE_ID && blockLength >= ReadRequestDecoder.BLOCK_LENGTH) {
      readDecoder.wrap(buffer, body, blockLength, headerDecoder.version());
      isWrite = false;
      client = readDecoder.client();
      key = readDecoder.key();
      sequence = readDecoder.sequence();
      value = 0;
      ticket = NO_TICKET;
    } else {
      return false;
    }
    return isKey(key)
        && client >= 0
        && client < CLIENTS_MAX
        && sequence > 0
        && sequence < SEQUENCES_MAX
        && ticket >= NO_TICKET;
  }

  /** Whether a register has this key. */
  public static boolean isKey(final int key) {
    return key >= 0 && key < KEYS_MAX;
  }

  /** Client and sequence in one word, never 0: no two operations have the same. */
  public static long operationId(final int client, final long sequence) {
    return (long) client << SEQUENCE_BITS | sequence;
  }

  public boolean isWrite() {
    return isWrite;
  }

  public int client() {
    return client;
  }

  public int key() {
    return key;
  }

  public long sequence() {
    return sequence;
  }

  public long value() {
    return value;
  }

  public long ticket() {
    return ticket;
  }
}
