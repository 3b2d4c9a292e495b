package dev.ordeal.protocols.consensus.paxos;

import dev.ordeal.protocols.consensus.ConsensusSpec;
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
import java.util.stream.Stream;

/**
 * Single-decree Paxos, the synod of the part-time parliament.
 *
 * <p>Source: Leslie Lamport, "The Part-Time Parliament", ACM Transactions on Computer Systems 16(2), 1998, section 2;
 * "Paxos Made Simple", ACM SIGACT News 32(4), 2001, section 2, whose names are used.
 *
 * <p>Model: partially synchronous; safety needs no time at all. Messages may be lost, repeated, late and out of order;
 * nodes crash and come back with what they wrote (2001, section 2.2, first paragraph: agents may fail and restart,
 * messages can take arbitrarily long, be duplicated and lost, but not corrupted). A majority must be up for progress.
 *
 * <p>Promises {@link Property#VALIDITY}, {@link Property#UNIFORM_AGREEMENT} and {@link Property#INTEGRITY} always, and
 * {@link Property#TERMINATION} once delays are bounded, unless proposers duel: then no bound on delays will do, since
 * two proposers may outbid one another for ever (2001, section 2.4).
 *
 * <p>Divergences: see the package comment.
 */
public class PaxosSpec extends ConsensusSpec {
  private static final FaultModel MODEL =
      new FaultModel(
          TimingModel.PARTIALLY_SYNCHRONOUS,
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
          n -> (n - 1) / 2,
          n -> 0);

  /** The chance that termination comes later than the bound. */
  private static final double EXCEEDED_MAX = 1e-6;

  private static final long DRIFT_BOUND_PPB = 200_000_000;

  @Override
  public String name() {
    return "paxos";
  }

  @Override
  public String paper() {
    return "Lamport, The Part-Time Parliament, 1998, section 2; Paxos Made Simple, 2001, section 2";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public String storageNeeds() {
    return "promise and accepted value, forced before they are sent";
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(PaxosState.values()).map(PaxosState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return PaxosConfig.PARAMETERS;
  }

  /** Any, since a longer delay only fails a ballot; but none at all between duellers. */
  @Override
  public long delayBoundNs(final ParameterValues values) {
    return PaxosConfig.of(values).isDuelling() ? 0 : Long.MAX_VALUE;
  }

  /** A fifth: so much shorter may the shortest wait be on a clock that runs fast. */
  @Override
  public long driftBoundPpb(final ParameterValues values) {
    return DRIFT_BOUND_PPB;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound, w the shortest wait, R = n · spread the range it is drawn from on top. A
   * proposer needs 4 δ for a ballot, and with w ≥ 5 δ one that has given way, on a clock up to a fifth too fast, does
   * not come back before. So a ballot succeeds if no other proposer starts one within δ of it, and if no acceptor has
   * promised a higher one that the proposer has not seen. Waits are drawn anew whenever somebody is heard, so those of
   * two nodes end within δ of one another with a chance of at most 2 δ / R, and some node's does with the first one's
   * with at most p = 2 n δ / R. A proposer that was refused knows the promise from then on: each node fails at most
   * once of that. So the chance that n + k ballots in a row all fail is at most p^k, and each takes at most
   * w + R + 6 δ, the wait before it included. One more lets a node that came back, or missed the decision, be told. For
   * duellers it is what they would have to keep to.
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final PaxosConfig config = PaxosConfig.of(values);
    final double rangeNs = (double) clusterSize * config.spreadNs();
    final double failure = clusterSize == 1 ? 0 : 2.0 * clusterSize * delayBoundNs / rangeNs;
    if (!(failure < 1) || config.retryNsMin() < 5 * delayBoundNs) {
      return Long.MAX_VALUE;
    }
    long failures = 0;
    for (double chance = failure; chance > EXCEEDED_MAX; chance *= failure) {
      failures++;
    }
    final long ballotNs = config.retryNsMin() + clusterSize * config.spreadNs() + 6 * delayBoundNs;
    return (clusterSize + failures + 2) * ballotNs;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new PaxosNode(context, PaxosConfig.of(values));
  }
}
