package dev.ordeal.protocols.commit;

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
 * What the atomic commit protocols say of themselves alike. By itself the model is the asynchronous one of a protocol
 * whose safety rests on what was forced alone:
 *
 * <ul>
 *   <li>loss, bursts, capacity, partition, duplication, reordering: what is not answered is said again, what was heard
 *       before changes nothing.
 *   <li>crash of any number of nodes and restart, with unsynced records lost and torn: the papers' model. Not amnesia,
 *       nor a sync that lies.
 *   <li>pause, slow, all faults of clocks: time is used for giving up votes, and for asking again.
 *   <li>corruption and lies: not admitted.
 * </ul>
 */
public abstract class CommitSpec implements AlgorithmSpec {
  /** Every property but {@link Property#NON_BLOCKING}. */
  protected static final Set<Property> SAFETY_AND_OUTCOME =
      Set.of(
          Property.ATOMIC_AGREEMENT,
          Property.OUTCOME_IS_FINAL,
          Property.COMMIT_NEEDS_ALL_VOTES,
          Property.ALL_YES_COMMITS,
          Property.EVENTUAL_OUTCOME,
          Property.MONEY_CONSERVED,
          Property.SERIALIZABILITY,
          Property.LOCKS_RELEASED);

  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.ASYNCHRONOUS,
          EnumSet.of(
              FaultKind.LOSS,
              FaultKind.BURST_LOSS,
              FaultKind.DUPLICATION,
              FaultKind.REORDERING,
              FaultKind.CAPACITY,
              FaultKind.PARTITION,
              FaultKind.CRASH,
              FaultKind.RESTART,
              FaultKind.PAUSE,
              FaultKind.SLOW,
              FaultKind.CLOCK_OFFSET,
              FaultKind.CLOCK_DRIFT,
              FaultKind.CLOCK_JUMP,
              FaultKind.UNSYNCED_LOSS,
              FaultKind.TORN_WRITE,
              FaultKind.SLOW_SYNC,
              FaultKind.DISK_FULL),
          n -> n,
          n -> 0);

  /** The role of the node that clients ask. */
  public static final String COORDINATOR_ROLE = "coordinator";

  /** The role of the nodes that keep data. */
  public static final String PARTICIPANT_ROLE = "participant";

  @Override
  public String problem() {
    return "commit";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public String storageNeeds() {
    return "redo records and votes, outcomes, incarnations";
  }

  @Override
  public List<String> roles() {
    return List.of(PARTICIPANT_ROLE, COORDINATOR_ROLE);
  }

  @Override
  public String roleOf(final int nodeId, final int clusterSize) {
    return nodeId == TransactionRequest.COORDINATOR ? COORDINATOR_ROLE : PARTICIPANT_ROLE;
  }

  @Override
  public List<String> schemas() {
    return List.of(TransactionRequest.SCHEMA);
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(CommitState.values()).map(CommitState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return CommitConfig.PARAMETERS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound, R the wait before saying again, V the vote time-out and I the idle one.
   * With every node up and no fault to come: work and votes under way are over, or given up, within V each; a
   * participant in doubt asks within V + R and then every R, and is answered 2δ later unless its transaction is not
   * decided yet; work that nobody will ask votes for is dropped within I. A transaction that waits for locks waits for
   * those, so it may add all of it once more. A half more is for clocks that run slow.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final CommitConfig config = CommitConfig.of(values);
    final long onceNs =
        2 * config.voteTimeoutNs() + 2 * config.retransmitNs() + config.idleTimeoutNs() + 6 * delayBoundNs;
    return 3 * onceNs;
  }
}
