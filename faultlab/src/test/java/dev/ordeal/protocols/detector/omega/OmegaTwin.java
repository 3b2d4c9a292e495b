package dev.ordeal.protocols.detector.omega;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import dev.ordeal.protocols.election.BrokenTwin;

/** Omega whose time-outs never grow, as a failure detector. */
public final class OmegaTwin extends OmegaSpec implements BrokenTwin {
  @Override
  public String name() {
    return super.name() + "-never-grows";
  }

  @Override
  public Property breaks() {
    return Property.EVENTUAL_WEAK_ACCURACY;
  }

  @Override
  public String bug() {
    return "a mistake does not lengthen the time-out";
  }

  @Override
  OmegaDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
    return new OmegaDetector(
        context.nodeId(),
        context.clusterSize(),
        new HeartbeatConfig(config.intervalNs(), config.timeoutNs(), 0, config.timeoutMaxNs()));
  }
}
