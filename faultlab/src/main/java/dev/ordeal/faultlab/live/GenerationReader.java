package dev.ordeal.faultlab.live;

import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.DirectBuffer;

/** Reads the records of one generation of a {@link ChronicleJournal}, up to the first that is torn. Cold. */
final class GenerationReader implements AutoCloseable {
  private final RecordFrame frame = new RecordFrame();
  private ChronicleQueue queue;
  private ExcerptTailer tailer;
  private boolean isPresent;
  private long firstSequence;
  private long firstOrdinal;
  private long torn;

  GenerationReader(final Path directory) {
    if (!Files.isRegularFile(directory.resolve("metadata.cq4t"))) {
      return; // a crash came while it was made, or deleted
    }
    queue = GenerationWriter.open(directory, true);
    tailer = queue.createTailer();
    isPresent = read() && frame.isWhole() && frame.kind() == RecordFrame.OPENED;
    firstSequence = isPresent ? frame.sequence() : 0;
    firstOrdinal = isPresent ? frame.ordinal() : 0;
  }

  /** Whether it was ever opened for writing to the end: else nothing in it can have been synced. */
  boolean isPresent() {
    return isPresent;
  }

  long firstSequence() {
    return firstSequence;
  }

  long firstOrdinal() {
    return firstOrdinal;
  }

  /** Takes the next record, which must be whole and have this sequence number. */
  boolean next(final long sequence) {
    if (!isPresent || !read()) {
      return false;
    }
    if (frame.isWhole() && frame.sequence() == sequence) {
      return true;
    }
    do {
      torn++;
    } while (read());
    isPresent = false;
    return false;
  }

  int kind() {
    return frame.kind();
  }

  long ordinal() {
    return frame.ordinal();
  }

  /** The body of the record that was taken, valid until the next call. */
  DirectBuffer body() {
    return frame.body();
  }

  /** How many records were not taken, once {@link #next} has said that there are no more. */
  long torn() {
    return torn;
  }

  @Override
  public void close() {
    if (queue != null) {
      tailer.close();
      queue.close();
    }
  }

  private boolean read() {
    try (DocumentContext document = tailer.readingDocument()) {
      if (!document.isPresent()) {
        return false;
      }
      final Bytes<?> bytes = document.wire().bytes();
      frame.reserve((int) bytes.readRemaining());
      bytes.read(frame.bytes(), 0, frame.length());
      return true;
    }
  }
}
