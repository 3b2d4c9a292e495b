package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SimulatedJournalTest {
  private final SimulatedJournal journal = new SimulatedJournal();
  private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);

  @Test
  void shouldKeepAllThatWasSyncedAndAPrefixOfTheRest() {
    write(1, 2);
    sync(false);
    write(3, 4, 5);
    assertEquals(3, journal.unsynced());
    assertEquals(2, journal.crash(1, false));
    assertFalse(journal.recover());
    assertEquals(List.of(1L, 2L, 3L), replayed());
    assertEquals(3, journal.nextPosition());
  }

  @Test
  void shouldDropATornRecord() {
    write(1, 2, 3);
    assertEquals(0, journal.crash(3, true));
    assertTrue(journal.recover());
    assertEquals(List.of(1L, 2L), replayed());
  }

  @Test
  void shouldLoseWhatALyingSyncReported() {
    write(1);
    sync(true);
    assertEquals(1, journal.reported());
    assertEquals(1, journal.crash(0, false));
    journal.recover();
    assertEquals(List.of(), replayed());
  }

  @Test
  void shouldReplaceWhatLiesBelowACheckpointOnceItIsDurable() {
    write(10, 11, 12, 13);
    checkpoint(99, 2);
    write(14);
    assertEquals(6, journal.count());
    sync(false);
    assertEquals(4, journal.count());
    assertEquals(5, journal.nextPosition());
    journal.crash(0, false);
    journal.recover();
    assertEquals(List.of(99L, 12L, 13L, 14L), replayed());
    assertEquals(4, journal.nextPosition());
  }

  @Test
  void shouldKeepTheOldRecordsWhenACheckpointIsLost() {
    write(10, 11);
    sync(false);
    checkpoint(99, 2);
    journal.crash(0, false);
    journal.recover();
    assertEquals(List.of(10L, 11L), replayed());
  }

  @Test
  void shouldApplyACheckpointThatSurvivedUnsynced() {
    write(10, 11);
    checkpoint(99, 1);
    journal.crash(3, false);
    journal.recover();
    assertEquals(List.of(99L, 11L), replayed());
  }

  @Test
  void shouldLetALaterCheckpointReplaceAnEarlierOne() {
    write(1);
    for (int i = 0; i < 1_000; i++) {
      checkpoint(100 + i, journal.nextPosition());
      sync(false);
      write(i);
      sync(false);
    }
    assertEquals(2, journal.count());
    journal.crash(0, false);
    journal.recover();
    assertEquals(List.of(1099L, 999L), replayed());
  }

  @Test
  void shouldCountAsDurableOnlyWhatWasWrittenBeforeTheSyncBegan() {
    write(1);
    journal.beginSync();
    write(2);
    journal.endSync(false);
    assertEquals(1, journal.reported());
    assertEquals(1, journal.unsynced());
  }

  @Test
  void shouldForgetEverythingWhenWiped() {
    write(1, 2);
    sync(false);
    journal.crash(0, false);
    journal.wipe();
    journal.recover();
    assertEquals(List.of(), replayed());
    assertEquals(0, journal.nextPosition());
  }

  private void write(final long... values) {
    for (final long value : values) {
      put(Journal.PERSIST, 0, value);
    }
  }

  private void checkpoint(final long value, final long keepFrom) {
    put(Journal.CHECKPOINT, keepFrom, value);
  }

  private void put(final int kind, final long keepFrom, final long value) {
    word.putLong(0, value);
    journal.write(kind, keepFrom, word, 0, Long.BYTES, TraceHash.ofBytes(word, 0, Long.BYTES));
  }

  private void sync(final boolean isLying) {
    journal.beginSync();
    journal.endSync(isLying);
  }

  private List<Long> replayed() {
    final List<Long> values = new ArrayList<>();
    journal.replay(
        new ScriptedNode(null) {
          @Override
          public void onRecord(final DirectBuffer buffer, final int offset, final int length) {
            values.add(buffer.getLong(offset));
          }
        });
    return values;
  }
}
