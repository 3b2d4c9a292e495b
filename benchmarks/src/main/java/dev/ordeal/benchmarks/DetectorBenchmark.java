package dev.ordeal.benchmarks;

import dev.ordeal.protocols.detector.heartbeat.HeartbeatDetector;
import dev.ordeal.protocols.detector.phi.PhiAccrualDetector;
import dev.ordeal.protocols.detector.phi.PhiConfig;
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
 * What a heartbeat costs a failure detector, with the window of the φ detector full, and what its level costs. Beside
 * it the φ detector as a textbook writes it, over a queue of boxed numbers. With {@code -prof gc}, {@code
 * gc.alloc.rate.norm} is bytes a heartbeat: nothing but for the textbook's.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class DetectorBenchmark {
  private static final long SECOND_NS = 1_000_000_000;
  private static final long JITTER_NS = 100_000_000;

  /** How many intervals the φ detectors remember. */
  @Param({"100", "1000"})
  public int window;

  private HeartbeatDetector heartbeat;
  private PhiAccrualDetector phi;
  private TextbookPhi textbook;
  private long nowNs;

  /** Fills the windows. */
  @Setup
  public void prepare() {
    heartbeat = new HeartbeatDetector(0, 2, 3 * SECOND_NS, SECOND_NS, 10 * SECOND_NS);
    phi = new PhiAccrualDetector(0, 2, new PhiConfig(SECOND_NS, 8, window, JITTER_NS, 3 * SECOND_NS));
    textbook = new TextbookPhi(window, JITTER_NS);
    heartbeat.start(0);
    phi.start(0);
    for (int i = 0; i <= window; i++) {
      heartbeatArrives();
      phiArrives();
      textbookArrives();
    }
  }

  /** A heartbeat, for a time-out. */
  @Benchmark
  public long heartbeatArrives() {
    heartbeat.onHeartbeat(tick(), 1, nowNs);
    return heartbeat.nextDeadlineNs();
  }

  /** A heartbeat, for a threshold on φ: the next deadline is known. */
  @Benchmark
  public long phiArrives() {
    phi.onHeartbeat(tick(), 1, nowNs);
    return phi.nextDeadlineNs();
  }

  /** The level itself, asked for at some time. */
  @Benchmark
  public double phiLevel() {
    return phi.phi(tick(), 1);
  }

  /** A heartbeat, for the textbook's detector, which then says its level. */
  @Benchmark
  public double textbookArrives() {
    textbook.heartbeat(tick());
    return textbook.phi(nowNs + SECOND_NS);
  }

  /** A second and some jitter, the same sequence in each fork. */
  private long tick() {
    nowNs += SECOND_NS + (nowNs * 0x9E3779B97F4A7C15L >>> 40) % JITTER_NS;
    return nowNs;
  }
}
