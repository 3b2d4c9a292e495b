package dev.ordeal.protocols.consensus.viabroadcast;

import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastConfig;
import dev.ordeal.protocols.broadcast.atomic.AtomicBroadcastState;
import dev.ordeal.protocols.broadcast.atomic.BroadcastFromConsensusSpec;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.consensus.chandratoueg.DetectorNode;
import dev.ordeal.protocols.consensus.chandratoueg.Suspicions;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.detector.Timing;
import java.util.List;
import java.util.stream.Stream;

/**
 * Consensus from atomic broadcast: a node broadcasts its proposal and decides the first value it delivers.
 *
 * <p>Source: Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", Journal
 * of the ACM 43(2), 1996, section 7.
 *
 * <p>Model: that of the broadcast, {@link BroadcastFromConsensusSpec}, itself built from consensus; so this is no way
 * round the impossibility that the broadcast has not gone.
 *
 * <p>Promises {@link Property#VALIDITY}, {@link Property#UNIFORM_AGREEMENT} and {@link Property#INTEGRITY} always,
 * since the broadcast creates nothing and its order is one for all, {@link Property#TERMINATION} if some correct node
 * is some day no longer suspected.
 *
 * <p>Divergences: see the package comment.
 */
public class ConsensusFromBroadcastSpec extends ConsensusSpec {
  private static final FaultModel MODEL =
      new FaultModel(TimingModel.PARTIALLY_SYNCHRONOUS, ABOVE_RELIABLE_LINKS, n -> (n - 1) / 2, n -> 0);

  @Override
  public String name() {
    return "consensus-from-broadcast";
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
  public String storageNeeds() {
    return "none but the link's incarnation";
  }

  @Override
  public List<String> schemas() {
    return Stream.concat(Stream.of(SCHEMA), BroadcastFromConsensusSpec.SCHEMAS.stream()).toList();
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(AtomicBroadcastState.values()).map(AtomicBroadcastState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return AtomicBroadcastConfig.SHARED_PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return AtomicBroadcastConfig.ofOneMessage(values, clusterSize).conflicts(clusterSize);
  }

  /** Any, since a longer delay only makes suspicions; none if time-outs never outlast a pause between heartbeats. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return AtomicBroadcastConfig.ofOneMessage(values, 1).consensus().isNeverAccurate() ? 0 : Long.MAX_VALUE;
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation: {@link AtomicBroadcastConfig#recoveryBoundNs}; the first delivery comes no later than one's own.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return AtomicBroadcastConfig.ofOneMessage(values, clusterSize).recoveryBoundNs(clusterSize, delayBoundNs);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final AtomicBroadcastConfig config = AtomicBroadcastConfig.ofOneMessage(values, context.clusterSize());
    return DetectorNode.overReliableLinks(
        context, config.consensus(), detector -> newMember(context, config, detector));
  }

  /** The detector is the driver's: a deadline is a suspicion of the coordinator that is waited for. */
  @Override
  public ProtocolNode newBareNode(final NodeContext context, final ParameterValues values) {
    return newMember(context, AtomicBroadcastConfig.ofOneMessage(values, context.clusterSize()), id -> true);
  }

  /** The node above the links. */
  ProtocolNode newMember(
      final NodeContext context, final AtomicBroadcastConfig config, final Suspicions detector) {
    return new ConsensusFromBroadcastNode(context, config, detector);
  }
}
