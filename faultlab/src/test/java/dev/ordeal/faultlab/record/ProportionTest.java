package dev.ordeal.faultlab.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ProportionTest {
  private static final double Z = 1.959963984540054;

  @Test
  void shouldBeWilsonsInterval() {
    for (int of = 1; of <= 60; of++) {
      for (int count = 0; count <= of; count++) {
        final Proportion proportion = Proportion.of(count, of);
        final double share = (double) count / of;
        final double middle = (share + Z * Z / (2 * of)) / (1 + Z * Z / of);
        final double half =
            Z / (1 + Z * Z / of) * StrictMath.sqrt(share * (1 - share) / of + Z * Z / (4.0 * of * of));
        assertEquals(Math.max(0, middle - half), proportion.low(), 1e-6);
        assertEquals(Math.min(1, middle + half), proportion.high(), 1e-6);
      }
    }
  }

  @Test
  void shouldNeverSayZeroPercent() {
    assertEquals("0/400, at most 0.95 %", Proportion.of(0, 400).text());
    assertEquals("400/400, at least 99.05 %", Proportion.of(400, 400).text());
    assertEquals("12/200, 6.0 % (3.5 to 10.2)", Proportion.of(12, 200).text());
    assertEquals("0/0", Proportion.of(0, 0).text());
    assertTrue(Proportion.of(1, 100_000).text().startsWith("1/100000, 0.0010 %"), Proportion.of(1, 100_000).text());
  }

  @Test
  void shouldRefuseMoreThanAll() {
    assertThrows(IllegalArgumentException.class, () -> Proportion.of(3, 2));
    assertThrows(IllegalArgumentException.class, () -> Proportion.of(-1, 2));
  }
}
