package dev.ordeal.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.ordeal.faultlab.exploration.ExplorationPlan;
import dev.ordeal.faultlab.exploration.ExplorationResult;
import dev.ordeal.faultlab.exploration.Explorer;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.detector.phi.PhiAccrualDetector;
import dev.ordeal.protocols.detector.phi.PhiConfig;
import java.lang.management.ManagementFactory;
import java.util.List;
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
        "raft-election/pre-vote-refused",
        "complete-bully/are-you-normal",
        "complete-bully/are-you-there",
        "chang-roberts/candidate",
        "hirschberg-sinclair/probe",
        "reliable-link/message",
        "fifo-link/message",
        "abd/read",
        "abd/write",
        "two-phase/commit",
        "presumed-abort/commit",
        "presumed-commit/commit",
        "three-phase/commit",
        "paxos-commit/commit",
        "ben-or/phase",
        "ben-or/phase-common-coin",
        "chandra-toueg/five-rounds"
      })
  void shouldDoSomethingInEachStep(final String name) {
    final LongSupplier steps = Steps.of(name);

    final long before = steps.getAsLong();

    final long after = steps.getAsLong();

    assertNotEquals(before, after);
    assertEquals(after + (after - before), steps.getAsLong());
  }

  /** From the third instance on two messages are delivered in each, so the effects of all are as many. */
  @Test
  void shouldDeliverTwoMessagesInAnInstance() {
    final BroadcastRound broadcast = new BroadcastRound();
    broadcast.instance();
    final long second = broadcast.instance();
    final long third = broadcast.instance();
    final long fourth = broadcast.instance();
    assertTrue(third > second);
    assertEquals(fourth - third, broadcast.instance() - fourth);
  }

  /** A ping is answered; one in two deadlines of SWIM begins a period, the other asks others. */
  @Test
  void shouldAnswerAndSendInSwim() {
    final DetectorRound pings = DetectorRound.swimPing();
    final long before = pings.effects();
    pings.receive();
    assertEquals(before + 1, pings.effects());
    for (int i = 0; i < 100; i++) {
      pings.period();
    }
    assertTrue(pings.effects() >= before + 1 + 50);
  }

  /** The textbook's detector and ours see the same levels, where its approximation of the normal tail is one. */
  @Test
  void shouldMeasureThePhiDetectorBesideOneThatSaysTheSame() {
    final TextbookPhi textbook = new TextbookPhi(50, 1_000_000);
    final PhiAccrualDetector phi =
        new PhiAccrualDetector(0, 2, new PhiConfig(1_000_000_000, 8, 50, 1_000_000, 3_000_000_000L));
    final Delays delays = new Delays();
    phi.start(0);
    long nowNs = 0;
    for (int i = 0; i < 200; i++) {
      nowNs += 900_000_000 + delays.nextNs() % 200_000_000;
      textbook.heartbeat(nowNs);
      phi.onHeartbeat(nowNs, 1, nowNs);
    }
    double highest = 0;
    for (long laterNs = 500_000_000; phi.phi(nowNs + laterNs, 1) < 3; laterNs += 10_000_000) {
      highest = phi.phi(nowNs + laterNs, 1);
      assertEquals(highest, textbook.phi(nowNs + laterNs), 0.15);
    }
    assertTrue(highest > 2);
  }

  /** A round is two elections, after each of which all that are up hold one of them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bully",
        "complete-bully",
        "chang-roberts",
        "hirschberg-sinclair",
        "raft-election",
        "raft-election-checked"
      })
  void shouldElectTwiceARound(final String algorithm) {
    final ElectionRound cluster = ElectionBenchmark.of(algorithm, 5);
    long before = 0;
    for (int i = 0; i < 100; i++) {
      final long delivered = cluster.round();
      final long messages = delivered - before;
      before = delivered;
      assertTrue(i == 0 || (messages >= 8 && messages < 1_000), algorithm + " messages=" + messages);
    }
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
        "raft-election/checked-heartbeat-ack",
        "raft-election/beat",
        "raft-election/stale-request-vote",
        "raft-election/pre-vote-refused",
        "complete-bully/are-you-normal",
        "complete-bully/are-you-there",
        "chang-roberts/candidate",
        "hirschberg-sinclair/probe",
        "reliable-link/message",
        "fifo-link/message",
        "abd/read",
        "abd/write",
        "heartbeat-detector/heartbeat",
        "phi-accrual/heartbeat",
        "omega/alive",
        "swim/ping",
        "swim/period",
        "two-phase/commit",
        "presumed-abort/commit",
        "presumed-commit/commit",
        "three-phase/commit",
        "paxos-commit/commit",
        "paxos/ballot",
        "ben-or/phase",
        "ben-or/phase-common-coin",
        "chandra-toueg/five-rounds",
        "flood-set/message",
        "early-deciding/message",
        "broadcast-from-consensus/instance"
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

  /** The baseline visits the very states that the search visits. */
  @ParameterizedTest
  @CsvSource({"0,-1,-1", "-1,1,-1", "-1,-1,3"})
  void shouldCountTheStatesThatTheExplorerCounts(final long first, final long second, final long third) {
    final PaxosSpec spec = new PaxosSpec();
    final List<Long> proposals = List.of(first, second, third);
    final ExplorationResult result =
        new Explorer(
                new ExplorationPlan(
                    spec, ParameterValues.defaultsOf(spec.parameters()), proposals, 0, 0, 0, 0, 1_000, 100_000))
            .run();
    assertEquals(ExplorationResult.End.EXHAUSTED, result.end());
    assertTrue(result.worlds() > 20, "states=" + result.worlds());
    assertEquals(result.worlds(), new PlainSearch(spec, proposals).states(100_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flood-set",
        "early-deciding",
        "paxos",
        "ben-or",
        "ben-or/common-coin",
        "chandra-toueg",
        "consensus-from-broadcast"
      })
  void shouldDecideEachTime(final String algorithm) {
    final Decision decision = new Decision(algorithm);
    for (long seed = 0; seed < 20; seed++) {
      final long messages = decision.decide(seed);
      assertTrue(messages >= 8);
      assertTrue(decision.carry(messages) > 0);
    }
  }
}
