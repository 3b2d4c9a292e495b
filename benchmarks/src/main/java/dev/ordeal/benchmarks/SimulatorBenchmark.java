package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.RunObserver;
import dev.ordeal.faultlab.simulation.Simulation;
import dev.ordeal.faultlab.simulation.SimulationSetup;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events a second of one simulation that never ends, in its steady state, with so many messages in flight. The
 * secondary
 * result {@code deliveries} counts those that reached a node; the score counts timers too. With {@code -prof gc},
 * {@code gc.alloc.rate.norm} is bytes an event. The two heaps take and schedule as many events and do nothing else: the
 * floor, measured in the same run.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class SimulatorBenchmark {
  private static final int EVENTS = 1_000;
  private static final long MS = 1_000_000;

  /** Tokens passed round among ten nodes. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long ping(final Ping state, final Delivered delivered) {
    return state.running.advance(EVENTS, delivered);
  }

  /** A leader of 101 servers beats every millisecond; delays are as long as it takes to keep so much in flight. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long raftElection(final Raft state, final Delivered delivered) {
    return state.running.advance(EVENTS, delivered);
  }

  /** The floor. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long binaryHeap(final EventQueueBenchmark.Heap state) {
    final BinaryHeapQueue queue = state.queue;
    long events = 0;
    for (int i = 0; i < EVENTS; i++) {
      queue.poll();
      final long event = queue.polledEvent();
      queue.schedule(queue.polledTimeNs() + state.delays.nextNs(), event);
      events += event;
    }
    return events;
  }

  /** The JDK's queue, an object an event. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long priorityQueue(final EventQueueBenchmark.Objects state) {
    long events = 0;
    for (int i = 0; i < EVENTS; i++) {
      final EventQueueBenchmark.TimedEvent polled = state.queue.poll();
      state.queue.add(new EventQueueBenchmark.TimedEvent(polled.timeNs() + state.delays.nextNs(), polled.event()));
      events += polled.event();
    }
    return events;
  }

  /** What the simulation did, beside the events JMH counts. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Delivered {
    /** Messages that reached a node. */
    public long deliveries;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void reset() {
      deliveries = 0;
    }
  }

  /** A simulation in its steady state. */
  static final class Running {
    private static final long SEED = 7;
    private static final long FOR_EVER_NS = Long.MAX_VALUE / 4;
    private static final long SETTLING_EVENTS_MAX = 200_000_000;

    private final Counters counters = new Counters();
    private final Simulation simulation;

    Running(
        final AlgorithmSpec spec,
        final Map<String, Long> values,
        final int nodes,
        final FaultPlan plan,
        final long pending) {
      simulation =
          new Simulation(
              new SimulationSetup(
                  spec, ParameterValues.of(spec.parameters(), values), nodes, SEED, FOR_EVER_NS, plan),
              Workload.NONE,
              new Ignoring(),
              null,
              counters);
      // Until as much is in flight as ever will be, and every message has come round a few times.
      while (inFlight() < pending - pending / 10) {
        settle(EVENTS);
      }
      settle(5 * pending);
    }

    private void settle(final long events) {
      if (!simulation.advance(events) || counters.events > SETTLING_EVENTS_MAX) {
        throw new IllegalStateException(
            "simulation does not settle: events=%d, inFlight=%d".formatted(counters.events, inFlight()));
      }
    }

    /** Messages on their way. */
    long inFlight() {
      return counters.sends
          + counters.receipts.count(FaultKind.DUPLICATION)
          - counters.receipts.count(FaultKind.LOSS)
          - counters.deliveries;
    }

    long advance(final long events, final Delivered delivered) {
      final long before = counters.deliveries;
      simulation.advance(events);
      delivered.deliveries += counters.deliveries - before;
      return counters.deliveries;
    }
  }

  /** Tokens in flight. */
  @State(Scope.Thread)
  public static class Ping {
    private static final int NODES = 10;
    private static final long MEAN_DELAY_NS = 55 * MS;

    /** How many messages are in flight all the time. */
    @Param({"1000", "100000", "1000000"})
    public int pending;

    /** Whether links lose and duplicate 5 % each and delay 10–100 ms, or take 55 ms and do nothing else. */
    @Param({"off", "on"})
    public String faults;

    Running running;

    /** Fills it. */
    @Setup
    public void start() {
      final boolean isFaulty = faults.equals("on");
      running =
          new Running(
              new PingSpec(),
              Map.of("tokens", (long) pending / NODES, "interval", MEAN_DELAY_NS, "mend", isFaulty ? 1L : 0L),
              NODES,
              isFaulty ? Plans.lossDelayDuplication(MEAN_DELAY_NS) : Plans.constantDelay(MEAN_DELAY_NS),
              pending);
    }
  }

  /** Heartbeats and answers in flight. */
  @State(Scope.Thread)
  public static class Raft {
    private static final int NODES = 101;

    /** How many messages are in flight all the time. */
    @Param({"1000", "100000", "1000000"})
    public int pending;

    /** As for ping, with delays that keep as much in flight. */
    @Param({"off", "on"})
    public String faults;

    Running running;

    /** Elects a leader and lets it beat. */
    @Setup
    public void start() {
      final long meanDelayNs = pending * MS / (2 * (NODES - 1));
      running =
          new Running(
              new RaftElectionSpec(),
              Map.of(
                  "heartbeat", MS,
                  "election-timeout-min", 60_000 * MS,
                  "election-timeout-max", 3_600_000 * MS,
                  "equal-logs", 1L),
              NODES,
              faults.equals("on") ? Plans.lossDelayDuplication(meanDelayNs) : Plans.constantDelay(meanDelayNs),
              pending);
    }
  }

  /** A judge with no opinion. */
  private static final class Ignoring implements RunObserver {
    @Override
    public void onIndication(
        final long timeNs,
        final int nodeId,
        final Indication indication,
        final long key,
        final long value) {}
  }
}
