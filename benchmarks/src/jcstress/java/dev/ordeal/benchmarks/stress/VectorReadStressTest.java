package dev.ordeal.benchmarks.stress;

import dev.ordeal.protocols.clock.vector.SharedVectorClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * A writer that goes round the slots more than twice, and a reader that reads twice: each stamp whole, the second no
 * older than the first. A stamp is whole where every entry is what the writer's own entry says it must be.
 */
@JCStressTest
@Outcome(id = "true, true", expect = Expect.ACCEPTABLE, desc = "whole, and in order")
@Outcome(id = "false, .*", expect = Expect.FORBIDDEN, desc = "torn")
@Outcome(id = ".*, false", expect = Expect.FORBIDDEN, desc = "went back")
@State
public class VectorReadStressTest {
  private static final int ENTRIES = 6;
  private static final int STAMPS = 10;

  private final SharedVectorClock clock = new SharedVectorClock(ENTRIES, 0);
  private final long[] received = new long[ENTRIES];
  private final long[] first = new long[ENTRIES];
  private final long[] second = new long[ENTRIES];

  @Actor
  public void writer() {
    for (int stamp = 1; stamp <= STAMPS; stamp++) {
      for (int i = 1; i < ENTRIES; i++) {
        received[i] = 10L * stamp + i;
      }
      clock.observe(received, 0);
    }
  }

  @Actor
  public void reader(final ZZ_Result result) {
    clock.stamp(first, 0);
    clock.stamp(second, 0);
    result.r1 = isWhole(first) && isWhole(second);
    result.r2 = first[0] <= second[0];
  }

  private static boolean isWhole(final long[] stamp) {
    for (int i = 1; i < ENTRIES; i++) {
      if (stamp[i] != (stamp[0] == 0 ? 0 : 10 * stamp[0] + i)) {
        return false;
      }
    }
    return true;
  }
}
