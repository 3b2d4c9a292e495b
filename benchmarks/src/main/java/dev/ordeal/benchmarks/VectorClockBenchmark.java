package dev.ordeal.benchmarks;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.vector.SharedVectorClock;
import dev.ordeal.protocols.clock.vector.VectorClock;
import dev.ordeal.protocols.clock.version.VersionVector;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
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
 * Vectors of so many entries. A receipt finds every second entry of the message ahead; its stamp moves on each time, so
 * that there is always something to merge. Beside it the bare loop over two arrays, and a map from process to counter.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class VectorClockBenchmark {
  /** How many processes. */
  @Param({"3", "16", "128"})
  public int entries;

  private VectorClock clock;
  private SharedVectorClock shared;
  private final VersionVector versions = new VersionVector();
  private final VersionVector otherVersions = new VersionVector();
  private final Map<Integer, Long> map = new HashMap<>();
  private final Map<Integer, Long> otherMap = new HashMap<>();
  private long[] own;
  private long[] stamp;
  private long[] read;
  private MutableDirectBuffer buffer;
  private long round;

  /** Makes clocks that have all heard of each other. */
  @Setup
  public void prepare() {
    clock = new VectorClock(entries, 0);
    shared = new SharedVectorClock(entries, 0);
    own = new long[entries];
    stamp = new long[entries];
    read = new long[entries];
    buffer = new UnsafeBuffer(new byte[VectorClock.encodedLength(entries)]);
    for (int i = 1; i < entries; i++) {
      stamp[i] = i % 2 == 0 ? 1 : 1_000_000_000_000L;
      own[i] = 2;
      versions.raise(i, 2);
      otherVersions.raise(i, stamp[i]);
      map.put(i, 2L);
      otherMap.put(i, stamp[i]);
    }
    clock.observe(own);
    shared.observe(own, 0);
    clock.encode(buffer, 0);
  }

  /** The message's stamp, one entry newer than last time. */
  private long[] next() {
    stamp[1] = round++;
    return stamp;
  }

  /** Raises one stamp to another. */
  @Benchmark
  public long[] merge() {
    VectorClock.merge(own, 0, next(), 0, entries);
    return own;
  }

  /** Its baseline. */
  @Benchmark
  public long[] bareMerge() {
    final long[] target = own;
    final long[] source = next();
    for (int i = 0; i < target.length; i++) {
      target[i] = Math.max(target[i], source[i]);
    }
    return target;
  }

  /** The same with boxes. */
  @Benchmark
  public Map<Integer, Long> mapMerge() {
    otherMap.put(1, round++);
    otherMap.forEach((process, counter) -> map.merge(process, counter, Math::max));
    return map;
  }

  /** The same with entries for those alone who have any, which have to be looked for. */
  @Benchmark
  public VersionVector versionMerge() {
    otherVersions.raise(1, round++);
    versions.merge(otherVersions);
    return versions;
  }

  /** A local event. */
  @Benchmark
  public VectorClock tick() {
    clock.tick();
    return clock;
  }

  /** A receipt. */
  @Benchmark
  public VectorClock observe() {
    clock.observe(next());
    return clock;
  }

  /** A copy of the stamp. */
  @Benchmark
  public long[] stamp() {
    clock.stamp(read, 0);
    return read;
  }

  /** How two stamps are ordered that are concurrent. */
  @Benchmark
  public Ordering compare() {
    return VectorClock.compare(own, next());
  }

  /** The same of version vectors. */
  @Benchmark
  public Ordering versionCompare() {
    return versions.compare(otherVersions);
  }

  /** A stamp into bytes. */
  @Benchmark
  public int encode() {
    return clock.encode(buffer, 0);
  }

  /** A stamp out of bytes. */
  @Benchmark
  public int decode() {
    return VectorClock.decode(buffer, 0, read, 0, entries);
  }

  /** A local event of the clock that others read. */
  @Benchmark
  public SharedVectorClock sharedTick() {
    shared.tick();
    return shared;
  }

  /** A receipt of the clock that others read. */
  @Benchmark
  public SharedVectorClock sharedObserve() {
    shared.observe(next(), 0);
    return shared;
  }

  /** A read of it, with nobody writing. */
  @Benchmark
  public long[] sharedStamp() {
    shared.stamp(read, 0);
    return read;
  }
}
