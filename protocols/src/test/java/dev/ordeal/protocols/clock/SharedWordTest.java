package dev.ordeal.protocols.clock;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Where the JVM puts a shared word. */
class SharedWordTest {
  private static final long CACHE_LINE = 64;

  @Test
  void shouldKeepACacheLineFreeOnBothSides() throws NoSuchFieldException {
    final long at = offsetOf("word");
    long lowest = at;
    long highest = at;
    for (final Field field : SharedWord.class.getDeclaredFields()) {
      if (field.getType() == long.class) {
        lowest = Math.min(lowest, offsetOf(field.getName()));
        highest = Math.max(highest, offsetOf(field.getName()));
      }
    }
    assertTrue(at - lowest >= CACHE_LINE, () -> "the word at %d has less than a line before it".formatted(at));
    assertTrue(highest - at >= CACHE_LINE, "the word has less than a line after it");
  }

  private static long offsetOf(final String field) throws NoSuchFieldException {
    return UnsafeApi.objectFieldOffset(SharedWord.class.getDeclaredField(field));
  }
}
