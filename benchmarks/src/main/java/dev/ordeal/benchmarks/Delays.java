package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.CounterRandom;

/** Message delays drawn beforehand, so that a queue's benchmark measures the queue: uniform from 10 to 100 ms. */
final class Delays {
  static final long MIN_NS = 10_000_000;
  static final long MAX_NS = 100_000_000;

  private static final int COUNT = 1 << 16;
  private static final long SEED = 0x6f726465616cL;

  private final long[] delaysNs = new long[COUNT];
  private int next;

  Delays() {
    final CounterRandom random = new CounterRandom(SEED);
    for (int i = 0; i < COUNT; i++) {
      delaysNs[i] = random.nextLong(MIN_NS, MAX_NS);
    }
  }

  long nextNs() {
    return delaysNs[next++ & (COUNT - 1)];
  }
}
