package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.LinkRules;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import java.lang.management.ManagementFactory;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class SimulationAllocationTest {
  private static final long MS = RunFixture.MS;
  private static final int TOKENS = 50;

  /**
   * The smallest object, 16 B, once in 1,600 events. Not zero: a bucket of the event queue doubles when it is fuller than
   * ever before, and the buckets of the higher bits of time are first filled late, each once.
   */
  private static final double LEAST_VISIBLE = 0.01;

  /** Keeps tokens bouncing; loss and duplication are balanced by throwing surplus ones away and adding missing ones. */
  private static class Bouncer extends ScriptedNode {
    private int bounced;

    Bouncer(final NodeContext context) {
      super(context);
    }

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {
      deadlineNs = nowNs;
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {
      final int missing = TOKENS - bounced;
      for (int i = 0; i < missing; i++) {
        outbox.send((context.nodeId() + 1) % context.clusterSize(), word(i), 0, Long.BYTES);
      }
      bounced = 0;
      deadlineNs = nowNs + 100 * MS;
    }

    @Override
    public void onMessage(
        final long nowNs,
        final int fromId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      if (bounced < TOKENS) {
        bounced++;
        outbox.send(fromId, buffer, offset, length);
      }
    }
  }

  @Test
  void shouldAllocateNothingPerEventInTheSteadyState() {
    final double bytes = bytesPerEvent(Bouncer::new);
    assertTrue(bytes < LEAST_VISIBLE, () -> "bytes an event: " + bytes);
  }

  @Test
  void shouldSeeANodeThatAllocatesOnePlantedWord() {
    final double bytes =
        bytesPerEvent(
            context ->
                new Bouncer(context) {
                  private Object kept;

                  @Override
                  public void onMessage(
                      final long nowNs,
                      final int fromId,
                      final DirectBuffer buffer,
                      final int offset,
                      final int length,
                      final Outbox outbox) {
                    kept = new long[1];
                    super.onMessage(nowNs, fromId, buffer, offset, length, outbox);
                  }
                });
    assertEquals(24, bytes, 1.0);
  }

  /**
   * What a four times longer run allocates more, by event: start-up is the same in both and drops out. The least of three
   * tries counts: what the JVM allocates once, now or then, drops out too, and what an event allocates cannot.
   */
  private static double bytesPerEvent(final Function<NodeContext, Bouncer> factory) {
    double least = Double.MAX_VALUE;
    for (int round = 0; round < 3; round++) {
      final Cost brief = run(factory, 500);
      final Cost lengthy = run(factory, 2000);
      least = Math.min(least, (double) (lengthy.bytes - brief.bytes) / (lengthy.events - brief.events));
    }
    return least;
  }

  private record Cost(long bytes, long events) {}

  private static Cost run(final Function<NodeContext, Bouncer> factory, final long seconds) {
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    final RunFixture fixture = new RunFixture();
    fixture.nodes = 5;
    fixture.durationNs = seconds * RunFixture.SECOND;
    fixture.delay = new Delay.Uniform(10 * MS, 100 * MS);
    fixture.links =
        new LinkRules(20_000_000, LinkRules.Burst.NONE, 20_000_000, 0, new Delay.Constant(0), 0, 0, 0, false);
    final long before = threads.getCurrentThreadAllocatedBytes();
    fixture.run(factory);
    return new Cost(threads.getCurrentThreadAllocatedBytes() - before, fixture.counters.events);
  }
}
