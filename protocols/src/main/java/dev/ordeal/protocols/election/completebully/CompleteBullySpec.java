package dev.ordeal.protocols.election.completebully;

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
 * The Bully algorithm as its paper has it, with halt phase and reorganisation: the highest node that is up coordinates,
 * and never two at once.
 *
 * <p>Source: Hector Garcia-Molina, "Elections in a Distributed Computing System", IEEE Transactions on Computers
 * C-31(1), 1982, section III and its appendix (procedures Election, Recovery, Check, Timeout, AreYouThere,
 * AreYouNormal, Halt, NewCoordinator, Ready).
 *
 * <p>Model: the paper's assumptions, those of the exercise's form too: synchronous (8 and 9: delay within a bound, no
 * node ever pauses), no message lost or altered (6), nodes that stop and come back; any number short of all may be
 * down. Duplication and reordering within the bound are admitted, which the paper's are not: every answer names the
 * call it answers, and a call is repeated without effect. Disks do not matter, since nothing is stored; a clock may be
 * off and set but not drift, because the wait for an answer is exactly a round trip.
 *
 * <p>Promises {@link Property#ONE_LEADER_AT_A_TIME} without tolerance (the paper's assertion 1: nodes in the states
 * reorganization and normal have one coordinator; a higher node leads only when every lower one that is up has said
 * that it halted) and {@link Property#EVENTUAL_AGREEMENT} (assertion 2). There are no epochs.
 */
public class CompleteBullySpec implements AlgorithmSpec {
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
    return "complete-bully";
  }

  @Override
  public String problem() {
    return "election";
  }

  @Override
  public String paper() {
    return "Garcia-Molina, Elections in a Distributed Computing System, 1982, section III";
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
    return List.of("sbe/complete-bully.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(CompleteBullyState.values()).map(CompleteBullyState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return CompleteBullyConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return CompleteBullyConfig.of(values).conflicts();
  }

  /** Half of the wait for an answer. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return CompleteBullyConfig.of(values).delayBoundNs();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let T be the wait for an answer, E = 4T an election, W the wait for a coordinator, S the silence
   * that makes a node doubt, C the time between two checks, and t the highest node alive after the last fault at time
   * H.
   *
   * <ol>
   *   <li>An election of another node that began after H is answered by t and given up. One that began before has
   *       ended, or been halted, by H + E; what it said last may halt a node that t has halted already, which t notices
   *       when that node does not answer, and begins again.
   *   <li>If t coordinates nobody or not all by then: it is in an election of its own; or it waits, and gives up within
   *       W; or it follows somebody who is down, and finds that within S + T; or it leads, and its next check, within C
   *       and answered within T, finds who is not normal.
   *   <li>Its election takes E. A node that gave up waiting for t meanwhile asks, and t's halt or announcement ends
   *       that.
   * </ol>
   *
   * <p>Together max(S + T, W) + C + T + 3E; 9.25 s with the default time-outs.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final CompleteBullyConfig config = CompleteBullyConfig.of(values);
    return Math.max(config.heartbeatTimeoutNs() + config.answerTimeoutNs(), config.coordinatorTimeoutNs())
        + config.heartbeatNs()
        + config.answerTimeoutNs()
        + 3 * config.electionNs();
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new CompleteBullyNode(context, CompleteBullyConfig.of(values));
  }
}
