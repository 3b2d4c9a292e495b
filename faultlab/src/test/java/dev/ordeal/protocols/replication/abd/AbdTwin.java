package dev.ordeal.protocols.replication.abd;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import dev.ordeal.protocols.replication.RegisterRequest;
import dev.ordeal.protocols.replication.codec.MessageHeaderEncoder;
import dev.ordeal.protocols.replication.codec.WriteRequestEncoder;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The broken twins of ABD. */
public final class AbdTwin extends AbdSpec implements BrokenTwin {
  /** Builds a broken node. */
  private interface Factory {
    AbdNode newNode(NodeContext context, AbdConfig config);
  }

  /** Reads answer what they found, without bringing it to a majority. */
  public static final AbdTwin NO_WRITE_BACK =
      new AbdTwin(
          "abd-no-write-back",
          Property.LINEARIZABILITY,
          "a read answers before a majority holds what it found: the next one may find less",
          (context, config) ->
              new AbdNode(context, config) {
                @Override
                boolean writesBack() {
                  return false;
                }
              });

  /** Acknowledges what a crash takes away. */
  public static final AbdTwin NOT_DURABLE =
      new AbdTwin(
          "abd-not-durable",
          Property.LINEARIZABILITY,
          "a tag is acknowledged without being forced",
          (context, config) ->
              new AbdNode(context, config) {
                @Override
                void store(
                    final Replica of,
                    final int key,
                    final long timestamp,
                    final long writer,
                    final long value,
                    final Outbox outbox) {
                  of.registers().hold(key, timestamp, writer, value);
                }
              });

  /** Counts one node too few. */
  public static final AbdTwin QUORUM_OFF_BY_ONE =
      new AbdTwin(
          "abd-quorum-off-by-one",
          Property.LINEARIZABILITY,
          "half of the nodes, rounded down, is taken for a majority",
          (context, config) ->
              new AbdNode(context, config) {
                @Override
                int quorum() {
                  return super.quorum() - 1;
                }
              });

  /** Waits for nodes that are down. */
  public static final AbdTwin WAITS_FOR_ALL =
      new AbdTwin(
          "abd-waits-for-all",
          Property.OPERATIONS_TERMINATE,
          "a phase ends when every node has answered",
          (context, config) ->
              new AbdNode(context, config) {
                @Override
                int quorum() {
                  return context.clusterSize();
                }
              });

  /** Chooses a tag for each attempt, as the paper's writer would if it forgot that it had chosen one already. */
  public static final AbdTwin TAG_FOR_EACH_ATTEMPT =
      new AbdTwin(
          "abd-tag-for-each-attempt",
          Property.LINEARIZABILITY,
          "a write that is tried again at another node gets another tag, and takes effect again",
          (context, config) -> new Choosing(context, config));

  /** All of them. */
  public static final List<AbdTwin> ALL =
      List.of(NO_WRITE_BACK, NOT_DURABLE, QUORUM_OFF_BY_ONE, WAITS_FOR_ALL, TAG_FOR_EACH_ATTEMPT);

  /** Gives a write without a ticket the next timestamp after what the node itself holds. */
  private static final class Choosing extends AbdNode {
    private final RegisterRequest request = new RegisterRequest();
    private final UnsafeBuffer chosen = new UnsafeBuffer(new byte[64]);

    Choosing(final NodeContext context, final AbdConfig config) {
      super(context, config);
    }

    @Override
    public void onRequest(
        final long nowNs,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {
      if (!request.decode(buffer, offset, length) || !request.isWrite()) {
        super.onRequest(nowNs, requestId, buffer, offset, length, outbox);
        return;
      }
      final WriteRequestEncoder encoder =
          new WriteRequestEncoder().wrapAndApplyHeader(chosen, 0, new MessageHeaderEncoder());
      encoder.client(request.client()).key(request.key()).sequence(request.sequence()).value(request.value());
      encoder.ticket(registers().timestamp(request.key()) + 1);
      super.onRequest(
          nowNs,
          requestId,
          chosen,
          0,
          MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength(),
          outbox);
    }
  }

  private final String name;
  private final Property breaks;
  private final String bug;
  private final Factory factory;

  private AbdTwin(final String name, final Property breaks, final String bug, final Factory factory) {
    this.name = name;
    this.breaks = breaks;
    this.bug = bug;
    this.factory = factory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Property breaks() {
    return breaks;
  }

  @Override
  public String bug() {
    return bug;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return factory.newNode(context, AbdConfig.of(values));
  }

  @Override
  public String toString() {
    return name;
  }
}
