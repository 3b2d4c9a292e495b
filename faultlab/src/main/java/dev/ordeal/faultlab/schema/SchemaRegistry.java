package dev.ordeal.faultlab.schema;

import dev.ordeal.protocols.core.AlgorithmSpec;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * The messages and records an algorithm is written in, with those of the layers below it: names, printing, and altering
 * a field, all from the SBE schemas on the class path.
 *
 * <p>A <em>template key</em> stands for a kind of message; it is read from a message's header without allocation, so
 * triggers compare it for each message. Bytes that are no known message have key {@link #UNKNOWN}.
 *
 * <p>Immutable after construction; any thread. Key look-ups allocate nothing; {@link #alter} allocates a cursor;
 * {@link #print} is cold.
 */
public final class SchemaRegistry {
  /** Bytes of the header that starts every message and record. */
  public static final int HEADER_LENGTH = 8;

  /** The key of bytes that are no known message. */
  public static final int UNKNOWN = -1;

  private static final String LINK_SCHEMA = "sbe/link.xml";
  private static final int BLOCK_LENGTH_OFFSET = 0;
  private static final int TEMPLATE_OFFSET = 2;
  private static final int SCHEMA_OFFSET = 4;
  private static final int VERSION_OFFSET = 6;
  private static final int SCHEMA_MAX = 0x7FFF;
  private static final int NESTING_MAX = 8;

  private record CacheKey(ClassLoader loader, List<String> schemas) {}

  private static final Map<CacheKey, SchemaRegistry> CACHE = new ConcurrentHashMap<>();

  private final Int2ObjectHashMap<Layout> layoutByKey = new Int2ObjectHashMap<>();
  private final Map<String, List<Layout>> layoutsByName = new TreeMap<>();

  private SchemaRegistry(final List<String> schemas, final ClassLoader loader) {
    for (final String schema : schemas) {
      for (final Layout layout : LayoutReader.read(schema, loader)) {
        final Layout other = layoutByKey.put(layout.key(), layout);
        if (other != null) {
          throw new IllegalArgumentException(
              "schemas share an id: schema=%s, message=%s, other=%s".formatted(schema, layout.name(), other.name()));
        }
        layoutsByName.computeIfAbsent(layout.name(), name -> new ArrayList<>()).add(layout);
      }
    }
  }

  /**
   * The registry of an algorithm: its schemas and that of the link layers. Read once.
   *
   * @throws IllegalArgumentException if a schema cannot be found or read
   */
  public static SchemaRegistry of(final AlgorithmSpec spec) {
    final ClassLoader own = spec.getClass().getClassLoader();
    return of(spec.schemas(), own == null ? ClassLoader.getSystemClassLoader() : own);
  }

  static SchemaRegistry of(final List<String> schemas, final ClassLoader loader) {
    final List<String> all = new ArrayList<>(schemas);
    if (!all.contains(LINK_SCHEMA)) {
      all.add(LINK_SCHEMA);
    }
    return CACHE.computeIfAbsent(
        new CacheKey(loader, List.copyOf(all)), key -> new SchemaRegistry(key.schemas(), key.loader()));
  }

  /** The key of the message at {@code offset} of a buffer, or {@link #UNKNOWN}. */
  public int templateKey(final DirectBuffer buffer, final int offset) {
    return templateKey(buffer, offset, buffer.capacity() - offset);
  }

  /** The key of the message of {@code length} bytes at {@code offset} of a buffer, or {@link #UNKNOWN}. */
  public int templateKey(final DirectBuffer buffer, final int offset, final int length) {
    final Layout layout = layoutAt(buffer, offset, length);
    return layout == null ? UNKNOWN : layout.key();
  }

  /** The name of a kind of message, or {@code "unknown"}. */
  public String nameOf(final int key) {
    final Layout layout = layoutByKey.get(key);
    return layout == null ? "unknown" : layout.name();
  }

  /**
   * The key of a kind of message.
   *
   * @throws IllegalArgumentException if no schema, or more than one, has a message of that name
   */
  public int keyOf(final String name) {
    final List<Layout> layouts = layoutsByName.get(name);
    if (layouts == null) {
      throw new IllegalArgumentException("unknown message: name=%s, known=%s".formatted(name, layoutsByName.keySet()));
    }
    if (layouts.size() > 1) {
      throw new IllegalArgumentException("ambiguous message: name=%s, schemas=%d".formatted(name, layouts.size()));
    }
    return layouts.get(0).key();
  }

  /** All names of messages and records, in order. */
  public List<String> names() {
    return List.copyOf(layoutsByName.keySet());
  }

  /** Whether the bytes are a message of a kind, or carry one inside, however deep. Allocates nothing. */
  public boolean isOrCarries(final int key, final DirectBuffer buffer, final int offset, final int length) {
    int start = offset;
    int size = length;
    for (int depth = 0; depth <= NESTING_MAX; depth++) {
      final Layout layout = layoutAt(buffer, start, size);
      if (layout == null) {
        return false;
      }
      if (layout.key() == key) {
        return true;
      }
      // Layers carry the message above in the only data field of a message without groups.
      if (!layout.body().groups().isEmpty() || layout.body().data().size() != 1) {
        return false;
      }
      final Layout.Data data = layout.body().data().get(0);
      final int at = start + HEADER_LENGTH + blockLength(buffer, start);
      if (at + data.headerLength() > start + size) {
        return false;
      }
      final long bytes = Field.read(data.lengthType(), buffer, at);
      final int end = start + size;
      start = at + data.headerLength();
      if (bytes < 0 || bytes > end - start) {
        return false;
      }
      size = (int) bytes;
    }
    return false;
  }

  /**
   * A message or record in words: {@code Vote{term=3, granted=T}}. Messages inside it are printed as such, bytes that
   * are no known message as hexadecimal digits.
   */
  public String print(final DirectBuffer buffer, final int offset, final int length) {
    final StringBuilder out = new StringBuilder();
    new MessagePrinter(this, buffer, out).print(offset, length, 0);
    return out.toString();
  }

  /**
   * Alters one field of a message, or of one it carries, in place: within the bounds of its type, an enum mostly to
   * another valid value. Bytes that are no known message have one byte altered.
   *
   * @param random decides which field, and its new value
   * @return false if there is nothing to alter: a message without fields
   */
  public boolean alter(final MutableDirectBuffer buffer, final int offset, final int length, final long random) {
    return new FieldAlteration(this, buffer, random).alter(offset, length);
  }

  Layout layoutAt(final DirectBuffer buffer, final int offset, final int length) {
    if (length < HEADER_LENGTH) {
      return null;
    }
    final int schemaId = buffer.getShort(offset + SCHEMA_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    final int templateId = buffer.getShort(offset + TEMPLATE_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
    return schemaId > SCHEMA_MAX ? null : layoutByKey.get(schemaId << 16 | templateId);
  }

  static int blockLength(final DirectBuffer buffer, final int offset) {
    return buffer.getShort(offset + BLOCK_LENGTH_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }

  static int version(final DirectBuffer buffer, final int offset) {
    return buffer.getShort(offset + VERSION_OFFSET, ByteOrder.LITTLE_ENDIAN) & 0xFFFF;
  }

  static int keyOf(final int schemaId, final int templateId) {
    if (schemaId < 0 || schemaId > SCHEMA_MAX) {
      throw new IllegalArgumentException(
          "schema id out of range: id=%d, min=0, max=%d".formatted(schemaId, SCHEMA_MAX));
    }
    return schemaId << 16 | templateId;
  }
}
