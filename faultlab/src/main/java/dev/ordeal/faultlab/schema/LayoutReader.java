package dev.ordeal.faultlab.schema;

import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import uk.co.real_logic.sbe.PrimitiveType;
import uk.co.real_logic.sbe.PrimitiveValue;
import uk.co.real_logic.sbe.ir.Encoding;
import uk.co.real_logic.sbe.ir.Ir;
import uk.co.real_logic.sbe.ir.Signal;
import uk.co.real_logic.sbe.ir.Token;
import uk.co.real_logic.sbe.xml.IrGenerator;
import uk.co.real_logic.sbe.xml.ParserOptions;
import uk.co.real_logic.sbe.xml.XmlSchemaParser;

/** Reads the layouts of all messages of one schema. Cold; single use. */
final class LayoutReader {
  private final List<Token> tokens;
  private int index;

  private LayoutReader(final List<Token> tokens) {
    this.tokens = tokens;
  }

  /**
   * Reads a schema.
   *
   * @throws IllegalArgumentException if it cannot be parsed, or its header or byte order is not the one all our
   *     schemas share
   */
  static List<Layout> read(final String schemaName, final ClassLoader loader) {
    final Ir ir = parse(schemaName, loader);
    if (ir.byteOrder() != ByteOrder.LITTLE_ENDIAN || !hasStandardHeader(ir)) {
      throw new IllegalArgumentException(
          "schema needs little-endian order and a header of uint16 blockLength, templateId, schemaId, version: schema="
              + schemaName);
    }
    final List<Layout> layouts = new ArrayList<>();
    for (final List<Token> message : ir.messages()) {
      layouts.add(new LayoutReader(message).message(ir));
    }
    return layouts;
  }

  private static Ir parse(final String schemaName, final ClassLoader loader) {
    try (InputStream xml = loader.getResourceAsStream(schemaName)) {
      if (xml == null) {
        throw new IllegalArgumentException("schema not on the class path: schema=" + schemaName);
      }
      final ParserOptions options = ParserOptions.builder().stopOnError(true).suppressOutput(true).build();
      return new IrGenerator().generate(XmlSchemaParser.parse(xml, options));
    } catch (final IllegalArgumentException refused) {
      throw refused;
    } catch (final Exception cause) {
      throw new IllegalArgumentException("cannot read schema: schema=%s, cause=%s".formatted(schemaName, cause), cause);
    }
  }

  private static boolean hasStandardHeader(final Ir ir) {
    final List<Token> header = ir.headerStructure().tokens();
    final String[] names = {"blockLength", "templateId", "schemaId", "version"};
    for (int i = 0; i < names.length; i++) {
      final Token token = header.size() > i + 1 ? header.get(i + 1) : null;
      if (token == null
          || !token.name().equals(names[i])
          || token.offset() != 2 * i
          || token.encoding().primitiveType() != PrimitiveType.UINT16) {
        return false;
      }
    }
    return true;
  }

  private Layout message(final Ir ir) {
    final Token begin = next();
    return new Layout(begin.name(), SchemaRegistry.keyOf(ir.id(), begin.id()), ir.version(), body());
  }

  private Token next() {
    return tokens.get(index++);
  }

  private Token peek() {
    return tokens.get(index);
  }

  private Layout.Body body() {
    final List<Field> fields = new ArrayList<>();
    final List<Layout.Group> groups = new ArrayList<>();
    final List<Layout.Data> data = new ArrayList<>();
    while (true) {
      final Token token = next();
      switch (token.signal()) {
        case BEGIN_FIELD:
          fields.add(field(token.name(), 0, token.version()));
          next();
          break;
        case BEGIN_GROUP:
          groups.add(group(token));
          break;
        case BEGIN_VAR_DATA:
          data.add(data(token));
          break;
        default:
          // The end of the message or of the group's entry.
          return new Layout.Body(List.copyOf(fields), List.copyOf(groups), List.copyOf(data));
      }
    }
  }

