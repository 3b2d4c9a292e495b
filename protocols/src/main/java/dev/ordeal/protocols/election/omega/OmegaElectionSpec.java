package dev.ordeal.protocols.election.omega;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.detector.DetectorSpec;
import dev.ordeal.protocols.detector.Timing;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import dev.ordeal.protocols.detector.omega.OmegaDetector;
import dev.ordeal.protocols.detector.omega.OmegaSpec;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Leader from Ω: every node holds leader whom its detector names.
 *
 * <p>Source: Aguilera, Delporte-Gallet, Fauconnier, Toueg, "On Implementing Omega with Weak Reliability and Synchrony
 * Assumptions", PODC 2003; in the form that {@link dev.ordeal.protocols.detector.omega} describes, with the same model.
 *
 * <p>Promises {@link Property#EVENTUAL_AGREEMENT} and nothing else: until then several nodes may lead at once, and
 * there are no epochs.
 */
public class OmegaElectionSpec implements AlgorithmSpec {
  @Override
  public String name() {
    return "omega-election";
  }

  @Override
  public String problem() {
    return "election";
  }

  @Override
  public String paper() {
    return new OmegaSpec().paper();
  }

  @Override
  public FaultModel model() {
    return DetectorSpec.UNTIL_CALM;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.EVENTUAL_AGREEMENT);
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/omega.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(OmegaElectionState.values()).map(OmegaElectionState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return HeartbeatConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return HeartbeatConfig.of(values).conflicts();
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /** {@inheritDoc} Derived at {@link OmegaSpec#agreementBoundNs}. */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return OmegaSpec.agreementBoundNs(HeartbeatConfig.of(values), delayBoundNs);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final HeartbeatConfig config = HeartbeatConfig.of(values);
    return new OmegaElectionNode(context, config.intervalNs(), newDetector(context, config));
  }

  OmegaDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
    return new OmegaDetector(context.nodeId(), context.clusterSize(), config);
  }
}
