package dev.ordeal.protocols.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Keeps what one node stages, in order, and the journal that its records make. */
public final class RecordingOutbox implements Outbox {
  /** One staged effect. */
  public sealed interface Effect {}

  /** A message to some nodes. */
  public record Sent(List<Integer> toIds, byte[] bytes) implements Effect {}

  /** A record; {@code keepFrom} is 0 unless it is a checkpoint. */
  public record Written(boolean isForced, long position, long keepFrom, byte[] bytes) implements Effect {}

  /** An indication with a word. */
  public record Indicated(Indication indication, long key, long value) implements Effect {}

  /** An indication with a buffer. */
  public record IndicatedBytes(Indication indication, long key, byte[] bytes) implements Effect {}

  /** An answer. */
  public record Replied(long requestId, byte[] bytes) implements Effect {}

  private record Entry(long position, byte[] bytes) {}

  private final int nodeId;
  private final int clusterSize;
  private final List<Effect> effects = new ArrayList<>();
  private final List<Entry> journal = new ArrayList<>();
  private long nextPosition;

  /** An outbox over an empty journal. */
  public RecordingOutbox(final int nodeId, final int clusterSize) {
    this.nodeId = nodeId;
    this.clusterSize = clusterSize;
  }

  /** The outbox of the next incarnation, over the journal this one leaves; its records are replayed to the node. */
  public RecordingOutbox restart(final ProtocolNode node) {
    final RecordingOutbox next = new RecordingOutbox(nodeId, clusterSize);
    for (final Entry entry : journal) {
      next.journal.add(new Entry(next.nextPosition++, entry.bytes()));
      node.onRecord(new UnsafeBuffer(entry.bytes()), 0, entry.bytes().length);
    }
    return next;
  }

  /** The effects since the last call, in order. */
  public List<Effect> drain() {
    final List<Effect> drained = List.copyOf(effects);
    effects.clear();
    return drained;
  }

  /** The records a restart would replay, in order. */
  public List<byte[]> journal() {
    return journal.stream().map(Entry::bytes).toList();
  }

  /** The position the next record takes. */
  public long nextPosition() {
    return nextPosition;
  }

  @Override
  public void send(final int toId, final DirectBuffer buffer, final int offset, final int length) {
    effects.add(new Sent(List.of(toId), bytes(buffer, offset, length)));
  }

  @Override
  public void multicast(
      final int[] toIds, final int count, final DirectBuffer buffer, final int offset, final int length) {
    effects.add(new Sent(IntStream.of(toIds).limit(count).boxed().toList(), bytes(buffer, offset, length)));
  }

  @Override
  public void broadcast(final DirectBuffer buffer, final int offset, final int length) {
    final List<Integer> others = IntStream.range(0, clusterSize).filter(id -> id != nodeId).boxed().toList();
    effects.add(new Sent(others, bytes(buffer, offset, length)));
  }

  @Override
  public long append(final DirectBuffer buffer, final int offset, final int length) {
    return write(false, bytes(buffer, offset, length));
  }

  @Override
  public long persist(final DirectBuffer buffer, final int offset, final int length) {
    return write(true, bytes(buffer, offset, length));
  }

  @Override
  public void checkpoint(final DirectBuffer buffer, final int offset, final int length, final long keepFrom) {
    if (keepFrom < 1 || keepFrom > nextPosition) {
      throw new IllegalArgumentException(
          "checkpoint out of range: keepFrom=%d, min=1, max=%d".formatted(keepFrom, nextPosition));
    }
    final byte[] record = bytes(buffer, offset, length);
    journal.removeIf(entry -> entry.position() < keepFrom);
    journal.add(0, new Entry(keepFrom - 1, record));
    effects.add(new Written(true, keepFrom - 1, keepFrom, record));
  }

  @Override
  public void reply(final long requestId, final DirectBuffer buffer, final int offset, final int length) {
    effects.add(new Replied(requestId, bytes(buffer, offset, length)));
  }

  @Override
  public void indicate(final Indication indication, final long key, final long value) {
    effects.add(new Indicated(indication, key, value));
  }

  @Override
  public void indicate(
      final Indication indication, final long key, final DirectBuffer buffer, final int offset, final int length) {
    effects.add(new IndicatedBytes(indication, key, bytes(buffer, offset, length)));
  }

  private long write(final boolean isForced, final byte[] record) {
    final long position = nextPosition++;
    journal.add(new Entry(position, record));
    effects.add(new Written(isForced, position, 0, record));
    return position;
  }

  private static byte[] bytes(final DirectBuffer buffer, final int offset, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(offset, bytes);
    return bytes;
  }
}
