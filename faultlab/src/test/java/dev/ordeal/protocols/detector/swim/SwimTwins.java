package dev.ordeal.protocols.detector.swim;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;

/** The broken twins of SWIM: each like its sibling but for one planted bug. */
public final class SwimTwins {
  /** Says nothing when it hears that it is suspected. */
  public static final BrokenTwin FORGETS_TO_REFUTE =
      new Twin("forgets-to-refute", Property.EVENTUAL_STRONG_ACCURACY, "a suspected member keeps its incarnation") {
        @Override
        public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
          return new SwimNode(context, SwimConfig.of(values)) {
            @Override
            boolean refutes() {
              return false;
            }
          };
        }
      };

  /** Nobody pings the highest member. */
  public static final BrokenTwin FORGETS_A_MEMBER =
      new Twin("forgets-a-member", Property.STRONG_COMPLETENESS, "the highest member's turn is skipped") {
        @Override
        public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
          return new SwimNode(context, SwimConfig.of(values)) {
            @Override
            boolean pings(final int id) {
              return id < context.clusterSize() - 1;
            }
          };
        }
      };

  private SwimTwins() {}

  private abstract static class Twin extends SwimSpec implements BrokenTwin {
    private final String suffix;
    private final Property breaks;
    private final String bug;

    Twin(final String suffix, final Property breaks, final String bug) {
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
}
