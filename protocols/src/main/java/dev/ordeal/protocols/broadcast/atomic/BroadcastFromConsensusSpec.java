package dev.ordeal.protocols.broadcast.atomic;

import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.consensus.chandratoueg.DetectorNode;
import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.detector.Timing;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Atomic broadcast from consensus: messages are broadcast reliably, and one consensus after the other decides which of
 * those that have come are delivered next.
 *
 * <p>Source: Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", Journal
 * of the ACM 43(2), 1996, section 7, figure 7; the consensus is that of figure 6, the reliable broadcast that of figure
 * 4. What is promised is the uniform form, which the reduction gives since that consensus is uniform (Hadzilacos,
 * Toueg, "A Modular Approach to Fault-Tolerant Broadcasts and Related Problems", 1994).
 *
 * <p>Model: that of the consensus, {@link dev.ordeal.protocols.consensus.chandratoueg.ChandraTouegSpec}: asynchronous
 * but for the detector, reliable links made by a layer; fewer than half of the nodes crash, and stay down. Safety rests
 * on nothing the detector says.
 *
 * <p>Promises {@link Property#TOTAL_ORDER}, {@link Property#NO_DUPLICATION} and {@link Property#NO_CREATION} always,
 * {@link Property#BROADCAST_VALIDITY} and {@link Property#BROADCAST_AGREEMENT} if some correct node is some day no
 * longer suspected, and none that lives misses more decisions than the history holds.
 *
 * <p>Divergences: see the package comment.
 */
public class BroadcastFromConsensusSpec implements AlgorithmSpec {
  /** The schemas of an atomic broadcast and of all below it. */
  public static final List<String> SCHEMAS = List.of("sbe/atomic-broadcast.xml", "sbe/heartbeat.xml", "sbe/link.xml");

  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.PARTIALLY_SYNCHRONOUS, ConsensusSpec.ABOVE_RELIABLE_LINKS, n -> (n - 1) / 2, n -> 0);

  @Override
  public String name() {
    return "broadcast-from-consensus";
  }

  @Override
  public String problem() {
    return "atomic-broadcast";
  }

  @Override
  public String paper() {
    return "Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, section 7";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(
        Property.TOTAL_ORDER,
        Property.NO_DUPLICATION,
        Property.NO_CREATION,
        Property.BROADCAST_VALIDITY,
        Property.BROADCAST_AGREEMENT);
  }

  @Override
  public String storageNeeds() {
    return "none but the link's incarnation";
  }

  @Override
  public List<String> schemas() {
    return SCHEMAS;
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(AtomicBroadcastState.values()).map(AtomicBroadcastState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return AtomicBroadcastConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return AtomicBroadcastConfig.of(values).conflicts(clusterSize);
  }

  /** Any, since a longer delay only makes suspicions; none if time-outs never outlast a pause between heartbeats. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return AtomicBroadcastConfig.of(values).consensus().isNeverAccurate() ? 0 : Long.MAX_VALUE;
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation: {@link AtomicBroadcastConfig#recoveryBoundNs}.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return AtomicBroadcastConfig.of(values).recoveryBoundNs(clusterSize, delayBoundNs);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final AtomicBroadcastConfig config = AtomicBroadcastConfig.of(values);
    return DetectorNode.overReliableLinks(
        context, config.consensus(), detector -> newMember(context, config, detector));
  }

  /** The detector is the driver's: a deadline is a suspicion of the coordinator that is waited for. */
  @Override
  public ProtocolNode newBareNode(final NodeContext context, final ParameterValues values) {
    return newMember(context, AtomicBroadcastConfig.of(values), id -> true);
  }

  /** The node above the links. */
  ProtocolNode newMember(
      final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
    return new AtomicBroadcastNode(context, config, detector);
  }
}
