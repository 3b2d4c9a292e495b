package dev.ordeal.protocols.core;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Measures what a repeated piece of work allocates on this thread once it is warm. */
public final class StepAllocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 20_000;
  private static final int MEASURED = 20_000;
  private static final int ROUNDS = 5;

  private StepAllocation() {}

  /** Work done again and again, told how often it has been done. */
  @FunctionalInterface
  public interface Work {
    /** Does it once more. */
    void run(long iteration);
  }

  /**
   * Bytes allocated by the leanest of some rounds, each of many runs: once warm, one lean round proves the code lean.
   */
  public static long bytesOf(final Work work) {
    long iteration = 0;
    for (int i = 0; i < WARM_UP; i++) {
      work.run(iteration++);
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      final long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < MEASURED; i++) {
        work.run(iteration++);
      }
      final long after = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      least = Math.min(least, after - before);
    }
    return least;
  }
}
