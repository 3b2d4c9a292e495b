package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.history.Answer;
import dev.ordeal.faultlab.history.CheckBudget;
import dev.ordeal.faultlab.history.CheckResult;
import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.LinearizabilityChecker;
import dev.ordeal.faultlab.history.Model;
import dev.ordeal.faultlab.history.model.CasRegisterModel;
import dev.ordeal.faultlab.history.model.RegisterModel;
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
 * Decides whether a history is linearizable: time for one, and beside it operations checked a second, configurations
 * visited and the most bytes held. The lab's checker beside {@link TextbookChecker}, which is what one writes after
 * reading the papers once; where that one does not come to an end, its row says so by its time, its budget of a second.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class LinearizabilityBenchmark {
  private static final long TEXTBOOK_BUDGET_NS = 1_000_000_000L;
  private static final CheckBudget BUDGET = new CheckBudget(10_000_000_000L, 1L << 30, Long.MAX_VALUE);

  /** The lab's checker. */
  @Benchmark
  public Answer lab(final Recorded recorded, final Work work) {
    final CheckResult result = LinearizabilityChecker.check(recorded.history, recorded.model, BUDGET);
    if (result.answer() != recorded.expected) {
      throw new IllegalStateException(
          "wrong answer: history=%s, answer=%s, expected=%s"
              .formatted(recorded.shape, result.answer(), recorded.expected));
    }
    work.operations += result.operations();
    work.configurations = result.configurations();
    work.peakBytes = result.peakBytes();
    return result.answer();
  }

  /** The textbook's. */
  @Benchmark
  public Answer textbook(final Recorded recorded, final Work work) {
    work.operations += recorded.history.operations().size();
    return TextbookChecker.check(recorded.history, recorded.model, TEXTBOOK_BUDGET_NS);
  }

  /** A history. */
  @State(Scope.Benchmark)
  public static class Recorded {
    /** Model, operations, keys, clients; good or bad; for cas, how many outcomes are unknown, in percent. */
    @Param({
      "register-1000-1-2-good",
      "register-10000-1-10-good",
      "register-10000-1-10-bad",
      "register-25000-100-10-good",
      "register-25000-100-10-bad",
      "register-100000-1-10-good",
      "register-100000-1-10-bad",
      "register-100000-100-50-good",
      "cas-85-1-20-good-30",
      "cas-85-1-20-bad-30",
      "cas-1000-1-20-bad-10"
    })
    public String shape;

    History history;
    Model model;
    Answer expected;

    /** Makes it. */
    @Setup
    public void make() {
      final String[] parts = shape.split("-");
      final int operations = Integer.parseInt(parts[1]);
      final int keys = Integer.parseInt(parts[2]);
      final int clients = Integer.parseInt(parts[3]);
      final boolean isBad = parts[4].equals("bad");
      if (parts[0].equals("cas")) {
        history = Histories.casRegister(1, operations, clients, Integer.parseInt(parts[5]), isBad);
        model = new CasRegisterModel(0L);
      } else {
        history = Histories.registers(1, operations, keys, clients, isBad);
        model = new RegisterModel(0L);
      }
      expected = isBad ? Answer.VIOLATED : Answer.LINEARIZABLE;
    }
  }

  /** What one iteration did: operations become a rate, the others are of one check. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Work {
    /** Operations checked in the iteration. */
    public long operations;

    /** Configurations visited in one check. */
    public long configurations;

    /** The most bytes that one part of a check held. */
    public long peakBytes;

    /** Nothing yet. */
    @Setup(Level.Iteration)
    public void reset() {
      operations = 0;
      configurations = 0;
      peakBytes = 0;
    }
  }
}
