package dev.ordeal.faultlab.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.faultlab.fault.Delay;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.List;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

/** Whatever a node does, the lab comes through it, and what it keeps is bounded by what is under way. */
class SimulationLimitsTest {
  private static final long MS = RunFixture.MS;
  private static final long SECOND = RunFixture.SECOND;

  private final RunFixture fixture = new RunFixture();

  @Test
  void shouldTakeWhateverANodeThrowsForAVerdict() {
    for (final Throwable thrown :
        List.of(new IllegalStateException("planted"), new OutOfMemoryError("planted"), new LinkageError("planted"))) {
      for (final String place : List.of("new", "next")) {
        final SimulationResult result = fixture.run(context -> {
          if (place.equals("new") && context.nodeId() == 0) {
            throwAny(thrown);
          }
          return new ScriptedNode(context) {
            @Override
            public long nextDeadlineNs() {
              if (context.nodeId() == 0) {
                throwAny(thrown);
              }
              return NO_DEADLINE;
            }
          };
        });
        assertEquals(1, result.failures().size(), place + " " + thrown);
        assertEquals("planted", result.failures().get(0).cause().getMessage());
      }
    }
  }

  private static void throwAny(final Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) thrown;
  }

  @Test
  void shouldEndAStepThatStagesWithoutEnd() {
    final SimulationResult result = fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        while (context.nodeId() == 0) {
          outbox.broadcast(word(1), 0, Long.BYTES);
        }
      }
    });
    assertTrue(result.failures().get(0).cause().getMessage().startsWith("step without end"));
  }

  @Test
  void shouldThrowWhenANodeReadsBeyondItsMessage() {
    final SimulationResult result = fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        outbox.broadcast(word(1), 0, Long.BYTES);
      }

      @Override
      public void onMessage(
          final long nowNs,
          final int fromId,
          final DirectBuffer buffer,
          final int offset,
          final int length,
          final Outbox outbox) {
        outbox.indicate(Indication.DELIVER, buffer.getLong(offset + length), 0);
      }
    });
    assertEquals(2, result.failures().size());
  }

  /** A near deadline that comes and goes before a far one adds nothing to the queue. */
  @Test
  void shouldNotPileUpDeadlines() {
    final Simulation simulation =
        runFor(
            100 * SECOND,
            context ->
                new ScriptedNode(context) {
                  @Override
                  public void onStart(final long nowNs, final Outbox outbox) {
                    wait(outbox);
                  }

                  @Override
                  public void onMessage(
                      final long nowNs,
                      final int fromId,
                      final DirectBuffer buffer,
                      final int offset,
                      final int length,
                      final Outbox outbox) {
                    deadlineNs = nowNs + MS;
                  }

                  @Override
                  public void onDeadline(final long nowNs, final Outbox outbox) {
                    wait(outbox);
                  }

                  private void wait(final Outbox outbox) {
                    deadlineNs = 3_600 * SECOND;
                    outbox.send(context.nodeId(), word(1), 0, Long.BYTES);
                  }
                });
    assertTrue(fixture.counters.deliveries > 100_000, "deliveries=" + fixture.counters.deliveries);
    assertTrue(simulation.queue.size() < 10, "pending=" + simulation.queue.size());
  }

  /** Steps that never all leave at once, because a new one is forced while an old one syncs, do not pile up. */
  @Test
  void shouldKeepOnlyTheStepsThatWait() {
    fixture.disks = List.of(new FaultPlan.Disk(0, 5 * MS, false, false, 0, FaultPlan.NEVER));
    final Simulation simulation =
        runFor(
            10 * SECOND,
            context ->
                new ScriptedNode(context) {
                  @Override
                  public void onStart(final long nowNs, final Outbox outbox) {
                    deadlineNs = context.nodeId() == 0 ? MS : NO_DEADLINE;
                  }

                  @Override
                  public void onDeadline(final long nowNs, final Outbox outbox) {
                    outbox.persist(word(1), 0, Long.BYTES);
                    outbox.indicate(Indication.DELIVER, 0, 0);
                    deadlineNs = nowNs + MS;
                  }
                });
    assertTrue(fixture.counters.syncs > 1_000, "syncs=" + fixture.counters.syncs);
    final int room = simulation.hosts[0].held.effects().kind.length;
    assertTrue(room <= 128, "room for " + room);
  }

  @Test
  void shouldStopNodesWhoseMessagesBreedMessages() {
    fixture.delay = new Delay.Uniform(10 * MS, 20 * MS);
    final SimulationResult result = fixture.run(context -> new ScriptedNode(context) {
      @Override
      public void onStart(final long nowNs, final Outbox outbox) {
        outbox.broadcast(word(1), 0, Long.BYTES);
      }

      @Override
      public void onMessage(
          final long nowNs,
          final int fromId,
          final DirectBuffer buffer,
          final int offset,
          final int length,
          final Outbox outbox) {
        outbox.broadcast(word(1), 0, Long.BYTES);
        outbox.broadcast(word(2), 0, Long.BYTES);
      }
    });
    assertEquals(2, result.failures().size());
    assertTrue(result.failures().get(0).cause().getMessage().startsWith("too many events pending"));
  }

  private Simulation runFor(final long durationNs, final Function<NodeContext, ProtocolNode> factory) {
    final Simulation simulation =
        new Simulation(
            new SimulationSetup(
                ScriptedNode.spec(factory),
                ParameterValues.defaultsOf(List.of()),
                fixture.nodes,
                fixture.seed,
                durationNs,
                fixture.plan()),
            Workload.NONE,
            (timeNs, nodeId, indication, key, value) -> {},
            null,
            fixture.counters);
    simulation.run();
    return simulation;
  }
}
