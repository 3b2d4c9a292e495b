package dev.ordeal.protocols.clock.broadcast;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Causal broadcast by vector time: a message waits until all that happened before its broadcast has been delivered.
 *
 * <p>Source: Kenneth Birman, André Schiper, Pat Stephenson, "Lightweight Causal and Atomic Group Multicast", ACM
 * Transactions on Computer Systems 9(3), 1991, section 5.1 (the CBCAST protocol for one group, without failures).
 *
 * <p>Model: asynchronous, one group of fixed members. The paper assumes lossless, uncorrupted links that need not keep
 * order; here {@link ReliableLinkNode} makes them, so that loss, bursts, duplication, reordering, partitions that end
 * and limited capacity are admitted: a member broadcasts fewer messages than the link lets wait, so none is given up.
 * Pauses, slow nodes, clocks off, drifting or set: no bound is assumed, and timers only say when to broadcast. Slow
 * syncs: the link writes one record at the start. Not admitted: crashes, whose messages the paper's flush protocol
 * (section 5.3) would recover; corruption and lies.
 *
 * <p>Promises {@link Property#CAUSAL_DELIVERY}, {@link Property#NO_DUPLICATION}, {@link Property#NO_CREATION} and
 * {@link Property#RELIABLE_DELIVERY}.
 */
public class CausalBroadcastSpec implements AlgorithmSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.ASYNCHRONOUS,
          EnumSet.of(
              FaultKind.LOSS,
              FaultKind.BURST_LOSS,
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CAPACITY,
              FaultKind.PARTITION,
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_DRIFT,
              FaultKind.CLOCK_JUMP,
              FaultKind.SLOW_SYNC),
          n -> 0,
          n -> 0);

  @Override
  public String name() {
    return "causal-broadcast";
  }

  @Override
  public String problem() {
    return "causal-broadcast";
  }

  @Override
  public String paper() {
    return "Birman, Schiper and Stephenson, Lightweight Causal and Atomic Group Multicast, 1991, section 5.1";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(
        Property.CAUSAL_DELIVERY, Property.NO_DUPLICATION, Property.NO_CREATION, Property.RELIABLE_DELIVERY);
  }

  @Override
  public String storageNeeds() {
    return "none but the link's incarnation";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/broadcast.xml", "sbe/link.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(CausalBroadcastState.values()).map(CausalBroadcastState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return CausalBroadcastConfig.PARAMETERS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound and r the link's retransmission time; clocks run at half the true rate at
   * worst. A link that nobody answered backs off to 16 r, 32 r of true time, before it asks again; a Hello, its answer
   * and what waited for it take 3 δ. So by 32 r + 3 δ after healing, or after it was sent, every message has arrived
   * everywhere, all that happened before it included, and nothing waits.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return 32 * CausalBroadcastConfig.of(values).retransmitNs() + 3 * delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final CausalBroadcastConfig config = CausalBroadcastConfig.of(values);
    return new ReliableLinkNode(
        context.nodeId(), context.clusterSize(), config.retransmitNs(), newMember(context, config));
  }

  /** The member above the link. */
  ProtocolNode newMember(final NodeContext context, final CausalBroadcastConfig config) {
    return new CausalBroadcastNode(context, config);
  }
}
