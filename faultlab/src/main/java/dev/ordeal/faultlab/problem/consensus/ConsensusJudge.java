package dev.ordeal.faultlab.problem.consensus;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.problem.FirstViolation;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Judgement.Violation;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.Seconds;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.consensus.ConsensusNode;
import dev.ordeal.protocols.consensus.ConsensusSpec;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.agrona.collections.LongArrayList;
import org.agrona.collections.LongHashSet;

/**
 * Judges one run of a consensus by what the nodes indicate and what clients handed in; see the package for the words.
 *
 * <p>Validity is judged by what clients handed in, whatever nodes say that they propose.
 *
 * <p>Termination is demanded of every node alive at the end whose client has handed it a value in the life it leads,
 * taken or not: by so long after healing, or after that request if it came later, as the algorithm's bound says; under
 * an adversary of anybody by the last step, of algorithms that count on time. A value that the algorithm does not take
 * is none. A run in which nobody decided and nobody had to yet says nothing.
 *
 * <p>Cost: constant time per indication. Threading: the simulation's thread.
 */
public final class ConsensusJudge implements RunJudge {
  static final List<String> COVERAGE =
      List.of("decisions", "decisions-before-crash", "different-proposals", "rounds-missed", "several-rounds");

  private static final long NOBODY = -1;
  private static final long PARTS = 1_000_000_000L;
  private static final long NOT_YET = -1;

  private final int clusterSize;
  private final Counters counters;
  private final Proposals proposals;
  private final long healNs;
  private final long graceNs;

  /** How many steps an adversary schedules, 0 if time does, and whether that they decide nothing is a violation. */
  private final int stepsOfAdversary;

  private final boolean isTimeNeeded;

  /** How many values the algorithm takes: 0 to one less. */
  private final long valuesMax;

  private final IntFunction<OptionalInt> roundsMax;
  private final boolean[] isLive;
  private final boolean[] hasCrashed;

  /** When a node was first handed a value, proposed and decided in the life it leads. */
  private final long[] askedNs;

  private final long[] proposedNs;

  private final long[] decidedNs;

  /** What a node decided first, in whatever life, if it did. */
  private final long[] decision;

  private final boolean[] hasDecided;
  private final LongHashSet handedIn = new LongHashSet();
  private final LongHashSet proposed = new LongHashSet();
  private final LongArrayList rounds = new LongArrayList();
  private final LongArrayList timesToDecideNs = new LongArrayList();
  private final FirstViolation validity = new FirstViolation(Property.VALIDITY, "decisions on what no client had handed in");
  private final FirstViolation agreement =
      new FirstViolation(Property.UNIFORM_AGREEMENT, "decisions unlike the first one");
  private final FirstViolation integrity = new FirstViolation(Property.INTEGRITY, "further decisions of one node");
  private final FirstViolation termination = new FirstViolation(Property.TERMINATION, "late or missing decisions");
  private long firstDecider = NOBODY;
  private long highestRound;
  private int crashed;
  private int crashedAtLastDecision;
  private long sendsAtLastDecision;
  private long eventsBeforeDecision;
  private long decisions;
  private long decisionsBeforeCrash;
  private long decisionsDue;
  private long roundsMissed;

