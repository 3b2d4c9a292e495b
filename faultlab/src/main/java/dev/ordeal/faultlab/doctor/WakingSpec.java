package dev.ordeal.faultlab.doctor;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A probe: a node that does nothing but wake every {@link #PERIOD_NS} of its own clock. */
final class WakingSpec implements AlgorithmSpec {
  /** Nanoseconds of the node's own clock between two wakings. */
  static final long PERIOD_NS = 1_000_000_000;

  @Override
  public String name() {
    return "waking";
  }

  @Override
  public String problem() {
    return "none";
  }

  @Override
  public String paper() {
    return "none: a probe of the doctor's";
  }

  @Override
  public FaultModel model() {
    return new FaultModel(TimingModel.ASYNCHRONOUS, EnumSet.allOf(FaultKind.class), n -> n, n -> n);
  }

  @Override
  public Set<Property> promises() {
    return Set.of();
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
    return List.of();
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return 0;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new WakingNode();
  }

  private static final class WakingNode implements ProtocolNode {
    private long deadlineNs = NO_DEADLINE;

    @Override
    public void onRecord(final DirectBuffer buffer, final int offset, final int length) {}

    @Override
    public void onStart(final long nowNs, final Outbox outbox) {
      deadlineNs = nowNs + PERIOD_NS;
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
      deadlineNs += PERIOD_NS;
    }

    @Override
    public long nextDeadlineNs() {
      return deadlineNs;
    }

    @Override
    public int encodeState(final MutableDirectBuffer buffer, final int offset) {
      buffer.putLong(offset, deadlineNs, ByteOrder.LITTLE_ENDIAN);
      return Long.BYTES;
    }

    @Override
    public long digest() {
      return deadlineNs;
    }
  }
}
