package dev.ordeal.faultlab.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.protocols.core.CounterRandom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what is read, bit for bit and in order. */
class TraceRecorderTest {
  @TempDir Path directory;

  @Test
  void shouldReadBackWhatWasWritten() {
    final List<TraceEntry> written = new ArrayList<>();
    final CounterRandom random = new CounterRandom(7);
    try (TraceRecorder recorder = new TraceRecorder(directory)) {
      for (int i = 0; i < 5_000; i++) {
        final byte[] body = new byte[i % 7 == 0 ? 0 : (int) random.nextLong(600)];
        for (int at = 0; at < body.length; at++) {
          body[at] = (byte) random.nextLong();
        }
        final TraceKind kind = TraceKind.values()[i % TraceKind.values().length];
        final TraceEntry entry =
            new TraceEntry(kind, i * 1_000L, i % 5 - 1, i % 3 - 1, random.nextLong(), random.nextLong(), body);
        written.add(entry);
        record(recorder, entry);
      }
      assertEquals(5_000, recorder.entries());
    }
    assertEquals(written, read());
  }

  @Test
  void shouldReadAnEmptyTrace() {
    new TraceRecorder(directory).close();
    assertEquals(List.of(), read());
  }

  @Test
  void shouldNotReadBeyondTheEnd() {
    try (TraceRecorder recorder = new TraceRecorder(directory)) {
      record(recorder, new TraceEntry(TraceKind.HEAL, 1, -1, -1, 0, 0, TraceEntry.NO_BODY));
    }
    try (TraceReader reader = new TraceReader(directory)) {
      reader.next();
      assertFalse(reader.hasNext());
      assertThrows(NoSuchElementException.class, reader::next);
    }
  }

  @Test
  void shouldRefuseToMixTwoRuns() {
    new TraceRecorder(directory).close();
    assertThrows(IllegalArgumentException.class, () -> new TraceRecorder(directory));
  }

  @Test
  void shouldKeepAShortTraceInOneSmallFile() throws IOException {
    try (TraceRecorder recorder = new TraceRecorder(directory)) {
      record(recorder, new TraceEntry(TraceKind.HEAL, 1, -1, -1, 0, 0, TraceEntry.NO_BODY));
    }
    try (Stream<Path> files = Files.list(directory)) {
      final List<Path> queues = files.filter(file -> file.toString().endsWith(".cq4")).toList();
      assertEquals(1, queues.size());
      assertTrue(Files.size(queues.get(0)) <= 4L * TraceRecorder.BLOCK_BYTES);
    }
  }

  @Test
  void shouldHaveNobodyToTellAboutItsUse() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("net.openhft.chronicle.analytics.Analytics"));
  }

  private List<TraceEntry> read() {
    final List<TraceEntry> entries = new ArrayList<>();
    try (TraceReader reader = new TraceReader(directory)) {
      reader.forEachRemaining(entries::add);
    }
    return entries;
  }

  private static void record(final TraceRecorder recorder, final TraceEntry entry) {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[entry.body().length + 8]);
    buffer.putBytes(8, entry.body());
    recorder.onTrace(
        entry.kind(),
        entry.timeNs(),
        entry.nodeId(),
        entry.peerId(),
        entry.key(),
        entry.value(),
        buffer,
        8,
        entry.body().length);
  }
}
