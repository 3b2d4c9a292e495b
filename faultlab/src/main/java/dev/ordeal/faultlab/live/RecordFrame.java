package dev.ordeal.faultlab.live;

import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** One record as {@link ChronicleJournal} keeps it. Hot; single owner; allocates for the longest record only. */
final class RecordFrame {
  /** The kind of the record that begins a generation; the other kinds are {@code Journal}'s. */
  static final int OPENED = 3;

  static final int HEADER = 24;

  private static final int CRC = 0;
  private static final int KIND = 4;
  private static final int SEQUENCE = 8;
  private static final int ORDINAL = 16;

  private final CRC32C crc = new CRC32C();
  private final UnsafeBuffer view = new UnsafeBuffer(0, 0);
  private byte[] bytes = new byte[256];
  private final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
  private int length;

  /** A record without a body. */
  void set(final int kind, final long sequence, final long ordinal) {
    set(kind, sequence, ordinal, view, 0, 0);
  }

  /** A record, sealed. */
  void set(
      final int kind, final long sequence, final long ordinal, final DirectBuffer body, final int offset,
      final int bodyLength) {
    reserve(HEADER + bodyLength);
    buffer.putInt(KIND, kind);
    buffer.putLong(SEQUENCE, sequence);
    buffer.putLong(ORDINAL, ordinal);
    buffer.putBytes(HEADER, body, offset, bodyLength);
    buffer.putInt(CRC, checksum());
  }

  /** Room for a record that is read: its bytes go to {@link #bytes()}. */
  void reserve(final int newLength) {
    if (newLength > bytes.length) {
      bytes = new byte[Math.max(newLength, 2 * bytes.length)];
      buffer.wrap(bytes);
    }
    length = newLength;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Whether the bytes are a record's, as it was sealed. */
  boolean isWhole() {
    return length >= HEADER && buffer.getInt(CRC) == checksum();
  }

  int kind() {
    return buffer.getInt(KIND);
  }

  long sequence() {
    return buffer.getLong(SEQUENCE);
  }

  long ordinal() {
    return buffer.getLong(ORDINAL);
  }

  /** The body, valid until the next record. */
  DirectBuffer body() {
    view.wrap(buffer, HEADER, length - HEADER);
    return view;
  }

  private int checksum() {
    crc.reset();
    crc.update(bytes, KIND, length - KIND);
    return (int) crc.getValue();
  }
}
