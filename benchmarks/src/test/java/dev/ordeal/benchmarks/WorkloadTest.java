package dev.ordeal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A benchmark of something else than its name says is worse than none. */
class WorkloadTest {
  @ParameterizedTest
  @CsvSource({"off,1000", "on,1000", "off,20000", "on,20000"})
  void shouldKeepSoManyTokensInFlight(final String faults, final int pending) {
    final SimulatorBenchmark.Ping state = new SimulatorBenchmark.Ping();
    state.faults = faults;
    state.pending = pending;
    state.start();

    for (int i = 0; i < 20; i++) {
      state.running.advance(pending, new SimulatorBenchmark.Delivered());
      assertTrue(Math.abs(state.running.inFlight() - pending) < pending * 0.15);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "on"})
  void shouldKeepSoManyHeartbeatsInFlight(final String faults) {
    final SimulatorBenchmark.Raft state = new SimulatorBenchmark.Raft();
    state.faults = faults;
    state.pending = 1_000;
    state.start();

    for (int i = 0; i < 20; i++) {
      state.running.advance(1_000, new SimulatorBenchmark.Delivered());
      assertTrue(Math.abs(state.running.inFlight() - 1_000) < 250);
    }
  }

  @Test
  void shouldPopTheBareHeapInOrder() {
    final BinaryHeapQueue heap = new BinaryHeapQueue(1);
    final PriorityQueue<Long> model = new PriorityQueue<>();
    final Delays delays = new Delays();
    for (int i = 0; i < 10_000; i++) {
      final long timeNs = delays.nextNs();
      heap.schedule(timeNs, -timeNs);
      model.add(timeNs);
      if (i % 3 == 0) {
        assertTrue(heap.poll());
        assertEquals(model.remove(), heap.polledTimeNs());
        assertEquals(-heap.polledTimeNs(), heap.polledEvent());
      }
    }
    while (!model.isEmpty()) {
      assertTrue(heap.poll());
      assertEquals(model.remove(), heap.polledTimeNs());
    }
    assertTrue(!heap.poll());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bully/election",
        "raft-election/heartbeat",
        "raft-election/beat",
        "raft-election/stale-request-vote",
        "reliable-link/message",
        "fifo-link/message",
        "abd/read",
        "abd/write",
        "two-phase/commit",
        "presumed-abort/commit",
        "presumed-commit/commit",
        "three-phase/commit",
        "paxos-commit/commit"
      })
  void shouldDoSomethingInEachStep(final String name) {
    final LongSupplier steps = Steps.of(name);

    final long before = steps.getAsLong();

    final long after = steps.getAsLong();

    assertNotEquals(before, after);
    assertEquals(after + (after - before), steps.getAsLong());
  }

  /** Two phases of a question and an answer for each of the four others, as the benchmark's comment says. */
  @ParameterizedTest
  @ValueSource(strings = {"abd/read", "abd/write"})
  void shouldTakeSixteenMessagesForAnOperationOnARegister(final String name) {
    final LongSupplier steps = Steps.of(name);
    final long before = steps.getAsLong();
    assertEquals(before + 16, steps.getAsLong());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bully/heartbeat",
        "bully/election",
        "raft-election/heartbeat",
        "raft-election/heartbeat-ack",
        "raft-election/beat",
        "raft-election/stale-request-vote",
        "reliable-link/message",
        "fifo-link/message",
        "abd/read",
        "abd/write",
        "two-phase/commit",
        "presumed-abort/commit",
        "presumed-commit/commit",
        "three-phase/commit",
        "paxos-commit/commit"
      })
  void shouldAllocateNothingInAStep(final String name) {
    final LongSupplier steps = Steps.of(name);
    final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long effects = 0;
    for (int i = 0; i < 20_000; i++) {
      effects = steps.getAsLong();
    }
    long least = Long.MAX_VALUE;
    // The least of some rounds, since the compiler may allocate on our account while it works.
    for (int round = 0; round < 10; round++) {
      final long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        effects = steps.getAsLong();
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertEquals(0, least, "bytes in a thousand steps");
    assertTrue(effects >= 0);
  }
}