  /** A judge for one run. */
  public ConsensusJudge(final RunSetup setup) {
    clusterSize = setup.clusterSize();
    counters = setup.counters();
    proposals = new Proposals(setup, this::onHandIn);
    healNs = setup.plan().healNs();
    graceNs = setup.recoverByNs() == FaultPlan.NEVER ? FaultPlan.NEVER : setup.recoverByNs() - healNs;
    stepsOfAdversary = ConsensusProblem.stepsOfAdversary(setup.workload());
    isTimeNeeded = ConsensusProblem.isTimeNeeded(setup.spec());
    valuesMax = setup.spec() instanceof ConsensusSpec consensus ? consensus.valuesMax() : ConsensusNode.VALUES_MAX;
    roundsMax =
        crashed ->
            setup.spec() instanceof ConsensusSpec consensus
                ? consensus.roundsMax(setup.values(), setup.clusterSize(), crashed)
                : OptionalInt.empty();
    isLive = new boolean[clusterSize];
    hasCrashed = new boolean[clusterSize];
    askedNs = new long[clusterSize];
    proposedNs = new long[clusterSize];
    decidedNs = new long[clusterSize];
    decision = new long[clusterSize];
    hasDecided = new boolean[clusterSize];
    Arrays.fill(askedNs, NOT_YET);
    Arrays.fill(proposedNs, NOT_YET);
    Arrays.fill(decidedNs, NOT_YET);
    if (stepsOfAdversary > 0) {
      handedIn.addAll(ConsensusProblem.handedOut(setup));
    }
  }

  @Override
  public Workload clients() {
    return proposals;
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    isLive[nodeId] = true;
    askedNs[nodeId] = NOT_YET;
    proposedNs[nodeId] = NOT_YET;
    decidedNs[nodeId] = NOT_YET;
    proposals.onStart(nodeId);
  }

  /** A client hands a node a value, which is lost if the node is down. */
  void onHandIn(final long timeNs, final int nodeId, final long value) {
    if (isLive[nodeId] && value < valuesMax) {
      handedIn.add(value);
      askedNs[nodeId] = askedNs[nodeId] == NOT_YET ? timeNs : askedNs[nodeId];
    }
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    isLive[nodeId] = false;
    crashed += hasCrashed[nodeId] ? 0 : 1;
    hasCrashed[nodeId] = true;
    decisionsBeforeCrash += decidedNs[nodeId] == NOT_YET ? 0 : 1;
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    switch (indication) {
      case PROPOSE -> {
        proposed.add(value);
        proposedNs[nodeId] = timeNs;
        proposals.onTaken(nodeId);
      }
      case ROUND -> highestRound = Math.max(highestRound, key);
      case ROUND_MISSED -> roundsMissed++;
      case DECIDE -> onDecide(timeNs, nodeId, value);
      default -> {}
    }
  }

  @Override
  public Judgement finish(final long endNs) {
    judgeTermination(endNs);
    final List<Violation> violations = new ArrayList<>();
    validity.report(violations);
    agreement.report(violations);
    integrity.report(violations);
    termination.report(violations);
    violations.sort(Comparator.comparingLong(Violation::atNs));
    final boolean isLiveEnough = graceNs == FaultPlan.NEVER ? decisions > 0 : termination.isEmpty();
    final boolean isTelling = decisions > 0 || graceNs == FaultPlan.NEVER || decisionsDue > 0;
    return new Judgement(handedIn.size() > 0 && isTelling, isLiveEnough, violations, samples(), coverage());
  }

  private void onDecide(final long timeNs, final int nodeId, final long value) {
    decisions++;
    if (!handedIn.contains(value)) {
      validity.add(
          timeNs,
          List.of(nodeId),
          "node %d decided %d at %s, which no client had handed in".formatted(nodeId, value, Seconds.of(timeNs)));
    }
    if (firstDecider == NOBODY) {
      firstDecider = nodeId;
      eventsBeforeDecision = counters.events - 1;
    } else if (decision[(int) firstDecider] != value) {
      agreement.add(
          timeNs,
          List.of((int) firstDecider, nodeId),
          "node %d decided %d at %s, and node %d had decided %d"
              .formatted(nodeId, value, Seconds.of(timeNs), firstDecider, decision[(int) firstDecider]));
    }
    if (decidedNs[nodeId] != NOT_YET) {
      integrity.add(
          timeNs,
          List.of(nodeId),
          "node %d decided %d at %s, and before, at %s, in the same life"
              .formatted(nodeId, value, Seconds.of(timeNs), Seconds.of(decidedNs[nodeId])));
    } else if (hasDecided[nodeId] && decision[nodeId] != value) {
      integrity.add(
          timeNs,
          List.of(nodeId),
          "node %d decided %d at %s, and %d in an earlier life"
              .formatted(nodeId, value, Seconds.of(timeNs), decision[nodeId]));
    }
    decidedNs[nodeId] = timeNs;
    if (hasDecided[nodeId]) {
      return;
    }
    hasDecided[nodeId] = true;
    decision[nodeId] = value;
    sendsAtLastDecision = counters.sends;
    crashedAtLastDecision = crashed;
    rounds.addLong(highestRound);
    if (proposedNs[nodeId] != NOT_YET) {
      timesToDecideNs.addLong(timeNs - proposedNs[nodeId]);
    }
  }

