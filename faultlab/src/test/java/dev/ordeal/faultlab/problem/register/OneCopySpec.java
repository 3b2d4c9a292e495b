package dev.ordeal.faultlab.problem.register;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.replication.RegisterReply;
import dev.ordeal.protocols.replication.RegisterRequest;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** A register that one node keeps and answers for at once, well or with a planted bug. */
final class OneCopySpec implements AlgorithmSpec {
  /** What is wrong with it. */
  enum Bug {
    NONE,
    /** A read finds what was there before the last write. */
    READS_STALE,
    /** A read finds what nobody wrote. */
    INVENTS,
    /** A write is confirmed and forgotten, each tenth. */
    LOSES_WRITES,
    /** From some time on nothing is answered. */
    FALLS_SILENT,
    /** From some time on everything is refused. */
    REFUSES,
    /** Nothing is ever answered. */
    MUTE
  }

  private static final long BUG_FROM_NS = 1_000_000_000L;

  private final Bug bug;

  OneCopySpec(final Bug bug) {
    this.bug = bug;
  }

  @Override
  public String name() {
    return "one-copy";
  }

  @Override
  public String problem() {
    return "register";
  }

  @Override
  public String paper() {
    return "none";
  }

  @Override
  public FaultModel model() {
    return new FaultModel(TimingModel.ASYNCHRONOUS, Set.of(), n -> 0, n -> 0);
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.LINEARIZABILITY, Property.OPERATIONS_TERMINATE);
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public List<String> schemas() {
    return List.of(RegisterRequest.SCHEMA);
  }

  @Override
  public List<String> stateNames() {
    return List.of("UP");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new OneCopy(bug);
  }

  private static final class OneCopy implements ProtocolNode {
    private final Bug bug;
    private final RegisterRequest request = new RegisterRequest();
    private final RegisterReply reply = new RegisterReply();
    private final long[] values = new long[16];
    private final long[] before = new long[16];
    private int writes;

    OneCopy(final Bug bug) {
      this.bug = bug;
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
        final Outbox outbox) {
      request.decode(buffer, offset, length);
      if (bug == Bug.MUTE || bug == Bug.FALLS_SILENT && nowNs > BUG_FROM_NS) {
        return;
      }
      if (bug == Bug.REFUSES && nowNs > BUG_FROM_NS) {
        outbox.reply(requestId, reply.refused(request), 0, RegisterReply.LENGTH);
        return;
      }
      final int key = request.key();
      long found = 0;
      if (!request.isWrite()) {
        found = bug == Bug.READS_STALE ? before[key] : bug == Bug.INVENTS ? -7 : values[key];
      } else if (bug != Bug.LOSES_WRITES || ++writes % 10 != 0) {
        before[key] = values[key];
        values[key] = request.value();
      }
      outbox.reply(requestId, reply.ok(request.client(), request.sequence(), found), 0, RegisterReply.LENGTH);
    }

    @Override
    public void onDeadline(final long nowNs, final Outbox outbox) {}

    @Override
    public long nextDeadlineNs() {
      return NO_DEADLINE;
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
