package dev.ordeal.faultlab.simulation;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The bytes of messages and held records. A message is stored once however many receivers it has, and counted.
 *
 * <p>Layout: chunks of {@value #CHUNK_BLOCKS} blocks of {@value #BLOCK_BYTES} bytes; a slot is the number of a
 * message's
 * first block; its size is a power of two in blocks. Free slots of one size form a list through their own headers.
 *
 * <pre>
 *   0        4        8       12       16               24               32
 *   +--------+--------+--------+--------+----------------+----------------+---- - -
 *   |  uses  | length |  size  |  from  |  content hash  |    sent, ns    | body
 *   +--------+--------+--------+--------+----------------+----------------+---- - -
 * </pre>
 *
 * <p>Threading: single owner. Allocation: a chunk when more is in flight than ever before.
 */
public final class MessagePool {
  /** The value of a slot that holds nothing. */
  public static final int NO_SLOT = -1;

  /** What a freed body is filled with when buffers are poisoned. */
  static final byte POISON = (byte) 0xDB;

  private static final int BLOCK_BYTES = 64;
  private static final int CHUNK_BLOCKS = 4096;
  private static final int CHUNK_SHIFT = Integer.numberOfTrailingZeros(CHUNK_BLOCKS);
  private static final int BLOCK_SHIFT = Integer.numberOfTrailingZeros(BLOCK_BYTES);

  private static final int USES = 0;
  private static final int LENGTH = 4;
  private static final int SIZE = 8;
  private static final int FROM = 12;
  private static final int HASH = 16;
  private static final int SENT = 24;
  private static final int BODY = 32;

  private final int[] freeBySize = new int[CHUNK_SHIFT + 1];
  private final boolean isPoisoned;
  private UnsafeBuffer[] chunks = new UnsafeBuffer[4];
  private int chunkCount;
  private int nextBlock;
  private int inUse;

  @SuppressWarnings("UnusedVariable") // a read whose value goes nowhere would be compiled away
  private long fetched;

  /** An empty pool; {@code isPoisoned} has freed bodies overwritten. */
  public MessagePool(final boolean isPoisoned) {
    this.isPoisoned = isPoisoned;
    Arrays.fill(freeBySize, NO_SLOT);
  }

  /** Copies a body into a slot with one use. */
  int store(final int fromId, final long sentNs, final DirectBuffer source, final int offset, final int length) {
    final int size = sizeOf(length);
    int slot = freeBySize[size];
    if (slot == NO_SLOT) {
      slot = carve(size);
    } else {
      freeBySize[size] = chunk(slot).getInt(base(slot) + LENGTH);
    }
    final UnsafeBuffer chunk = chunk(slot);
    final int base = base(slot);
    chunk.putBytes(base + BODY, source, offset, length);
    chunk.putInt(base + USES, 1);
    chunk.putInt(base + LENGTH, length);
    chunk.putInt(base + SIZE, size);
    chunk.putInt(base + FROM, fromId);
    chunk.putLong(base + HASH, TraceHash.ofBytes(chunk, base + BODY, length));
    chunk.putLong(base + SENT, sentNs);
    inUse++;
    return slot;
  }

  /** Adds a use. */
  void retain(final int slot) {
    final UnsafeBuffer chunk = chunk(slot);
    final int base = base(slot);
    chunk.putInt(base + USES, chunk.getInt(base + USES) + 1);
  }

  /** Takes a use away; after the last one the slot is free. */
  public void release(final int slot) {
    final UnsafeBuffer chunk = chunk(slot);
    final int base = base(slot);
    final int uses = chunk.getInt(base + USES) - 1;
    chunk.putInt(base + USES, uses);
    if (uses == 0) {
      if (isPoisoned) {
        chunk.setMemory(base + BODY, chunk.getInt(base + LENGTH), POISON);
      }
      final int size = chunk.getInt(base + SIZE);
      chunk.putInt(base + LENGTH, freeBySize[size]);
      freeBySize[size] = slot;
      inUse--;
    } else if (uses < 0) {
      throw new IllegalStateException("slot released twice: slot=%d".formatted(slot));
    }
  }

  /** Where a body is; see {@link #offset} and {@link #length}. */
  public UnsafeBuffer buffer(final int slot) {
    return chunk(slot);
  }

  /** Where a body starts in its buffer. */
  public int offset(final int slot) {
    return base(slot) + BODY;
  }

  /** How long a body is. */
  public int length(final int slot) {
    return chunk(slot).getInt(base(slot) + LENGTH);
  }

  int fromId(final int slot) {
    return chunk(slot).getInt(base(slot) + FROM);
  }

  long hash(final int slot) {
    return chunk(slot).getLong(base(slot) + HASH);
  }

  long sentNs(final int slot) {
    return chunk(slot).getLong(base(slot) + SENT);
  }

  /** Takes a body's hash anew, after it was altered in place. */
  void rehash(final int slot) {
    chunk(slot).putLong(base(slot) + HASH, TraceHash.ofBytes(chunk(slot), offset(slot), length(slot)));
  }

  /** Reads a slot's first and last words into the cache; several such reads overlap, where one after the other waits. */
  void fetch(final int slot) {
    final UnsafeBuffer chunk = chunk(slot);
    final int base = base(slot);
    fetched ^= chunk.getLong(base) ^ chunk.getLong(base + BLOCK_BYTES - Long.BYTES);
  }

  /** How many slots are taken. */
  int inUse() {
    return inUse;
  }

  private static int sizeOf(final int length) {
    final int blocks = (length + BODY + BLOCK_BYTES - 1) >>> BLOCK_SHIFT;
    if (blocks > CHUNK_BLOCKS) {
      throw new IllegalArgumentException(
          "message too long: length=%d, max=%d".formatted(length, CHUNK_BLOCKS * BLOCK_BYTES - BODY));
    }
    return Integer.SIZE - Integer.numberOfLeadingZeros(blocks - 1);
  }

  private int carve(final int size) {
    final int blocks = 1 << size;
    final int room = chunkCount * CHUNK_BLOCKS - nextBlock;
    if (room < blocks) {
      if (chunkCount == chunks.length) {
        chunks = Arrays.copyOf(chunks, chunkCount * 2);
      }
      nextBlock = chunkCount * CHUNK_BLOCKS;
      chunks[chunkCount++] = new UnsafeBuffer(new byte[CHUNK_BLOCKS * BLOCK_BYTES]);
    }
    final int slot = nextBlock;
    nextBlock += blocks;
    return slot;
  }

  private UnsafeBuffer chunk(final int slot) {
    return chunks[slot >>> CHUNK_SHIFT];
  }

  private static int base(final int slot) {
    return (slot & (CHUNK_BLOCKS - 1)) << BLOCK_SHIFT;
  }
}
