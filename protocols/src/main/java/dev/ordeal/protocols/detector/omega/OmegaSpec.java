package dev.ordeal.protocols.detector.omega;

import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.detector.DetectorSpec;
import dev.ordeal.protocols.detector.Timing;
import dev.ordeal.protocols.detector.heartbeat.HeartbeatConfig;
import java.util.List;
import java.util.Set;

/**
 * Ω as a failure detector: all but the leader are suspected.
 *
 * <p>Source, and what is different: the package comment. Model: partially synchronous, {@link DetectorSpec#UNTIL_CALM}.
 *
 * <p>Promises ◇S: strong completeness, and that one live node, the leader, comes to be suspected by nobody. Strong
 * accuracy, eventual or not, is never meant: live nodes that do not lead are suspected.
 */
public class OmegaSpec extends DetectorSpec {
  @Override
  public String name() {
    return "omega";
  }

  @Override
  public String paper() {
    return "Aguilera, Delporte-Gallet, Fauconnier, Toueg, On Implementing Omega with Weak Reliability and Synchrony"
        + " Assumptions, 2003, the algorithm of accusation counters; simplified";
  }

  @Override
  public FaultModel model() {
    return UNTIL_CALM;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(
        Property.STRONG_COMPLETENESS, Property.WEAK_COMPLETENESS, Property.EVENTUAL_WEAK_ACCURACY);
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/omega.xml");
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

  /** {@inheritDoc} Derived at {@link #agreementBoundNs}. */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return agreementBoundNs(HeartbeatConfig.of(values), delayBoundNs);
  }

  /**
   * After what time all live nodes follow one live node and go on doing so, given that from time H on every message
   * takes at most δ.
   *
   * <p>Derivation. Let B be {@link HeartbeatConfig#settlingBoundNs}: from H + B on exactly those that are down are
   * suspected, and nobody is accused any more. The last accusation arrives δ later and is known to all with the ALIVE
   * after that, an interval and δ later. A node that came back before H sends ALIVE with too small a number within an
   * interval, is told within 2δ, and says so with its next ALIVE: that is over before B. From then on all compare the
   * same numbers of the same nodes. Together B + interval + 2δ, drift added.
   */
  public static long agreementBoundNs(final HeartbeatConfig config, final long delayBoundNs) {
    final long settledNs = config.settlingBoundNs(delayBoundNs);
    return settledNs == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : settledNs + Timing.drifted(config.intervalNs() + 2 * delayBoundNs);
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final HeartbeatConfig config = HeartbeatConfig.of(values);
    return new OmegaDetectorNode(context, config.intervalNs(), newDetector(context, config));
  }

  OmegaDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
    return new OmegaDetector(context.nodeId(), context.clusterSize(), config);
  }
}
