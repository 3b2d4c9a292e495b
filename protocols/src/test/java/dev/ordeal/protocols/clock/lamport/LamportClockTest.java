package dev.ordeal.protocols.clock.lamport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.ClockException;
import dev.ordeal.protocols.clock.Ordering;
import java.nio.ByteOrder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Lamport 1978, one test a rule, and what the paper leaves out: ends and limits. */
class LamportClockTest {
  private final LamportClock clock = new LamportClock();

  /** IR1: a process increments its clock between any two successive events. */
  @Test
  void shouldRaiseTheTimeWithEveryEvent() {
    assertEquals(0, clock.stamp());
    assertEquals(1, clock.tick());
    assertEquals(2, clock.tick());
    assertEquals(2, clock.stamp());
  }

  /** IR2(b): after a receipt the clock is no less than before and greater than the message's stamp. */
  @Test
  void shouldGoPastBothTimesWithAReceipt() {
    assertEquals(6, clock.observe(5));
    assertEquals(7, clock.observe(3));
    assertEquals(8, clock.observe(7));
  }

  /** "Ordering the Events Totally": by time, and where times are the same by process. */
  @Test
  void shouldOrderByTimeThenByProcess() {
    assertEquals(Ordering.BEFORE, LamportClock.compare(1, 9, 2, 0));
    assertEquals(Ordering.BEFORE, LamportClock.compare(1, 0, 1, 1));
    assertEquals(Ordering.AFTER, LamportClock.compare(1, 1, 1, 0));
    assertEquals(Ordering.EQUAL, LamportClock.compare(1, 1, 1, 1));
  }

  @Test
  void shouldRefuseToTickPastTheLastTime() {
    clock.restore(LamportClock.TIME_MAX - 1);
    assertEquals(LamportClock.TIME_MAX, clock.tick());
    final ClockException usedUp = assertThrows(ClockException.class, clock::tick);
    assertEquals("lamport clock used up: max=9223372036854775807", usedUp.getMessage());
    assertThrows(ClockException.class, () -> clock.observe(1));
    assertEquals(LamportClock.TIME_MAX, clock.stamp());
  }

  @Test
  void shouldRefuseAStampTooFarAhead() {
    final LamportClock bounded = new LamportClock(100);
    bounded.tick();
    assertTrue(bounded.accepts(101));
    assertFalse(bounded.accepts(102));
    final ClockException refused = assertThrows(ClockException.class, () -> bounded.observe(102));
    assertEquals(
        "lamport stamp refused: stamp=102, time=1, min=0, aheadMax=100, max=9223372036854775806",
        refused.getMessage());
    assertEquals(1, bounded.stamp());
    assertEquals(102, bounded.observe(101));
    assertThrows(ClockException.class, () -> clock.observe(LamportClock.TIME_MAX));
    assertThrows(ClockException.class, () -> clock.observe(-1));
    assertThrows(IllegalArgumentException.class, () -> new LamportClock(0));
  }

  @Test
  void shouldNeverGoBackWhenRestored() {
    clock.restore(9);
    clock.restore(3);
    assertEquals(10, clock.tick());
    assertThrows(ClockException.class, () -> clock.restore(-1));
  }

  @Test
  void shouldReadWhatItWrote() {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[16]);
    assertEquals(3 + LamportClock.ENCODED_LENGTH, LamportClock.encode(0x0102030405060708L, buffer, 3));
    assertEquals(8, buffer.getByte(3), "least byte first");
    assertEquals(0x0102030405060708L, LamportClock.decode(buffer, 3));
    buffer.putLong(3, -5, ByteOrder.LITTLE_ENDIAN);
    assertThrows(ClockException.class, () -> LamportClock.decode(buffer, 3));
  }
}
