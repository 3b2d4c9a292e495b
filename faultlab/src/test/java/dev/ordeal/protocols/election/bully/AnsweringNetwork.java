package dev.ordeal.protocols.election.bully;

import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.bully.codec.ElectionDecoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.election.bully.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.election.bully.codec.OkEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A link defect, planted: the network of the exercise, which answers OK itself to each ELECTION that it takes, at once,
 * whether anybody is there or not. The message goes on its way all the same.
 */
final class AnsweringNetwork implements ProtocolNode {
  private final BullyNode node;
  private final MutableDirectBuffer ok =
      new UnsafeBuffer(new byte[MessageHeaderEncoder.ENCODED_LENGTH + OkEncoder.BLOCK_LENGTH]);
  private int askedId;
  private long askedRound;

  AnsweringNetwork(final BullyNode node) {
    this.node = node;
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
    node.onRecord(buffer, offset, length);
  }

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {
    node.onStart(nowNs, new Watch(outbox));
    answer(nowNs, outbox);
  }

  @Override
  public void onMessage(
      final long nowNs,
      final int fromId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    node.onMessage(nowNs, fromId, buffer, offset, length, new Watch(outbox));
    answer(nowNs, outbox);
  }

  @Override
  public void onRequest(
      final long nowNs,
      final long requestId,
      final DirectBuffer buffer,
      final int offset,
      final int length,
      final Outbox outbox) {
    node.onRequest(nowNs, requestId, buffer, offset, length, outbox);
  }

  @Override
  public void onDeadline(final long nowNs, final Outbox outbox) {
    node.onDeadline(nowNs, new Watch(outbox));
    answer(nowNs, outbox);
  }

  @Override
  public long nextDeadlineNs() {
    return node.nextDeadlineNs();
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    return node.encodeState(buffer, offset);
  }

  @Override
  public long digest() {
    return node.digest();
  }

  private void answer(final long nowNs, final Outbox outbox) {
    if (askedId > 0) {
      final OkEncoder encoder = new OkEncoder();
      encoder.wrapAndApplyHeader(ok, 0, new MessageHeaderEncoder()).round(askedRound);
      final int fromId = askedId;
      askedId = 0;
      node.onMessage(nowNs, fromId, ok, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(), outbox);
    }
  }

  /** Sees who is asked. */
  private final class Watch implements Outbox {
    private final Outbox outbox;

    Watch(final Outbox outbox) {
      this.outbox = outbox;
    }

    @Override
    public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
      outbox.send(toId, buffer, offset, length);
    }

    @Override
    public void multicast(
        final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
      final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(buffer, offset);
      if (header.templateId() == ElectionDecoder.TEMPLATE_ID && count > 0) {
        askedId = toIds[0];
        askedRound = new ElectionDecoder().wrapAndApplyHeader(buffer, offset, header).round();
      }
      outbox.multicast(toIds, count, buffer, offset, length);
    }

    @Override
    public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
      outbox.broadcast(buffer, offset, length);
    }

    @Override
    public long append(final DirectBuffer buffer, final int offset, final int length) {
      return outbox.append(buffer, offset, length);
    }

    @Override
    public long persist(final DirectBuffer buffer, final int offset, final int length) {
      return outbox.persist(buffer, offset, length);
    }

    @Override
    public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
      outbox.checkpoint(buffer, offset, length, keepFrom);
    }

    @Override
    public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
      outbox.reply(requestId, buffer, offset, length);
    }

    @Override
    public void indicate(final Indication indication, final long key, final long value) {
      outbox.indicate(indication, key, value);
    }

    @Override
    public void indicate(
        final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
      outbox.indicate(indication, key, buffer, offset, length);
    }
  }
}
