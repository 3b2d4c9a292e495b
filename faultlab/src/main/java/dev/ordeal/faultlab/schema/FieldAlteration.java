package dev.ordeal.faultlab.schema;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import uk.co.real_logic.sbe.PrimitiveType;

/**
 * Alters one field of a message, drawn among all of its fields and those of messages carried inside it. Headers,
 * counts and lengths stay, so that the message still parses. Any bytes are taken; none is read or written outside of
 * the message.
 */
final class FieldAlteration {
  private static final int DEPTH_MAX = 8;
  private static final int COUNT_ONLY = -1;
  private static final long SMALL_STEPS = 3;
  private static final long SMALL_VALUES = 256;

  private final SchemaRegistry registry;
  private final MutableDirectBuffer buffer;
  private final long random;
  private int position;

  /** Fields seen so far in this walk. */
  private int seen;

  /** Number of the field that is to be altered, or {@link #COUNT_ONLY}. */
  private int target = COUNT_ONLY;

  FieldAlteration(final SchemaRegistry registry, final MutableDirectBuffer buffer, final long random) {
    this.registry = registry;
    this.buffer = buffer;
    this.random = random;
  }

  /** Returns false if the message has nothing that could be altered. */
  boolean alter(final int offset, final int length) {
    walkMessage(offset, length, 0);
    final int fields = seen;
    if (fields == 0) {
      return false;
    }
    target = (int) CounterRandom.scale(CounterRandom.mix(random, 1), fields);
    seen = 0;
    walkMessage(offset, length, 0);
    return true;
  }

  private void walkMessage(final int offset, final int length, final int depth) {
    final Layout layout = depth > DEPTH_MAX ? null : registry.layoutAt(buffer, offset, length);
    if (layout == null) {
      visitBytes(offset, length);
      return;
    }
    position = offset + SchemaRegistry.HEADER_LENGTH;
    walkBody(
        layout.body(),
        SchemaRegistry.blockLength(buffer, offset),
        SchemaRegistry.version(buffer, offset),
        offset + length,
        depth);
  }

  /** Returns false if the bytes end too early. */
  private boolean walkBody(
      final Layout.Body body, final int blockLength, final int version, final int limit, final int depth) {
    final int block = position;
    final int blockEnd = Math.min(limit, block + blockLength);
    walkFields(body.fields(), block, blockEnd, version);
    if (block + blockLength > limit) {
      return false;
    }
    position = blockEnd;
    for (int i = 0; i < body.groups().size(); i++) {
      if (!walkGroup(body.groups().get(i), version, limit, depth)) {
        return false;
      }
    }
    for (int i = 0; i < body.data().size(); i++) {
      if (!walkData(body.data().get(i), limit, depth)) {
        return false;
      }
    }
    return true;
  }

  private void walkFields(final List<Field> fields, final int block, final int blockEnd, final int version) {
    for (int i = 0; i < fields.size(); i++) {
      final Field field = fields.get(i);
      if (field.kind() == Field.Kind.COMPOSITE) {
        walkFields(field.members(), block, blockEnd, version);
      } else if (field.kind() != Field.Kind.CONSTANT
          && field.sinceVersion() <= version
          && block + field.end() <= blockEnd
          && seen++ == target) {
        final int element = (int) CounterRandom.scale(CounterRandom.mix(random, 2), field.count());
        alterElement(field, block + field.offset() + element * field.type().size());
      }
    }
  }

  private boolean walkGroup(final Layout.Group group, final int version, final int limit, final int depth) {
    final int header = position;
    if (header + group.headerLength() > limit) {
      return false;
    }
    final long blockLength = Field.read(group.blockLengthType(), buffer, header + group.blockLengthOffset());
    final long count = Field.read(group.countType(), buffer, header + group.countOffset());
    position = header + group.headerLength();
    for (long i = 0; i < count; i++) {
      if (blockLength > limit - position || (blockLength == 0 && i >= limit)) {
        return false;
      }
      if (!walkBody(group.body(), (int) blockLength, version, limit, depth)) {
        return false;
      }
    }
    return true;
  }

  private boolean walkData(final Layout.Data data, final int limit, final int depth) {
    if (position + data.headerLength() > limit) {
      return false;
    }
    final long length = Field.read(data.lengthType(), buffer, position);
    final int start = position + data.headerLength();
    if (length < 0 || length > limit - start) {
      return false;
    }
    walkMessage(start, (int) length, depth + 1);
    position = start + (int) length;
    return true;
  }

