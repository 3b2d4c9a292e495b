package dev.ordeal.faultlab.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Whether the machine, the JVM and its flags are what the lab needs. */
final class MachineChecks {
  private static final int JAVA_MIN = 17;
  private static final long DISK_MIN_BYTES = 500_000_000;
  private static final long TIMER_MAX_NS = 100_000;
  private static final int QUEUE_BLOCK = 64 << 10;
  private static final int RING_BYTES = 1 << 10;

  private final Examination examination;

  MachineChecks(final Examination examination) {
    this.examination = examination;
  }

  void run(final Path directory) {
    final int feature = Runtime.version().feature();
    examination.exact(
        "machine",
        "java",
        JAVA_MIN + " or newer",
        Runtime.version() + ", " + System.getProperty("java.vm.name"),
        feature >= JAVA_MIN);
    checkAgrona();
    checkChronicle();
    examination.note("machine", "cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    examination.note("machine", "heap at most", megabytes(Runtime.getRuntime().maxMemory()));
    checkDisk(directory.toAbsolutePath());
    checkTimer();
  }

  private void checkAgrona() {
    String measured = "works";
    try {
      final int size = RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH;
      final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(size)));
      final UnsafeBuffer message = new UnsafeBuffer(new byte[] {42});
      final int[] read = {0};
      final boolean isWritten = ring.write(1, message, 0, 1);
      ring.read((type, source, index, length) -> read[0] = source.getByte(index));
      if (!isWritten || read[0] != message.getByte(0)) {
        measured = "reads what was not written";
      }
    } catch (final LinkageError | RuntimeException cause) {
      measured = "fails: " + rootOf(cause);
    }
    examination.exact("machine", "flags for Agrona", "works", measured, measured.equals("works"));
  }

  private void checkChronicle() {
    String measured = "works";
    Path directory = null;
    try {
      directory = Files.createTempDirectory("doctor");
      try (ChronicleQueue queue =
          SingleChronicleQueueBuilder.binary(directory).blockSize(QUEUE_BLOCK).build()) {
        queue.createAppender().writeText("well");
        final ExcerptTailer tailer = queue.createTailer();
        if (!"well".equals(tailer.readText())) {
          measured = "reads what was not written";
        }
      }
    } catch (final IOException | LinkageError | RuntimeException cause) {
      measured = "fails: " + rootOf(cause);
    } finally {
      delete(directory);
    }
    examination.exact("machine", "flags for Chronicle Queue", "works", measured, measured.equals("works"));
  }

  private static String rootOf(final Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.toString();
  }

  private static void delete(final Path directory) {
    if (directory == null) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      final List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (final Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (final IOException ignored) {
      // A directory for temporary files is swept by the system.
    }
  }

  private void checkDisk(final Path directory) {
    try {
      final FileStore store = Files.getFileStore(directory);
      final long free = store.getUsableSpace();
      examination.exact(
          "machine", "free disk", "at least " + megabytes(DISK_MIN_BYTES), megabytes(free), free >= DISK_MIN_BYTES);
      final Path file = Files.createTempFile(directory, "doctor", ".tmp");
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        final long[] syncNs = new long[11];
        for (int i = 0; i < syncNs.length; i++) {
          channel.write(ByteBuffer.wrap(new byte[64]));
          final long startNs = System.nanoTime();
          channel.force(false);
          syncNs[i] = System.nanoTime() - startNs;
        }
        Arrays.sort(syncNs);
        examination.note("machine", "sync of 64 bytes, median", syncNs[syncNs.length / 2] / 1_000 + "us");
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (final IOException cause) {
      examination.exact("machine", "disk", "can be written", cause.toString(), false);
    }
  }

  /** The least step of the timer that is seen, and what a call costs. */
  private void checkTimer() {
    long leastNs = Long.MAX_VALUE;
    final int calls = 100_000;
    final long startNs = System.nanoTime();
    long lastNs = startNs;
    for (int i = 0; i < calls; i++) {
      final long nowNs = System.nanoTime();
      if (nowNs != lastNs) {
        leastNs = Math.min(leastNs, nowNs - lastNs);
      }
      lastNs = nowNs;
    }
    final String cost = String.format(Locale.ROOT, "%.0fns", (double) (lastNs - startNs) / calls);
    examination.exact(
        "machine",
        "timer",
        "steps of at most " + TIMER_MAX_NS / 1_000 + "us",
        "steps of " + leastNs + "ns, a call takes " + cost,
        leastNs <= TIMER_MAX_NS);
  }

  private static String megabytes(final long bytes) {
    return bytes / 1_000_000 + "MB";
  }
}
