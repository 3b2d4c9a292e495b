package dev.ordeal.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
 * What one decision of five nodes costs on one thread, with nothing between the nodes but an array: every step of every
 * node, and the making of the nodes. With {@code -prof gc}, {@code gc.alloc.rate.norm} is what the nodes are made of;
 * {@code messages} over {@code decisions} is what a decision sends.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class ConsensusBenchmark {
  /** Which algorithm, without the layers that make links reliable. */
  @Param({
    "flood-set",
    "early-deciding",
    "paxos",
    "ben-or",
    "ben-or/common-coin",
    "chandra-toueg",
    "consensus-from-broadcast"
  })
  public String algorithm;

  private Decision decision;
  private long messagesOfOne;
  private long seed;

  /** Sums over an iteration. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Sent {
    /** Messages sent. */
    public long messages;

    /** Decisions they were for. */
    public long decisions;
  }

  /** Finds the algorithm. */
  @Setup
  public void prepare() {
    decision = new Decision(algorithm);
    messagesOfOne = decision.decide(seed);
  }

  /** The baseline: the array alone, with as many messages as one decision sends. */
  @Benchmark
  public long carry() {
    return decision.carry(messagesOfOne);
  }

  /** One decision, the nodes' draws other each time. */
  @Benchmark
  public long decide(final Sent sent) {
    final long messages = decision.decide(seed++);
    sent.messages += messages;
    sent.decisions++;
    return messages;
  }
}
