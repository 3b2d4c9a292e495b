package dev.ordeal.protocols.consensus.chandratoueg;

import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.detector.Timing;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatDetector;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Chandra and Toueg's consensus with a failure detector of class ◇S: coordinators take turns, and whoever waits for one
 * that its detector suspects goes on without it.
 *
 * <p>Source: Tushar Deepak Chandra, Sam Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", Journal
 * of the ACM 43(2), 1996, section 6.2, figure 6; reliable broadcast of the decision, section 4, figure 4. The detector
 * is {@link HeartbeatDetector}, after figure 10.
 *
 * <p>Model: asynchronous but for the detector, which is of class ◇S once delays are bounded: partially synchronous.
 * Fewer than half of the nodes crash, and stay down. The paper's links are reliable; here {@link ReliableLinkNode}
 * makes them so. Safety rests on nothing the detector says.
 *
 * <p>Promises {@link Property#VALIDITY}, {@link Property#UNIFORM_AGREEMENT} and {@link Property#INTEGRITY} always,
 * {@link Property#TERMINATION} if some correct node is some day no longer suspected.
 *
 * <p>Divergences: see the package comment.
 */
public class ChandraTouegSpec extends ConsensusSpec {
  private static final FaultModel MODEL =
      new FaultModel(TimingModel.PARTIALLY_SYNCHRONOUS, ABOVE_RELIABLE_LINKS, n -> (n - 1) / 2, n -> 0);

  @Override
  public String name() {
    return "chandra-toueg";
  }

  @Override
  public String paper() {
    return "Chandra and Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, section 6.2";
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
    return List.of(SCHEMA, "sbe/heartbeat.xml", "sbe/link.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(ChandraTouegState.values()).map(ChandraTouegState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return ChandraTouegConfig.PARAMETERS;
  }

  /** Any, since a longer delay only makes suspicions; none if time-outs never outlast a pause between heartbeats. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return ChandraTouegConfig.of(values).isNeverAccurate() ? 0 : Long.MAX_VALUE;
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound; clocks run at half the true rate at worst. Once all has settled ({@link
   * ChandraTouegConfig#settlingBoundNs}) whoever is in the latest round waits for a coordinator that is alive, else it
   * would go on. If that one is not there, it is asked within four repair times, and goes there within two more; it
   * asks all, who go there within another two. All that takes 2 δ besides. Then the paper's argument holds: a round
   * whose coordinator is down costs nobody any waiting, one with a live coordinator 4 δ, and among n in a row there is
   * a live one; nodes apart in their rounds come together within another n of them. Telling takes δ.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final ChandraTouegConfig config = ChandraTouegConfig.of(values);
    final long settlingNs = config.settlingBoundNs(delayBoundNs);
    return settlingNs == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : settlingNs + 8 * config.repairNs() + (8L * clusterSize + 3) * delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final ChandraTouegConfig config = ChandraTouegConfig.of(values);
    return DetectorNode.overReliableLinks(
        context, config, detector -> newMember(context, config.repairNs(), detector));
  }

  /** The detector is the driver's, who loses nothing: a deadline is a suspicion of the coordinator waited for. */
  @Override
  public ProtocolNode newBareNode(final NodeContext context, final ParameterValues values) {
    return newMember(context, ConsensusNode.NO_REPAIR, id -> true);
  }

  /** The node above the links. */
  ProtocolNode newMember(final NodeContext context, final long repairNs, final Suspicions detector) {
    return new ChandraTouegNode(context, repairNs, detector);
  }
}
