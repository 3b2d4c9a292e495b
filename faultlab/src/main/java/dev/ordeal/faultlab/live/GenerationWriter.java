package dev.ordeal.faultlab.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * One generation of a {@link ChronicleJournal}, being written: a queue of one file, since its clock stands still.
 *
 * <p>A sync forces that file. The appender's own {@code sync} comes back in microseconds, long before a disk can have
 * answered, unless the queue is built for it, and then covers one of its mappings; a force of the file covers all that
 * was written to it through whatever mapping.
 *
 * <p>Hot. Threading: the thread that opened it. Allocation: none after construction.
 */
final class GenerationWriter implements AutoCloseable {
  /** Mappings of a quarter of this overlap, so it is enough for the longest record a node can write. */
  private static final int BLOCK_BYTES = 2 << 20;

  private final int number;
  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private final FileChannel file;
  private long bytes;

  GenerationWriter(final Path directory, final int number, final RecordFrame opened) {
    this.number = number;
    queue = open(directory, false);
    appender = queue.createAppender();
    try {
      write(opened);
      file = FileChannel.open(appender.currentFile().toPath(), StandardOpenOption.WRITE);
      file.force(true);
    } catch (final IOException e) {
      closeQueue();
      throw new UncheckedIOException("no generation can be written: folder=" + directory, e);
    } catch (final RuntimeException | Error e) {
      closeQueue();
      throw e;
    }
  }

  static ChronicleQueue open(final Path directory, final boolean isReadOnly) {
    return SingleChronicleQueueBuilder.binary(directory)
        .blockSize(BLOCK_BYTES)
        .rollCycle(RollCycles.FAST_DAILY)
        .timeProvider(() -> 0L)
        .readOnly(isReadOnly)
        .build();
  }

  int number() {
    return number;
  }

  /** How many bytes of records it holds. */
  long bytes() {
    return bytes;
  }

  void write(final RecordFrame frame) {
    try (DocumentContext document = appender.writingDocument()) {
      document.wire().bytes().write(frame.bytes(), 0, frame.length());
    }
    bytes += frame.length();
  }

  void sync() {
    try {
      file.force(false);
    } catch (final IOException e) {
      throw new UncheckedIOException("journal does not sync: file=" + appender.currentFile(), e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (final IOException e) {
      throw new UncheckedIOException("journal does not close: file=" + appender.currentFile(), e);
    } finally {
      closeQueue();
    }
  }

  private void closeQueue() {
    appender.close();
    queue.close();
  }
}
