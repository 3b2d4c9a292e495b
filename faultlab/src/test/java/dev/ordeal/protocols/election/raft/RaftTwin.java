package dev.ordeal.protocols.election.raft;

import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of Raft election. */
public final class RaftTwin extends RaftElectionSpec implements BrokenTwin {
  /** Builds a broken server. */
  private interface Factory {
    RaftElectionNode newNode(NodeContext context, RaftElectionConfig config);
  }

  /** Votes for whoever asks, as often as asked. */
  public static final RaftTwin VOTES_TWICE =
      new RaftTwin(
          "raft-votes-twice",
          Property.ONE_LEADER_PER_EPOCH,
          "a server votes for a second candidate in one term",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                boolean mayVoteFor(final int candidateId) {
                  return true;
                }
              });

  /** Forgets in a crash whom it voted for. */
  public static final RaftTwin VOTE_NOT_PERSISTED =
      new RaftTwin(
          "raft-vote-not-persisted",
          Property.ONE_LEADER_PER_EPOCH,
          "the hard state records the term but not the vote",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                int durableVote() {
                  return NO_VOTE;
                }
              });

  /** Forgets in a crash how far terms had come. */
  public static final RaftTwin TERM_NOT_PERSISTED =
      new RaftTwin(
          "raft-term-not-persisted",
          Property.ONE_LEADER_PER_EPOCH,
          "the hard state records the vote but not the term it was cast in",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                long durableTerm() {
                  return SeededLog.LAST_TERM_MAX;
                }
              });

  /** Leads with one vote too few. */
  public static final RaftTwin QUORUM_OFF_BY_ONE =
      new RaftTwin(
          "raft-quorum-off-by-one",
          Property.ONE_LEADER_PER_EPOCH,
          "half of the servers, rounded down, is taken for a majority",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                int quorum() {
                  return super.quorum() - 1;
                }
              });

  /** Votes for logs staler than its own. */
  public static final RaftTwin FRESHNESS_MISSING =
      new RaftTwin(
          "raft-freshness-missing",
          Property.FRESH_LEADER,
          "a vote is granted whatever the candidate's log",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                boolean isUpToDate(final long lastLogTerm, final long lastLogIndex) {
                  return true;
                }
              });

  /** All of them. */
  public static final List<RaftTwin> ALL =
      List.of(VOTES_TWICE, VOTE_NOT_PERSISTED, TERM_NOT_PERSISTED, QUORUM_OFF_BY_ONE, FRESHNESS_MISSING);

  /** Enters the next term before it asks whether it would be voted for. */
  public static final RaftTwin PRE_VOTE_BUMPS_TERM =
      new RaftTwin(
          "raft-pre-vote-bumps-term",
          Property.AVAILABILITY,
          "a server that asks first is in a new term already, so whoever hears of it must follow",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                public void onDeadline(final long nowNs, final Outbox outbox) {
                  if (nowNs >= nextDeadlineNs() && state() != RaftElectionState.LEADER) {
                    enterTerm(term() + 1, NO_VOTE);
                  }
                  super.onDeadline(nowNs, outbox);
                }
              });

  /** Would vote for anybody, though it hears from its leader. */
  public static final RaftTwin PRE_VOTE_IGNORES_LEADER =
      new RaftTwin(
          "raft-pre-vote-ignores-leader",
          Property.STABILITY,
          "a server that hears from its leader grants a pre-vote all the same",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                boolean hearsFromLeader(final long nowNs) {
                  return false;
                }
              });

  /** Leads on, whether a majority answers or not. */
  public static final RaftTwin NEVER_STEPS_DOWN =
      new RaftTwin(
          "raft-never-steps-down",
          Property.AVAILABILITY,
          "a leader finds its quorum there without having heard of it",
          (context, config) ->
              new RaftElectionNode(context, config) {
                @Override
                boolean isQuorumHeard() {
                  return true;
                }
              });

  /** Those that need PreVote and CheckQuorum to be on. */
  public static final List<RaftTwin> OF_OPTIONS =
      List.of(PRE_VOTE_BUMPS_TERM, PRE_VOTE_IGNORES_LEADER, NEVER_STEPS_DOWN);

  private final String name;
  private final Property breaks;
  private final String bug;
  private final Factory factory;

  private RaftTwin(final String name, final Property breaks, final String bug, final Factory factory) {
    this.name = name;
    this.breaks = breaks;
    this.bug = bug;
    this.factory = factory;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Property breaks() {
    return breaks;
  }

  @Override
  public String bug() {
    return bug;
  }

  @Override
  public ProtocolNode newNode(final NodeContext context, final ParameterValues values) {
    return factory.newNode(context, RaftElectionConfig.of(values));
  }

  @Override
  public String toString() {
    return name;
  }
}
