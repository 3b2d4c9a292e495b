package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.exploration.ExplorationPlan;
import dev.ordeal.faultlab.exploration.Explorer;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.paxos.PaxosSpec;
import dev.ordeal.protocols.core.ParameterValues;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * How many states a second a search through a small world visits: single-decree Paxos of three nodes, two of which
 * propose, every order of deliveries. {@code states} is the figure; the baseline is a search as one would write it down
 * first, cut after so many states as fit an iteration.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@State(Scope.Thread)
public class ExplorationBenchmark {
  private static final List<Long> PROPOSALS = List.of(0L, 1L, ConsensusNode.NO_VALUE);
  private static final long PLAIN_STATES = 10_000;

  /** States a second. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Visited {
    /** Different states visited. */
    public long states;
  }

  /** All of the world, from nothing. */
  @Benchmark
  public long explorer(final Visited visited) {
    final PaxosSpec spec = new PaxosSpec();
    final long states =
        new Explorer(
                new ExplorationPlan(
                    spec,
                    ParameterValues.defaultsOf(spec.parameters()),
                    PROPOSALS,
                    0,
                    0,
                    0,
                    0,
                    Integer.MAX_VALUE,
                    ExplorationPlan.WORLDS_MAX))
            .run()
            .worlds();
    visited.states += states;
    return states;
  }

  /** The baseline. */
  @Benchmark
  public long plain(final Visited visited) {
    final long states = new PlainSearch(new PaxosSpec(), PROPOSALS).states(PLAIN_STATES);
    visited.states += states;
    return states;
  }
}
