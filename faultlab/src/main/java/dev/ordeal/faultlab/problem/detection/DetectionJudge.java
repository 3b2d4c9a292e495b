package dev.ordeal.faultlab.problem.detection;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Judges one run of a failure detector by what the nodes indicate; see the package for the words.
 *
 * <p>Cost: constant time for an indication, O(n) when a node starts or crashes, O(n²) at the end, and a few words for
 * each pair. Threading: the simulation's thread.
 */
public final class DetectionJudge implements RunJudge {
  private final int clusterSize;
  private final Set<Property> promises;
  private final Counters counters;
  private final Pairs pairs;
  private final ServiceRecorder service;
  private final AccuracyChecker accuracy;
  private final EventualChecker eventual;
  private boolean isSuspicious;

  /** A judge for one run. */
  public DetectionJudge(final RunSetup setup) {
    clusterSize = setup.clusterSize();
    promises = setup.spec().promises();
    counters = setup.counters();
    pairs = new Pairs(clusterSize);
    service = new ServiceRecorder(pairs);
    accuracy =
        new AccuracyChecker(
            pairs, setup.spec().recoveryBoundNs(setup.values(), clusterSize, setup.delayBoundNs()));
    final long healNs = setup.plan().healNs();
    eventual =
        new EventualChecker(
            pairs,
            healNs,
            setup.recoverByNs() == FaultPlan.NEVER ? FaultPlan.NEVER : setup.recoverByNs() - healNs);
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    changeLife(timeNs, nodeId);
    pairs.start(timeNs, nodeId);
    service.onStart(nodeId);
  }

  /** A node that is down holds nothing, and is no longer live to be trusted. */
  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    changeLife(timeNs, nodeId);
    service.onCrash();
    pairs.crash(timeNs, nodeId);
  }

  /** An id that no node has, as a corrupted message may bring, is nobody's. */
  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    final boolean suspects = indication == Indication.SUSPECT;
    if ((!suspects && indication != Indication.TRUST) || key < 0 || key >= clusterSize || key == nodeId) {
      return;
    }
    final int watched = (int) key;
    if (pairs.suspects(nodeId, watched) == suspects) {
      return;
    }
    isSuspicious = true;
    service.advance(timeNs);
    eventual.onClose(timeNs, nodeId, watched);
    if (suspects) {
      accuracy.onSuspect(timeNs, nodeId, watched);
      service.onSuspect(timeNs, nodeId, watched);
    } else {
      service.onTrust(timeNs, nodeId, watched);
    }
    pairs.hold(timeNs, nodeId, watched, suspects);
  }

  @Override
  public Judgement finish(final long endNs) {
    service.advance(endNs);
    for (int node = 0; node < clusterSize; node++) {
      for (int watched = 0; watched < clusterSize; watched++) {
        if (node != watched && pairs.isLive(node)) {
          closePair(endNs, node, watched);
        }
      }
    }
    eventual.onEnd(endNs);
    final List<Violation> violations = new ArrayList<>();
    accuracy.report(violations);
    eventual.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    final boolean isAttempted = isSuspicious || counters.deliveries > 0;
    final boolean isStalled =
        violations.stream().map(Violation::property).anyMatch(p -> !p.isSafety() && promises.contains(p));
    return new Judgement(isAttempted, isAttempted && !isStalled, violations, samples(), coverage());
  }

  /** Before a node starts or crashes: whatever was held by it, or of it, has been held until now. */
  private void changeLife(final long timeNs, final int nodeId) {
    service.advance(timeNs);
    for (int other = 0; other < clusterSize; other++) {
      if (other != nodeId) {
        if (pairs.isLive(other)) {
          closePair(timeNs, other, nodeId);
        }
        if (pairs.isLive(nodeId)) {
          closePair(timeNs, nodeId, other);
        }
      }
    }
    eventual.onLife(timeNs, nodeId);
  }

  private void closePair(final long timeNs, final int node, final int watched) {
    eventual.onClose(timeNs, node, watched);
    service.onClose(node, watched);
  }

  private Map<String, long[]> samples() {
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(DetectionProblem.DETECTION_TIME.name(), service.detectionTimesNs());
    samples.put(DetectionProblem.MISTAKE_RATE.name(), service.mistakesPerDay());
    samples.put(DetectionProblem.MISTAKE_DURATION.name(), service.mistakeDurationsNs());
    samples.put(DetectionProblem.MISTAKE_RECURRENCE.name(), service.mistakeRecurrencesNs());
    samples.put(DetectionProblem.QUERY_ACCURACY.name(), service.queryAccuracy());
    samples.put(DetectionProblem.MESSAGES.name(), service.perMember(counters.sends, 60));
    samples.put(DetectionProblem.BYTES.name(), service.perMember(counters.sentBytes, 1));
    return samples;
  }

  private Map<String, Long> coverage() {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("corrections", service.corrections());
    coverage.put("crashes", service.crashes());
    coverage.put("detections", (long) service.detectionTimesNs().length);
    coverage.put("mistakes", service.mistakes());
    coverage.put("undetected", service.undetected());
    return coverage;
  }
}
