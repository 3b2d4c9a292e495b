package dev.ordeal.faultlab.trace;

import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;

/** Reads back what {@link TraceRecorder} wrote, entry by entry, once. Cold; single thread. */
public final class TraceReader implements Iterator<TraceEntry>, AutoCloseable {
  private static final TraceKind[] KINDS = TraceKind.values();

  private final ChronicleQueue queue;
  private final ExcerptTailer tailer;
  private TraceEntry next;

  /** Opens a recorded trace at its beginning. */
  public TraceReader(final Path directory) {
    queue = TraceRecorder.open(directory, true);
    tailer = queue.createTailer();
    next = read();
  }

  @Override
  public boolean hasNext() {
    return next != null;
  }

  @Override
  public TraceEntry next() {
    if (next == null) {
      throw new NoSuchElementException("the trace is over");
    }
    final TraceEntry entry = next;
    next = read();
    return entry;
  }

  @Override
  public void close() {
    tailer.close();
    queue.close();
  }

  private TraceEntry read() {
    try (DocumentContext document = tailer.readingDocument()) {
      if (!document.isPresent()) {
        return null;
      }
      final Bytes<?> bytes = document.wire().bytes();
      final TraceKind kind = KINDS[bytes.readByte()];
      final int nodeId = bytes.readInt();
      final int peerId = bytes.readInt();
      final long timeNs = bytes.readLong();
      final long key = bytes.readLong();
      final long value = bytes.readLong();
      final int length = bytes.readInt();
      final byte[] body = length == 0 ? TraceEntry.NO_BODY : new byte[length];
      bytes.read(body);
      return new TraceEntry(kind, timeNs, nodeId, peerId, key, value, body);
    }
  }
}
