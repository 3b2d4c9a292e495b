package dev.ordeal.protocols.broadcast.atomic;

import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of the atomic broadcast. */
public final class AtomicBroadcastTwin extends BroadcastFromConsensusSpec implements BrokenTwin {
  /** Each node has an order of its own. */
  public static final AtomicBroadcastTwin ARRIVAL_ORDER =
      new AtomicBroadcastTwin(
          "arrival-order",
          "a batch is delivered in the order in which its messages came",
          Property.TOTAL_ORDER,
          Broken::inArrivalOrder);

  /** Half of the nodes count down. */
  public static final AtomicBroadcastTwin ORDER_OF_ITS_OWN =
      new AtomicBroadcastTwin(
          "order-of-its-own",
          "nodes of odd ids deliver a batch from its last message to its first",
          Property.TOTAL_ORDER,
          Broken::backwardsIfOdd);

  /** A decision that comes before its messages is passed over. */
  public static final AtomicBroadcastTwin SKIPS_INSTANCE =
      new AtomicBroadcastTwin(
          "skips-instance",
          "a batch of which no message has come is taken for one that was delivered before",
          Property.TOTAL_ORDER,
          Broken::skipping);

  /** A copy that comes late is another message. */
  public static final AtomicBroadcastTwin FORGETS_DELIVERED =
      new AtomicBroadcastTwin(
          "forgets-delivered", "what has been delivered is forgotten", Property.NO_DUPLICATION, Broken::forgetful);

  /** Values nobody handed in. */
  public static final AtomicBroadcastTwin WRONG_BYTE_ORDER =
      new AtomicBroadcastTwin(
          "wrong-byte-order", "a value is handed up in the wrong byte order", Property.NO_CREATION, Broken::misreading);

  /** A message is lost before it is sent. */
  public static final AtomicBroadcastTwin DROPS_WHILE_WAITING =
      new AtomicBroadcastTwin(
          "drops-while-waiting",
          "a message of its own is dropped while another waits",
          Property.BROADCAST_VALIDITY,
          Broken::dropping);

  /** Who decides stops, and the others are too few. */
  public static final AtomicBroadcastTwin FORGETS_TO_TELL =
      new AtomicBroadcastTwin(
          "forgets-to-tell",
          "a decision is delivered, and nobody told, not even who asks",
          Property.BROADCAST_AGREEMENT,
          Broken::silent);

  /** All of them. */
  public static final List<AtomicBroadcastTwin> ALL =
      List.of(
          ARRIVAL_ORDER,
          ORDER_OF_ITS_OWN,
          SKIPS_INSTANCE,
          FORGETS_DELIVERED,
          WRONG_BYTE_ORDER,
          DROPS_WHILE_WAITING,
          FORGETS_TO_TELL);

  private final String suffix;
  private final String bug;
  private final Property breaks;
  private final Member member;

  /** Makes a node with the bug. */
  @FunctionalInterface
  private interface Member {
    ProtocolNode of(NodeContext context, AtomicBroadcastConfig config, Suspicions detector);
  }

  private AtomicBroadcastTwin(
      final String suffix, final String bug, final Property breaks, final Member member) {
    this.suffix = suffix;
    this.bug = bug;
    this.breaks = breaks;
    this.member = member;
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
    return breaks;
  }

  @Override
  ProtocolNode newMember(
      final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
    return member.of(context, config, detector);
  }

  /** The nodes. */
  private static final class Broken {
    private Broken() {}

    static ProtocolNode inArrivalOrder(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        Batch inOrder(final Batch batch) {
          final Batch ordered = new Batch(batch.ids.length);
          for (int came = 0; ordered.count < batch.count; came++) {
            for (int i = 0; i < batch.count; i++) {
              if (undelivered.indexOf(batch.ids[i]) == came) {
                append(ordered, batch, i);
              }
            }
          }
          return ordered;
        }
      };
    }

    static ProtocolNode backwardsIfOdd(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        Batch inOrder(final Batch batch) {
          if (nodeId % 2 == 0) {
            return batch;
          }
          final Batch ordered = new Batch(batch.ids.length);
          for (int i = batch.count - 1; i >= 0; i--) {
            append(ordered, batch, i);
          }
          return ordered;
        }
      };
    }

    static ProtocolNode skipping(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        Batch inOrder(final Batch batch) {
          for (int i = 0; i < batch.count; i++) {
            if (undelivered.contains(batch.ids[i])) {
              return batch;
            }
          }
          return new Batch(batch.ids.length);
        }
      };
    }

    static ProtocolNode forgetful(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        boolean isDelivered(final long id) {
          return false;
        }
      };
    }

    static ProtocolNode misreading(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        long handedUp(final long value) {
          return Long.reverseBytes(value);
        }
      };
    }

    static ProtocolNode dropping(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        void diffuse(final long id, final long value, final int fromId, final Outbox outbox) {
          if (fromId != nodeId || undelivered.isEmpty()) {
            super.diffuse(id, value, fromId, outbox);
          }
        }
      };
    }

    static ProtocolNode silent(
        final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
      return new AtomicBroadcastNode(context, config, detector) {
        @Override
        void tell(final long instance, final Batch batch, final Outbox outbox) {
          // Nobody is told.
        }

        @Override
        void answer(final int toId, final long fromInstance, final int count, final Outbox outbox) {
          // Nor does an answer come.
        }
      };
    }

    private static void append(final Batch ordered, final Batch batch, final int index) {
      ordered.ids[ordered.count] = batch.ids[index];
      ordered.values[ordered.count++] = batch.values[index];
    }
  }
}
