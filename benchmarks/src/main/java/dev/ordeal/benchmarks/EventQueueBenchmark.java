package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.simulation.RadixEventQueue;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Takes the earliest event and schedules another one, 10 to 100 ms later, with so many pending: what a simulator does
 * for each delivery. The simulator's queue beside a bare heap on primitive arrays and the JDK's priority queue.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventQueueBenchmark {

  /** The simulator's queue. Events of one time leave in the order they were scheduled. */
  @Benchmark
  public long radix(final Radix state) {
    final RadixEventQueue queue = state.queue;
    queue.poll();
    final long event = queue.polledEvent();
    queue.schedule(queue.polledTimeNs() + state.delays.nextNs(), event);
    return event;
  }

  /** The floor: no order among events of one time. */
  @Benchmark
  public long binaryHeap(final Heap state) {
    final BinaryHeapQueue queue = state.queue;
    queue.poll();
    final long event = queue.polledEvent();
    queue.schedule(queue.polledTimeNs() + state.delays.nextNs(), event);
    return event;
  }

  /** What one takes who does not think about it: an object an event. */
  @Benchmark
  public long priorityQueue(final Objects state) {
    final TimedEvent polled = state.queue.poll();
    state.queue.add(new TimedEvent(polled.timeNs() + state.delays.nextNs(), polled.event()));
    return polled.event();
  }

  /** One event of the object queue. */
  record TimedEvent(long timeNs, long event) implements Comparable<TimedEvent> {
    @Override
    public int compareTo(final TimedEvent other) {
      return Long.compare(timeNs, other.timeNs);
    }
  }

  /** The simulator's queue, filled. */
  @State(Scope.Thread)
  public static class Radix {
    /** How many events are pending all the time. */
    @Param({"1000", "100000", "1000000"})
    public int pending;

    final RadixEventQueue queue = new RadixEventQueue();
    final Delays delays = new Delays();

    /** Fills it. */
    @Setup
    public void fill() {
      for (int event = 0; event < pending; event++) {
        queue.schedule(delays.nextNs(), event);
      }
    }
  }

  /** The heap, filled. */
  @State(Scope.Thread)
  public static class Heap {
    /** How many events are pending all the time. */
    @Param({"1000", "100000", "1000000"})
    public int pending;

    final Delays delays = new Delays();
    BinaryHeapQueue queue;

    /** Fills it. */
    @Setup
    public void fill() {
      queue = new BinaryHeapQueue(pending + 1);
      for (int event = 0; event < pending; event++) {
        queue.schedule(delays.nextNs(), event);
      }
    }
  }

  /** The JDK's queue, filled. */
  @State(Scope.Thread)
  public static class Objects {
    /** How many events are pending all the time. */
    @Param({"1000", "100000", "1000000"})
    public int pending;

    final Delays delays = new Delays();
    final PriorityQueue<TimedEvent> queue = new PriorityQueue<>();

    /** Fills it. */
    @Setup
    public void fill() {
      for (int event = 0; event < pending; event++) {
        queue.add(new TimedEvent(delays.nextNs(), event));
      }
    }
  }
}
