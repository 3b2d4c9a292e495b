package dev.ordeal.benchmarks.stress;

import dev.ordeal.protocols.clock.lamport.SharedLamportClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJJJ_Result;

/** A receipt beside a receipt and a tick: no stamp twice, and a receipt's stamp above the message's. */
@JCStressTest
@Outcome(id = "6, 7, 8, 8", expect = Expect.ACCEPTABLE, desc = "first")
@Outcome(id = "6, 5, 7, 7", expect = Expect.ACCEPTABLE, desc = "between")
@Outcome(id = "7, 5, 6, 7", expect = Expect.ACCEPTABLE, desc = "last")
@Outcome(expect = Expect.FORBIDDEN, desc = "a stamp twice, or one below what was observed")
@State
public class LamportReceiptStressTest {
  private final SharedLamportClock clock = new SharedLamportClock();

  @Actor
  public void one(final JJJJ_Result result) {
    result.r1 = clock.observe(5);
  }

  @Actor
  public void two(final JJJJ_Result result) {
    result.r2 = clock.observe(4);
    result.r3 = clock.tick();
  }

  @Arbiter
  public void after(final JJJJ_Result result) {
    result.r4 = clock.stamp();
  }
}
