package dev.ordeal.faultlab.exploration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers different byte strings from 0 in the order they come up. Cold; single owner. */
final class Interner {
  private final Map<Key, Integer> numbers = new HashMap<>();
  private final List<byte[]> strings = new ArrayList<>();

  private record Key(byte[] bytes, int hash) {
    @Override
    public boolean equals(final Object other) {
      return other instanceof Key key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /** The number of a string, a new one if it is new. The bytes are kept, not copied. */
  int numberOf(final byte[] bytes) {
    final Integer known = numbers.putIfAbsent(new Key(bytes, Arrays.hashCode(bytes)), strings.size());
    if (known != null) {
      return known;
    }
    strings.add(bytes);
    return strings.size() - 1;
  }

  byte[] bytesOf(final int number) {
    return strings.get(number);
  }

  int size() {
    return strings.size();
  }
}
