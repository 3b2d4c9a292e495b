package dev.ordeal.protocols.detector.phi;

import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.detector.DetectorSpec;
import dev.ordeal.protocols.detector.Timing;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatNode;
import java.util.List;
import java.util.Set;

/**
 * Heartbeats judged by how likely so long a silence is: the φ accrual detector with a threshold.
 *
 * <p>Source: Hayashibara, Défago, Yared, Katayama, "The φ Accrual Failure Detector", SRDS 2004, section 4.
 *
 * <p>Model: partially synchronous, {@link DetectorSpec#UNTIL_CALM}. The paper promises ◇P to an application that raises
 * its threshold for as long as it sees mistakes; here the threshold is fixed, and the promise rests on the least
 * deviation instead: {@link #recoveryBoundNs} says for which delays.
 *
 * <p>Promises ◇P: strong completeness and eventual strong accuracy, and what follows from them.
 */
public class PhiAccrualSpec extends DetectorSpec {
  @Override
  public String name() {
    return "phi-accrual";
  }

  @Override
  public String paper() {
    return "Hayashibara, Defago, Yared, Katayama, The Phi Accrual Failure Detector, 2004, section 4";
  }

  @Override
  public FaultModel model() {
    return UNTIL_CALM;
  }

  @Override
  public Set<Property> promises() {
    return EVENTUALLY_PERFECT;
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/heartbeat.xml");
  }

  @Override
  public List<Parameter> parameters() {
    return PhiConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return PhiConfig.of(values).conflicts();
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let W be the window, σ the least deviation, z the deviations of the threshold, s = interval + δ, M
   * the longest sample.
   *
   * <ol>
   *   <li>Completeness. Samples lie between 0 and M, so their mean is at most M and their deviation at most M / 2. The
   *       last heartbeat of a node that is down arrives within δ; it is suspected M + z max(σ, M / 2) later.
   *   <li>Accuracy. A live node is heard of by s after H; an interval that began before that may be a sample yet. W
   *       samples later, each at most s, all are intervals between arrivals after H. They follow one another, so they
   *       add up to at least W intervals less one δ, and their mean is at least interval − δ / W. A silence of s
   *       exceeds that by δ (1 + 1 / W), which is no suspicion if it is at most z σ, drift added. (M is no less than s,
   *       so none is left out.)
   * </ol>
   *
   * <p>The longer of the two, drift added; {@link Long#MAX_VALUE} if δ is too long for σ or for M.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final PhiConfig config = PhiConfig.of(values);
    final double deviations = config.deviationsMax();
    final long longestNs = Timing.drifted(Timing.plus(config.intervalNs(), delayBoundNs));
    final double excessNs = Timing.drifted(delayBoundNs) * (1.0 + 1.0 / config.window());
    if (excessNs > deviations * config.deviationMinNs() || longestNs > config.sampleMaxNs()) {
      return Long.MAX_VALUE;
    }
    final double deviationNs = Math.max((double) config.deviationMinNs(), config.sampleMaxNs() / 2.0);
    final long completeNs = delayBoundNs + config.sampleMaxNs() + (long) (deviations * deviationNs);
    final long accurateNs = delayBoundNs + (config.window() + 3L) * longestNs;
    return Math.max(completeNs, accurateNs) + 1;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final PhiConfig config = PhiConfig.of(values);
    return new HeartbeatNode(context, config.intervalNs(), newDetector(context, config));
  }

  PhiAccrualDetector newDetector(final NodeContext context, final PhiConfig config) {
    return new PhiAccrualDetector(context.nodeId(), context.clusterSize(), config);
  }
}
