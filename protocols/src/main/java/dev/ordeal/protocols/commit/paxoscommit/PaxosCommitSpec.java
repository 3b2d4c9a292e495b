package dev.ordeal.protocols.commit.paxoscommit;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Paxos Commit: that all participants are prepared is agreed on by 2F + 1 acceptors, so no one node's crash keeps
 * anybody in doubt.
 *
 * <p>Source: Jim Gray, Leslie Lamport, "Consensus on Transaction Commit", ACM Transactions on Database Systems 31(1),
 * 2006, section 4.
 *
 * <p>Model: asynchronous, as two-phase commit's; while at most F acceptors are down every participant that is up
 * reaches an outcome: {@link Property#NON_BLOCKING} (with the timing of any consensus: some leader is left alone long
 * enough).
 */
public class PaxosCommitSpec extends CommitSpec {
  private static final Set<Property> PROMISES = promised();

  /** Made by the service loader. */
  public PaxosCommitSpec() {}

  @Override
  public String name() {
    return "paxos-commit";
  }

  /** More nodes may crash and come back; so few may stay away, whatever their roles. */
  @Override
  public FaultModel model() {
    return new FaultModel(
        super.model().timing(), super.model().admitted(), n -> Math.min(1, (n - 1) / 2), n -> 0);
  }

  @Override
  public String paper() {
    return "Gray and Lamport, Consensus on Transaction Commit, 2006, section 4";
  }

  @Override
  public Set<Property> promises() {
    return PROMISES;
  }

  @Override
  public List<String> roles() {
    return List.of(PARTICIPANT_ROLE, COORDINATOR_ROLE, "acceptor");
  }

  /** Acceptors share nodes with the coordinator and the first participants, as many as there are by default. */
  @Override
  public List<Integer> nodesOf(final String role, final int clusterSize) {
    return role.equals("acceptor")
        ? IntStream.range(0, PaxosCommitConfig.acceptors(ParameterValues.defaultsOf(parameters()), clusterSize))
            .boxed()
            .toList()
        : super.nodesOf(role, clusterSize);
  }

  @Override
  public String storageNeeds() {
    return "redo records and votes, outcomes, incarnations; an acceptor's promises and acceptances";
  }

  @Override
  public List<Parameter> parameters() {
    return PaxosCommitConfig.PARAMETERS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>As {@link CommitSpec#recoveryBoundNs}; a participant in doubt asks one acceptor after the other, a wait R each,
   * and those that lead at once may hinder each other for as long again.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final long turnNs = CommitConfig.of(values).retransmitNs() + 4 * delayBoundNs;
    return super.recoveryBoundNs(values, clusterSize, delayBoundNs)
        + 2L * PaxosCommitConfig.acceptors(values, clusterSize) * turnNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return PaxosCommitNode.of(
        context, CommitConfig.of(values), PaxosCommitConfig.acceptors(values, context.clusterSize()));
  }

  private static Set<Property> promised() {
    final Set<Property> promises = EnumSet.copyOf(SAFETY_AND_OUTCOME);
    promises.add(Property.NON_BLOCKING);
    return Set.copyOf(promises);
  }
}
