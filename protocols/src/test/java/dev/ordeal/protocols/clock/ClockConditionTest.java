package dev.ordeal.protocols.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.protocols.clock.ClockJudge.Promise;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What each clock promises holds in random computations, and what it does not promise fails in some. */
class ClockConditionTest {
  static Stream<Arguments> clocks() {
    return Stream.of(
        clock("lamport times", TestClocks::lamportTimes, Promise.STRONG_CLOCK_CONDITION, Promise.TOTAL_ORDER),
        clock("shared lamport times", TestClocks::sharedLamportTimes, Promise.STRONG_CLOCK_CONDITION,
            Promise.TOTAL_ORDER),
        clock("lamport total order", TestClocks::lamportOrder, Promise.STRONG_CLOCK_CONDITION),
        clock("hybrid", TestClocks::hybrid, Promise.STRONG_CLOCK_CONDITION, Promise.TOTAL_ORDER),
        clock("shared hybrid", TestClocks::sharedHybrid, Promise.STRONG_CLOCK_CONDITION, Promise.TOTAL_ORDER),
        clock("vector", TestClocks::vector, Promise.TOTAL_ORDER),
        clock("shared vector", TestClocks::sharedVector, Promise.TOTAL_ORDER),
        clock("interval tree", TestClocks::intervalTree, Promise.TOTAL_ORDER),
        clock("physical", TestClocks::physical, Promise.CLOCK_CONDITION, Promise.STRONG_CLOCK_CONDITION,
            Promise.TOTAL_ORDER));
  }

  private static <S> Arguments clock(
      final String name, final IntFunction<Computation.Clocks<S>> clocks, final Promise... broken) {
    return Arguments.of(Named.of(name, clocks), Set.of(broken));
  }

  @ParameterizedTest
  @MethodSource("clocks")
  <S> void shouldBreakNoPromiseButThoseItDoesNotMake(
      final IntFunction<Computation.Clocks<S>> clocks, final Set<Promise> broken) {
    assertEquals(broken, ClockJudge.broken(clocks));
  }

  /** Stamps handed on keep causal order within a chain even without any wait; external consistency needs the wait. */
  @Test
  void shouldKeepTheClockConditionWithIntervalStampsHandedOn() {
    assertEquals(
        Set.of(Promise.STRONG_CLOCK_CONDITION, Promise.TOTAL_ORDER), ClockJudge.broken(TestClocks::interval));
  }
}
