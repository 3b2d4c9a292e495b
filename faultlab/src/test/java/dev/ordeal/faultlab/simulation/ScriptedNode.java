package dev.ordeal.faultlab.simulation;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A node for tests of the simulator: does nothing but what a test overrides. Messages are single words. */
class ScriptedNode implements ProtocolNode {
  final NodeContext context;
  long deadlineNs = NO_DEADLINE;
  private final UnsafeBuffer word = new UnsafeBuffer(new byte[Long.BYTES]);

  ScriptedNode(final NodeContext context) {
    this.context = context;
  }

  /** A word in a buffer, for sending and writing. */
  DirectBuffer word(final long value) {
    word.putLong(0, value);
    return word;
  }

  @Override
  public void onRecord(final DirectBuffer buffer, final int offset, final int length) {}

  @Override
  public void onStart(final long nowNs, final Outbox outbox) {}

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
  public void onDeadline(final long nowNs, final Outbox outbox) {}

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

  /** An algorithm of scripted nodes. */
  static AlgorithmSpec spec(final Function<NodeContext, ? extends ProtocolNode> factory) {
    return new AlgorithmSpec() {
      @Override
      public String name() {
        return "scripted";
      }

      @Override
      public String problem() {
        return "none";
      }

      @Override
      public String paper() {
        return "none";
      }

      @Override
      public FaultModel model() {
        return new FaultModel(TimingModel.ASYNCHRONOUS, Set.of(), n -> n, n -> n);
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
        return List.of("IDLE", "BUSY");
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
        return factory.apply(context);
      }
    };
  }
}
