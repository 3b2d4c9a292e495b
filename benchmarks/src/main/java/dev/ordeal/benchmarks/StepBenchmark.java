package dev.ordeal.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
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
 * What one step of an algorithm costs with nobody to carry its effects out: decoding, deciding, encoding. With {@code
 * -prof gc}, {@code gc.alloc.rate.norm} is bytes a step and must be nothing.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class StepBenchmark {
  /** Which step of which algorithm. */
  @Param({
    "bully/heartbeat",
    "bully/election",
    "raft-election/heartbeat",
    "raft-election/heartbeat-ack",
    "raft-election/beat",
    "raft-election/stale-request-vote",
    "raft-election/pre-vote-refused",
    "raft-election/checked-heartbeat-ack",
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
  public String step;

  private LongSupplier steps;

  /** Brings the node into its state. */
  @Setup
  public void prepare() {
    steps = Steps.of(step);
  }

  /** The step. */
  @Benchmark
  public long step() {
    return steps.getAsLong();
  }
}
