package dev.ordeal.protocols.clock;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockJudge.Promise;
import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import java.util.function.IntFunction;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clocks with one planted bug each, and the promise it breaks: the first test says of the right clocks that they keep
 * it, on the same computations. Further twins are where what they need is: the get-then-set merge in {@code
 * SharedLamportClockTest}, the dropped sibling in {@code SiblingsTest}.
 */
class ClockTwinTest {
  private static final long SECOND = 1_000_000_000;
  private static final long NOW_NS = 1_700_000_000 * SECOND;

  /** A counter and nothing else. */
  private static final class Counter {
    private long time;

    long set(final long next) {
      time = next;
      return next;
    }
  }

  /** A Lamport clock with a rule of its own for receipts: own time, stamp, new time. */
  private static Computation.Clocks<Long> lamport(final int processes, final LongBinaryOperator receipt) {
    return TestClocks.words(
        TestClocks.each(processes, id -> new Counter()),
        (clock, wallNs) -> clock.set(clock.time + 1),
        (clock, stamp, wallNs) -> clock.set(receipt.applyAsLong(clock.time, stamp)));
  }

  static Computation.Clocks<Long> receiveWithoutMax(final int processes) {
    return lamport(processes, (time, stamp) -> time + 1);
  }

  static Computation.Clocks<Long> maxWithoutPlusOne(final int processes) {
    return lamport(processes, Math::max);
  }

  /** The right times, and an order that forgets the process. */
  static Computation.Clocks<Long> tiesNotBroken(final int processes) {
    return lamport(processes, (time, stamp) -> Math.max(time, stamp) + 1);
  }

  /** Takes a stamp over instead of merging it, but for its own entry. */
  static Computation.Clocks<long[]> vectorMergeThatOverwrites(final int processes) {
    return new TestClocks.Vectors<>(TestClocks.each(processes, id -> new OverwritingVector(processes, id))) {
      @Override
      long[] tick(final OverwritingVector clock) {
        clock.entries[clock.self]++;
        return clock.entries.clone();
      }

      @Override
      long[] observe(final OverwritingVector clock, final long[] stamp) {
        final long own = clock.entries[clock.self];
        System.arraycopy(stamp, 0, clock.entries, 0, stamp.length);
        clock.entries[clock.self] = own;
        return tick(clock);
      }
    };
  }

  private static final class OverwritingVector {
    private final long[] entries;
    private final int self;

    OverwritingVector(final int processes, final int self) {
      entries = new long[processes];
      this.self = self;
    }
  }

  /** The right vectors; one is below another as soon as any of its entries is. */
  static Computation.Clocks<long[]> compareByAnyComponent(final int processes) {
    final Computation.Clocks<long[]> right = TestClocks.vector(processes);
    return new Computation.Clocks<>() {
      @Override
      public long[] tick(final int process, final long wallNs) {
        return right.tick(process, wallNs);
      }

      @Override
      public long[] observe(final int process, final long[] stamp, final long wallNs) {
        return right.observe(process, stamp, wallNs);
      }

      @Override
      public Ordering compare(final long[] a, final int processA, final long[] b, final int processB) {
        for (int i = 0; i < a.length; i++) {
          if (a[i] != b[i]) {
            return Ordering.ofSign(Long.compare(a[i], b[i]));
          }
        }
        return Ordering.EQUAL;
      }
    };
  }

  /** Goes back with its wall clock where nothing was received. */
  static Computation.Clocks<Long> hybridThatFollowsABackwardStep(final int processes) {
    return TestClocks.words(
        TestClocks.each(processes, id -> new Counter()),
        (clock, wallNs) -> {
          final long physical = HybridLogicalClock.wallNs(wallNs);
          return clock.set(HybridLogicalClock.wallNs(clock.time) == physical ? clock.time + 1 : physical);
        },
        (clock, stamp, wallNs) ->
            clock.set(Math.max(Math.max(clock.time, stamp) + 1, HybridLogicalClock.wallNs(wallNs))));
  }

  static Stream<Arguments> twins() {
    return Stream.of(
        twin("receive without max", ClockTwinTest::receiveWithoutMax, TestClocks::lamportTimes,
            Promise.CLOCK_CONDITION),
        twin("max without + 1", ClockTwinTest::maxWithoutPlusOne, TestClocks::lamportTimes, Promise.CLOCK_CONDITION),
        twin("ties not broken by id", ClockTwinTest::tiesNotBroken, TestClocks::lamportOrder, Promise.TOTAL_ORDER),
        twin("vector merge that overwrites", ClockTwinTest::vectorMergeThatOverwrites, TestClocks::vector,
            Promise.CLOCK_CONDITION),
        twin("compare by any component", ClockTwinTest::compareByAnyComponent, TestClocks::vector,
            Promise.STRONG_CLOCK_CONDITION),
        twin("hybrid clock that follows a backward step", ClockTwinTest::hybridThatFollowsABackwardStep,
            TestClocks::hybrid, Promise.CLOCK_CONDITION));
  }

  private static <S> Arguments twin(
      final String name,
      final IntFunction<Computation.Clocks<S>> broken,
      final IntFunction<Computation.Clocks<S>> right,
      final Promise promise) {
    return Arguments.of(Named.of(name, broken), right, promise);
  }

  @ParameterizedTest
  @MethodSource("twins")
  <S> void shouldCatchTheTwinAndNotTheClock(
      final IntFunction<Computation.Clocks<S>> twin,
      final IntFunction<Computation.Clocks<S>> clock,
      final Promise promise) {
    assertTrue(ClockJudge.broken(twin).contains(promise), promise::toString);
    assertTrue(!ClockJudge.broken(clock).contains(promise), promise::toString);
  }

  /** A hybrid clock's drift: one process's wall clock is a year ahead, beyond all bounds, and sends a message. */
  @Test
  void shouldCatchTheHybridClockThatTrustsAFarFuture() {
    final long offsetNsMax = SECOND;
    final HybridLogicalClock mad = new HybridLogicalClock(offsetNsMax);
    final long stamp = mad.tick(NOW_NS + 365 * 86_400 * SECOND);

    final HybridLogicalClock twin = new HybridLogicalClock(Long.MAX_VALUE);
    assertTrue(driftNs(twin.observe(stamp, NOW_NS), NOW_NS) > offsetNsMax);

    final HybridLogicalClock clock = new HybridLogicalClock(offsetNsMax);
    assertThrows(ClockException.class, () -> clock.observe(stamp, NOW_NS));
    assertTrue(driftNs(clock.tick(NOW_NS), NOW_NS) <= offsetNsMax);
  }

  private static long driftNs(final long stamp, final long wallNs) {
    return HybridLogicalClock.wallNs(stamp) - wallNs;
  }
}
