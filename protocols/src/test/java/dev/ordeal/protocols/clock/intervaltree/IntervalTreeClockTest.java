package dev.ordeal.protocols.clock.intervaltree;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class IntervalTreeClockTest {
  /**
   * Almeida, Baquero, Fonte 2008, section 5.1: the paper's run of one seed, three processes that fork, suffer events,
   * synchronise (join and fork) and retire, with the stamp it gives for each step.
   */
  @Test
  void shouldAgreeWithThePapersRun() {
    final IntervalTreeClock seed = IntervalTreeClock.seed();
    assertEquals("(1, 0)", seed.toString());
    final IntervalTreeClock.Fork first = seed.fork();
    assertEquals("((1, 0), 0)", first.first().toString());
    assertEquals("((0, 1), 0)", first.second().toString());

    final IntervalTreeClock a2 = first.first().tick();
    assertEquals("((1, 0), (0, 1, 0))", a2.toString());
    final IntervalTreeClock.Fork second = a2.fork();
    assertEquals("(((1, 0), 0), (0, 1, 0))", second.first().toString());
    assertEquals("(((0, 1), 0), (0, 1, 0))", second.second().toString());
    final IntervalTreeClock a4 = second.first().tick();
    assertEquals("(((1, 0), 0), (0, (1, 1, 0), 0))", a4.toString());

    final IntervalTreeClock b2 = first.second().tick();
    assertEquals("((0, 1), (0, 0, 1))", b2.toString());
    final IntervalTreeClock b3 = b2.tick();
    assertEquals("((0, 1), (0, 0, 2))", b3.toString());

    final IntervalTreeClock joined = second.second().join(b3);
    assertEquals("(((0, 1), 1), (1, 0, 1))", joined.toString());
    final IntervalTreeClock.Fork third = joined.fork();
    assertEquals("(((0, 1), 0), (1, 0, 1))", third.first().toString());
    assertEquals("((0, 1), (1, 0, 1))", third.second().toString());

    final IntervalTreeClock a5 = a4.join(third.first());
    assertEquals("((1, 0), (1, (0, 1, 0), 1))", a5.toString());
    assertEquals("((1, 0), 2)", a5.tick().toString());
  }

  /**
   * Processes come and go, talk and synchronise at random; the truth is which events each has heard of. The order of
   * any two stamps, of any time, is the truth's.
   */
  @Test
  void shouldOrderStampsAsTheirCausesAre() {
    for (int seed = 0; seed < 40; seed++) {
      final Churn churn = new Churn(seed, 6);
      for (int step = 0; step < 80; step++) {
        churn.step();
      }
      churn.assertOrders();
    }
  }

  /** Without end: the trees stay as small as the number of processes allows, and go back to nothing when all join. */
  @Test
  void shouldStaySmallThroughForksAndJoinsWithoutEnd() {
    final Churn churn = new Churn(1, 8);
    int most = 0;
    for (int step = 0; step < 100_000; step++) {
      churn.stepUnrecorded();
      most = Math.max(most, churn.nodesMax());
    }
    // Eight processes: 140 was seen.
    assertTrue(most < 200, "nodes=" + most);
    assertEquals(2, churn.joinAll().nodes());
  }

  @Test
  void shouldRefuseToJoinStampsThatOwnACommonPart() {
    final IntervalTreeClock.Fork fork = IntervalTreeClock.seed().fork();
    assertThrows(ClockException.class, () -> fork.first().join(fork.first()));
    assertThrows(ClockException.class, () -> fork.first().join(IntervalTreeClock.seed()));
    assertEquals(IntervalTreeClock.seed(), fork.first().join(fork.second()));
    assertEquals(fork.first(), fork.first().join(fork.second().peek()));
  }

  @Test
  void shouldRefuseAnEventOfNobody() {
    final IntervalTreeClock message = IntervalTreeClock.seed().tick().peek();
    assertTrue(message.isAnonymous());
    assertEquals("(0, 1)", message.toString());
    assertThrows(ClockException.class, message::tick);
    assertThrows(ClockException.class, () -> message.fork().first().tick());
  }

  /**
   * The first of two goes on forking: each fork is a level deeper, until that is refused; all else works down there.
   */
  @Test
  void shouldRefuseForksTooDeep() {
    IntervalTreeClock deep = IntervalTreeClock.seed();
    final List<IntervalTreeClock> others = new ArrayList<>();
    for (int depth = 0; depth < IntervalTreeClock.DEPTH_MAX; depth++) {
      final IntervalTreeClock.Fork fork = deep.fork();
      deep = fork.first().tick();
      others.add(fork.second().tick());
    }
    final IntervalTreeClock deepest = deep;
    assertEquals(IntervalTreeClock.DEPTH_MAX, deepest.depth());
    final ClockException refused = assertThrows(ClockException.class, deepest::fork);
    assertEquals("interval tree too deep: depth=1025, max=1024", refused.getMessage());

    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[deepest.encodedLength()]);
    assertEquals(buffer.capacity(), deepest.encode(buffer, 0));
    final IntervalTreeClock read = IntervalTreeClock.decode(buffer, 0, buffer.capacity());
    assertEquals(deepest, read);
    assertEquals(deepest.hashCode(), read.hashCode());
    assertEquals(Ordering.BEFORE, deepest.compare(deepest.tick()));
    for (int i = others.size() - 1; i >= 0; i--) {
      deep = deep.join(others.get(i));
    }
    assertEquals(1, deep.tick().nodes() - 1, "one leaf each");
  }

  @Test
  void shouldRefuseToCountPastTheLastEvent() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);
    // All of the interval, and 2^63 − 1 events, doubled: nine groups of seven ones, but the first bit of all, and a
    // one.
    buffer.putByte(0, (byte) 1);
    buffer.putByte(1, (byte) 0xFE);
    for (int i = 2; i < 10; i++) {
      buffer.putByte(i, (byte) 0xFF);
    }
    buffer.putByte(10, (byte) 1);
    final IntervalTreeClock last = IntervalTreeClock.decode(buffer, 0, 11);
    assertEquals("(1, 9223372036854775807)", last.toString());
    assertEquals(11, last.encodedLength());
    assertThrows(ClockException.class, last::tick);
    buffer.putByte(10, (byte) 2);
    assertThrows(ClockException.class, () -> IntervalTreeClock.decode(buffer, 0, 11));
  }

  /** Whatever bytes come: a stamp that writes the same bytes, or a clear refusal. */
  @Test
  void shouldReadWhatItWroteAndNothingElse() {
    final Churn churn = new Churn(7, 10);
    final CounterRandom random = new CounterRandom(9);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    int refusals = 0;
    for (int step = 0; step < 3_000; step++) {
      churn.stepUnrecorded();
      final IntervalTreeClock stamp = churn.any();
      final int length = stamp.encode(buffer, 0);
      assertEquals(stamp.encodedLength(), length);
      assertEquals(stamp, IntervalTreeClock.decode(buffer, 0, length));
      buffer.putByte((int) random.nextLong(length), (byte) random.nextLong());
      final int claimed = (int) Math.max(0, length + random.nextLong(-1, 1));
      try {
        final IntervalTreeClock other = IntervalTreeClock.decode(buffer, 0, claimed);
        final UnsafeBuffer again = new UnsafeBuffer(new byte[claimed]);
        assertEquals(claimed, other.encode(again, 0));
        assertEquals(again, new UnsafeBuffer(buffer, 0, claimed));
      } catch (final ClockException e) {
        assertTrue(e.getMessage().startsWith("interval tree stamp malformed: "), e.getMessage());
        refusals++;
      }
    }
    assertTrue(refusals > 500);
  }

  @Test
  void shouldTellStampsApart() {
    final IntervalTreeClock.Fork fork = IntervalTreeClock.seed().fork();
    assertNotEquals(fork.first(), fork.second());
    assertNotEquals(fork.first(), fork.first().tick());
    assertEquals(Ordering.EQUAL, fork.first().compare(fork.second()));
    assertEquals(Ordering.CONCURRENT, fork.first().tick().compare(fork.second().tick()));
  }

  /** Some processes, at most so many, and what each has truly heard of. */
  private static final class Churn {
    private final CounterRandom random;
    private final int processesMax;
    private final List<IntervalTreeClock> clocks = new ArrayList<>(List.of(IntervalTreeClock.seed()));
    private final List<BitSet> heard = new ArrayList<>(List.of(new BitSet()));
    private final List<IntervalTreeClock> stamps = new ArrayList<>();
    private final List<BitSet> causes = new ArrayList<>();
    private int events;

    Churn(final long seed, final int processesMax) {
      random = new CounterRandom(seed);
      this.processesMax = processesMax;
    }

    /** One step, its stamp kept. */
    void step() {
      final int process = move(true);
      stamps.add(clocks.get(process).peek());
      causes.add((BitSet) heard.get(process).clone());
    }

    void stepUnrecorded() {
      move(false);
    }

    private int move(final boolean isTruthKept) {
      final int process = (int) random.nextLong(clocks.size());
      final int other = (int) random.nextLong(clocks.size());
      final int kind = (int) random.nextLong(6);
      if (kind == 0 && clocks.size() < processesMax) {
        final IntervalTreeClock.Fork fork = clocks.get(process).fork();
        clocks.set(process, fork.first());
        clocks.add(fork.second());
        heard.add((BitSet) heard.get(process).clone());
      } else if (kind == 1 && process != other) {
        clocks.set(process, clocks.get(process).join(clocks.get(other)));
        heard.get(process).or(heard.get(other));
        clocks.remove(other);
        heard.remove(other);
        return other < process ? process - 1 : process;
      } else if (kind == 2) {
        clocks.set(process, clocks.get(process).observe(clocks.get(other).peek()));
        heard.get(process).or(heard.get(other));
        count(process, isTruthKept);
      } else {
        clocks.set(process, clocks.get(process).tick());
        count(process, isTruthKept);
      }
      return process;
    }

    private void count(final int process, final boolean isTruthKept) {
      if (isTruthKept) {
        heard.get(process).set(events++);
      }
    }

    int nodesMax() {
      return clocks.stream().mapToInt(IntervalTreeClock::nodes).max().orElseThrow();
    }

    IntervalTreeClock any() {
      return clocks.get((int) random.nextLong(clocks.size()));
    }

    IntervalTreeClock joinAll() {
      return clocks.stream().reduce(IntervalTreeClock::join).orElseThrow().tick();
    }

    void assertOrders() {
      for (int a = 0; a < stamps.size(); a++) {
        for (int b = 0; b < stamps.size(); b++) {
          final BitSet left = (BitSet) causes.get(a).clone();
          left.andNot(causes.get(b));
          final BitSet right = (BitSet) causes.get(b).clone();
          right.andNot(causes.get(a));
          assertEquals(Ordering.of(left.isEmpty(), right.isEmpty()), stamps.get(a).compare(stamps.get(b)));
        }
      }
    }
  }
}
