package dev.ordeal.protocols.consensus.benor;

import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.FaultModel;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.core.TimingModel;
import dev.ordeal.protocols.link.ReliableLinkNode;
import java.util.List;
import java.util.stream.Stream;

/**
 * Ben-Or's randomised consensus on 0 or 1, the version for nodes that crash.
 *
 * <p>Source: Michael Ben-Or, "Another Advantage of Free Choice: Completely Asynchronous Agreement Protocols", PODC
 * 1983, section 2 (protocol A: n &gt; 2t, nodes that stop); the common coin after Michael Rabin, "Randomized Byzantine
 * Generals", FOCS 1983, here an ideal one that all nodes see and no scheduler of the lab looks at.
 *
 * <p>Model: asynchronous, t of n nodes crash, n &gt; 2t. The paper's messages arrive; here {@link ReliableLinkNode}
 * makes links so. No restarts.
 *
 * <p>Promises {@link Property#VALIDITY}, {@link Property#UNIFORM_AGREEMENT}, {@link Property#INTEGRITY} and {@link
 * Property#TERMINATION}, the last with probability 1.
 *
 * <p>Divergences: see the package comment.
 */
public class BenOrSpec extends ConsensusSpec {
  private static final FaultModel MODEL =
      new FaultModel(TimingModel.ASYNCHRONOUS, ABOVE_RELIABLE_LINKS, n -> (n - 1) / 2, n -> 0);

  /** −ln 10⁻⁶: so many phases over the chance that one of them decides. */
  private static final double EXCEEDED_EXPONENT = 13.82;

  /** Beyond so many nodes the worst case of local coins is no bound any more. */
  private static final int LOCAL_COINS_MAX = 20;

  @Override
  public String name() {
    return "ben-or";
  }

  @Override
  public String paper() {
    return "Ben-Or, Another Advantage of Free Choice, 1983, section 2";
  }

  @Override
  public int valuesMax() {
    return 2;
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
    return List.of(SCHEMA, "sbe/link.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(BenOrState.values()).map(BenOrState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return BenOrConfig.PARAMETERS;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound and r the link's retransmission time; clocks run at half the true rate at
   * worst. A link that nobody answered asks again by 32 r; a Hello, its answer and what waited take 3 δ. Whoever is
   * stuck asks within four repair times, and within two more has gone to the latest phase, asked again, and been told
   * what counts there, which takes 4 δ besides. A phase takes 2 δ from then on. If nobody ratifies, all that toss toss;
   * whoever does not toss takes on the one value that was ratified. So all have one value at the end of a phase with a
   * chance of at least 2^−(n−1) if each tosses its own coin, of a half if all see one; then the next phase decides, and
   * telling takes δ. The chance that none of k phases does so is at most e^(−k · chance), which is 10⁻⁶ for k = 13.82 /
   * chance.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final BenOrConfig config = BenOrConfig.of(values);
    if (!config.hasCommonCoin() && clusterSize > LOCAL_COINS_MAX) {
      return Long.MAX_VALUE;
    }
    final double inverseChance = config.hasCommonCoin() ? 2 : 1L << clusterSize - 1;
    final long phases = (long) StrictMath.ceil(EXCEEDED_EXPONENT * inverseChance) + 2;
    return 32 * config.retransmitNs() + 6 * config.repairNs() + (2 * phases + 8) * delayBoundNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    final BenOrConfig config = BenOrConfig.of(values);
    return new ReliableLinkNode(
        context.nodeId(), context.clusterSize(), config.retransmitNs(), newMember(context, config));
  }

  @Override
  public ProtocolNode newBareNode(final NodeContext context, final ParameterValues values) {
    return newMember(context, BenOrConfig.of(values).withoutRepair());
  }

  /** The node above the links. */
  ProtocolNode newMember(final NodeContext context, final BenOrConfig config) {
    return new BenOrNode(context, config);
  }
}
