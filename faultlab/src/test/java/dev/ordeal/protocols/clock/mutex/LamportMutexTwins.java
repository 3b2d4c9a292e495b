package dev.ordeal.protocols.clock.mutex;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.List;

/** The broken twins of Lamport's mutual exclusion: each like its sibling but for one planted bug. */
public final class LamportMutexTwins {
  private LamportMutexTwins() {}

  /** All of them. */
  public static List<BrokenTwin> all() {
    return List.of(
        new Twin("enters-unacknowledged", "first in the queue is enough, whoever has not been heard") {
          @Override
          ProtocolNode newProcess(final NodeContext context, final LamportMutexConfig config) {
            return new LamportMutexNode(context, config) {
              @Override
              boolean mustHearFrom(final int id) {
                return false;
              }
            };
          }
        },
        new Twin("ignores-ties", "of two requests of one time each is before the other") {
          @Override
          ProtocolNode newProcess(final NodeContext context, final LamportMutexConfig config) {
            return new LamportMutexNode(context, config) {
              @Override
              boolean isBefore(final long aTime, final int aId, final long bTime, final int bId) {
                return aTime <= bTime;
              }
            };
          }
        },
        new Twin("without-order", "an acknowledgement may overtake a request") {
          @Override
          public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
            final LamportMutexConfig config = LamportMutexConfig.of(values);
            return new ReliableLinkNode(
                context.nodeId(), context.clusterSize(), config.retransmitNs(), newProcess(context, config));
          }
        });
  }

  private abstract static class Twin extends LamportMutexSpec implements BrokenTwin {
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
    public String bug() {
      return bug;
    }

    @Override
    public Property breaks() {
      return Property.MUTUAL_EXCLUSION;
    }
  }
}
