package dev.ordeal.faultlab.problem.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.client.ClientPool;
import dev.ordeal.faultlab.problem.commit.CommitCalls.Told;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.VoteValue;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Parameter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.agrona.DirectBuffer;

/** Judges one run of an atomic commit protocol. */
public final class CommitJudge implements RunJudge {
  /** The places where bugs live that a run's visits are counted of. */
  static final List<String> COVERAGE =
      List.of(
          "aborts",
          "commits",
          "coordinator-crashes-with-doubt",
          "dependencies",
          "no-votes",
          "outcomes-across-crash",
          "read-only-votes",
          "unknown-outcomes");

  private final Counters counters;
  private final CommitCalls calls;
  private final ClientPool clients;
  private final OutcomeChecker outcomes;
  private final DataChecker data;
  private final WaitChecker waits;
  private final Map<Long, TransactionView> views = new LinkedHashMap<>();
  private final Map<Long, TransactionView> viewsById = new HashMap<>();
  private final int[] incarnations;
  private final Map<Long, Integer> votedIn = new HashMap<>();
  private long coordinatorCrashesWithDoubt;
  private long outcomesAcrossCrash;
  private long noVotes;
  private long readOnlyVotes;

  /** A judge for one run, and its clients. */
  public CommitJudge(final RunSetup setup) {
    counters = setup.counters();
    calls = new CommitCalls(setup);
    clients = new ClientPool(setup, calls);
    outcomes = new OutcomeChecker(setup);
    data = new DataChecker(setup.values().value("initial-value"));
    waits = new WaitChecker(setup);
    incarnations = new int[setup.clusterSize()];
  }

  @Override
  public Workload clients() {
    return clients;
  }

  @Override
  public void onStart(final long timeNs, final int nodeId) {
    incarnations[nodeId]++;
    waits.started(nodeId, timeNs);
  }

  @Override
  public void onCrash(final long timeNs, final int nodeId) {
    coordinatorCrashesWithDoubt += nodeId == TransactionRequest.COORDINATOR && waits.inDoubt() > 0 ? 1 : 0;
    waits.crashed(nodeId, timeNs);
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    switch (indication) {
      case VOTE -> onVote(timeNs, nodeId, key, VoteValue.get((short) value));
      case OUTCOME -> {
        final TransactionView view = views.get(key);
        if (view != null) {
          outcomes.reached(view, nodeId, Outcome.get((short) value), timeNs);
          final int voted = votedIn.getOrDefault(key << 12 ^ nodeId, Integer.MAX_VALUE);
          outcomesAcrossCrash += incarnations[nodeId] > voted ? 1 : 0;
        }
        waits.reached(nodeId, key, timeNs);
      }
      case LOCKS -> waits.locked(nodeId, key, value, timeNs);
      default -> {
        // States are of no interest here.
      }
    }
  }

  private void onVote(final long timeNs, final int nodeId, final long number, final VoteValue vote) {
    final TransactionView view = views.get(number);
    if (view == null) {
      return;
    }
    final TransactionView.Vote before = view.votes.put(nodeId, new TransactionView.Vote(vote, timeNs));
    if (before == null && vote != VoteValue.NO) {
      data.votedFor(view, nodeId, timeNs);
    }
    votedIn.putIfAbsent(number << 12 ^ nodeId, incarnations[nodeId]);
    noVotes += vote == VoteValue.NO ? 1 : 0;
    readOnlyVotes += vote == VoteValue.READ ? 1 : 0;
    waits.voted(nodeId, number, vote, timeNs);
  }

