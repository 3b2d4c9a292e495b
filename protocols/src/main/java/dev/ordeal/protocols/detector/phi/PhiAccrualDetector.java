package dev.ordeal.protocols.detector.phi;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.detector.ArrivalDetector;
import org.agrona.MutableDirectBuffer;

/**
 * Suspicion as a level: φ of a silence is −log₁₀ of the probability that a heartbeat comes later than that, as the
 * intervals in a window suggest, taken for normally distributed. A node is suspected while φ exceeds a threshold.
 *
 * <p>Source: Naohiro Hayashibara, Xavier Défago, Rami Yared, Takuya Katayama, "The φ Accrual Failure Detector", SRDS
 * 2004, section 4. Differences are listed in the package comment.
 *
 * <p>φ grows with the silence, so the threshold is a time-out: mean + z σ of the window, with z the number of standard
 * deviations at which φ is the threshold. That is what the detector waits for; {@link #phi} gives the level to those
 * who want it. Sums over the window are whole numbers of microseconds, so that nothing is lost however long it runs.
 *
 * <p>Cost: constant time for a heartbeat; a window of words for each node. Threading: single owner. Allocation: none
 * after construction.
 */
public class PhiAccrualDetector extends ArrivalDetector {
  private static final long NS_PER_US = 1_000;

  private final PhiConfig config;
  private final double deviationsMax;
  private final int[] samplesUs;
  private final int[] count;
  private final int[] next;
  private final long[] sumUs;
  private final long[] sumOfSquaresUs;

  /** A detector for one node; see {@link ArrivalDetector} for how it is fed. */
  public PhiAccrualDetector(final int nodeId, final int clusterSize, final PhiConfig config) {
    super(nodeId, clusterSize);
    this.config = config;
    this.deviationsMax = config.deviationsMax();
    samplesUs = new int[clusterSize * config.window()];
    count = new int[clusterSize];
    next = new int[clusterSize];
    sumUs = new long[clusterSize];
    sumOfSquaresUs = new long[clusterSize];
    for (int id = 0; id < clusterSize; id++) {
      add(id, config.intervalNs() / NS_PER_US / 4 * 3);
      add(id, config.intervalNs() / NS_PER_US / 4 * 5);
    }
  }

  /** How strongly a node is suspected at a time: 1 stands for a mistake in 10, 2 for one in 100, and so on. */
  public final double phi(final long nowNs, final int id) {
    final double silenceUs = (double) (nowNs - heardNs(id)) / NS_PER_US;
    return NormalTail.minusLog10((silenceUs - meanUs(id)) / deviationUs(id));
  }

  @Override
  protected final long timeoutNs(final int id) {
    return (long) ((meanUs(id) + deviationsMax * deviationUs(id)) * NS_PER_US);
  }

  @Override
  protected final void onArrival(final int id, final long silenceNs, final boolean wasSuspected) {
    if (silenceNs <= config.sampleMaxNs()) {
      add(id, silenceNs / NS_PER_US);
    }
  }

  /** The least standard deviation that is believed. */
  double leastDeviationUs() {
    return (double) config.deviationMinNs() / NS_PER_US;
  }

  private double meanUs(final int id) {
    return (double) sumUs[id] / count[id];
  }

  private double deviationUs(final int id) {
    final double mean = meanUs(id);
    final double variance = Math.max(0, (double) sumOfSquaresUs[id] / count[id] - mean * mean);
    return Math.max(leastDeviationUs(), StrictMath.sqrt(variance));
  }

  private void add(final int id, final long sampleUs) {
    final int slot = id * config.window() + next[id];
    if (count[id] == config.window()) {
      final long oldest = samplesUs[slot];
      sumUs[id] -= oldest;
      sumOfSquaresUs[id] -= oldest * oldest;
    } else {
      count[id]++;
    }
    samplesUs[slot] = (int) sampleUs;
    sumUs[id] += sampleUs;
    sumOfSquaresUs[id] += sampleUs * sampleUs;
    next[id] = next[id] + 1 == config.window() ? 0 : next[id] + 1;
  }

  @Override
  public int encodeState(final MutableDirectBuffer buffer, final int offset) {
    int at = offset + super.encodeState(buffer, offset);
    for (int id = 0; id < count.length; id++) {
      buffer.putInt(at, count[id], LITTLE_ENDIAN);
      buffer.putInt(at + 4, next[id], LITTLE_ENDIAN);
      at += 8;
      for (int i = 0; i < count[id]; i++) {
        buffer.putInt(at, samplesUs[id * config.window() + i], LITTLE_ENDIAN);
        at += 4;
      }
    }
    return at - offset;
  }
}
