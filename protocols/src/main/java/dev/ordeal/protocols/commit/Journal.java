package dev.ordeal.protocols.commit;

import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.StartedDecoder;
import dev.ordeal.protocols.commit.codec.StartedEncoder;
import dev.ordeal.protocols.core.Outbox;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A node's records: where the next one goes, how many there are since the last snapshot, and which life of the node
 * writes them. What is in them is for those who write them, {@link CoordinatorLog} and {@link ParticipantLog}.
 *
 * <p>Threading: the node's owner. Allocation: when a snapshot is longer than any before.
 */
final class Journal {
  /** A snapshot leaves so many of the newest records: a crash may have kept others from hearing of them. */
  private static final long LEFT = 256;

  /** Where a record is encoded before it is written. */
  final UnsafeBuffer record = new UnsafeBuffer(new byte[CommitMessages.BYTES_MAX]);

  /** Where a snapshot is. */
  final MutableDirectBuffer snapshot = new ExpandableArrayBuffer(256);

  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final StartedEncoder started = new StartedEncoder();
  private final StartedDecoder startedDecoder = new StartedDecoder();
  private final long recordsMax;
  private long records;
  private long nextPosition;
  private long snapshotAt;
  private int incarnation;

  /** A journal of which a snapshot replaces the records once there are so many. */
  Journal(final long recordsMax) {
    this.recordsMax = recordsMax;
    this.snapshotAt = recordsMax;
  }

  /** The life of the node, from 1. */
  int incarnation() {
    return incarnation;
  }

  /** A new life begins. */
  void begin(final Outbox outbox) {
    incarnation++;
    started.wrap(Header.put(record, started), Header.BYTES).incarnation(incarnation);
    write(LogRule.FORCED, started.encodedLength(), outbox);
  }

  /** Writes the record whose body of so many bytes has been encoded; returns as {@link #write} of any buffer does. */
  long write(final LogRule rule, final int bodyLength, final Outbox outbox) {
    return write(rule, record, Header.BYTES + bodyLength, outbox);
  }

  /** Writes a record; returns its position, or {@link Long#MAX_VALUE} if the rule is to write none. */
  long write(final LogRule rule, final DirectBuffer buffer, final int length, final Outbox outbox) {
    if (rule == LogRule.NONE) {
      return Long.MAX_VALUE;
    }
    final long position =
        rule == LogRule.FORCED ? outbox.persist(buffer, 0, length) : outbox.append(buffer, 0, length);
    nextPosition = position + 1;
    records++;
    return position;
  }

  /** Whether there are so many records, and so many more, that a snapshot is due. */
  boolean isSnapshotDue(final long more) {
    return records >= snapshotAt + more;
  }

  /**
   * Puts the snapshot whose body has been encoded in the place of all records before {@code oldest}, but for the
   * newest; does nothing if there is nothing before those.
   */
  void replace(final long oldest, final int bodyLength, final Outbox outbox) {
    final long keepFrom = Math.min(oldest, nextPosition - LEFT);
    if (keepFrom >= 1) {
      outbox.checkpoint(snapshot, 0, Header.BYTES + bodyLength, keepFrom);
      records = 1 + nextPosition - keepFrom;
    }
    snapshotAt = records + recordsMax;
  }

  /** A record comes back: what kind it is, or −1; the beginning of a life is seen to here. */
  int templateOf(final DirectBuffer buffer, final int offset) {
    headerDecoder.wrap(buffer, offset);
    if (headerDecoder.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
      return -1;
    }
    final int template = headerDecoder.templateId();
    if (template == StartedDecoder.TEMPLATE_ID) {
      incarnation = startedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).incarnation();
    }
    return template;
  }

  /** A snapshot says which life wrote it. */
  void replayIncarnation(final int ofSnapshot) {
    incarnation = ofSnapshot;
  }

  /** The record has come back. */
  void replayed() {
    records++;
    nextPosition++;
  }

  long records() {
    return records;
  }

  long nextPosition() {
    return nextPosition;
  }
}