  @Override
  public void onIndication(
      final long timeNs,
      final int nodeId,
      final Indication indication,
      final long key,
      final DirectBuffer buffer,
      final int offset,
      final int length) {
    if (indication == Indication.TRANSACTION) {
      final int client = (int) buffer.getLong(offset, LITTLE_ENDIAN);
      final long sequence = buffer.getLong(offset + 8, LITTLE_ENDIAN);
      final TransactionPlan plan = calls.plan(client, sequence);
      final TransactionView view = new TransactionView(key, plan, timeNs);
      final TransactionView named = views.put(key, view);
      if (named != null) {
        outcomes.namedTwice(named, view);
      }
      view.earlier = viewsById.put(sequence << 20 | client, view);
      return;
    }
    final TransactionView view = views.get(key);
    if (view == null) {
      return;
    }
    if (indication == Indication.READS) {
      for (int at = offset; at < offset + length; at += 24) {
        data.read(
            view,
            nodeId,
            buffer.getLong(at, LITTLE_ENDIAN),
            buffer.getLong(at + 8, LITTLE_ENDIAN),
            buffer.getLong(at + 16, LITTLE_ENDIAN),
            timeNs);
      }
    } else if (indication == Indication.WRITES) {
      final Map<Long, Long> written = new TreeMap<>();
      for (int at = offset; at < offset + length; at += 16) {
        written.put(buffer.getLong(at, LITTLE_ENDIAN), buffer.getLong(at + 8, LITTLE_ENDIAN));
      }
      data.wrote(view, nodeId, written, timeNs);
    }
  }

  @Override
  public Judgement finish(final long endNs) {
    final List<Judgement.Violation> violations = new ArrayList<>();
    for (final Told told : calls.told()) {
      final TransactionView view = viewsById.get(told.plan().sequence() << 20 | told.plan().client());
      if (view == null && told.outcome() == Outcome.COMMITTED) {
        outcomes.toldOfNothing(told);
      } else if (view != null && told.outcome() != null) {
        outcomes.told(view, told);
        if (told.outcome() == Outcome.COMMITTED) {
          data.told(view, told);
        }
      }
    }
    outcomes.report(violations);
    data.finish(views, violations);
    waits.finish(views.values(), endNs, violations);
    violations.sort(Comparator.comparingLong(Judgement.Violation::atNs));
    final boolean isAttempted = told(Outcome.COMMITTED) + told(Outcome.ABORTED) > 0;
    return new Judgement(isAttempted || !waits.isLive(), waits.isLive(), violations, samples(endNs), coverage());
  }

  private long told(final Outcome outcome) {
    return calls.told().stream().filter(told -> told.outcome() == outcome).count();
  }

  private Map<String, long[]> samples(final long endNs) {
    final List<Told> told = calls.told();
    final long committed = told(Outcome.COMMITTED);
    final long aborted = told(Outcome.ABORTED);
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(
        CommitProblem.LATENCY.name(),
        told.stream()
            .filter(one -> one.outcome() == Outcome.COMMITTED)
            .mapToLong(one -> one.toldNs() - one.intendedNs())
            .toArray());
    samples.put(CommitProblem.THROUGHPUT.name(), new long[] {committed * 1_000_000_000L / Math.max(1, endNs)});
    samples.put(CommitProblem.COMMITTED.name(), new long[] {committed});
    samples.put(CommitProblem.ABORTED.name(), share(aborted, committed + aborted));
    samples.put(CommitProblem.UNKNOWN.name(), share(told.size() - committed - aborted, told.size()));
    samples.put(CommitProblem.MESSAGES.name(), per(counters.sends, views.size()));
    samples.put(CommitProblem.FORCED_WRITES.name(), per(counters.forcedRecords, views.size()));
    samples.put(CommitProblem.LAZY_WRITES.name(), per(counters.records - counters.forcedRecords, views.size()));
    samples.put(CommitProblem.IN_DOUBT.name(), waits.inDoubtNs());
    samples.put(CommitProblem.BLOCKED.name(), waits.blockedNs());
    samples.put(CommitProblem.BLOCKED_LOCKS.name(), waits.blockedLocks());
    return samples;
  }

  private Map<String, Long> coverage() {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("aborts", told(Outcome.ABORTED));
    coverage.put("commits", told(Outcome.COMMITTED));
    coverage.put("coordinator-crashes-with-doubt", coordinatorCrashesWithDoubt);
    coverage.put("dependencies", data.dependencies());
    coverage.put("no-votes", noVotes);
    coverage.put("outcomes-across-crash", outcomesAcrossCrash);
    coverage.put("read-only-votes", readOnlyVotes);
    coverage.put("unknown-outcomes", calls.told().stream().filter(one -> one.outcome() == null).count());
    return coverage;
  }

  private static long[] per(final long count, final long whole) {
    return whole == 0 ? new long[0] : new long[] {count / whole};
  }

  private static long[] share(final long part, final long whole) {
    return whole == 0 ? new long[0] : new long[] {part * Parameter.ALL_PPB / whole};
  }
}
