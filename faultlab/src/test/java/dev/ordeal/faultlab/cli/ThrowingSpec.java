package dev.ordeal.faultlab.cli;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The highest id leads from the start; a second later node 1 throws. Found by the service loader of a test alone. */
public final class ThrowingSpec implements AlgorithmSpec {
  private static final long SECOND_NS = 1_000_000_000L;

  /** Created by the service loader. */
  public ThrowingSpec() {}

  @Override
  public String name() {
    return "throwing";
  }

  @Override
  public String problem() {
    return "election";
  }

  @Override
  public String paper() {
    return "none";
  }

  @Override
  public FaultModel model() {
    return new FaultModel(TimingModel.SYNCHRONOUS, Set.of(FaultKind.LOSS), n -> 0, n -> 0);
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.ONE_LEADER_AT_A_TIME, Property.EVENTUAL_AGREEMENT);
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public List<String> schemas() {
    return List.of();
  }

  @Override
  public List<String> stateNames() {
    return List.of("STARTING", "LEADING", "FOLLOWING");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return Long.MAX_VALUE;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new ThrowingNode(context);
  }

  private static final class ThrowingNode implements ProtocolNode {
    private final NodeContext context;
    private long deadlineNs = NO_DEADLINE;

    ThrowingNode(final NodeContext context) {
      this.context = context;
    }

    @Override
    public void onRecord(final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {
      outbox.indicate(Indication.LEADER, 0, context.clusterSize() - 1);
      deadlineNs = nowNs + SECOND_NS;
    }

    @Override
    public void onMessage(
        final long nowNs,
        final int fromId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {}

    @Override
    public void onRequest(
        final long nowNs,
        final long requestId,
        final DirectBuffer buffer,
        final int offset,
        final int length,
        final Outbox outbox) {}

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {
      deadlineNs = nowNs + SECOND_NS;
      if (context.nodeId() == 1) {
        throw new IllegalStateException("second round\nof one");
      }
    }

    @Override
    public long nextDeadlineNs() {
      return deadlineNs;
    }

    @Override
    public int encodeState(final MutableDirectBuffer buffer, final int offset) {
      return 0;
    }

    @Override
    public long digest() {
      return 0;
    }
  }
}
