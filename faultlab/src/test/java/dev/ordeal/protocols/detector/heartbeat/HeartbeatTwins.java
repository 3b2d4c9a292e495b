package dev.ordeal.protocols.detector.heartbeat;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.detector.ArrivalDetector;
import dev.ordeal.protocols.election.BrokenTwin;

/** The broken twins of the heartbeat detectors: each like its sibling but for one planted bug. */
public final class HeartbeatTwins {
  /** Never trusts again whom it has suspected. */
  public static final BrokenTwin NEVER_TRUSTS_AGAIN =
      new Fixed("never-trusts-again", Property.EVENTUAL_STRONG_ACCURACY, "a suspicion is for good") {
        @Override
        ArrivalDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
          return new HeartbeatDetector(
              context.nodeId(), context.clusterSize(), config.timeoutNs(), 0, config.timeoutNs()) {
            @Override
            protected boolean trustsAgain() {
              return false;
            }
          };
        }
      };

  /** Never asks itself whether the highest node lives. */
  public static final BrokenTwin FORGETS_A_MEMBER =
      new Fixed("forgets-a-member", Property.STRONG_COMPLETENESS, "the highest node's silence is not noticed") {
        @Override
        ArrivalDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
          return new HeartbeatDetector(
              context.nodeId(), context.clusterSize(), config.timeoutNs(), 0, config.timeoutNs()) {
            @Override
            protected boolean isWatched(final int id) {
              return id < context.clusterSize() - 1;
            }
          };
        }
      };

  /** Forgets that a message takes time. */
  public static final BrokenTwin HASTY =
      new Fixed("hasty", Property.STRONG_ACCURACY, "the time-out is the interval, without a delay") {
        @Override
        ArrivalDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
          return new HeartbeatDetector(
              context.nodeId(), context.clusterSize(), config.intervalNs(), 0, config.intervalNs());
        }
      };

  /** Learns nothing from its mistakes. */
  public static final BrokenTwin NEVER_GROWS = new NeverGrows();

  private HeartbeatTwins() {}

  private abstract static class Fixed extends HeartbeatSpec implements BrokenTwin {
    private final String suffix;
    private final Property breaks;
    private final String bug;

    Fixed(final String suffix, final Property breaks, final String bug) {
      this.suffix = suffix;
      this.breaks = breaks;
      this.bug = bug;
    }

    @Override
    public String name() {
      return super.name() + "-" + suffix;
    }

    @Override
    public Property breaks() {
      return breaks;
    }

    @Override
    public String bug() {
      return bug;
    }
  }

  private static final class NeverGrows extends AdaptiveHeartbeatSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-never-grows";
    }

    @Override
    public Property breaks() {
      return Property.EVENTUAL_STRONG_ACCURACY;
    }

    @Override
    public String bug() {
      return "a mistake does not lengthen the time-out";
    }

    @Override
    ArrivalDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
      return new HeartbeatDetector(
          context.nodeId(), context.clusterSize(), config.timeoutNs(), 0, config.timeoutMaxNs());
    }
  }
}
