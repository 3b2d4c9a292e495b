package dev.ordeal.benchmarks.stress;

import dev.ordeal.protocols.clock.lamport.SharedLamportClock;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;

/** A thread that has seen another's stamp ticks and looks: neither is below it. */
@JCStressTest
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "nothing seen")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "both are above what was seen")
@Outcome(expect = Expect.FORBIDDEN, desc = "a stamp below one seen before")
@State
public class LamportMessageStressTest {
  private final SharedLamportClock clock = new SharedLamportClock();
  private volatile long message;

  @Actor
  public void sender() {
    message = clock.tick();
  }

  @Actor
  public void receiver(final JJ_Result result) {
    final long seen = message;
    if (seen != 0) {
      result.r1 = clock.stamp() >= seen ? 1 : -1;
      result.r2 = clock.tick() > seen ? 1 : -1;
    }
  }
}
