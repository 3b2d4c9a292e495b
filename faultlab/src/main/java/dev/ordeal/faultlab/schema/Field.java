package dev.ordeal.faultlab.schema;

import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;

/**
 * One field of a message's block, or a composite of some.
 *
 * @param offset bytes from the start of the block
 * @param type how one element is encoded; null for a composite
 * @param count number of elements: 1 but for arrays
 * @param minValue the least value, raw
 * @param maxValue the greatest value, raw
 * @param nullValue the value that stands for none, raw
 * @param sinceVersion the schema version that has it first
 * @param choices names and raw values of an enum, or names and bit numbers of a set; empty otherwise
 * @param constant the text of a constant, which takes no room; null otherwise
 * @param members the fields of a composite; empty otherwise
 */
record Field(
    String name,
    Kind kind,
    int offset,
    PrimitiveType type,
    int count,
    long minValue,
    long maxValue,
    long nullValue,
    boolean isOptional,
    int sinceVersion,
    List<Choice> choices,
    String constant,
    List<Field> members) {
  enum Kind {
    NUMBER,
    TEXT,
    ENUM,
    SET,
    COMPOSITE,
    CONSTANT
  }

  /** A value of an enum, or a bit of a set. */
  record Choice(String name, long value) {}

  /** Where the field ends, in bytes from the start of the block. */
  int end() {
    return type == null || kind == Kind.CONSTANT ? offset : offset + count * type.size();
  }

  /** Reads one element at an absolute index: sign- or zero-extended by its type, floating point as raw bits. */
  static long read(final PrimitiveType type, final DirectBuffer buffer, final int index) {
    switch (type) {
      case CHAR:
      case UINT8:
        return buffer.getByte(index) & 0xFF;
      case INT8:
        return buffer.getByte(index);
      case INT16:
        return buffer.getShort(index, java.nio.ByteOrder.LITTLE_ENDIAN);
      case UINT16:
        return buffer.getShort(index, java.nio.ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
      case INT32:
        return buffer.getInt(index, java.nio.ByteOrder.LITTLE_ENDIAN);
      case UINT32:
      case FLOAT:
        return buffer.getInt(index, java.nio.ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
      default:
        return buffer.getLong(index, java.nio.ByteOrder.LITTLE_ENDIAN);
    }
  }

  /** Writes the low bytes of a raw value as one element at an absolute index. */
  static void write(final PrimitiveType type, final MutableDirectBuffer buffer, final int index, final long raw) {
    switch (type.size()) {
      case 1:
        buffer.putByte(index, (byte) raw);
        break;
      case 2:
        buffer.putShort(index, (short) raw, java.nio.ByteOrder.LITTLE_ENDIAN);
        break;
      case 4:
        buffer.putInt(index, (int) raw, java.nio.ByteOrder.LITTLE_ENDIAN);
        break;
      default:
        buffer.putLong(index, raw, java.nio.ByteOrder.LITTLE_ENDIAN);
    }
  }
}
