package dev.ordeal.protocols.replication;

import dev.ordeal.protocols.replication.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.codec.ReadRequestEncoder;
import dev.ordeal.protocols.replication.codec.RegisterReplyDecoder;
import dev.ordeal.protocols.replication.codec.WriteRequestEncoder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** What clients of a register say, encoded, and what they are told, in words. */
public final class Requests {
  private Requests() {}

  /** A read. */
  public static UnsafeBuffer read(final int client, final long sequence, final int key) {
    final ReadRequestEncoder encoder = new ReadRequestEncoder();
    final UnsafeBuffer buffer =
        new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + ReadRequestEncoder.BLOCK_LENGTH]);
    encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).client(client).key(key).sequence(sequence);
    return buffer;
  }

  /** A write; ticket 0 if it has none yet. */
  public static UnsafeBuffer write(
      final int client, final long sequence, final int key, final long value, final long ticket) {
    final WriteRequestEncoder encoder = new WriteRequestEncoder();
    final UnsafeBuffer buffer =
        new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + WriteRequestEncoder.BLOCK_LENGTH]);
    encoder.wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()).client(client).key(key).sequence(sequence);
    encoder.value(value).ticket(ticket);
    return buffer;
  }

  /** An answer in words. */
  public static String describe(final DirectBuffer bytes, final int offset) {
    final RegisterReplyDecoder reply =
        new RegisterReplyDecoder().wrapAndApplyHeader(bytes, offset, new MessageHeaderDecoder());
    return switch (reply.status()) {
      case OK -> "client %d: ok %d".formatted(reply.client(), reply.value());
      case TICKET -> "client %d: ticket %d".formatted(reply.client(), reply.ticket());
      default -> "client %d: refused".formatted(reply.client());
    };
  }
}
