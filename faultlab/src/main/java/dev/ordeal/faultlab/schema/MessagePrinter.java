package dev.ordeal.faultlab.schema;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;

/**
 * Prints one message with all its fields, and messages carried inside it. Cold; single use; never throws on any
 * bytes.
 */
final class MessagePrinter {
  private static final int DEPTH_MAX = 8;
  private static final int HEX_BYTES_MAX = 32;
  private static final String CUT_SHORT = "…cut short";

  private final SchemaRegistry registry;
  private final DirectBuffer buffer;
  private final StringBuilder out;
  private int position;
  private boolean isFirst;

  MessagePrinter(final SchemaRegistry registry, final DirectBuffer buffer, final StringBuilder out) {
    this.registry = registry;
    this.buffer = buffer;
    this.out = out;
  }

  void print(final int offset, final int length, final int depth) {
    final Layout layout = registry.layoutAt(buffer, offset, length);
    if (layout == null || depth > DEPTH_MAX) {
      printHex(offset, length);
      return;
    }
    final int limit = offset + length;
    out.append(layout.name()).append('{');
    position = offset + SchemaRegistry.HEADER_LENGTH;
    isFirst = true;
    final int blockLength = SchemaRegistry.blockLength(buffer, offset);
    final int version = SchemaRegistry.version(buffer, offset);
    if (!printBody(layout.body(), blockLength, version, limit, depth)) {
      separate();
      out.append(CUT_SHORT);
    } else if (position < limit) {
      separate();
      out.append("…and ").append(limit - position).append(" bytes");
    }
    out.append('}');
  }

  /** Returns false if the bytes end too early. */
  private boolean printBody(
      final Layout.Body body, final int blockLength, final int version, final int limit, final int depth) {
    final int block = position;
    final int blockEnd = Math.min(limit, block + blockLength);
    for (final Field field : body.fields()) {
      if (field.sinceVersion() <= version) {
        if (!printField(field, block, blockEnd)) {
          return false;
        }
      }
    }
    if (block + blockLength > limit) {
      return false;
    }
    position = block + blockLength;
    for (final Layout.Group group : body.groups()) {
      if (!printGroup(group, version, limit, depth)) {
        return false;
      }
    }
    for (final Layout.Data data : body.data()) {
      if (!printData(data, limit, depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean printGroup(final Layout.Group group, final int version, final int limit, final int depth) {
    final int header = position;
    if (header + group.headerLength() > limit) {
      return false;
    }
    final long blockLength = Field.read(group.blockLengthType(), buffer, header + group.blockLengthOffset());
    final long count = Field.read(group.countType(), buffer, header + group.countOffset());
    position = header + group.headerLength();
    label(group.name());
    out.append('[');
    for (long i = 0; i < count; i++) {
      if (blockLength > limit - position || (blockLength == 0 && i >= limit)) {
        out.append(']');
        return false;
      }
      out.append(i == 0 ? "{" : ", {");
      isFirst = true;
      final boolean isWhole = printBody(group.body(), (int) blockLength, version, limit, depth);
      out.append('}');
      if (!isWhole) {
        isFirst = false;
        out.append(']');
        return false;
      }
    }
    isFirst = false;
    out.append(']');
    return true;
  }

  private boolean printData(final Layout.Data data, final int limit, final int depth) {
    if (position + data.headerLength() > limit) {
      return false;
    }
    final long length = Field.read(data.lengthType(), buffer, position);
    final int start = position + data.headerLength();
    label(data.name());
    if (length < 0 || length > limit - start) {
      out.append(CUT_SHORT);
      return false;
    }
    final int end = start + (int) length;
    if (registry.layoutAt(buffer, start, (int) length) != null) {
      print(start, (int) length, depth + 1);
    } else if (data.isText()) {
      printText(start, (int) length);
    } else {
      printHex(start, (int) length);
    }
    isFirst = false;
    position = end;
    return true;
  }

  private boolean printField(final Field field, final int block, final int blockEnd) {
    if (field.kind() == Field.Kind.CONSTANT) {
      label(field.name());
      out.append(field.constant());
      return true;
    }
    if (field.kind() == Field.Kind.COMPOSITE) {
      label(field.name());
      out.append('{');
      isFirst = true;
      for (final Field member : field.members()) {
        if (!printField(member, block, blockEnd)) {
          out.append('}');
          return false;
        }
      }
      isFirst = false;
      out.append('}');
      return true;
    }
    if (block + field.end() > blockEnd) {
      return false;
    }
    label(field.name());
    final int at = block + field.offset();
    if (field.kind() == Field.Kind.TEXT) {
      printText(at, field.count());
    } else if (field.count() > 1) {
      out.append('[');
      for (int i = 0; i < field.count(); i++) {
        out.append(i == 0 ? "" : ", ");
        printElement(field, Field.read(field.type(), buffer, at + i * field.type().size()));
      }
      out.append(']');
    } else {
      printElement(field, Field.read(field.type(), buffer, at));
    }
    return true;
  }

  private void printElement(final Field field, final long raw) {
    if (field.isOptional() && raw == field.nullValue()) {
      out.append("none");
    } else if (field.kind() == Field.Kind.ENUM) {
      out.append(nameOf(field, raw));
    } else if (field.kind() == Field.Kind.SET) {
      printSet(field, raw);
    } else if (field.type() == PrimitiveType.DOUBLE) {
      out.append(Double.longBitsToDouble(raw));
    } else if (field.type() == PrimitiveType.FLOAT) {
      out.append(Float.intBitsToFloat((int) raw));
    } else if (field.type() == PrimitiveType.UINT64) {
      out.append(Long.toUnsignedString(raw));
    } else {
      out.append(raw);
    }
  }

  private static String nameOf(final Field field, final long raw) {
    for (final Field.Choice choice : field.choices()) {
      if (choice.value() == raw) {
        return choice.name();
      }
    }
    return raw == field.nullValue() ? "none" : "?" + raw;
  }

  private void printSet(final Field field, final long raw) {
    String separator = "";
    out.append('(');
    for (final Field.Choice choice : field.choices()) {
      if ((raw >>> choice.value() & 1) != 0) {
        out.append(separator).append(choice.name());
        separator = "|";
      }
    }
    out.append(')');
  }

  private void printText(final int at, final int length) {
    final byte[] bytes = new byte[length];
    buffer.getBytes(at, bytes);
    int end = length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    out.append('\'');
    for (final char c : new String(bytes, 0, end, StandardCharsets.UTF_8).toCharArray()) {
      if (Character.isISOControl(c)) {
        out.append("\\x").append("%02x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('\'');
  }

  private void printHex(final int offset, final int length) {
    final int shown = Math.min(length, HEX_BYTES_MAX);
    out.append("0x");
    for (int i = 0; i < shown; i++) {
      final int octet = buffer.getByte(offset + i) & 0xFF;
      out.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 15, 16));
    }
    if (shown < length) {
      out.append("…(").append(length).append(" bytes)");
    }
  }

  private void label(final String name) {
    separate();
    out.append(name).append('=');
  }

  private void separate() {
    out.append(isFirst ? "" : ", ");
    isFirst = false;
  }
}
