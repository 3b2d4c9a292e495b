package dev.ordeal.protocols.election.bully;

import dev.ordeal.protocols.core.AlgorithmSpec;
import dev.ordeal.protocols.core.FaultKind;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The bully election in the exercise's form: the highest live node leads.
 *
 * <p>Source: Hector Garcia-Molina, "Elections in a Distributed Computing System", IEEE Transactions on Computers
 * C-31(1), 1982, section III; simplified as the package comment lists.
 *
 * <p>Model: synchronous (his assumptions 8 and 9: delay within a bound, no node ever pauses), no message lost or
 * altered (assumption 6), nodes that stop and come back. Any number of nodes short of all may be down. Which faults are
 * admitted and why:
 *
 * <ul>
 *   <li>crash, restart: the purpose. Amnesia, unsynced loss, torn writes, slow, lying or full disks: admitted because
 *       nothing is ever stored.
 *   <li>reordering, duplication: he assumes order; this form does not need it. Nothing below argues from the order of
 *       two messages on a link, only from each copy's arriving within δ of being sent; a copy that is held back beyond
 *       δ is not reordering but a broken bound.
 *   <li>clock offset, jump: a node measures intervals on its own monotonic clock only. Drift is not admitted: the wait
 *       for OK is exactly a round trip, so a clock that runs fast cuts it short.
 *   <li>loss, bursts, capacity, partition: not admitted, the silence of a live node is taken for its death. Nor pause
 *       and slow, which break assumption 9, nor corruption or any lie.
 * </ul>
 *
 * <p>Promises {@link Property#ONE_LEADER_AT_A_TIME} up to one delay bound and {@link Property#EVENTUAL_AGREEMENT};
 * there are no epochs, so {@link Property#ONE_LEADER_PER_EPOCH} is not promised.
 */
public class BullySpec implements AlgorithmSpec {
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
    return "bully";
  }

  @Override
  public String problem() {
    return "election";
  }

  @Override
  public String paper() {
    return "Garcia-Molina, Elections in a Distributed Computing System, 1982, section III; simplified";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.ONE_LEADER_AT_A_TIME, Property.EVENTUAL_AGREEMENT);
  }

  @Override
  public String storageNeeds() {
    return "none";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/bully.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(BullyState.values()).map(BullyState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return BullyConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return BullyConfig.of(values).conflicts();
  }

  /** Half of the wait for OK: a round trip to a live node fits into it. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return BullyConfig.of(values).delayBoundNs();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let w be the wait for OK, δ the delay bound, M the longer of the heartbeat and the coordinator
   * time-out, T the highest node alive after the last fault at time H.
   *
   * <ol>
   *   <li>An election begun after H is answered by T, so only T can win it. What began before H ends, and its
   *       COORDINATOR arrives, by C = H + w + δ. Until then a node that was being elected when a higher one came back,
   *       and the higher one, may each have accepted the other's COORDINATOR: nobody leads.
   *   <li>A leader may fall to a COORDINATOR until C + δ, its last heartbeat arrives by C + 2δ, and then every node
   *       that still waits gives up within M. So either all follow one live leader already, or ELECTION reaches T by C
   *       + 3δ + M, and T leads w later. (T hears from no higher leader after H + δ, so from C on it holds an election
   *       when it is asked, or is in one; whoever it has only answered before C gives up by C + δ + M.)
   *   <li>COORDINATOR takes δ. An ELECTION sent before it arrived makes the node it meets hold an election of its own,
   *       and that one the next higher: a wave that climbs through at most n ids, one δ each. The last of it puts T
   *       through one more election, w, and one more COORDINATOR.
   * </ol>
   *
   * <p>Together M + 3w + (n + 5)δ; 6.75 s for five nodes, 100 ms and the default time-outs.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final BullyConfig config = BullyConfig.of(values);
    return Math.max(config.heartbeatTimeoutNs(), config.coordinatorTimeoutNs())
        + 3 * config.okTimeoutNs()
        + (clusterSize + 5L) * delayBoundNs;
  }

  /**
   * One delay bound. Of two nodes that lead at once, the one that came to lead later told the other in that very step,
   * and the other steps down on hearing it, whoever says it. While no node comes back there is no overlap at all: a
   * node leads only after every higher one has failed to answer.
   *
   * <p>The bound is one for each pair of leaders. Where higher and higher nodes come back one delay apart, pair may
   * follow pair without a gap.
   */
  @Override
  public long overlapToleranceNs(final long delayBoundNs) {
    return delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new BullyNode(context, BullyConfig.of(values));
  }
}