  private void judgeTermination(final long endNs) {
    if (stepsOfAdversary > 0 && isTimeNeeded && decisions == 0) {
      termination.add(
          endNs,
          IntStream.range(0, clusterSize).boxed().toList(),
          "nobody had decided after %d steps, as an adversary scheduled them".formatted(counters.events));
    }
    if (graceNs == FaultPlan.NEVER) {
      return;
    }
    for (int id = 0; id < clusterSize; id++) {
      if (!isLive[id] || askedNs[id] == NOT_YET) {
        continue;
      }
      final long dueNs = Math.max(healNs, askedNs[id]) + graceNs;
      decisionsDue += endNs >= dueNs ? 1 : 0;
      final long atNs = decidedNs[id] == NOT_YET ? endNs : decidedNs[id];
      if (atNs > dueNs || (decidedNs[id] == NOT_YET && endNs >= dueNs)) {
        termination.add(
            dueNs,
            List.of(id),
            "node %d, which was handed a value at %s, was to decide by %s and %s"
                .formatted(
                    id,
                    Seconds.of(askedNs[id]),
                    Seconds.of(dueNs),
                    decidedNs[id] == NOT_YET
                        ? "had not by the end, " + Seconds.of(endNs)
                        : "did at " + Seconds.of(atNs)));
      }
    }
  }

  private Map<String, long[]> samples() {
    int live = 0;
    int liveDecided = 0;
    for (int id = 0; id < clusterSize; id++) {
      live += isLive[id] ? 1 : 0;
      liveDecided += isLive[id] && decidedNs[id] != NOT_YET ? 1 : 0;
    }
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(ConsensusProblem.ROUNDS.name(), rounds.toLongArray());
    final OptionalInt most = decisions == 0 ? OptionalInt.empty() : roundsMax.apply(crashedAtLastDecision);
    samples.put(ConsensusProblem.ROUNDS_MAX.name(), most.stream().mapToLong(rounds -> rounds).toArray());
    samples.put(
        ConsensusProblem.MESSAGES.name(), decisions == 0 ? new long[] {} : new long[] {sendsAtLastDecision});
    final boolean isTimed = stepsOfAdversary == 0;
    samples.put(
        ConsensusProblem.TIME_TO_DECIDE.name(), isTimed ? timesToDecideNs.toLongArray() : new long[] {});
    samples.put(
        ConsensusProblem.DECIDED.name(), live == 0 || !isTimed ? new long[] {} : new long[] {liveDecided * PARTS / live});
    samples.put(
        ConsensusProblem.STEPS_UNDECIDED.name(),
        isTimed ? new long[] {} : new long[] {decisions == 0 ? counters.events : eventsBeforeDecision});
    samples.put(ConsensusProblem.DISAGREED.name(), new long[] {agreement.isEmpty() ? 0 : 1});
    return samples;
  }

  private Map<String, Long> coverage() {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("decisions", decisions);
    coverage.put("decisions-before-crash", decisionsBeforeCrash);
    coverage.put("different-proposals", proposed.size() > 1 ? 1L : 0L);
    coverage.put("rounds-missed", roundsMissed);
    coverage.put("several-rounds", highestRound > 1 ? 1L : 0L);
    return coverage;
  }
}
