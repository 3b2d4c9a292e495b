package dev.ordeal.protocols.election.ring;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.TimingModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What both elections on a ring say of themselves.
 *
 * <p>Model, the papers': an asynchronous ring on which no node fails and no message is lost, doubled or altered. Which
 * faults are admitted and why:
 *
 * <ul>
 *   <li>reordering: neither argument rests on the order of two messages of a link. An announcement may overtake a
 *       candidacy that is late; a follower then passes the latter on and stays what it is.
 *   <li>pause, slow: a node that stands still is one with slow links, as long as time-outs allow for it. Disks matter
 *       to nobody, since nothing is stored. A clock may be off and set, but not drift: a hop's time-out is exactly a
 *       round trip.
 *   <li>crash, loss, duplication, cuts: not admitted. What the time-outs and the repair of the ring make of them is
 *       beyond the papers, and shown as such.
 * </ul>
 *
 * <p>The papers know no time-outs. These nodes have some, to live beyond the papers' model: so there is a bound on
 * delay, half of {@code hop-timeout} with ring repair; without it none but that of a lost token, which costs messages
 * only if it is wrong, and half of {@code hop-timeout} a hop all the same.
 *
 * <p>Promises: the papers' theorem is that one process wins, the highest, and how many messages it takes: {@link
 * Property#ONE_LEADER_AT_A_TIME} without tolerance, {@link Property#EVENTUAL_AGREEMENT}, {@link
 * Property#MESSAGE_BOUND}, and {@link Property#QUIESCENCE}, since both terminate. There are no epochs.
 */
abstract class RingSpec implements AlgorithmSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.ASYNCHRONOUS,
          EnumSet.of(
              FaultKind.REORDERING,
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_JUMP,
              FaultKind.SLOW_SYNC),
          n -> 0,
          n -> 0);

  /** The most hops of an election in which nothing goes wrong and all are candidates, but for the announcement. */
  abstract long candidacyHopsMax(int clusterSize);

  /** How many hops in a row an election takes at most, the announcement included. */
  abstract long electionHops(int clusterSize);

  @Override
  public final String problem() {
    return "election";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(
        Property.ONE_LEADER_AT_A_TIME,
        Property.EVENTUAL_AGREEMENT,
        Property.MESSAGE_BOUND,
        Property.QUIESCENCE);
  }

  @Override
  public final String storageNeeds() {
    return "none";
  }

  @Override
  public final List<String> schemas() {
    return List.of("sbe/ring.xml");
  }

  @Override
  public final List<String> stateNames() {
    return Stream.of(RingState.values()).map(RingState::name).toList();
  }

  @Override
  public final List<Parameter> parameters() {
    return RingConfig.PARAMETERS;
  }

  @Override
  public final List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return RingConfig.of(values).conflicts();
  }

  /** Half of what a hop and its acknowledgement may take. */
  @Override
  public final long delayBoundNs(final ParameterValues values) {
    return RingConfig.of(values).delayBoundNs();
  }

  /**
   * {@inheritDoc}
   *
   * <p>In the model an election is over when its hops have been made, each within half of {@code hop-timeout}. Beyond
   * it a follower first notices that its leader is silent, a candidate that its token is lost, and then the next
   * election takes its hops; a node that is down costs each token that comes to it a time-out more. So: the heartbeat
   * time-out, and twice the time-out of a token, which has room for a whole hop and its acknowledgement at each of its
   * hops.
   */
  @Override
  public final long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final RingConfig config = RingConfig.of(values);
    return config.heartbeatTimeoutNs() + config.heartbeatNs() + 2 * config.tokenTimeoutNs(electionHops(clusterSize));
  }

  /** The candidacies, and the announcement once round; with ring repair each hop is acknowledged. */
  @Override
  public final long electionMessagesMax(final ParameterValues values, final int clusterSize) {
    return clusterSize == 1
        ? 0
        : RingConfig.of(values).messagesPerHop() * (candidacyHopsMax(clusterSize) + clusterSize);
  }

  /** Heartbeats of one leader. */
  @Override
  public final long upkeepMessagesMax(final ParameterValues values, final int clusterSize, final long spanNs) {
    return (spanNs / RingConfig.of(values).heartbeatNs() + 1) * (clusterSize - 1);
  }
}
