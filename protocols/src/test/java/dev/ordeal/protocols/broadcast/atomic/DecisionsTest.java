package dev.ordeal.protocols.broadcast.atomic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class DecisionsTest {
  private final Decisions decisions = new Decisions(1);

  /** Eight slots become sixteen, of which some are never used; number 128 is in the first when they become 32. */
  @Test
  void shouldKeepWhatCameOutOfOrderWhenItGrows() {
    for (long instance = 1; instance <= 121; instance++) {
      put(instance);
      decisions.forgetBefore(Math.min(instance + 1, 113));
    }
    put(128);
    put(129);
    for (long instance = 1; instance <= 130; instance++) {
      final boolean isKept = (instance >= 113 && instance <= 121) || instance == 128 || instance == 129;
      assertEquals(isKept, decisions.contains(instance), "instance=" + instance);
      if (isKept) {
        assertEquals(1, decisions.get(instance).count);
        assertEquals(instance, decisions.get(instance).ids[0]);
      }
    }
  }

  @Test
  void shouldForgetWhatComesBefore() {
    put(1);
    put(2);
    decisions.forgetBefore(2);
    assertFalse(decisions.contains(1));
    assertTrue(decisions.contains(2));
    assertEquals(2, decisions.lowest());
  }

  private void put(final long instance) {
    final Batch batch = new Batch(1);
    batch.add(instance, 10 * instance);
    decisions.put(instance, batch);
  }
}
