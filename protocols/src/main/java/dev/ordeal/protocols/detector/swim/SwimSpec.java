package dev.ordeal.protocols.detector.swim;

import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.detector.DetectorSpec;
import dev.ordeal.protocols.detector.Timing;
import java.util.List;
import java.util.Set;

/**
 * SWIM with suspicion: each member pings one other a period, and what it learns spreads with the pings.
 *
 * <p>Source: Abhinandan Das, Indranil Gupta, Ashish Motivala, "SWIM: Scalable Weakly-consistent Infection-style Process
 * Group Membership Protocol", DSN 2002, section 3.1 (the detector), sections 4.1 to 4.3 (dissemination, suspicion,
 * round-robin pinging).
 *
 * <p>Model: partially synchronous, {@link DetectorSpec#UNTIL_CALM}. The paper promises strong completeness within a
 * bound, and accuracy with a probability only: there messages may be lost for ever. Here they are not, from some time
 * on, and with an answer within a period nobody is suspected from then on; so ◇P.
 *
 * <p>A member <em>suspected</em> in the paper's sense is trusted still; the lab's SUSPECT is the paper's Confirm.
 */
public class SwimSpec extends DetectorSpec {
  @Override
  public String name() {
    return "swim";
  }

  @Override
  public String paper() {
    return "Das, Gupta, Motivala, SWIM: Scalable Weakly-consistent Infection-style Process Group Membership Protocol,"
        + " 2002, section 3.1, sections 4.1 to 4.3";
  }

  @Override
  public FaultModel model() {
    return UNTIL_CALM;
  }

  @Override
  public Set<Property> promises() {
    return EVENTUALLY_PERFECT;
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/swim.xml");
  }

  @Override
  public List<Parameter> parameters() {
    return SwimConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return SwimConfig.of(values).conflicts();
  }

  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return Timing.DRIFT_PPB;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let T be the period, A = 2n − 1 the periods within which each member pings each other one (section
   * 4.3), R the messages that a rumour takes until it has been sent on often enough ({@link
   * SwimConfig#messagesForARumour}), and so the periods, since a member sends at least one in each. A ping that is
   * answered within T makes no suspicion, so from H + T on, if 2δ is less than T, live members are suspected by rumour
   * only, and from the suspicions of before.
   *
   * <ol>
   *   <li>A member passes on what it holds of another for R periods, or for A, when its own ping tells it better. So a
   *       rumour that goes from one to the next, each time at the last moment, is through after (n − 1) min(R, A)
   *       periods.
   *   <li>Accuracy. Whoever holds a live member to be suspected or failed tells it so within A; it answers with an
   *       incarnation above, in that very exchange, and nothing below that counts any more. Rumours of before that it
   *       has not been told of end with 1.; A more for their holders to tell.
   *   <li>Completeness. A member that is down is pinged by each other within A, and again within A after the last
   *       rumour that it lived; suspected at the end of that period, and held to have failed after the suspicion
   *       time-out, at the end of a period.
   * </ol>
   *
   * <p>Together ((n − 1) min(R, A) + 2A + 4) T + suspicion time-out + 2δ, drift added. For large n that is long, and a
   * run shorter than it demands nothing; what is usual is measured.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final SwimConfig config = SwimConfig.of(values);
    if (Timing.drifted(Timing.plus(delayBoundNs, delayBoundNs)) >= config.periodNs()) {
      return Long.MAX_VALUE;
    }
    final long round = 2L * clusterSize - 1;
    final long spread = (clusterSize - 1L) * Math.min(config.messagesForARumour(clusterSize), round);
    return Timing.drifted((spread + 2 * round + 4) * config.periodNs() + config.suspicionTimeoutNs())
        + 2 * delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new SwimNode(context, SwimConfig.of(values));
  }
}
