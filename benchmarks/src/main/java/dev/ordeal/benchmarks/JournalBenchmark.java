package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.live.Journals;
import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.protocols.core.CounterRandom;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What durability costs: one record of {@code bytes} written, and written and forced, through the live driver's journal
 * on Chronicle Queue, and through a plain {@link FileChannel} in the same run.
 *
 * <p>Writes alone end in the page cache, so theirs is the cost of the software; a force is the disk's. Files go to the
 * bench's working folder and are removed; {@code append} begins new ones before each {@value #APPENDS} records, outside
 * the measured time, so that no disk is filled.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
  private static final int APPENDS = 10_000;

  /** Records into the journal, nothing forced. */
  @Benchmark
  @OperationsPerInvocation(APPENDS)
  public long chronicleAppend(final FreshJournal journal) {
    for (int i = 0; i < APPENDS; i++) {
      journal.append();
    }
    return journal.written();
  }

  /** The same into a file. */
  @Benchmark
  @OperationsPerInvocation(APPENDS)
  public long fileWrite(final FreshFile file) throws IOException {
    for (int i = 0; i < APPENDS; i++) {
      file.write();
    }
    return file.size();
  }

  /** A record into the journal, forced. */
  @Benchmark
  public long chronicleSyncedAppend(final OneJournal journal) {
    journal.append();
    journal.sync();
    return journal.written();
  }

  /** The same into a file. */
  @Benchmark
  public long fileWriteAndForce(final OneFile file) throws IOException {
    file.write();
    file.force();
    return file.size();
  }

  /** The record, and the folder. */
  @State(Scope.Thread)
  public abstract static class Bytes {
    /** How long a record is. */
    @Param({"64", "1024"})
    public int bytes;

    WorkFolder folder;

    /** Makes the folder. */
    @Setup(Level.Trial)
    public void makeFolder() {
      folder = new WorkFolder("journal");
    }

    /** Removes it. */
    @TearDown(Level.Trial)
    public void removeFolder() {
      folder.close();
    }

    byte[] record() {
      final byte[] record = new byte[bytes];
      final CounterRandom random = new CounterRandom(1);
      for (int i = 0; i < bytes; i++) {
        record[i] = (byte) random.nextLong();
      }
      return record;
    }
  }

  /** A journal. */
  public abstract static class OfJournal extends Bytes {
    private UnsafeBuffer record;
    private Journal journal;

    void open() {
      record = new UnsafeBuffer(record());
      journal = Journals.in(folder.next()).open(0);
    }

    void closeJournal() {
      journal.close();
    }

    void append() {
      journal.write(Journal.PERSIST, 0, record, 0, bytes);
    }

    void sync() {
      journal.sync();
    }

    long written() {
      return journal.written();
    }
  }

  /** A journal for each invocation. */
  public static class FreshJournal extends OfJournal {
    /** Opens one. */
    @Setup(Level.Invocation)
    public void begin() {
      open();
    }

    /** Closes and forgets it. */
    @TearDown(Level.Invocation)
    public void end() {
      closeJournal();
      folder.empty();
    }
  }

  /** One journal for all invocations. */
  public static class OneJournal extends OfJournal {
    /** Opens it. */
    @Setup(Level.Iteration)
    public void begin() {
      open();
    }

    /** Closes and forgets it. */
    @TearDown(Level.Iteration)
    public void end() {
      closeJournal();
      folder.empty();
    }
  }

  /** A file. */
  public abstract static class OfFile extends Bytes {
    private ByteBuffer record;
    private FileChannel channel;

    void open() throws IOException {
      record = ByteBuffer.allocateDirect(bytes).put(record());
      final Path file = folder.next();
      channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    void closeFile() throws IOException {
      channel.close();
    }

    void write() throws IOException {
      record.clear();
      while (record.hasRemaining()) {
        channel.write(record);
      }
    }

    void force() throws IOException {
      channel.force(false);
    }

    long size() throws IOException {
      return channel.position();
    }
  }

  /** A file for each invocation. */
  public static class FreshFile extends OfFile {
    /** Opens one. */
    @Setup(Level.Invocation)
    public void begin() throws IOException {
      open();
    }

    /** Closes and forgets it. */
    @TearDown(Level.Invocation)
    public void end() throws IOException {
      closeFile();
      folder.empty();
    }
  }

  /** One file for all invocations. */
  public static class OneFile extends OfFile {
    /** Opens it. */
    @Setup(Level.Iteration)
    public void begin() throws IOException {
      open();
    }

    /** Closes and forgets it. */
    @TearDown(Level.Iteration)
    public void end() throws IOException {
      closeFile();
      folder.empty();
    }
  }
}
