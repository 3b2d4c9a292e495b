package dev.ordeal.protocols.election.raft;

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
 * Raft's leader election: terms, one durable vote per term, randomised time-outs, and votes for fresh logs only.
 *
 * <p>Source: Diego Ongaro and John Ousterhout, "In Search of an Understandable Consensus Algorithm", USENIX ATC 2014,
 * sections 5.1, 5.2, 5.4.1 and figure 2; Diego Ongaro, "Consensus: Bridging Theory and Practice", 2014, chapters 3 and
 * 9.
 *
 * <p>Model: safety needs no timing at all; progress needs the paper's <em>broadcast time ≪ election time-out</em> from
 * some time on (section 5.6). Servers crash and restart with what was synced; fewer than half may be down. Links lose,
 * repeat, reorder, hold and cut. A full disk is a crash. Not admitted: a disk that loses what it said was synced
 * (amnesia, lying sync), altered messages, lies.
 *
 * <p>Promises {@link Property#ONE_LEADER_PER_EPOCH} (section 5.2, Election Safety), {@link Property#FRESH_LEADER}
 * (section 5.4.1) and {@link Property#EVENTUAL_AGREEMENT}. Not {@link Property#ONE_LEADER_AT_A_TIME}: a leader that is
 * cut off goes on believing in itself, in an older term, until it hears of the newer one.
 *
 * <p>With PreVote also {@link Property#STABILITY} (dissertation, section 9.6: a server that rejoins does not depose a
 * leader that others hear); with PreVote and CheckQuorum also {@link Property#AVAILABILITY} (section 6.2: a leader that
 * its majority does not answer makes room).
 */
public class RaftElectionSpec implements AlgorithmSpec {
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

  /** With what probability progress may take longer than the bound: 10⁻⁶. */
  private static final double EXCEEDED_MAX = 1e-6;

  /** How finely {@link #recoveryBoundNs} divides the range that time-outs are drawn from. */
  private static final int BINS = 32;

  /** Beyond so many bins the bound is as good as none. */
  private static final int BINS_MAX = 1 << 14;

  @Override
  public String name() {
    return "raft-election";
  }

  @Override
  public String problem() {
    return "election";
  }

  @Override
  public String paper() {
    return "Ongaro and Ousterhout, In Search of an Understandable Consensus Algorithm, 2014, sections 5.2 and 5.4.1";
  }

  @Override
  public FaultModel model() {
    return MODEL;
  }

  @Override
  public Set<Property> promises() {
    return Set.of(Property.ONE_LEADER_PER_EPOCH, Property.FRESH_LEADER, Property.EVENTUAL_AGREEMENT);
  }

  @Override
  public Set<Property> promises(final ParameterValues values) {
    final RaftElectionConfig config = RaftElectionConfig.of(values);
    final Set<Property> promises = EnumSet.copyOf(promises());
    if (config.asksFirst()) {
      promises.add(Property.STABILITY);
      if (config.checksQuorum()) {
        promises.add(Property.AVAILABILITY);
      }
    }
    return promises;
  }

  @Override
  public String storageNeeds() {
    return "term and vote, forced before they are sent";
  }

  @Override
  public List<String> schemas() {
    return List.of("sbe/raft.xml");
  }

  @Override
  public List<String> stateNames() {
    return Stream.of(RaftElectionState.values()).map(RaftElectionState::name).toList();
  }

  @Override
  public List<Parameter> parameters() {
    return RaftElectionConfig.PARAMETERS;
  }

  @Override
  public List<String> conflicts(final ParameterValues values, final int clusterSize) {
    return RaftElectionConfig.of(values).conflicts();
  }

  /**
   * The paper's timing requirement (section 5.6), on clocks that disagree: two heartbeats of the slowest leader fit
   * into the shortest time-out of the fastest follower. A drift d makes one clock run (1 + d) / (1 - d) times as fast
   * as another: 20 % for time-outs of 3 s and heartbeats of 1 s.
   */
  @Override
  public long driftBoundPpb(final ParameterValues values) {
    final RaftElectionConfig config = RaftElectionConfig.of(values);
    final double beats = 2.0 * config.heartbeatNs();
    final double timeout = config.electionTimeoutNsMin();
    return (long) Math.max(0, 1e9 * (timeout - beats) / (timeout + beats));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Derivation. Let δ be the delay bound, time to sync a record included; time-outs are uniform over a range R from
   * min to max; q of n is a majority; m ≥ q servers are alive after the last fault; F is the one of them with the
   * freshest log.
   *
   * <ol>
   *   <li>A leader left over from before is either deposed by an acknowledgement with a higher term within heartbeat +
   *       3δ or stays, and that is agreement.
   *   <li>F may win every election, but perhaps nobody else (with m = q and unequal logs F alone can). Stale candidates
   *       raise the term and draw votes of staler ones; they do not restart F's timer. So F stands within max, and if
   *       its election fails within max again. A <em>round</em> is one such wait; its length is uniform from min to
   *       max.
   *   <li>F's round fails only if somebody else stands within δ before or after F: one who stood earlier has told F its
   *       term, one whom F's request reached has voted for F and restarted its timer. No server stands at any instant
   *       of F's window with a density above 1 / R, whatever has been (a timer that could end there was drawn uniformly
   *       over R, or is the successor of one that was). So one server spoils a round with probability at most x = 2δ /
   *       R, and independently of how long the round lasts.
   *   <li>How many can. With a single rival the votes of m servers are all given to two candidates, so one of the two
   *       wins unless m ≤ 2(q − 1): at most 2q − 3 rivals matter. A fresher server than the winner, but F, may yet
   *       depose it before it hears its first heartbeat: at most q − 3. Altogether p = max(2q − 3, 3q − 6) x. (With m =
   *       2q − 1 two rivals must meet: less likely than one of 2q − 3.)
   *   <li>So the time until F or another has won stays above t with a probability of at most G(t), where G(t) = P(round
   *       &gt; t) + p ∫ G(t − s) dP(round ≤ s). Solved below on a grid, rounds rounded up. The first t with G ≤ 10⁻⁶
   *       counts; the winner's votes and first heartbeats take 3δ more.
   * </ol>
   *
   * <p>With PreVote F asks before it stands, so a round takes 2δ more, and its window is wider: it stands up to 2δ
   * after it asked, and so does a rival, which makes 3δ before and 3δ after for 2δ. F's round fails, too, if somebody
   * has heard from the last leader too recently to grant: at most 2δ later than F, and F's time-out is drawn too close
   * to the shortest with a probability of at most 4δ / R. One refusal more, and so one round of at most max, if the
   * leader left over from before was heard by others and not by F. With CheckQuorum the leader left over may step down
   * at its next look, min and a heartbeat after healing, and is one round more.
   *
   * <p>About 44 s for five nodes, δ = 100 ms and time-outs of 3–6 s (p = 0.2). If p reaches 1, or heartbeats may come
   * later than the shortest time-out, there is no bound: {@link Long#MAX_VALUE}; so many servers need a wider range of
   * time-outs (section 9.3 of the paper says the same of split votes).
   */
  @Override
  public long recoveryBoundNs(final ParameterValues values, final int clusterSize, final long delayBoundNs) {
    final RaftElectionConfig config = RaftElectionConfig.of(values);
    final long rangeNs = config.electionTimeoutNsMax() - config.electionTimeoutNsMin();
    final int quorum = clusterSize / 2 + 1;
    final int rivals = clusterSize == 1 ? 0 : Math.max(2 * quorum - 3, 3 * quorum - 6);
    final double windows = config.asksFirst() ? 3.0 * rivals + 2 : rivals;
    final double failure = rivals == 0 ? 0 : windows * 2.0 * delayBoundNs / rangeNs;
    final long askNs = config.asksFirst() ? 2 * delayBoundNs : 0;
    final long leftOverNs =
        (config.asksFirst() ? config.electionTimeoutNsMax() : 0)
            + (config.checksQuorum() ? config.electionTimeoutNsMin() + config.heartbeatNs() : 0);
    final boolean isLeaderStable = config.electionTimeoutNsMin() - config.heartbeatNs() > 2 * delayBoundNs;
    if (!(failure < 1) || !isLeaderStable) {
      return Long.MAX_VALUE;
    }
    final long binNs = Math.max(1, (rangeNs + BINS - 1) / BINS);
    final int minBins = (int) Math.min(BINS_MAX, (config.electionTimeoutNsMin() + askNs + binNs - 1) / binNs);
    final double[] exceeded = new double[minBins + BINS + BINS_MAX];
    for (int t = 0; t < exceeded.length; t++) {
      double sum = 0;
      for (int bin = 1; bin <= BINS; bin++) {
        final int roundBins = minBins + bin;
        sum += roundBins > t ? 1 : failure * exceeded[t - roundBins];
      }
      exceeded[t] = sum / BINS;
      if (exceeded[t] <= EXCEEDED_MAX) {
        return config.heartbeatNs() + leftOverNs + 3 * delayBoundNs + t * binNs + 3 * delayBoundNs;
      }
    }
    return Long.MAX_VALUE;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return new RaftElectionNode(context, RaftElectionConfig.of(values));
  }
}
