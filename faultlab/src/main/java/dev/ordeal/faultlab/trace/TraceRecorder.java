package dev.ordeal.faultlab.trace;

import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;

/**
 * Writes a run's trace to a Chronicle Queue of its own as it happens; {@link TraceReader} reads it back.
 *
 * <pre>
 *   +------+--------+--------+--------+-------+-------+--------+--------+
 *   | kind |  node  |  peer  |  time  |  key  | value | length |  body  |
 *   | int8 | int32  | int32  | int64  | int64 | int64 | int32  | length |
 *   +------+--------+--------+--------+-------+-------+--------+--------+
 * </pre>
 *
 * <p>The queue's clock stands still, so a run is one file, whatever time it is written at.
 *
 * <p>Hot: {@link #onTrace} allocates nothing once it has seen the longest body. Threading: the simulation's thread.
 */
public final class TraceRecorder implements TraceListener, AutoCloseable {
  /** Small enough that a short trace stays small, large enough for the longest message. */
  static final int BLOCK_BYTES = 1 << 20;

  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private byte[] scratch = new byte[256];
  private long entries;

  /** Opens a new trace in a directory that holds none. */
  public TraceRecorder(final Path directory) {
    if (Files.isDirectory(directory) && directory.toFile().list().length > 0) {
      throw new IllegalArgumentException("directory for a trace is not empty: directory=" + directory);
    }
    queue = open(directory, false);
    appender = queue.createAppender();
  }

  static ChronicleQueue open(final Path directory, final boolean isReadOnly) {
    return SingleChronicleQueueBuilder.binary(directory)
        .blockSize(BLOCK_BYTES)
        .rollCycle(RollCycles.FAST_DAILY)
        .timeProvider(() -> 0L)
        .readOnly(isReadOnly)
        .build();
  }

  @Override
  public void onTrace(
      final TraceKind kind,
      final long timeNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final DirectBuffer body,
      final int offset,
      final int length) {
    if (length > scratch.length) {
      scratch = new byte[Math.max(length, 2 * scratch.length)];
    }
    try (DocumentContext document = appender.writingDocument()) {
      final Bytes<?> bytes = document.wire().bytes();
      bytes.writeByte((byte) kind.ordinal());
      bytes.writeInt(nodeId);
      bytes.writeInt(peerId);
      bytes.writeLong(timeNs);
      bytes.writeLong(key);
      bytes.writeLong(value);
      bytes.writeInt(length);
      if (length > 0) {
        body.getBytes(offset, scratch, 0, length);
        bytes.write(scratch, 0, length);
      }
    }
    entries++;
  }

  /** How many entries have been written. */
  public long entries() {
    return entries;
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
