package dev.ordeal.faultlab.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ordeal.faultlab.simulation.Journal;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleJournalTest {
  private static final int RECORDS = 50_000;
  private static final int SYNCS = 100;

  private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);

  @TempDir private Path folder;

  @Test
  void shouldGiveBackWhatWasWrittenInOrderAndGoOn() {
    try (ChronicleJournal journal = open()) {
      assertEquals(List.of(), replayed(journal));
      write(journal, 1, 2);
      journal.sync();
      write(journal, 3);
      assertEquals(3, journal.nextPosition());
      assertEquals(3, journal.written());
    }
    try (ChronicleJournal journal = open()) {
      assertEquals(List.of(1L, 2L, 3L), replayed(journal));
      assertEquals(3, journal.nextPosition());
      assertEquals(0, journal.written());
      write(journal, 4);
    }
    assertReplays(1, 2, 3, 4);
  }

  @Test
  void shouldReplaceAtACheckpointWhatLiesBelowItAndKeepTheRest() {
    try (ChronicleJournal journal = open()) {
      replayed(journal);
      write(journal, 10, 11, 12, 13);
      checkpoint(journal, 99, 2);
      assertEquals(4, journal.nextPosition());
      write(journal, 14);
      journal.sync();
    }
    assertReplays(99, 12, 13, 14);
    try (ChronicleJournal journal = open()) {
      assertEquals(List.of(99L, 12L, 13L, 14L), replayed(journal));
      checkpoint(journal, 100, 3); // positions are new ones: 99, 12 and 13 go
    }
    assertReplays(100, 14);
  }

  @Test
  void shouldDropATornRecordAndAllBehindIt() throws IOException {
    writeThree();
    damage(2);
    assertReplays(1);
  }

  /** What comes after a torn end is not mistaken for what was behind it, however often that happens. */
  @Test
  void shouldGoOnBehindATornEnd() throws IOException {
    writeThree();
    damage(2);
    try (ChronicleJournal journal = open()) {
      assertEquals(List.of(1L), replayed(journal));
      assertEquals(2, journal.tornRecords());
      write(journal, 20, 21);
    }
    damage(21);
    try (ChronicleJournal journal = open()) {
      assertEquals(List.of(1L, 20L), replayed(journal));
      write(journal, 30);
    }
    assertReplays(1, 20, 30);
  }

  @Test
  void shouldKeepTheOldRecordsWhenACheckpointIsTorn() throws IOException {
    try (ChronicleJournal journal = open()) {
      replayed(journal);
      write(journal, 10, 11);
      checkpoint(journal, 99, 2);
    }
    damage(99);
    assertReplays(10, 11);
  }

  /** A generation that ended where the next one began cannot end earlier: its records were there once. */
  @Test
  void shouldRefuseAJournalThatHasLostWhatItOnceGaveBack() throws IOException {
    writeThree();
    try (ChronicleJournal journal = open()) {
      assertEquals(List.of(1L, 2L, 3L), replayed(journal));
      write(journal, 4);
    }
    damage(2);
    final IllegalStateException refused = assertThrows(IllegalStateException.class, this::open);
    assertTrue(refused.getMessage().startsWith("journal damaged"), refused::getMessage);
  }

  /** A kill in the middle of a deletion, or of the making of a generation, leaves a part of its folder. */
  @Test
  void shouldPassOverAGenerationThatIsNotWhole() throws IOException {
    try (ChronicleJournal journal = open()) {
      replayed(journal);
      write(journal, 10, 11);
    }
    try (ChronicleJournal journal = open()) {
      replayed(journal);
      checkpoint(journal, 99, 2);
      write(journal, 12);
      journal.sync();
    }
    final Path half = Files.createDirectory(folder.resolve("00000000"));
    Files.write(half.resolve("19700101F.cq4"), new byte[] {1, 2, 3});
    Files.createDirectory(folder.resolve("00000007"));
    assertReplays(99, 12);
    assertReplays(99, 12);
  }

  @Test
  void shouldHoldTheLongestRecordOfANode() {
    final byte[] longest = new byte[4096 * 64 - 32];
    new Random(1).nextBytes(longest);
    final List<byte[]> read = new ArrayList<>();
    try (ChronicleJournal journal = open()) {
      replayed(journal);
      for (int i = 0; i < 20; i++) {
        journal.write(Journal.PERSIST, 0, new UnsafeBuffer(longest), 0, longest.length);
      }
      journal.sync();
    }
    try (ChronicleJournal journal = open()) {
      journal.replay(
          new RecordsNode() {
            @Override
            public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
              final byte[] bytes = new byte[length];
              buffer.getBytes(offset, bytes);
              read.add(bytes);
            }
          });
    }
    assertEquals(20, read.size());
    read.forEach(bytes -> assertArrayEquals(longest, bytes));
  }

  @Test
  void shouldDeleteGenerationsThatACheckpointReplaces() throws IOException {
    try (ChronicleJournal journal = new ChronicleJournal(folder, 500)) {
      replayed(journal);
      for (int i = 0; i < 100; i++) {
        write(journal, i);
        checkpoint(journal, -i, journal.nextPosition());
        journal.sync();
      }
      write(journal, 100);
    }
    assertReplays(-99, 100);
    try (Stream<Path> paths = Files.list(folder)) {
      final long generations = paths.filter(Files::isDirectory).count();
      assertTrue(generations <= 4, "generations=" + generations);
    }
  }

  /** A mapping of the next two megabytes of the file now and then is all there is. */
  @Test
  void shouldAllocateNextToNothingARecord() {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (ChronicleJournal journal = open()) {
      write(journal, new long[RECORDS]);
      final long[] values = new long[RECORDS];
      final long before = threads.getCurrentThreadAllocatedBytes();
      write(journal, values);
      final double bytes = (double) (threads.getCurrentThreadAllocatedBytes() - before) / RECORDS;
      assertTrue(bytes < 1, "bytes a record: " + bytes);
      journal.sync();
      final long beforeSyncs = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < SYNCS; i++) {
        journal.sync();
      }
      final double bytesOfSync = (double) (threads.getCurrentThreadAllocatedBytes() - beforeSyncs) / SYNCS;
      assertTrue(bytesOfSync < 1, "bytes a sync: " + bytesOfSync);
    }
  }

  @Test
  void shouldRefuseASecondOwner() {
    try (ChronicleJournal journal = open()) {
      assertEquals(0, journal.nextPosition());
      final IllegalStateException refused = assertThrows(IllegalStateException.class, this::open);
      assertTrue(refused.getMessage().startsWith("journal is in use"), refused::getMessage);
    }
  }

  private ChronicleJournal open() {
    return new ChronicleJournal(folder);
  }

  private void writeThree() {
    try (ChronicleJournal journal = open()) {
      replayed(journal);
      write(journal, 1, 2, 3);
      journal.sync();
    }
  }

  private void write(final Journal journal, final long... values) {
    for (final long value : values) {
      word.putLong(0, value);
      journal.write(Journal.PERSIST, 0, word, 0, Long.BYTES);
    }
  }

  private void checkpoint(final Journal journal, final long value, final long keepFrom) {
    word.putLong(0, value);
    journal.write(Journal.CHECKPOINT, keepFrom, word, 0, Long.BYTES);
  }

  private void assertReplays(final long... values) {
    try (ChronicleJournal journal = open()) {
      assertEquals(Arrays.stream(values).boxed().toList(), replayed(journal));
    }
  }

  private static List<Long> replayed(final Journal journal) {
    final List<Long> values = new ArrayList<>();
    journal.replay(
        new RecordsNode() {
          @Override
          public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
            values.add(buffer.getLong(offset));
          }
        });
    return values;
  }

  /** Alters a byte of the record with a value, wherever it stands. */
  private void damage(final long value) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (final Path file : paths.filter(path -> path.toString().endsWith(".cq4")).toList()) {
        final ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
        for (int at = 0; at + 32 <= bytes.capacity(); at += 4) {
          if (bytes.getLong(at + 24) == value && bytes.getInt(at + 4) <= 2 && bytes.getInt(at + 4) > 0) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
              channel.write(ByteBuffer.wrap(new byte[] {(byte) 0xAA}), at + 30);
            }
            return;
          }
        }
      }
    }
    throw new IllegalStateException("no such record: value=" + value);
  }
}