  private Layout.Group group(final Token begin) {
    final int headerLength = next().encodedLength();
    Token blockLength = null;
    Token count = null;
    while (peek().signal() != Signal.END_COMPOSITE) {
      final Token token = next();
      if (token.name().equals("blockLength")) {
        blockLength = token;
      } else if (token.name().equals("numInGroup")) {
        count = token;
      }
    }
    next();
    return new Layout.Group(
        begin.name(),
        headerLength,
        blockLength.offset(),
        blockLength.encoding().primitiveType(),
        count.offset(),
        count.encoding().primitiveType(),
        body());
  }

  private Layout.Data data(final Token begin) {
    next();
    final Token length = next();
    final Token bytes = next();
    next();
    next();
    return new Layout.Data(
        begin.name(), bytes.offset(), length.encoding().primitiveType(), bytes.encoding().characterEncoding() != null);
  }

  /** Reads what follows: an encoding, an enum, a set or a composite. */
  private Field field(final String name, final int base, final int sinceVersion) {
    final Token token = next();
    final int offset = base + token.offset();
    final int since = Math.max(sinceVersion, token.version());
    switch (token.signal()) {
      case BEGIN_ENUM:
        return choice(name, Field.Kind.ENUM, Signal.END_ENUM, token, offset, since);
      case BEGIN_SET:
        return choice(name, Field.Kind.SET, Signal.END_SET, token, offset, since);
      case BEGIN_COMPOSITE:
        final List<Field> members = new ArrayList<>();
        while (peek().signal() != Signal.END_COMPOSITE) {
          members.add(field(peek().name(), offset, since));
        }
        next();
        return new Field(
            name, Field.Kind.COMPOSITE, offset, null, 0, 0, 0, 0, false, since, List.of(), null, List.copyOf(members));
      default:
        return simple(name, token, offset, since);
    }
  }

  private Field choice(
      final String name,
      final Field.Kind kind,
      final Signal end,
      final Token begin,
      final int offset,
      final int since) {
    final List<Field.Choice> choices = new ArrayList<>();
    while (peek().signal() != end) {
      final Token token = next();
      choices.add(new Field.Choice(token.name(), token.encoding().constValue().longValue()));
    }
    next();
    final Encoding encoding = begin.encoding();
    final boolean isConstant = begin.isConstantEncoding();
    return new Field(
        name,
        isConstant ? Field.Kind.CONSTANT : kind,
        offset,
        encoding.primitiveType(),
        1,
        0,
        0,
        bits(encoding.applicableNullValue(), encoding.primitiveType()),
        begin.isOptionalEncoding(),
        since,
        List.copyOf(choices),
        isConstant ? String.valueOf(encoding.constValue()) : null,
        List.of());
  }

  private static Field simple(final String name, final Token token, final int offset, final int since) {
    final Encoding encoding = token.encoding();
    final PrimitiveType type = encoding.primitiveType();
    final int count = Math.max(1, token.arrayLength());
    final Field.Kind kind;
    if (token.isConstantEncoding()) {
      kind = Field.Kind.CONSTANT;
    } else {
      kind = type == PrimitiveType.CHAR ? Field.Kind.TEXT : Field.Kind.NUMBER;
    }
    return new Field(
        name,
        kind,
        offset,
        type,
        count,
        bits(encoding.applicableMinValue(), type),
        bits(encoding.applicableMaxValue(), type),
        bits(encoding.applicableNullValue(), type),
        token.isOptionalEncoding(),
        since,
        List.of(),
        token.isConstantEncoding() ? String.valueOf(encoding.constValue()) : null,
        List.of());
  }

  private static long bits(final PrimitiveValue value, final PrimitiveType type) {
    switch (type) {
      case FLOAT:
        return Float.floatToRawIntBits((float) value.doubleValue()) & 0xFFFF_FFFFL;
      case DOUBLE:
        return Double.doubleToRawLongBits(value.doubleValue());
      default:
        return value.longValue();
    }
  }
}
