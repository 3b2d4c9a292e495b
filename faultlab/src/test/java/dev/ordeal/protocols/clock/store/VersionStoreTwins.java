package dev.ordeal.protocols.clock.store;

import dev.ordeal.protocols.clock.version.VersionVector;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;
import org.agrona.DirectBuffer;

/** The broken twins of the version stores: each like its sibling but for one planted bug. */
public final class VersionStoreTwins {
  /** Its sibling keeps both versions of two clients that read the same and write through one replica. */
  public static final BrokenTwin DROPS_A_CONCURRENT_SIBLING = new DroppingTwin();

  /** Its sibling goes on above every dot it has shown. */
  public static final BrokenTwin FORGETS_ITS_COUNTER = new ForgettingTwin();

  /** Its sibling drops what a message supersedes. */
  public static final BrokenTwin KEEPS_WHAT_IS_SUPERSEDED = new KeepingClientTwin();

  /** Its sibling unites sets that are concurrent. */
  public static final BrokenTwin WRITES_OVER_ALL = new OverwritingTwin();

  /** Its sibling drops what a message supersedes. */
  public static final BrokenTwin KEEPS_WHAT_ITS_VECTOR_INCLUDES = new KeepingReplicaTwin();

  private VersionStoreTwins() {}

  /** All of them. */
  public static List<BrokenTwin> all() {
    return List.of(
        DROPS_A_CONCURRENT_SIBLING,
        FORGETS_ITS_COUNTER,
        KEEPS_WHAT_IS_SUPERSEDED,
        WRITES_OVER_ALL,
        KEEPS_WHAT_ITS_VECTOR_INCLUDES);
  }

  /** Drops nothing in a sync. */
  private abstract static class KeepingVersions extends VectorVersions {
    @Override
    final boolean isDominated(final VersionVector clock, final VersionVector other) {
      return false;
    }
  }

  private static final class DroppingTwin extends DottedVersionVectorSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-drops-a-concurrent-sibling";
    }

    @Override
    public String bug() {
      return "a new version's past is all that its replica has taken, instead of its writer's context";
    }

    @Override
    public Property breaks() {
      return Property.NO_LOST_UPDATE;
    }

    @Override
    HeldVersions newVersions(final int replicaId) {
      return new DottedVersions(replicaId) {
        @Override
        public void write(final int client, final VersionVector context, final long id) {
          final VersionVector folded = context.copy();
          folded.raise(replicaId, context().counter(replicaId));
          super.write(client, folded, id);
        }
      };
    }
  }

  private static final class ForgettingTwin extends DottedVersionVectorSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-forgets-its-counter";
    }

    @Override
    public String bug() {
      return "what is held, and the counter with it, is written but not forced, so a dot is used again after a crash";
    }

    @Override
    public Property breaks() {
      return Property.NO_LOST_UPDATE;
    }

    @Override
    public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
      return new VersionStoreNode(context, VersionStoreConfig.of(values), newVersions(context.nodeId())) {
        @Override
        void keep(final DirectBuffer buffer, final int length, final Outbox outbox) {
          outbox.append(buffer, 0, length);
        }
      };
    }
  }

  private static final class KeepingClientTwin extends ClientVersionVectorSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-keeps-what-is-superseded";
    }

    @Override
    public String bug() {
      return "a sync unites both sets and drops nothing";
    }

    @Override
    public Property breaks() {
      return Property.NO_FALSE_CONFLICT;
    }

    @Override
    HeldVersions newVersions(final int replicaId) {
      return new KeepingVersions() {
        @Override
        void count(final int client, final VersionVector clock) {
          clock.tick(client);
        }
      };
    }
  }

  private static final class OverwritingTwin extends MergedVersionVectorSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-writes-over-all";
    }

    @Override
    public String bug() {
      return "a write takes away all that is held, whatever its context";
    }

    @Override
    public Property breaks() {
      return Property.NO_LOST_UPDATE;
    }

    @Override
    HeldVersions newVersions(final int replicaId) {
      return new MergedVersions(replicaId) {
        @Override
        public void write(final int client, final VersionVector context, final long id) {
          super.write(client, context(), id);
        }
      };
    }
  }

  private static final class KeepingReplicaTwin extends ReplicaVersionVectorSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-keeps-what-its-vector-includes";
    }

    @Override
    public String bug() {
      return "a sync unites both sets and drops nothing";
    }

    @Override
    public Property breaks() {
      return Property.NO_FALSE_CONFLICT;
    }

    @Override
    HeldVersions newVersions(final int replicaId) {
      return new KeepingVersions() {
        @Override
        void count(final int client, final VersionVector clock) {
          clock.raise(replicaId, context().counter(replicaId));
          clock.tick(replicaId);
        }
      };
    }
  }
}
