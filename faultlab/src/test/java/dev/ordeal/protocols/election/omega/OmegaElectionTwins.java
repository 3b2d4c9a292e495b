package dev.ordeal.protocols.election.omega;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import dev.ordeal.protocols.detector.omega.OmegaDetector;
import dev.ordeal.protocols.election.BrokenTwin;

/** The broken twins of leader election by Omega. */
public final class OmegaElectionTwins {
  /** Learns nothing from its mistakes. */
  public static final BrokenTwin NEVER_GROWS =
      new Twin("never-grows", "a mistake does not lengthen the time-out") {
        @Override
        OmegaDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
          return new OmegaDetector(
              context.nodeId(),
              context.clusterSize(),
              new HeartbeatConfig(config.intervalNs(), config.timeoutNs(), 0, config.timeoutMaxNs()));
        }
      };

  /** Does not tell others that it has been accused. */
  public static final BrokenTwin KEEPS_ACCUSATIONS =
      new Twin("keeps-accusations", "what a node has been accused of it keeps to itself") {
        @Override
        OmegaDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
          return new OmegaDetector(context.nodeId(), context.clusterSize(), config) {
            @Override
            public long accusations() {
              return 0;
            }
          };
        }
      };

  private OmegaElectionTwins() {}

  private abstract static class Twin extends OmegaElectionSpec implements BrokenTwin {
    private final String suffix;
    private final String bug;

    Twin(final String suffix, final String bug) {
      this.suffix = suffix;
      this.bug = bug;
    }

    @Override
    public String name() {
      return super.name() + "-" + suffix;
    }

    @Override
    public Property breaks() {
      return Property.EVENTUAL_AGREEMENT;
    }

    @Override
    public String bug() {
      return bug;
    }
  }
}
