package dev.ordeal.faultlab.problem.mutex;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.collections.LongArrayList;

/**
 * Judges one run of a mutual exclusion by what the nodes indicate; see the package for the words.
 *
 * <p>Cost: O(n) per indication. Threading: the simulation's thread.
 */
public final class MutualExclusionJudge implements RunJudge {
  private static final long NONE = -1;

  private final Counters counters;
  private final long healNs;
  private final long graceNs;
  private final boolean[] isLive;
  private final boolean[] isHolding;
  private final long[] askedNs;
  private final long[] askedTime;
  private final LongArrayList timesToGrantNs = new LongArrayList();
  private final FirstViolation exclusion = new FirstViolation(Property.MUTUAL_EXCLUSION, "overlaps");
  private final FirstViolation order = new FirstViolation(Property.GRANT_ORDER, "grants out of order");
  private final FirstViolation grant = new FirstViolation(Property.EVENTUAL_GRANT, "late or missing grants");
  private long grantedTime = Long.MIN_VALUE;
  private int grantedId;
  private long requests;
  private long contended;
  private long equalTimes;
  private long grants;

  /** A judge for one run. */
  public MutualExclusionJudge(final RunSetup setup) {
    final int n = setup.clusterSize();
    counters = setup.counters();
    healNs = setup.plan().healNs();
    graceNs = setup.recoverByNs() == FaultPlan.NEVER ? FaultPlan.NEVER : setup.recoverByNs() - healNs;
    isLive = new boolean[n];
    isHolding = new boolean[n];
    askedNs = new long[n];
    askedTime = new long[n];
    Arrays.fill(askedNs, NONE);
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    isLive[nodeId] = true;
  }

  /** A node that is down holds nothing and waits for nothing. */
  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    isLive[nodeId] = false;
    isHolding[nodeId] = false;
    askedNs[nodeId] = NONE;
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    switch (indication) {
      case REQUEST -> onRequest(timeNs, nodeId, key);
      case ENTER -> onEnter(timeNs, nodeId, key);
      case LEAVE -> isHolding[nodeId] = false;
      default -> {}
    }
  }

  @Override
  public Judgement finish(final long endNs) {
    for (int id = 0; id < askedNs.length; id++) {
      if (askedNs[id] != NONE) {
        judgeWait(id, endNs, "was not granted");
      }
    }
    final List<Violation> violations = new ArrayList<>();
    exclusion.report(violations);
    order.report(violations);
    grant.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(MutualExclusionProblem.TIME_TO_GRANT.name(), timesToGrantNs.toLongArray());
    samples.put(
        MutualExclusionProblem.MESSAGES_PER_GRANT.name(),
        grants == 0 ? new long[] {} : new long[] {(counters.sends + grants / 2) / grants});
    samples.put(MutualExclusionProblem.GRANTS.name(), new long[] {grants});
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("requests", requests);
    coverage.put("contended-requests", contended);
    coverage.put("equal-times", equalTimes);
    return new Judgement(grants > 0, grant.isEmpty(), violations, samples, coverage);
  }

  private void onRequest(final long timeNs, final int nodeId, final long logicalTime) {
    requests++;
    boolean isContended = false;
    for (int id = 0; id < askedNs.length; id++) {
      isContended |= id != nodeId && (askedNs[id] != NONE || isHolding[id]);
      equalTimes += id != nodeId && askedNs[id] != NONE && askedTime[id] == logicalTime ? 1 : 0;
    }
    contended += isContended ? 1 : 0;
    askedNs[nodeId] = timeNs;
    askedTime[nodeId] = logicalTime;
  }

  private void onEnter(final long timeNs, final int nodeId, final long logicalTime) {
    grants++;
    for (int id = 0; id < isHolding.length; id++) {
      if (id != nodeId && isHolding[id] && isLive[id]) {
        exclusion.add(
            timeNs,
            List.of(id, nodeId),
            "node %d took the resource at %s while node %d held it"
                .formatted(nodeId, Seconds.of(timeNs), id));
      }
    }
    if (logicalTime < grantedTime || (logicalTime == grantedTime && nodeId <= grantedId)) {
      order.add(
          timeNs,
          List.of(grantedId, nodeId),
          "request (%d, node %d) was granted at %s after request (%d, node %d)"
              .formatted(logicalTime, nodeId, Seconds.of(timeNs), grantedTime, grantedId));
    } else {
      grantedTime = logicalTime;
      grantedId = nodeId;
    }
    isHolding[nodeId] = true;
    if (askedNs[nodeId] != NONE) {
      timesToGrantNs.addLong(timeNs - askedNs[nodeId]);
      judgeWait(nodeId, timeNs, "was granted");
      askedNs[nodeId] = NONE;
    }
  }

  private void judgeWait(final int nodeId, final long untilNs, final String outcome) {
    if (graceNs == FaultPlan.NEVER) {
      return;
    }
    final long dueNs = Math.max(healNs, askedNs[nodeId]) + graceNs;
    if (untilNs > dueNs) {
      grant.add(
          dueNs,
          List.of(nodeId),
          "node %d asked at %s, demanded by %s, and %s by %s"
              .formatted(
                  nodeId, Seconds.of(askedNs[nodeId]), Seconds.of(dueNs), outcome, Seconds.of(untilNs)));
    }
  }
}
