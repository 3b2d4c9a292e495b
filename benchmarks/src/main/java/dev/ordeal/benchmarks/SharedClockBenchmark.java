package dev.ordeal.benchmarks;

import dev.ordeal.protocols.clock.hybrid.SharedHybridLogicalClock;
import dev.ordeal.protocols.clock.lamport.SharedLamportClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.OffsetEpochNanoClock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Clocks of one word that threads share, uncontended with {@code -t 1} and contended with {@code -t 2} and {@code -t
 * 4}, beside what one would take instead. A receipt brings a stamp three ahead of the last one its thread saw, so that
 * most of them move the clock by more than one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class SharedClockBenchmark {
  private static final long AHEAD = 3;

  private final SharedLamportClock lamport = new SharedLamportClock();
  private final SharedHybridLogicalClock hybrid = new SharedHybridLogicalClock(Long.MAX_VALUE);
  private final IsolatedLong word = new IsolatedLong();
  private final OffsetEpochNanoClock wallClock = new OffsetEpochNanoClock();
  private long guarded;

  /** The baselines' word, as far from its neighbours as the clocks' own. */
  @SuppressWarnings("unused")
  private static final class IsolatedLong extends AtomicLong {
    private static final long serialVersionUID = 1;

    private long after0;
    private long after1;
    private long after2;
    private long after3;
    private long after4;
    private long after5;
    private long after6;
    private long after7;
  }

  /** What a thread has seen. */
  @State(Scope.Thread)
  public static class Seen {
    long stamp;
  }

  /** A local event. */
  @Benchmark
  public long lamportTick() {
    return lamport.tick();
  }

  /** Its baseline: a counter that knows no end. */
  @Benchmark
  public long atomicLongGetAndIncrement() {
    return word.getAndIncrement();
  }

  /** A receipt. */
  @Benchmark
  public long lamportObserve(final Seen seen) {
    seen.stamp = lamport.observe(seen.stamp + AHEAD);
    return seen.stamp;
  }

  /** Its baseline: the bare loop. */
  @Benchmark
  public long casMax(final Seen seen) {
    final long stamp = seen.stamp + AHEAD;
    long now;
    long next;
    do {
      now = word.get();
      next = Math.max(now, stamp) + 1;
    } while (!word.compareAndSet(now, next));
    seen.stamp = next;
    return next;
  }

  /** The same under a lock. */
  @Benchmark
  public synchronized long synchronizedMax(final Seen seen) {
    guarded = Math.max(guarded, seen.stamp + AHEAD) + 1;
    seen.stamp = guarded;
    return guarded;
  }

  /** A look. */
  @Benchmark
  public long lamportStamp() {
    return lamport.stamp();
  }

  /** A local event, the wall clock read for it included. */
  @Benchmark
  public long hybridTick() {
    return hybrid.tick(wallClock.nanoTime());
  }

  /** A receipt, the wall clock read for it included. */
  @Benchmark
  public long hybridObserve(final Seen seen) {
    seen.stamp = hybrid.observe(seen.stamp + AHEAD, wallClock.nanoTime());
    return seen.stamp;
  }

  /** Their baseline: the wall clock, and one compare-and-set that takes the greater of it and the next. */
  @Benchmark
  public long wallClockAndCas() {
    final long wallNs = wallClock.nanoTime();
    long now;
    long next;
    do {
      now = word.get();
      next = Math.max(now + 1, wallNs);
    } while (!word.compareAndSet(now, next));
    return next;
  }

  /** The same under a lock. */
  @Benchmark
  public synchronized long synchronizedHybrid() {
    guarded = Math.max(guarded + 1, wallClock.nanoTime());
    return guarded;
  }

  /** The wall clock alone: what physical stamps cost. */
  @Benchmark
  public long wallClock() {
    return wallClock.nanoTime();
  }

  /** A local event of a hybrid clock that is told the time: what the clock itself adds. */
  @Benchmark
  public long hybridTickTold(final Seen seen) {
    seen.stamp = hybrid.tick(seen.stamp);
    return seen.stamp;
  }
}
