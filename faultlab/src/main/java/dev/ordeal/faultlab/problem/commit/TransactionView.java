package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.commit.codec.VoteValue;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** What the judge has seen of one transaction. */
final class TransactionView {
  /** A participant's vote. */
  record Vote(VoteValue value, long atNs) {}

  /** An outcome that a node reached. */
  record Reached(Outcome outcome, long atNs) {}

  final long number;
  final TransactionPlan plan;
  final long begunNs;

  /** Each participant's last vote. */
  final Map<Integer, Vote> votes = new TreeMap<>();

  /** Each node's first outcome. */
  final Map<Integer, Reached> outcomes = new TreeMap<>();

  /** What each participant said it wrote. */
  final Map<Integer, Map<Long, Long>> writes = new HashMap<>();

  /** What each participant said that keys held when it read them. */
  final Map<Integer, Map<Long, Long>> found = new HashMap<>();

  /** The transaction of the same client and sequence that began before, or null. */
  TransactionView earlier;

  /** Why it must not commit, in words, or null. */
  String forbidden;

  TransactionView(final long number, final TransactionPlan plan, final long begunNs) {
    this.number = number;
    this.plan = plan;
    this.begunNs = begunNs;
  }

  boolean isCommitted() {
    return outcomes.values().stream().anyMatch(reached -> reached.outcome() == Outcome.COMMITTED);
  }

  /** When the first node reached an outcome; when it began if none did. */
  long firstOutcomeNs() {
    return outcomes.values().stream().mapToLong(Reached::atNs).min().orElse(begunNs);
  }

  boolean hasVotedYes(final int participant) {
    final Vote vote = votes.get(participant);
    return vote != null && vote.value() != VoteValue.NO;
  }

  String name() {
    return "transaction %d of client %d".formatted(plan.sequence(), plan.client());
  }
}