  private void visitBytes(final int offset, final int length) {
    if (length > 0 && seen++ == target) {
      final int index = offset + (int) CounterRandom.scale(CounterRandom.mix(random, 2), length);
      final long other = 1 + CounterRandom.scale(CounterRandom.mix(random, 3), 255);
      buffer.putByte(index, (byte) (buffer.getByte(index) + other));
    }
  }

  private void alterElement(final Field field, final int at) {
    final long old = Field.read(field.type(), buffer, at);
    final long altered;
    switch (field.kind()) {
      case ENUM:
        altered = otherChoice(field, old);
        break;
      case SET:
        final int bits = field.choices().isEmpty() ? 8 * field.type().size() : field.choices().size();
        final int bit = (int) CounterRandom.scale(CounterRandom.mix(random, 3), bits);
        altered = old ^ 1L << (field.choices().isEmpty() ? bit : field.choices().get(bit).value());
        break;
      case TEXT:
        altered = old ^ (1 + CounterRandom.scale(CounterRandom.mix(random, 3), 31));
        break;
      default:
        altered = otherNumber(field, old);
    }
    Field.write(field.type(), buffer, at, altered);
  }

  /** Another valid value, or in one case of eight, or if there is no other, one that is not valid perhaps. */
  private long otherChoice(final Field field, final long old) {
    final List<Field.Choice> choices = field.choices();
    final long bits = CounterRandom.mix(random, 3);
    int others = 0;
    for (int i = 0; i < choices.size(); i++) {
      others += choices.get(i).value() == old ? 0 : 1;
    }
    if (others == 0 || (CounterRandom.mix(random, 4) & 7) == 0) {
      return old + 1 + CounterRandom.scale(bits, 200);
    }
    int chosen = (int) CounterRandom.scale(bits, others);
    for (int i = 0; i < choices.size(); i++) {
      if (choices.get(i).value() != old && chosen-- == 0) {
        return choices.get(i).value();
      }
    }
    return old;
  }

  /** Another value in the field's bounds: mostly a near one or a small one, sometimes an extreme or any. */
  private long otherNumber(final Field field, final long old) {
    final long bits = CounterRandom.mix(random, 3);
    if (field.type() == PrimitiveType.DOUBLE) {
      return Double.doubleToRawLongBits(otherDouble(Double.longBitsToDouble(old), bits));
    }
    if (field.type() == PrimitiveType.FLOAT) {
      return Float.floatToRawIntBits((float) otherDouble(Float.intBitsToFloat((int) old), bits));
    }
    final long min = field.minValue();
    final long max = field.maxValue();
    final long step = 1 + CounterRandom.scale(bits, SMALL_STEPS);
    final long value;
    switch ((int) (CounterRandom.mix(random, 4) & 7)) {
      case 0:
      case 1:
      case 2:
        value = old + step;
        break;
      case 3:
      case 4:
        value = old - step;
        break;
      case 5:
        value = CounterRandom.scale(bits, SMALL_VALUES);
        break;
      case 6:
        value = (bits & 1) == 0 ? min : max;
        break;
      default:
        value = bits;
    }
    final boolean isUnsigned = field.type() == PrimitiveType.UINT64;
    long bounded = fold(value, min, max, isUnsigned);
    if (bounded == old) {
      bounded = old == max ? min : old + 1;
    }
    return bounded;
  }

  /** The value itself if it is in bounds; else one that is. */
  private static long fold(final long value, final long min, final long max, final boolean isUnsigned) {
    final boolean isInside =
        isUnsigned
            ? Long.compareUnsigned(value, min) >= 0 && Long.compareUnsigned(value, max) <= 0
            : value >= min && value <= max;
    if (isInside) {
      return value;
    }
    final long width = max - min + 1;
    // A width that overflows means that nearly all values are in bounds; then the one next to the bound will do.
    return width <= 0 ? min : min + Math.floorMod(value - min, width);
  }

  private static double otherDouble(final double old, final long bits) {
    switch ((int) (bits & 3)) {
      case 0:
        return old + 1;
      case 1:
        return old == 0 ? -1 : -old;
      case 2:
        return old == 0 ? 1 : old * 2;
      default:
        return old == 0 ? 2 : 0;
    }
  }
}
