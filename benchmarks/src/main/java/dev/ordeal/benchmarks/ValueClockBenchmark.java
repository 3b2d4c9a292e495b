package dev.ordeal.benchmarks;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.clock.interval.IntervalClock;
import dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock;
import dev.ordeal.protocols.clock.lamport.LamportClock;
import dev.ordeal.protocols.clock.version.DottedVersionVector;
import dev.ordeal.protocols.clock.version.Siblings;
import dev.ordeal.protocols.clock.version.VersionVector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The clocks of one owner, as a node of a protocol has them: told the time, with nobody beside. {@link #plainCounter}
 * is the floor. The tree is that of sixteen processes that have all talked, the versions those of three replicas; both
 * are new objects with every operation, which {@code -prof gc} counts.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ValueClockBenchmark {
  private static final int PROCESSES = 16;
  private static final int REPLICAS = 3;

  private final LamportClock lamport = new LamportClock();
  private final HybridLogicalClock hybrid = new HybridLogicalClock(Long.MAX_VALUE);
  private final IntervalClock interval = new IntervalClock(7_000_000, Long.MAX_VALUE);
  private final MutableDirectBuffer buffer = new UnsafeBuffer(new byte[1024]);
  private long wallNs = 1_700_000_000_000_000_000L;
  private long count;

  private IntervalTreeClock tree;
  private IntervalTreeClock otherTree;
  private int treeLength;
  private Siblings<Long> siblings;
  private Siblings<Long> otherSiblings;
  private DottedVersionVector version;
  private DottedVersionVector otherVersion;
  private int versionLength;

  /** Makes trees and versions that know of each other. */
  @Setup
  public void prepare() {
    final List<IntervalTreeClock> trees = new ArrayList<>(List.of(IntervalTreeClock.seed()));
    while (trees.size() < PROCESSES) {
      final IntervalTreeClock.Fork fork = trees.remove(0).fork();
      trees.add(fork.first());
      trees.add(fork.second());
    }
    for (int i = 0; i < PROCESSES * PROCESSES; i++) {
      final int at = i * 7 % PROCESSES;
      trees.set(at, trees.get(at).observe(trees.get(i * 5 % PROCESSES).peek()));
    }
    tree = trees.get(3);
    otherTree = trees.get(4).peek();
    treeLength = tree.encodedLength();

    siblings = new Siblings<>(0);
    otherSiblings = new Siblings<>(1);
    final VersionVector context = new VersionVector();
    for (int replica = 1; replica < REPLICAS; replica++) {
      context.raise(replica, 5);
    }
    version = siblings.update(context, 1L).clock();
    otherSiblings.sync(siblings);
    otherVersion = siblings.update(context, 2L).clock();
    versionLength = version.encodedLength();
  }

  /** The floor. */
  @Benchmark
  public long plainCounter() {
    return ++count;
  }

  /** A local event. */
  @Benchmark
  public long lamportTick() {
    return lamport.tick();
  }

  /** A receipt. */
  @Benchmark
  public long lamportObserve() {
    return lamport.observe(lamport.stamp() + 3);
  }

  /** A stamp into bytes and out again. */
  @Benchmark
  public long lamportEncodeDecode() {
    LamportClock.encode(++count, buffer, 0);
    return LamportClock.decode(buffer, 0);
  }

  /** How two stamps are ordered. */
  @Benchmark
  public Ordering lamportCompare() {
    return LamportClock.compare(++count, 1, count & ~1, 2);
  }

  /** A local event. */
  @Benchmark
  public long hybridTick() {
    return hybrid.tick(wallNs += 20);
  }

  /** A receipt. */
  @Benchmark
  public long hybridObserve() {
    return hybrid.observe(hybrid.stamp() + 3, wallNs += 20);
  }

  /** A stamp into bytes and out again. */
  @Benchmark
  public long hybridEncodeDecode() {
    HybridLogicalClock.encode(++count, buffer, 0);
    return HybridLogicalClock.decode(buffer, 0);
  }

  /** A stamp taken by the start rule, and how long its commit waits. */
  @Benchmark
  public long intervalTickAndWait() {
    return interval.waitNs(interval.tick(wallNs), wallNs += 20);
  }

  /** A local event. */
  @Benchmark
  public IntervalTreeClock treeTick() {
    return tree.tick();
  }

  /** A receipt. */
  @Benchmark
  public IntervalTreeClock treeObserve() {
    return tree.observe(otherTree);
  }

  /** A process forked and joined again. */
  @Benchmark
  public IntervalTreeClock treeForkAndJoin() {
    final IntervalTreeClock.Fork fork = tree.fork();
    return fork.first().join(fork.second());
  }

  /** How two stamps are ordered. */
  @Benchmark
  public Ordering treeCompare() {
    return tree.compare(otherTree);
  }

  /** A stamp into bytes and out again. */
  @Benchmark
  public IntervalTreeClock treeEncodeDecode() {
    tree.encode(buffer, 0);
    return IntervalTreeClock.decode(buffer, 0, treeLength);
  }

  /** A read and an update that supersedes what was read. */
  @Benchmark
  public Siblings.Version<Long> versionUpdate() {
    return siblings.update(siblings.context(), ++count);
  }

  /** Two replicas that hold the same but for one version. */
  @Benchmark
  public List<Siblings.Version<Long>> versionSync() {
    siblings.sync(otherSiblings);
    return siblings.versions();
  }

  /** How two versions are ordered that are siblings. */
  @Benchmark
  public Ordering versionCompare() {
    return version.compare(otherVersion);
  }

  /** A version's clock into bytes and out again. */
  @Benchmark
  public DottedVersionVector versionEncodeDecode() {
    version.encode(buffer, 0);
    return DottedVersionVector.decode(buffer, 0, versionLength);
  }
}
