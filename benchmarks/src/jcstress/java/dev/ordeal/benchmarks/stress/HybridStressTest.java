package dev.ordeal.benchmarks.stress;

import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.clock.hybrid.SharedHybridLogicalClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/**
 * A tick at wall time 1 beside one at 0 and the receipt of (0, 7), in units: no stamp twice, none below one observed.
 */
@JCStressTest
@Outcome(id = "65536, 65537, 65538, 65538", expect = Expect.ACCEPTABLE, desc = "first")
@Outcome(id = "65536, 1, 65537, 65537", expect = Expect.ACCEPTABLE, desc = "between")
@Outcome(id = "65536, 1, 8, 65536", expect = Expect.ACCEPTABLE, desc = "last")
@Outcome(expect = Expect.FORBIDDEN, desc = "a stamp twice, or one below what was observed")
@State
public class HybridStressTest {
  private final SharedHybridLogicalClock clock = new SharedHybridLogicalClock(Long.MAX_VALUE);

  @Actor
  public void ahead(final JJJJ_Result result) {
    result.r1 = clock.tick(HybridLogicalClock.UNIT_NS);
  }

  @Actor
  public void behind(final JJJJ_Result result) {
    result.r2 = clock.tick(0);
    result.r3 = clock.observe(HybridLogicalClock.pack(0, 7), 0);
  }

  @Arbiter
  public void after(final JJJJ_Result result) {
    result.r4 = clock.stamp();
  }
}
