package dev.ordeal.protocols.detector.heartbeat;

import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.detector.ArrivalDetector;
import dev.ordeal.protocols.detector.DetectorSpec;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Heartbeats with a fixed time-out: whoever is silent for longer is suspected, whoever is heard of is trusted.
 *
 * <p>Source: Chandra, Toueg, "Unreliable Failure Detectors for Reliable Distributed Systems", 1996, section 3 (the
 * class P of perfect detectors); the exercise's interval of 1 s and time-out of 3 s.
 *
 * <p>Model: synchronous: every message arrives within the time-out less the interval, none is lost, no node pauses or
 * is slow, clocks run true. Any number of nodes short of all may be down; nothing is stored. Copies and messages out of
 * order do no harm, since a heartbeat bears its sender's clock.
 *
 * <p>Promises all six properties: a perfect detector is in every class. Beyond the model it makes mistakes, and how
 * often is what is measured.
 */
public class HeartbeatSpec extends DetectorSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.SYNCHRONOUS,
          EnumSet.of(
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CRASH,
              FaultKind.RESTART,
              FaultKind.AMNESIA,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.SLOW_SYNC,
              FaultKind.LYING_SYNC,
              FaultKind.DISK_FULL),
          n -> n - 1,
          n -> 0);

  @Override
  public String name() {
    return "heartbeat-detector";
  }

  @Override
  public String paper() {
    return "Chandra, Toueg, Unreliable Failure Detectors for Reliable Distributed Systems, 1996, section 3; a fixed"
        + " time-out";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return EnumSet.of(
        Property.STRONG_COMPLETENESS,
        Property.WEAK_COMPLETENESS,
        Property.STRONG_ACCURACY,
        Property.WEAK_ACCURACY,
        Property.EVENTUAL_STRONG_ACCURACY,
        Property.EVENTUAL_WEAK_ACCURACY);
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/heartbeat.xml");
  }

  @Override
  public List<Parameter> parameters() {
    return HeartbeatConfig.FIXED_PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return HeartbeatConfig.fixed(values).conflicts();
  }

  /** The time-out less the interval: two heartbeats arrive no further apart than an interval and a delay. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    final HeartbeatConfig config = HeartbeatConfig.fixed(values);
    return config.timeoutNs() - config.intervalNs();
  }

  /**
   * {@inheritDoc}
   *
   * <p>The last heartbeat of a node that is down arrives within δ, and the time-out follows; a node that comes back is
   * heard of within δ, and one that beyond the model was silent for long within an interval and δ. The time-out is the
   * longer of the two: timeout + 2δ.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    return delayBoundNs > delayBoundNs(values)
        ? Long.MAX_VALUE
        : HeartbeatConfig.fixed(values).timeoutNs() + 2 * delayBoundNs + 1;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final HeartbeatConfig config = HeartbeatConfig.fixed(values);
    return new HeartbeatNode(context, config.intervalNs(), newDetector(context, config));
  }

  ArrivalDetector newDetector(final NodeContext context, final HeartbeatConfig config) {
    return new HeartbeatDetector(
        context.nodeId(), context.clusterSize(), config.timeoutNs(), config.timeoutStepNs(), config.timeoutMaxNs());
  }
}
