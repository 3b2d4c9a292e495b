package dev.ordeal.protocols.replication;

import dev.ordeal.protocols.replication.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.codec.RegisterReplyEncoder;
import dev.ordeal.protocols.replication.codec.ReplyStatus;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The answer to an attempt at a shared register, encoded.
 *
 * <p>Threading: single owner. Allocation: none after construction.
 */
public final class RegisterReply {
  /** How many bytes an answer has. */
  public static final int LENGTH = MessageHeaderEncoder.ENCODED_LENGTH + RegisterReplyEncoder.BLOCK_LENGTH;

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final RegisterReplyEncoder encoder = new RegisterReplyEncoder();
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[LENGTH]);

  /** The operation took effect; {@code found} is what a read found, 0 for a write. */
  public DirectBuffer ok(final int client, final long sequence, final long found) {
    return encode(ReplyStatus.OK, client, sequence, found, RegisterRequest.NO_TICKET);
  }

  /** Nothing took effect yet: the write is to be sent again with this ticket. */
  public DirectBuffer ticket(final int client, final long sequence, final long ticket) {
    return encode(ReplyStatus.TICKET, client, sequence, 0, ticket);
  }

  /** The attempt has no effect and never will. */
  public DirectBuffer refused(final RegisterRequest request) {
    return encode(ReplyStatus.REFUSED, request.client(), request.sequence(), 0, RegisterRequest.NO_TICKET);
  }

  private DirectBuffer encode(
      final ReplyStatus status, final int client, final long sequence, final long found, final long ticket) {
    encoder
        .wrapAndApplyHeader(buffer, 0, headerEncoder)
        .client(client)
        .status(status)
        .sequence(sequence)
        .value(found)
        .ticket(ticket);
    return buffer;
  }
}
