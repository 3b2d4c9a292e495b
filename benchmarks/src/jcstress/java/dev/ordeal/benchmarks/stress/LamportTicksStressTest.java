package dev.ordeal.benchmarks.stress;

import dev.ordeal.protocols.clock.lamport.SharedLamportClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Two threads tick: no stamp twice. */
@JCStressTest
@Outcome(id = {"1, 2, 2", "2, 1, 2"}, expect = Expect.ACCEPTABLE, desc = "one after the other")
@Outcome(expect = Expect.FORBIDDEN, desc = "a stamp twice, or one lost")
@State
public class LamportTicksStressTest {
  private final SharedLamportClock clock = new SharedLamportClock();

  @Actor
  public void one(final JJJ_Result result) {
    result.r1 = clock.tick();
  }

  @Actor
  public void two(final JJJ_Result result) {
    result.r2 = clock.tick();
  }

  @Arbiter
  public void after(final JJJ_Result result) {
    result.r3 = clock.stamp();
  }
}
