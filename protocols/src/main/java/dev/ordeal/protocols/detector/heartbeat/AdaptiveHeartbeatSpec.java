package dev.ordeal.protocols.detector.heartbeat;

import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.detector.ArrivalDetector;
import dev.ordeal.protocols.detector.DetectorSpec;
import dev.ordeal.protocols.detector.Timing;
import java.util.List;
import java.util.Set;

/**
 * Heartbeats with a time-out for each node that grows with each mistake about it.
 *
 * <p>Source: Chandra, Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", Journal of the ACM 43(2),
 * 1996, figure 10: ◇P in partial synchrony.
 *
 * <p>Model: partially synchronous, {@link DetectorSpec#UNTIL_CALM}. Theirs has reliable links; messages lost before the
 * bound holds are to this detector messages that come too late.
 *
 * <p>Promises ◇P: strong completeness and eventual strong accuracy, and what follows from them. A time by which they
 * hold can be given only as {@link HeartbeatConfig#settlingBoundNs} says; else nothing is demanded.
 */
public class AdaptiveHeartbeatSpec extends DetectorSpec {
  @Override
  public String name() {
    return "adaptive-heartbeat-detector";
  }

  @Override
  public String paper() {
    return "Chandra, Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, figure 10";
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
    return HeartbeatConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return HeartbeatConfig.of(values).conflicts();
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /** {@inheritDoc} Derived at {@link HeartbeatConfig#settlingBoundNs}. */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return HeartbeatConfig.of(values).settlingBoundNs(delayBoundNs);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final HeartbeatConfig config = HeartbeatConfig.of(values);
    return new HeartbeatNode(context, config.intervalNs(), newDetector(context, config));
  }

  ArrivalDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
    return new HeartbeatDetector(
        context.nodeId(), context.clusterSize(), config.timeoutNs(), config.timeoutStepNs(), config.timeoutMaxNs());
  }
}
