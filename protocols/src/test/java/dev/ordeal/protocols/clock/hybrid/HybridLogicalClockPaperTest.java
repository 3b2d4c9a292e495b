package dev.ordeal.protocols.clock.hybrid;

import static dev.ordeal.protocols.clock.hybrid.HybridLogicalClock.UNIT_NS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Kulkarni et al. 2014. From the paper: the rules of its HLC algorithm, written out here as it has them, with l and c
 * apart; its naive algorithm and the reason it gives for rejecting that one; the bounds it proves. The stamps drawn in
 * its example figure are not repeated here; the published run with stamps is that of CockroachDB's clock, which names
 * the paper as what it implements.
 */
class HybridLogicalClockPaperTest {
  private static final long FAR_NS = Long.MAX_VALUE;

  /** The paper's algorithm, word for word in its variables. */
  private static final class Rules {
    private long l;
    private long c;

    void sendOrLocal(final long pt) {
      final long before = l;
      l = Math.max(before, pt);
      c = l == before ? c + 1 : 0;
    }

    void receive(final long lOfMessage, final long cOfMessage, final long pt) {
      final long before = l;
      l = Math.max(before, Math.max(lOfMessage, pt));
      if (l == before && l == lOfMessage) {
        c = Math.max(c, cOfMessage) + 1;
      } else if (l == before) {
        c = c + 1;
      } else if (l == lOfMessage) {
        c = cOfMessage + 1;
      } else {
        c = 0;
      }
    }
  }

  /** The packed clock agrees with the rules, which know no packing, through all four cases of a receipt. */
  @Test
  void shouldFollowTheRules() {
    final int[] receipts = new int[4];
    for (int seed = 0; seed < 200; seed++) {
      final CounterRandom random = new CounterRandom(seed);
      final Rules rules = new Rules();
      final HybridLogicalClock clock = new HybridLogicalClock(FAR_NS);
      // Both begin at 0, which the paper counts as an event of the past.
      for (int step = 0; step < 100; step++) {
        final long pt = random.nextLong(8);
        if (random.nextLong(2) == 0) {
          rules.sendOrLocal(pt);
          assertEquals(word(rules.l, rules.c), clock.tick(pt * UNIT_NS));
        } else {
          final long lOfMessage = random.nextLong(8);
          final long cOfMessage = random.nextLong(4);
          receipts[receiptCase(rules.l, lOfMessage, pt)]++;
          rules.receive(lOfMessage, cOfMessage, pt);
          assertEquals(word(rules.l, rules.c), clock.observe(word(lOfMessage, cOfMessage), pt * UNIT_NS));
        }
      }
    }
    for (final int times : receipts) {
      assertTrue(times > 50);
    }
  }

  /**
   * The run of {@code TestHLCClock} in CockroachDB ({@code pkg/util/hlc/hlc_test.go}, commit 0a0ec262): wall times, what
   * is received, and the stamps that come of it. There a receipt comes after a local event at the same wall time.
   */
  @Test
  void shouldStampThePublishedRunAsCockroachDoes() {
    final HybridLogicalClock clock = new HybridLogicalClock(FAR_NS);
    assertEquals(word(5, 0), clock.tick(5 * UNIT_NS));
    assertEquals(word(6, 0), clock.tick(6 * UNIT_NS));
    assertEquals(word(10, 6), receiveAfterAnEvent(clock, 10, 10, 5));
    assertEquals(word(10, 7), clock.tick(7 * UNIT_NS), "the wall clock has stepped back");
    assertEquals(word(10, 9), receiveAfterAnEvent(clock, 8, 10, 4), "the clock's own counter wins");
    assertEquals(word(10, 100), receiveAfterAnEvent(clock, 10, 10, 99), "the received counter wins");
    assertEquals(word(11, 1), receiveAfterAnEvent(clock, 11, 10, 31), "the wall clock has caught up");
    assertEquals(word(11, 2), clock.tick(11 * UNIT_NS));
  }

  private static long receiveAfterAnEvent(
      final HybridLogicalClock clock, final long pt, final long lOfMessage, final long cOfMessage) {
    clock.tick(pt * UNIT_NS);
    return clock.observe(word(lOfMessage, cOfMessage), pt * UNIT_NS);
  }

  private static int receiptCase(final long l, final long lOfMessage, final long pt) {
    final long next = Math.max(l, Math.max(lOfMessage, pt));
    if (next == l) {
      return next == lOfMessage ? 0 : 1;
    }
    return next == lOfMessage ? 2 : 3;
  }

  private static long word(final long l, final long c) {
    return HybridLogicalClock.pack(l * UNIT_NS, (int) c);
  }

  /**
   * Why the naive algorithm won't do: it is a Lamport clock that also follows pt, and with events quicker than wall
   * clocks a message passed round drives its l away from pt without end. HLC's l stays where a wall clock was.
   */
  @Test
  void shouldNotDriftWhereTheNaiveAlgorithmDoes() {
    final int nodes = 4;
    final HybridLogicalClock[] clocks = new HybridLogicalClock[nodes];
    Arrays.setAll(clocks, id -> new HybridLogicalClock(FAR_NS));
    final long[] naive = new long[nodes];
    long stamp = clocks[0].tick(10 * UNIT_NS);
    naive[0] = 10;
    for (int hop = 1; hop <= 1_000; hop++) {
      // Four hops a unit of the wall clocks, of which the first is 10 ahead of the others.
      final int at = hop % nodes;
      final long pt = (long) hop / nodes + (at == 0 ? 10 : 0);
      stamp = clocks[at].observe(stamp, pt * UNIT_NS);
      naive[at] = Math.max(naive[at] + 1, Math.max(naive[(hop - 1) % nodes] + 1, pt));
      final long l = HybridLogicalClock.wallNs(stamp) / UNIT_NS;
      assertTrue(l - pt <= 10, "l - pt is within the clocks' difference");
      assertTrue(HybridLogicalClock.counter(stamp) <= nodes * (10 + 1), "c is below n times (epsilon + 1)");
    }
    assertTrue(naive[0] - 1_000 / nodes > 700, "the naive l is far from pt");
  }
}
