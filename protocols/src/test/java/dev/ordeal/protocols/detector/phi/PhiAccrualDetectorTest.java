package dev.ordeal.protocols.detector.phi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import dev.ordeal.protocols.detector.ArrivalDetector;
import java.util.ArrayDeque;
import org.junit.jupiter.api.Test;

/** Hayashibara et al. 2004, section 4. */
class PhiAccrualDetectorTest {
  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final PhiConfig CONFIG = new PhiConfig(SECOND, 8, 10, 100 * MS, 3 * SECOND);

  /** Quantiles of the normal distribution, as tables give them. */
  @Test
  void shouldKnowTheNormalDistributionsTail() {
    assertEquals(StrictMath.log10(2), NormalTail.minusLog10(0), 1e-12);
    assertEquals(1, NormalTail.minusLog10(1.2815515655446004), 1e-9);
    assertEquals(2, NormalTail.minusLog10(2.3263478740408408), 1e-9);
    assertEquals(3, NormalTail.minusLog10(3.090232306167813), 1e-9);
    assertEquals(8, NormalTail.minusLog10(5.612001244174789), 1e-9);
    assertEquals(16, NormalTail.minusLog10(8.222082216130435), 1e-9);
    assertEquals(-StrictMath.log10(0.9), NormalTail.minusLog10(-1.2815515655446004), 1e-12);
    assertEquals(-StrictMath.log10(0.999), NormalTail.minusLog10(-3.090232306167813), 1e-12);
    assertEquals(0, NormalTail.minusLog10(-1_000), 1e-12);
    for (double y = -6; y < 35; y += 0.01) {
      assertTrue(NormalTail.minusLog10(y + 0.01) >= NormalTail.minusLog10(y), "falls at " + y);
    }
    for (int phi = 1; phi <= 100; phi++) {
      assertEquals(phi, NormalTail.minusLog10(NormalTail.deviationsAt(phi)), 1e-9);
    }
  }

  /** A threshold on φ is a time-out: both ways round come to the same. */
  @Test
  void shouldSuspectWhenPhiReachesTheThreshold() {
    final PhiAccrualDetector detector = new PhiAccrualDetector(0, 2, CONFIG);
    detector.start(0);
    long nowNs = 0;
    for (int i = 1; i <= 40; i++) {
      nowNs += SECOND + (i % 5 - 2) * 90L * MS;
      detector.onHeartbeat(nowNs, 1, i);
    }
    final long deadlineNs = nowNs + detector.timeoutNs(1);
    assertEquals(8, detector.phi(deadlineNs, 1), 1e-4);
    assertEquals(ArrivalDetector.NONE, detector.nextExpired(deadlineNs));
    assertEquals(1, detector.nextExpired(deadlineNs + 1));
    assertTrue(detector.phi(deadlineNs + SECOND, 1) > 20, "φ goes on growing: accruement");
    assertTrue(detector.phi(nowNs, 1) < 0.001);
  }

  /** The running sums against a window that is added up anew each time. */
  @Test
  void shouldAgreeWithAWindowAddedUpAnew() {
    final PhiAccrualDetector detector = new PhiAccrualDetector(0, 2, CONFIG);
    final CounterRandom random = new CounterRandom(7);
    final ArrayDeque<Long> window = new ArrayDeque<>();
    window.add(750_000L);
    window.add(1_250_000L);
    detector.start(0);
    long nowNs = 0;
    for (int i = 1; i < 2_000; i++) {
      final long silenceNs = random.nextLong(4 * SECOND);
      nowNs += silenceNs;
      detector.onHeartbeat(nowNs, 1, i);
      if (silenceNs <= 3 * SECOND) { // longer is an interruption
        window.add(silenceNs / 1_000);
        if (window.size() > 10) {
          window.remove();
        }
      }
      final double mean = window.stream().mapToLong(Long::longValue).average().orElseThrow();
      final double variance = window.stream().mapToDouble(x -> (x - mean) * (x - mean)).average().orElseThrow();
      final double expectedUs = mean + 5.612001244174789 * Math.max(100_000, StrictMath.sqrt(variance));
      assertEquals(expectedUs * 1_000, (double) detector.timeoutNs(1), 1_000);
    }
  }

  @Test
  void shouldBelieveNoDeviationBelowTheLeast() {
    final PhiAccrualDetector detector = new PhiAccrualDetector(0, 2, CONFIG);
    detector.start(0);
    for (int i = 1; i <= 20; i++) {
      detector.onHeartbeat(i * SECOND, 1, i);
    }
    assertEquals(1_561_200_124.0, (double) detector.timeoutNs(1), 1_000, "1 s and 5.612 times 100 ms");
    assertFalse(Double.isNaN(detector.phi(21 * SECOND, 1)));
    assertEquals(StrictMath.log10(2), detector.phi(21 * SECOND, 1), 1e-9);
  }
}
