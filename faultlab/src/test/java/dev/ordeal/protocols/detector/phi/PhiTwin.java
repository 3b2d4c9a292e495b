package dev.ordeal.protocols.detector.phi;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;

/** The φ detector without a least deviation: where all heartbeats take the same time the variance is 0. */
public final class PhiTwin extends PhiAccrualSpec implements BrokenTwin {
  @Override
  public String name() {
    return super.name() + "-zero-variance";
  }

  @Override
  public Property breaks() {
    return Property.EVENTUAL_STRONG_ACCURACY;
  }

  @Override
  public String bug() {
    return "any standard deviation is believed, 0 too";
  }

  @Override
  PhiAccrualDetector newDetector(final NodeContext context, final PhiConfig config) {
    return new PhiAccrualDetector(context.nodeId(), context.clusterSize(), config) {
      @Override
      double leastDeviationUs() {
        return 0;
      }
    };
  }
}
