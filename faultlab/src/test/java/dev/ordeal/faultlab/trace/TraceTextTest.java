package dev.ordeal.faultlab.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One line for each kind of event. */
class TraceTextTest {
  private static final byte[] BODY = {1, 2};
  private final TraceText text =
      new TraceText(List.of("FOLLOWER", "CANDIDATE"), (buffer, offset, length) -> "Ping{" + length + "}");

  @Test
  void shouldSayWhenWhereAndWhat() {
    expect("  12.034567000s  n3 → n1  Ping{2}  #17, arrives 12.09s", TraceKind.SEND, 3, 1, 17, 12_090_000_000L);
    expect("  12.034567000s  n3 → n1  Ping{2}  #17, is lost", TraceKind.SEND, 3, 1, 17, -1);
    expect("  12.034567000s  n3 → n1  #17 lost to burst-loss", TraceKind.LOSE, 3, 1, 17,
        FaultKind.BURST_LOSS.ordinal());
    expect("  12.034567000s  n3 → n1  #17 a second time, arrives 13s", TraceKind.DUPLICATE, 3, 1, 17, 13_000_000_000L);
    expect("  12.034567000s  n1 ← n3  Ping{2}  #17, sent 12s", TraceKind.DELIVER, 1, 3, 17, 12_000_000_000L);
    expect("  12.034567000s  n1 ← n3  #17 finds the node down, sent 12s", TraceKind.MISS, 1, 3, 17, 12_000_000_000L);
    expect("  12.034567000s  n1       starts", TraceKind.START, 1, -1, 0, 0);
    expect("  12.034567000s  n1       starts again, incarnation 2", TraceKind.START, 1, -1, 2, 0);
    expect("  12.034567000s  n1       deadline, by its own clock at 12.1s",
        TraceKind.DEADLINE, 1, -1, 12_100_000_000L, 0);
    expect("  12.034567000s  n1       persists record 4: Ping{2}", TraceKind.WRITE, 1, -1, 4, 1);
    expect("  12.034567000s  n1       sync done, 5 records durable", TraceKind.SYNC, 1, -1, 5, 0);
    expect("  12.034567000s  n1       sync says done and lies, 5 records durable", TraceKind.SYNC, 1, -1, 5, 1);
    expect("  12.034567000s  n1       crashes after durable, loses 2 records", TraceKind.CRASH, 1, -1, 2, 2);
    expect("  12.034567000s  n1       crashes between steps", TraceKind.CRASH, 1, -1, 0, 0);
    expect("  12.034567000s  n1       comes back, 3 records replayed", TraceKind.RESTART, 1, -1, 3, 0);
    expect("  12.034567000s  n1       stands still until 14s", TraceKind.PAUSE, 1, -1, 0, 14_000_000_000L);
    expect("  12.034567000s  n1       goes on", TraceKind.RESUME, 1, -1, 0, 0);
    expect("  12.034567000s  all      links are cut, partition 0", TraceKind.CUT, -1, -1, 0, 0);
    expect("  12.034567000s  n1       is cut off by a trigger", TraceKind.CUT, 1, -1, -1, 0);
    expect("  12.034567000s  all      links are joined, partition 0", TraceKind.JOIN, -1, -1, 0, 0);
    expect("  12.034567000s  n1       wall clock jumps by -1.5s", TraceKind.CLOCK_JUMP, 1, -1, 0, -1_500_000_000L);
    expect("  12.034567000s  n1       trigger 2 fires", TraceKind.TRIGGER, 1, -1, 2, 0);
    expect("  12.034567000s  n1 → n0  lies: equivocate", TraceKind.LIE, 1, 0, 1, 0);
    expect("  12.034567000s  all      everything is mended", TraceKind.HEAL, -1, -1, 0, 0);
    expect("  12.034567000s  n1       throws and is down", TraceKind.EXCEPTION, 1, -1, 0, 0);
    expect("  12.034567000s  n1       request 9: Ping{2}", TraceKind.REQUEST, 1, -1, 9, 0);
    expect("  12.034567000s  n1       reply to 9: Ping{2}", TraceKind.REPLY, 1, -1, 9, 0);
  }

  @Test
  void shouldPutIndicationsIntoWords() {
    indicated("state FOLLOWER → CANDIDATE", Indication.STATE, 1, 0);
    indicated("state FOLLOWER → 7", Indication.STATE, 7, 0);
    indicated("stands for election in epoch 4", Indication.ELECTION, 4, 1);
    indicated("stands for election", Indication.ELECTION, 0, 1);
    indicated("leads epoch 4", Indication.LEADER, 4, 1);
    indicated("leads", Indication.LEADER, 0, 1);
    indicated("holds n2 leader in epoch 4", Indication.LEADER, 4, 2);
    indicated("holds nobody leader in epoch 4", Indication.LEADER, 4, Indication.NO_LEADER);
    indicated("log ends at term 3, index 9", Indication.LOG_END, 3, 9);
    indicated("deliver 3: 9", Indication.DELIVER, 3, 9);
  }

  private void expect(
      final String line, final TraceKind kind, final int nodeId, final int peerId, final long key, final long value) {
    assertEquals(line, text.line(new TraceEntry(kind, 12_034_567_000L, nodeId, peerId, key, value, BODY)));
  }

  private void indicated(final String words, final Indication indication, final long key, final long value) {
    final TraceEntry entry =
        new TraceEntry(TraceKind.INDICATE, 0, 1, indication.ordinal(), key, value, TraceEntry.NO_BODY);
    assertEquals("   0.000000000s  n1       " + words, text.line(entry));
  }
}
