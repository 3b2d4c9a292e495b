package dev.ordeal.faultlab.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.simulation.Journal;
import dev.ordeal.faultlab.simulation.SimulatedJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The journal on disk gives back, whatever is done to it, what the simulator's does. */
class JournalsAgreeTest {
  /** Generations this small end at nearly every checkpoint. */
  private static final int GENERATION_BYTES = 200;

  private enum Deed {
    APPEND,
    PERSIST,
    CHECKPOINT_ALL,
    CHECKPOINT_SOME,
    SYNC,
    REOPEN
  }

  @Property(tries = 10, shrinking = ShrinkingMode.OFF)
  void shouldGiveBackTheSame(@ForAll("deeds") final List<Deed> deeds) throws IOException {
    final Path folder = Files.createTempDirectory("journals-");
    final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);
    final SimulatedJournal simulated = new SimulatedJournal();
    Journal onDisk = new ChronicleJournal(folder, GENERATION_BYTES);
    try {
      assertEquals(replayed(simulated), replayed(onDisk));
      long keptFrom = 1;
      long value = 0;
      for (final Deed deed : deeds) {
        word.putLong(0, ++value);
        final long next = simulated.nextPosition();
        switch (deed) {
          case APPEND, PERSIST -> {
            final int kind = deed == Deed.APPEND ? Journal.APPEND : Journal.PERSIST;
            simulated.write(kind, 0, word, 0, Long.BYTES);
            onDisk.write(kind, 0, word, 0, Long.BYTES);
          }
          case CHECKPOINT_ALL, CHECKPOINT_SOME -> {
            if (next >= keptFrom) {
              keptFrom = deed == Deed.CHECKPOINT_ALL ? next : keptFrom + (next - keptFrom) / 2;
              simulated.write(Journal.CHECKPOINT, keptFrom, word, 0, Long.BYTES);
              onDisk.write(Journal.CHECKPOINT, keptFrom, word, 0, Long.BYTES);
            }
          }
          case SYNC -> {
            simulated.sync();
            onDisk.sync();
          }
          case REOPEN -> {
            simulated.crash(simulated.unsynced(), false);
            simulated.recover();
            onDisk.close();
            onDisk = new ChronicleJournal(folder, GENERATION_BYTES);
            assertEquals(replayed(simulated), replayed(onDisk));
            keptFrom = 1;
          }
        }
        assertEquals(simulated.nextPosition(), onDisk.nextPosition());
        assertEquals(simulated.written(), onDisk.written());
      }
    } finally {
      onDisk.close();
      try (Stream<Path> paths = Files.walk(folder)) {
        for (final Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Provide
  Arbitrary<List<Deed>> deeds() {
    return Arbitraries.of(Deed.class).list().ofMinSize(5).ofMaxSize(30);
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
}
