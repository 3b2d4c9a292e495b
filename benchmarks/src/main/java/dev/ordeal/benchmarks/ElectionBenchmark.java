package dev.ordeal.benchmarks;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.election.bully.BullySpec;
import dev.ordeal.protocols.election.completebully.CompleteBullySpec;
import dev.ordeal.protocols.election.raft.RaftElectionSpec;
import dev.ordeal.protocols.election.ring.ChangRobertsSpec;
import dev.ordeal.protocols.election.ring.HirschbergSinclairSpec;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Two full elections on one thread, with nobody else in the way: the leader goes, the others elect; it comes back, and
 * all agree again. Time is of both; {@code messagesPerRound} is how many messages they took.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ElectionBenchmark {
  /** Who elects. */
  @Param({
    "bully",
    "complete-bully",
    "chang-roberts",
    "hirschberg-sinclair",
    "raft-election",
    "raft-election-checked"
  })
  public String algorithm;

  /** How many nodes there are. */
  @Param({"5", "101"})
  public int nodes;

  private ElectionRound cluster;

  /** Elects a first leader. */
  @Setup
  public void prepare() {
    cluster = of(algorithm, nodes);
  }

  /** The leader goes and comes back. */
  @Benchmark
  public long leaderGoesAndComesBack(final Work work) {
    final long delivered = cluster.round();
    work.messagesPerRound = delivered - work.before;
    work.before = delivered;
    return delivered;
  }

  /** A cluster that has a leader. */
  static ElectionRound of(final String algorithm, final int nodes) {
    return switch (algorithm) {
      case "bully" -> cluster(new BullySpec(), Map.of(), nodes);
      case "complete-bully" -> cluster(new CompleteBullySpec(), Map.of(), nodes);
      case "chang-roberts" -> cluster(new ChangRobertsSpec(), Map.of(), nodes);
      case "hirschberg-sinclair" -> cluster(new HirschbergSinclairSpec(), Map.of(), nodes);
      case "raft-election" -> cluster(new RaftElectionSpec(), Map.of(), nodes);
      case "raft-election-checked" ->
          cluster(new RaftElectionSpec(), Map.of("pre-vote", 1L, "check-quorum", 1L), nodes);
      default -> throw new IllegalArgumentException("unknown algorithm: name=" + algorithm);
    };
  }

  private static ElectionRound cluster(final AlgorithmSpec spec, final Map<String, Long> chosen, final int nodes) {
    return new ElectionRound(spec, chosen, nodes);
  }

  /** What the last round of an iteration took. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Work {
    /** Messages delivered in the last round. */
    public long messagesPerRound;

    private long before;

    /** Nothing yet. */
    @Setup(Level.Iteration)
    public void reset() {
      messagesPerRound = 0;
    }
  }
}
