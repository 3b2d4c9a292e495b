package dev.ordeal.protocols.replication.abd;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.replication.abd.codec.HeldDecoder;
import dev.ordeal.protocols.replication.abd.codec.HeldEncoder;
import dev.ordeal.protocols.replication.abd.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.replication.abd.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.abd.codec.SnapshotDecoder;
import dev.ordeal.protocols.replication.abd.codec.SnapshotEncoder;
import dev.ordeal.protocols.replication.abd.codec.StartedDecoder;
import dev.ordeal.protocols.replication.abd.codec.StartedEncoder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A node's registers and the journal they come back from: a record for each new tag, forced in the step that takes it
 * on, and once there are many of them one snapshot in their place.
 *
 * <p>Threading: the node's owner. Allocation: none once the highest key has been used.
 */
final class Replica {
  /** So many records beyond two for each register may pile up before a snapshot replaces them. */
  private static final long JOURNAL_RECORDS_MAX = 64;

  private final MessageHeaderEncoder headerEncoder = new MessageHeaderEncoder();
  private final StartedEncoder startedEncoder = new StartedEncoder();
  private final HeldEncoder heldEncoder = new HeldEncoder();
  private final SnapshotEncoder snapshotEncoder = new SnapshotEncoder();
  private final MessageHeaderDecoder headerDecoder = new MessageHeaderDecoder();
  private final StartedDecoder startedDecoder = new StartedDecoder();
  private final HeldDecoder heldDecoder = new HeldDecoder();
  private final SnapshotDecoder snapshotDecoder = new SnapshotDecoder();
  private final ExpandableArrayBuffer record = new ExpandableArrayBuffer(128);
  private final Registers registers = new Registers();

  private long incarnation;
  private long journalRecords;
  private long nextPosition;

  /** The tags and values held. */
  Registers registers() {
    return registers;
  }

  /** Numbers the node's lives from 1; 0 before it started. */
  long incarnation() {
    return incarnation;
  }

  /** A record comes back. */
  void replay(final DirectBuffer buffer, final int offset) {
    headerDecoder.wrap(buffer, offset);
    final int template = headerDecoder.schemaId() == MessageHeaderDecoder.SCHEMA_ID ? headerDecoder.templateId() : -1;
    switch (template) {
      case StartedDecoder.TEMPLATE_ID ->
          incarnation = startedDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder).incarnation();
      case HeldDecoder.TEMPLATE_ID -> {
        heldDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        registers.hold(heldDecoder.key(), heldDecoder.timestamp(), heldDecoder.writer(), heldDecoder.value());
      }
      case SnapshotDecoder.TEMPLATE_ID -> {
        snapshotDecoder.wrapAndApplyHeader(buffer, offset, headerDecoder);
        incarnation = snapshotDecoder.incarnation();
        for (final SnapshotDecoder.RegistersDecoder one : snapshotDecoder.registers()) {
          registers.hold(one.key(), one.timestamp(), one.writer(), one.value());
        }
      }
      default ->
          throw new IllegalStateException(
              "record of another kind: schemaId=%d, templateId=%d, wanted schemaId=%d"
                  .formatted(headerDecoder.schemaId(), headerDecoder.templateId(), MessageHeaderDecoder.SCHEMA_ID));
    }
    journalRecords++;
    nextPosition++;
  }

  /** A new incarnation begins: what earlier ones are still being answered must not be taken for its own. */
  void begin(final Outbox outbox) {
    incarnation++;
    startedEncoder.wrapAndApplyHeader(record, 0, headerEncoder).incarnation(incarnation);
    force(MessageHeaderEncoder.ENCODED_LENGTH + startedEncoder.encodedLength(), outbox);
  }

  /** Holds a tag and its value from now on, and forces them. */
  void hold(
      final int key, final long timestamp, final long writer, final long value, final Outbox outbox) {
    registers.hold(key, timestamp, writer, value);
    if (journalRecords < JOURNAL_RECORDS_MAX + 2L * registers.held()) {
      heldEncoder.wrapAndApplyHeader(record, 0, headerEncoder).key(key);
      heldEncoder.timestamp(timestamp).writer(writer).value(value);
      force(MessageHeaderEncoder.ENCODED_LENGTH + heldEncoder.encodedLength(), outbox);
    } else {
      final int length = encodeSnapshot();
      outbox.checkpoint(record, 0, length, nextPosition);
      journalRecords = 1;
    }
  }

  /** Writes all that is held, and the journal's place; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, incarnation, LITTLE_ENDIAN);
    buffer.putLong(offset + 8, journalRecords, LITTLE_ENDIAN);
    buffer.putLong(offset + 16, nextPosition, LITTLE_ENDIAN);
    int at = offset + 24;
    for (int key = 0; key < registers.end(); key++) {
      if (registers.isHeld(key)) {
        buffer.putInt(at, key, LITTLE_ENDIAN);
        buffer.putLong(at + 4, registers.timestamp(key), LITTLE_ENDIAN);
        buffer.putLong(at + 12, registers.writer(key), LITTLE_ENDIAN);
        buffer.putLong(at + 20, registers.value(key), LITTLE_ENDIAN);
        at += 28;
      }
    }
    return at - offset;
  }

  private int encodeSnapshot() {
    snapshotEncoder.wrapAndApplyHeader(record, 0, headerEncoder).incarnation(incarnation);
    final SnapshotEncoder.RegistersEncoder list = snapshotEncoder.registersCount(registers.held());
    for (int key = 0; key < registers.end(); key++) {
      if (registers.isHeld(key)) {
        list.next().key(key);
        list.timestamp(registers.timestamp(key)).writer(registers.writer(key)).value(registers.value(key));
      }
    }
    return MessageHeaderEncoder.ENCODED_LENGTH + snapshotEncoder.encodedLength();
  }

  private void force(final int length, final Outbox outbox) {
    nextPosition = outbox.persist(record, 0, length) + 1;
    journalRecords++;
  }
}
