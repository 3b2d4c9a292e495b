package dev.ordeal.protocols.broadcast.atomic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.consensus.chandratoueg.CoordinatedRounds;
import org.junit.jupiter.api.Test;

class RoundLogTest {
  private final RoundLog log = new RoundLog();

  @Test
  void shouldKeepWhatWasSaidInTheLastRounds() {
    for (long round = 1; round <= RoundLog.LENGTH + 1; round++) {
      log.enter(round);
      log.sayEstimate(round, (int) (round % 3), round - 1);
      log.sayReply(round, round % 2 == 0);
    }
    assertEquals(2, log.firstSince(0));
    assertEquals(2, log.estimate(2));
    assertEquals(1, log.adoptedIn(2));
    assertTrue(log.hasAdopted(2));
    assertTrue(log.hasReplied(3));
    assertFalse(log.hasAdopted(3));
    assertEquals(RoundLog.LENGTH, log.adoptedIn(RoundLog.LENGTH + 1));
    assertEquals(CoordinatedRounds.NOBODY, log.value(RoundLog.LENGTH + 1));
  }

  @Test
  void shouldForgetWhatWasSaidInARoundThatIsEnteredAnew() {
    log.enter(1);
    log.sayValue(1, 2);
    log.clear();
    assertEquals(0, log.round());
    log.enter(1);
    assertEquals(CoordinatedRounds.NOBODY, log.value(1));
    assertFalse(log.hasReplied(1));
  }

  @Test
  void shouldCountEachNodeOnceInARound() {
    assertTrue(log.isFirstEstimate(1, 47));
    assertFalse(log.isFirstEstimate(1, 47));
    assertTrue(log.isFirstEstimate(1, 15));
    assertTrue(log.isFirstReply(1, 47), "replies are counted apart");
    assertTrue(log.isFirstEstimate(1 + RoundLog.LENGTH, 47));
    assertFalse(log.isFirstEstimate(1 + RoundLog.LENGTH, 47));
  }
}
