package dev.ordeal.protocols.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Set;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class StateDigestTest {
  @Test
  void shouldDependOnEveryBitAndOnLengthAndNotOnOffset() {
    for (int length = 0; length < 40; length++) {
      final byte[] bytes = new byte[64];
      for (int i = 0; i < length; i++) {
        bytes[5 + i] = (byte) (i * 37);
      }
      final UnsafeBuffer buffer = new UnsafeBuffer(bytes);
      final long digest = StateDigest.of(buffer, 5, length);
      final UnsafeBuffer moved = new UnsafeBuffer(new byte[64]);
      moved.putBytes(11, buffer, 5, length);
      assertEquals(digest, StateDigest.of(moved, 11, length));
      final Set<Long> seen = new HashSet<>(Set.of(digest));
      for (int bit = 0; bit < 8 * length; bit++) {
        bytes[5 + bit / 8] ^= (byte) (1 << bit % 8);
        assertTrue(seen.add(StateDigest.of(buffer, 5, length)), "bit " + bit + " of " + length + " bytes");
        bytes[5 + bit / 8] ^= (byte) (1 << bit % 8);
      }
      assertNotEquals(digest, StateDigest.of(new UnsafeBuffer(new byte[64]), 0, length + 1));
    }
  }
}
