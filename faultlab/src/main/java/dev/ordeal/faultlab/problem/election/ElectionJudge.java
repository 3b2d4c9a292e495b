package dev.ordeal.faultlab.problem.election;

import dev.ordeal.faultlab.fault.LinkLayer;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/**
 * Judges one run of a leader election by what the nodes indicate; see the package for the words.
 *
 * <p>Cost: constant time per indication, O(n) when a node comes to lead or crashes; allocates only when epochs, samples
 * or violations come up. Threading: the simulation's thread.
 */
public final class ElectionJudge implements RunJudge {
  private static final BigInteger PARTS = BigInteger.valueOf(1_000_000_000L);

  private final int clusterSize;
  private final LeaderViews views;
  private final EpochChecker epochs;
  private final OverlapChecker overlaps;
  private final FreshLeaderChecker freshness;
  private final AgreementChecker agreement;
  private final LeaderlessRecorder periods;
  private final ObedienceChecker obedience;
  private final MessageChecker messages;
  private long elections;
  private boolean isAttempted;

  /** A judge for one run. */
  public ElectionJudge(final RunSetup setup) {
    clusterSize = setup.clusterSize();
    views = new LeaderViews(clusterSize);
    epochs = new EpochChecker(setup.spec().promises(setup.values()).contains(Property.ONE_LEADER_PER_EPOCH));
    overlaps = new OverlapChecker(clusterSize, setup.spec().overlapToleranceNs(setup.delayBoundNs()));
    freshness = new FreshLeaderChecker(clusterSize);
    agreement = new AgreementChecker(views, setup.recoverByNs());
    periods = new LeaderlessRecorder(views, setup.counters());
    final long calmFromNs = CalmPlan.calmFromNs(setup);
    obedience =
        new ObedienceChecker(
            views,
            clusterSize,
            calmFromNs,
            setup.spec().recoveryBoundNs(setup.values(), clusterSize, setup.delayBoundNs()));
    messages = new MessageChecker(views, setup);
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    views.start(nodeId);
    obedience.onLife(timeNs, nodeId, true);
    changed(timeNs);
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    periods.onCrash(timeNs, nodeId);
    if (views.leads(nodeId)) {
      overlaps.onStopLeading(timeNs, nodeId);
    }
    views.crash(nodeId);
    obedience.onLife(timeNs, nodeId, false);
    changed(timeNs);
  }

  @Override
  public void onLinksChanged(final long timeNs, final LinkLayer links) {
    obedience.onLinksChanged(timeNs, links);
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    switch (indication) {
      case ELECTION -> onElection(timeNs, nodeId, key);
      case LEADER -> onLeader(timeNs, nodeId, key, value);
      case LOG_END -> freshness.onLogEnd(nodeId, key, value);
      default -> {}
    }
  }

  @Override
  public void onIndication(
      final long timeNs,
      final int nodeId,
      final Indication indication,
      final long key,
      final DirectBuffer buffer,
      final int offset,
      final int length) {}

  @Override
  public Judgement finish(final long endNs) {
    overlaps.finish(endNs);
    obedience.finish(endNs);
    messages.finish(endNs);
    final List<Judgement.Violation> violations = new ArrayList<>();
    epochs.report(violations);
    overlaps.report(violations);
    freshness.report(violations);
    obedience.report(violations);
    messages.report(violations);
    agreement.report(endNs, clusterSize, violations);
    violations.sort(Comparator.comparingLong(Judgement.Violation::atNs));
    final boolean isLive = agreement.isDemanded(endNs) ? agreement.isReached(endNs) : periods.hasLed();
    return new Judgement(isAttempted, isLive, violations, samples(endNs), coverage());
  }

  private void onElection(final long timeNs, final int nodeId, final long epoch) {
    isAttempted = true;
    elections++;
    epochs.onElection(nodeId, epoch);
    periods.onElection(nodeId);
    obedience.onElection(timeNs, epoch);
    messages.onChange(timeNs);
  }

  private void onLeader(final long timeNs, final int nodeId, final long epoch, final long leader) {
    isAttempted |= leader != Indication.NO_LEADER;
    final boolean led = views.leads(nodeId);
    views.hold(nodeId, leader);
    if (leader == nodeId) {
      obedience.onLead(nodeId, epoch);
      epochs.onLead(timeNs, nodeId, epoch);
      freshness.onLead(timeNs, nodeId, epoch);
      if (!led) {
        overlaps.onLead(timeNs, nodeId);
      }
    } else {
      if (led) {
        overlaps.onStopLeading(timeNs, nodeId);
      }
      if (leader != Indication.NO_LEADER) {
        periods.onFollow(nodeId);
      }
    }
    obedience.onView(timeNs);
    changed(timeNs);
  }

  private void changed(final long timeNs) {
    agreement.onChange(timeNs);
    periods.onChange(timeNs);
    messages.onChange(timeNs);
  }

  private Map<String, long[]> samples(final long endNs) {
    final boolean isOverlap = overlaps.longestNs() > 0;
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(ElectionProblem.TIME_TO_LEADER.name(), periods.timesToLeaderNs());
    samples.put(ElectionProblem.TIME_TO_RECOVER.name(), periods.timesToRecoverNs());
    samples.put(ElectionProblem.AVAILABILITY.name(), new long[] {share(obedience.obeyedNs(), endNs)});
    samples.put(ElectionProblem.OVERLAP.name(), new long[] {isOverlap ? 1 : 0});
    samples.put(ElectionProblem.OVERLAP_SHARE.name(), new long[] {share(overlaps.totalNs(), endNs)});
    samples.put(
        ElectionProblem.LONGEST_OVERLAP.name(), isOverlap ? new long[] {overlaps.longestNs()} : new long[] {});
    samples.put(ElectionProblem.MESSAGES_PER_ELECTION.name(), periods.messages());
    samples.put(ElectionProblem.BYTES_PER_ELECTION.name(), periods.bytes());
    samples.put(ElectionProblem.LEADER_CHANGES.name(), new long[] {periods.changes()});
    samples.put(ElectionProblem.DEPOSITIONS.name(), new long[] {obedience.depositions()});
    samples.put(ElectionProblem.EPOCHS_BURNT.name(), new long[] {epochs.burnt()});
    samples.put(
        ElectionProblem.MESSAGES_AT_START.name(),
        messages.firstElectionMessages() < 0 ? new long[] {} : new long[] {messages.firstElectionMessages()});
    return samples;
  }

  private Map<String, Long> coverage() {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("crashes-of-leader", periods.crashesOfLeader());
    coverage.put("elections", elections);
    coverage.put("leader-changes", periods.changes());
    coverage.put("leaderless-at-end", periods.isLeaderless() ? 1L : 0L);
    coverage.put("split-votes", epochs.splitVotes());
    coverage.put("settled-reigns", obedience.settledReigns());
    coverage.put("demanded-outages", obedience.demandedOutages());
    return coverage;
  }

  /** Parts per billion, rounded down. */
  private static long share(final long partNs, final long wholeNs) {
    return wholeNs == 0
        ? 0
        : BigInteger.valueOf(partNs).multiply(PARTS).divide(BigInteger.valueOf(wholeNs)).longValueExact();
  }
}
