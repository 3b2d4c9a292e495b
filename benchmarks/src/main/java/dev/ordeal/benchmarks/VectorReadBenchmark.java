package dev.ordeal.benchmarks;

import dev.ordeal.protocols.clock.vector.SharedVectorClock;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread moves a vector clock, the others read it: one reader, or three with {@code -tg 1,3}. Beside it the same
 * with a lock.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Group)
public class VectorReadBenchmark {
  /** How many processes. */
  @Param("16")
  public int entries;

  private SharedVectorClock clock;
  private long[] guarded;

  /** What a reader reads into. */
  @State(Scope.Thread)
  public static class Reader {
    private long[] target;

    /** Makes room. */
    @Setup
    public void prepare(final VectorReadBenchmark benchmark) {
      target = new long[benchmark.entries];
    }
  }

  /** Makes the clocks. */
  @Setup
  public void prepare() {
    clock = new SharedVectorClock(entries, 0);
    guarded = new long[entries];
  }

  /** The writer. */
  @Benchmark
  @Group("lockFree")
  public SharedVectorClock lockFreeTick() {
    clock.tick();
    return clock;
  }

  /** A reader. */
  @Benchmark
  @Group("lockFree")
  public long[] lockFreeStamp(final Reader reader) {
    clock.stamp(reader.target, 0);
    return reader.target;
  }

  /** The writer, under a lock. */
  @Benchmark
  @Group("locked")
  public long lockedTick() {
    synchronized (this) {
      return ++guarded[0];
    }
  }

  /** A reader, under a lock. */
  @Benchmark
  @Group("locked")
  public long[] lockedStamp(final Reader reader) {
    synchronized (this) {
      System.arraycopy(guarded, 0, reader.target, 0, entries);
    }
    return reader.target;
  }
}
