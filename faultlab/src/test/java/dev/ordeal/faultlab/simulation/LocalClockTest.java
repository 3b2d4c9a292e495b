package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalClockTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 50_000, -50_000, 3_333_333, -400_000_000, 400_000_000})
  void shouldFindTheFirstTrueTimeAtWhichADeadlineIsShown(final long driftPpb) {
    final LocalClock clock = new LocalClock(-123_456_789L, driftPpb);
    final CounterRandom random = new CounterRandom(driftPpb);
    for (int i = 0; i < 10_000; i++) {
      final long deadlineNs = random.nextLong(100L * 86_400 * 1_000_000_000L);
      final long trueNs = clock.trueNs(deadlineNs);
      assertTrue(clock.monotonicNs(trueNs) >= deadlineNs);
      assertTrue(clock.monotonicNs(trueNs - 1) < deadlineNs);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 999, -999, 250_000_000, -250_000_000})
  void shouldNeverRunBackwards(final long driftPpb) {
    final LocalClock clock = new LocalClock(0, driftPpb);
    for (long at = 999_999_000L; at < 1_000_001_000L; at++) {
      assertTrue(clock.monotonicNs(at + 1) >= clock.monotonicNs(at));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000, -100_000})
  void shouldGainWhatTheDriftSays(final long driftPpb) {
    assertEquals(1_000_000_000_000L + driftPpb * 1_000, new LocalClock(0, driftPpb).monotonicNs(1_000_000_000_000L));
  }
}
