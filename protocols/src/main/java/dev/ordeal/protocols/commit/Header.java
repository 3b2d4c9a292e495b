package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.commit.codec.MessageHeaderEncoder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.sbe.MessageEncoderFlyweight;

/**
 * What starts every message and record, the schema's {@code messageHeader}, read and written as one number: of a header
 * field by field most of the time goes into four checks of bounds.
 *
 * <p>Stateless; any thread. Allocation: none.
 */
public final class Header {
  /** How long it is. */
  public static final int BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private static final int FIELD_BITS = 16;
  private static final int FIELD = 0xffff;

  private Header() {}

  /** Writes the header of what an encoder writes at the beginning of a buffer, and returns the buffer. */
  public static MutableDirectBuffer put(final MutableDirectBuffer buffer, final MessageEncoderFlyweight encoder) {
    final long header =
        encoder.sbeBlockLength()
            | (long) encoder.sbeTemplateId() << FIELD_BITS
            | (long) encoder.sbeSchemaId() << 2 * FIELD_BITS
            | (long) encoder.sbeSchemaVersion() << 3 * FIELD_BITS;
    buffer.putLong(0, header, LITTLE_ENDIAN);
    return buffer;
  }

  static long get(final DirectBuffer buffer, final int offset) {
    return buffer.getLong(offset, LITTLE_ENDIAN);
  }

  static int blockLength(final long header) {
    return (int) header & FIELD;
  }

  static int templateId(final long header) {
    return (int) (header >>> FIELD_BITS) & FIELD;
  }

  static int schemaId(final long header) {
    return (int) (header >>> 2 * FIELD_BITS) & FIELD;
  }

  static int version(final long header) {
    return (int) (header >>> 3 * FIELD_BITS) & FIELD;
  }
}
