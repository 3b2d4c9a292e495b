package dev.ordeal.faultlab.live;

import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.protocols.core.ProtocolNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.collections.LongArrayList;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A node's journal on disk, in Chronicle Queues: what a process wrote before it was killed is there for the next one,
 * and what it synced is there after a loss of power.
 *
 * <p>Layout: the folder holds <em>generations</em>, a queue each, numbered from 0. Each time the journal is opened, and
 * at a checkpoint once a generation is large, a new one begins; older ones are only read. So nothing is ever written
 * behind a torn end, and neither a half-written document nor a lock that a dead process left is in anybody's way.
 *
 * <pre>
 *   0       4       8               16              24
 *   +-------+-------+---------------+---------------+---- - -
 *   |  CRC  | kind  |   sequence    |    ordinal    | body
 *   +-------+-------+---------------+---------------+---- - -
 * </pre>
 *
 * <p>The CRC (CRC-32C) is over all that follows it. Sequence numbers count records of every kind; ordinals count those
 * that are no checkpoints. A generation begins with an OPENED record, which holds the first of both that follow; a
 * checkpoint holds the ordinal of the first record it keeps.
 *
 * <p>Replay reads the generations in order and takes a record if its CRC is right and its sequence number the next. The
 * first that is not ends the generation; what stands behind it was written, not synced, and counts as lost. The newest
 * checkpoint replaces all ordinals below the one it holds, in one record, so it happened or did not. A generation all
 * of whose records are replaced by a checkpoint that is durable is deleted.
 *
 * <p>One process at a time: a second one is refused.
 *
 * <p>Hot: {@link #write} and {@link #sync} allocate nothing once the longest record has been seen; a new generation
 * does. Threading: the thread that opened it.
 */
final class ChronicleJournal implements Journal {
  /** A generation of more bytes than this ends at the next checkpoint. */
  static final int GENERATION_BYTES = 16 << 20;

  private static final String LOCK = "lock";

  private final Path folder;
  private final long generationBytes;
  private final FileChannel lockChannel;
  private final LongArrayList survivors = new LongArrayList();
  private final List<Generation> older = new ArrayList<>();
  private final RecordFrame frame = new RecordFrame();
  private GenerationWriter writer;
  private long sequence;
  private long ordinal;
  private long firstOrdinal;
  private long nextPosition;
  private long written;
  private long tornRecords;
  private boolean isAnyRead;

  // the newest checkpoint: replayed first; what it replaces can go once it is durable
  private byte[] checkpoint;
  private long keepFromOrdinal;
  private int checkpointGeneration = -1;
  private boolean isCheckpointPending;

  /** A generation that is only read: its number, and the first ordinal beyond it. */
  record Generation(int number, long endOrdinal) {}

  /** Opens the journal in a folder, which is made if there is none. */
  ChronicleJournal(final Path folder) {
    this(folder, GENERATION_BYTES);
  }

  ChronicleJournal(final Path folder, final long generationBytes) {
    this.folder = folder;
    this.generationBytes = generationBytes;
    try {
      Files.createDirectories(folder);
      lockChannel = lock(folder);
    } catch (final IOException e) {
      throw new UncheckedIOException("no journal can be opened: folder=" + folder, e);
    }
    try {
      for (final int number : numbers()) {
        recover(number);
      }
      openWriter();
      deleteReplaced();
    } catch (final RuntimeException | Error e) {
      unlock();
      throw e;
    }
  }

  /** How many records' bytes were not what had been written: torn, or behind a torn one. */
  long tornRecords() {
    return tornRecords;
  }

  @Override
  public void replay(final ProtocolNode node) {
    if (checkpoint != null) {
      node.onRecord(new UnsafeBuffer(checkpoint), 0, checkpoint.length);
      survivors.addLong(-1);
    }
    long expected = -1;
    for (final Generation generation : older) {
      try (GenerationReader reader = new GenerationReader(path(generation.number()))) {
        expected = reader.isPresent() ? reader.firstSequence() : expected;
        while (reader.next(expected)) {
          expected++;
          if (reader.kind() != CHECKPOINT && reader.ordinal() >= keepFromOrdinal) {
            node.onRecord(reader.body(), 0, reader.body().capacity());
            survivors.addLong(reader.ordinal());
          }
        }
      }
    }
    checkpoint = null;
    nextPosition = survivors.size();
  }

  @Override
  public long nextPosition() {
    return nextPosition;
  }

  @Override
  public long written() {
    return written;
  }

  @Override
  public void write(
      final int kind, final long keepFrom, final DirectBuffer source, final int offset, final int length) {
    if (kind == CHECKPOINT) {
      keepFromOrdinal = ordinalOf(keepFrom);
      checkpointGeneration = writer.number();
      isCheckpointPending = true;
      frame.set(CHECKPOINT, sequence++, keepFromOrdinal, source, offset, length);
    } else {
      frame.set(kind, sequence++, ordinal++, source, offset, length);
      nextPosition++;
    }
    writer.write(frame);
    written++;
  }

  @Override
  public void sync() {
    writer.sync();
    if (isCheckpointPending) {
      isCheckpointPending = false;
      if (writer.bytes() > generationBytes) {
        writer.close();
        older.add(new Generation(writer.number(), ordinal));
        openWriter();
      }
      deleteReplaced();
    }
  }

  @Override
  public void close() {
    writer.close();
    unlock();
  }

  /** Reads a generation's end: what it holds, the newest checkpoint, and where the next one goes on. */
  private void recover(final int number) {
    try (GenerationReader reader = new GenerationReader(path(number))) {
      if (reader.isPresent()) {
        if (isAnyRead && reader.firstSequence() != sequence) {
          throw new IllegalStateException(
              "journal damaged: folder=%s, generation=%d begins at sequence=%d, the one before ends at sequence=%d"
                  .formatted(folder, number, reader.firstSequence(), sequence));
        }
        isAnyRead = true;
        sequence = reader.firstSequence();
        ordinal = reader.firstOrdinal();
        while (reader.next(sequence)) {
          sequence++;
          if (reader.kind() == CHECKPOINT) {
            checkpoint = new byte[reader.body().capacity()];
            reader.body().getBytes(0, checkpoint);
            keepFromOrdinal = reader.ordinal();
            checkpointGeneration = number;
          } else {
            ordinal = reader.ordinal() + 1;
          }
        }
      }
      tornRecords += reader.torn();
    }
    forceFiles(path(number));
    older.add(new Generation(number, ordinal));
  }

  private void openWriter() {
    final int number = older.isEmpty() ? 0 : older.get(older.size() - 1).number() + 1;
    frame.set(RecordFrame.OPENED, sequence, ordinal);
    writer = new GenerationWriter(path(number), number, frame);
    force(folder);
    if (written == 0) {
      firstOrdinal = ordinal;
    }
  }

  /** The ordinal of the record that has, or will have, a position of this incarnation. */
  private long ordinalOf(final long position) {
    return position < survivors.size()
        ? survivors.getLong((int) position)
        : firstOrdinal + (position - survivors.size());
  }

  private void deleteReplaced() {
    while (!older.isEmpty()
        && older.get(0).number() < checkpointGeneration
        && older.get(0).endOrdinal() <= keepFromOrdinal) {
      delete(path(older.remove(0).number()));
    }
  }

  private Path path(final int number) {
    return folder.resolve("%08d".formatted(number));
  }

  private List<Integer> numbers() {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> path.getFileName().toString())
          .filter(name -> name.matches("\\d{8}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    } catch (final IOException e) {
      throw new UncheckedIOException("no journal can be read: folder=" + folder, e);
    }
  }

  private void unlock() {
    try {
      lockChannel.close();
    } catch (final IOException e) {
      throw new UncheckedIOException("journal does not close: folder=" + folder, e);
    }
  }

  private static FileChannel lock(final Path folder) throws IOException {
    final FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (final OverlappingFileLockException e) {
      // this process has it open
    }
    if (lock == null) {
      channel.close();
      throw new IllegalStateException("journal is in use: folder=" + folder);
    }
    return channel;
  }

  /** Makes a generation's files durable: what a dead process wrote and this one has read must not vanish later. */
  private static void forceFiles(final Path generation) {
    try (Stream<Path> paths = Files.list(generation)) {
      paths.forEach(ChronicleJournal::force);
    } catch (final IOException e) {
      throw new UncheckedIOException("generation does not sync: folder=" + generation, e);
    }
  }

  /** Makes a file, or a folder's entries, durable. */
  private static void force(final Path path) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (final IOException e) {
      throw new UncheckedIOException("journal does not sync: path=" + path, e);
    }
  }

  private static void delete(final Path generation) {
    try (Stream<Path> paths = Files.walk(generation)) {
      for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (final IOException e) {
      throw new UncheckedIOException("generation is not deleted: folder=" + generation, e);
    }
  }
}
