package dev.ordeal.protocols.commit.twophase;

import dev.ordeal.protocols.commit.CommitConfig;
import dev.ordeal.protocols.commit.CommitNode;
import dev.ordeal.protocols.commit.Coordinator;
import dev.ordeal.protocols.commit.CoordinatorRules;
import dev.ordeal.protocols.commit.LogRule;
import dev.ordeal.protocols.commit.MeddlingNode;
import dev.ordeal.protocols.commit.MixingCoordinator;
import dev.ordeal.protocols.commit.Participant;
import dev.ordeal.protocols.commit.Transaction;
import dev.ordeal.protocols.commit.TransactionRequest;
import dev.ordeal.protocols.commit.TwiceApplying;
import dev.ordeal.protocols.commit.Work;
import dev.ordeal.protocols.commit.codec.Outcome;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.Outbox;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.core.ProtocolNode;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;

/** The broken twins of two-phase commit. */
public final class CommitTwin extends TwoPhaseSpec implements BrokenTwin {
  private interface CoordinatorFactory {
    Coordinator newCoordinator(NodeContext context, CommitConfig config, CoordinatorRules rules);
  }

  private interface ParticipantFactory {
    Participant newParticipant(NodeContext context, CommitConfig config);
  }

  private interface NodeFactory {
    CommitNode newNode(NodeContext context, CommitConfig config);
  }

  /** A crash takes a commit away that a participant has heard of. */
  public static final CommitTwin COMMIT_NOT_FORCED =
      coordinator(
          "two-phase-commit-not-forced",
          Property.ATOMIC_AGREEMENT,
          "COMMIT is sent before it is forced",
          Presumption.NOTHING,
          (context, config, rules) ->
              new Coordinator(context, config, rules) {
                @Override
                protected void writeDecided(
                    final Transaction transaction, final LogRule rule, final Outbox outbox) {
                  super.writeDecided(transaction, LogRule.LAZY, outbox);
                }
              });

  /** Silence is consent. */
  public static final CommitTwin MISSING_VOTE_IS_YES =
      coordinator(
          "two-phase-missing-vote-is-yes",
          Property.COMMIT_NEEDS_ALL_VOTES,
          "a vote that does not come is taken for yes",
          Presumption.NOTHING,
          (context, config, rules) ->
              new Coordinator(context, config, rules) {
                @Override
                protected void giveUp(final long nowNs, final Transaction transaction, final Outbox outbox) {
                  if (transaction.phase == Transaction.Phase.VOTING) {
                    decide(nowNs, transaction, Outcome.COMMITTED, outbox);
                  } else {
                    super.giveUp(nowNs, transaction, outbox);
                  }
                }
              });

  /** Waiting is dull. */
  public static final CommitTwin DOUBT_ABORTS =
      participant(
          "two-phase-doubt-aborts",
          Property.ATOMIC_AGREEMENT,
          "a participant in doubt aborts alone",
          (context, config) ->
              new Participant(context, config, LogRule.FORCED, LogRule.FORCED, false) {
                @Override
                protected void onDoubt(final long nowNs, final Work work, final Outbox outbox) {
                  abort(work, outbox);
                }
              });

  /** Votes yes and cannot keep the promise. */
  public static final CommitTwin PREPARED_LOST =
      participant(
          "two-phase-prepared-lost",
          Property.EVENTUAL_OUTCOME,
          "that it is prepared is gone after a restart",
          (context, config) ->
              new Participant(context, config, LogRule.FORCED, LogRule.FORCED, false) {
                @Override
                protected void writePrepared(final Work work, final Outbox outbox) {
                  // Kept in memory alone.
                }
              });

  /** Recovers as the exercise does: whatever is not over is aborted. */
  public static final CommitTwin RECOVERY_ABORTS =
      coordinator(
          "two-phase-recovery-aborts",
          Property.OUTCOME_IS_FINAL,
          "a coordinator that comes back aborts what it had forced a commit of",
          Presumption.NOTHING,
          (context, config, rules) ->
              new Coordinator(context, config, rules) {
                @Override
                protected void recover(final long nowNs, final Transaction transaction, final Outbox outbox) {
                  decide(nowNs, transaction, Outcome.ABORTED, outbox);
                }
              });

  /** Forgets commits as presumed commit does, and answers as presumed abort does. */
  public static final CommitTwin PRESUMES_ABORT_OF_COMMITTED =
      coordinator(
          "presumed-commit-presumes-abort",
          Property.ATOMIC_AGREEMENT,
          "a forgotten commit is presumed aborted",
          Presumption.COMMIT,
          (context, config, rules) ->
              new Coordinator(
                  context,
                  config,
                  new CoordinatorRules(
                      rules.collecting(),
                      rules.commit(),
                      rules.readOnlyCommit(),
                      rules.abort(),
                      rules.isCommitAcked(),
                      rules.isAbortAcked(),
                      false)));

  /** Votes, and lets others at what it may yet write. */
  public static final CommitTwin LOCK_RELEASED_AT_VOTE =
      participant(
          "two-phase-lock-released-at-vote",
          Property.SERIALIZABILITY,
          "write locks are given back with the vote",
          (context, config) ->
              new Participant(context, config, LogRule.FORCED, LogRule.FORCED, false) {
                @Override
                protected void writePrepared(final Work work, final Outbox outbox) {
                  super.writePrepared(work, outbox);
                  unlock(work);
                }
              });

  /** Adds twice. */
  public static final CommitTwin APPLIED_TWICE =
      participant(
          "two-phase-applied-twice",
          Property.MONEY_CONSERVED,
          "an increment is applied again when COMMIT comes again",
          TwiceApplying::new);

  /** Acknowledges what a crash may still take. */
  public static final CommitTwin ACKED_BEFORE_FORCED =
      participant(
          "two-phase-acked-before-forced",
          Property.OUTCOME_IS_FINAL,
          "a commit is acknowledged before it is forced, and the coordinator forgets it",
          (context, config) -> new Participant(context, config, LogRule.LAZY, LogRule.FORCED, false));

  /** Nothing is invalid. */
  public static final CommitTwin VOTES_FOR_INVALID =
      node(
          "two-phase-votes-for-invalid",
          Property.MONEY_CONSERVED,
          "a participant votes yes to operations that failed validation",
          MeddlingNode::votingForInvalid);

  /** Reading needs no lock for long. */
  public static final CommitTwin READ_UNLOCKED_EARLY =
      node(
          "two-phase-read-unlocked-early",
          Property.SERIALIZABILITY,
          "read locks are given back before the work is over everywhere",
          MeddlingNode::unlockingReads);

  /** The client hears of other reads than there were. */
  public static final CommitTwin READS_MIXED_UP =
      coordinator(
          "two-phase-reads-mixed-up",
          Property.SERIALIZABILITY,
          "the client is told of one read what another found",
          Presumption.NOTHING,
          MixingCoordinator::new);

  /** All of them. */
  public static final List<CommitTwin> ALL =
      List.of(
          COMMIT_NOT_FORCED,
          MISSING_VOTE_IS_YES,
          DOUBT_ABORTS,
          PREPARED_LOST,
          RECOVERY_ABORTS,
          PRESUMES_ABORT_OF_COMMITTED,
          LOCK_RELEASED_AT_VOTE,
          APPLIED_TWICE,
          ACKED_BEFORE_FORCED,
          VOTES_FOR_INVALID,
          READ_UNLOCKED_EARLY,
          READS_MIXED_UP);

  private final String twinName;
  private final Property breaks;
  private final String bug;
  private final Presumption presumption;
  private final CoordinatorFactory coordinators;
  private final NodeFactory participants;

  private CommitTwin(
      final String twinName,
      final Property breaks,
      final String bug,
      final Presumption presumption,
      final CoordinatorFactory coordinators,
      final NodeFactory participants) {
    super(twinName, presumption);
    this.twinName = twinName;
    this.breaks = breaks;
    this.bug = bug;
    this.presumption = presumption;
    this.coordinators = coordinators;
    this.participants = participants;
  }

  private static CommitTwin coordinator(
      final String name,
      final Property breaks,
      final String bug,
      final Presumption presumption,
      final CoordinatorFactory factory) {
    return new CommitTwin(name, breaks, bug, presumption, factory, null);
  }

  private static CommitTwin participant(
      final String name, final Property breaks, final String bug, final ParticipantFactory factory) {
    return node(
        name,
        breaks,
        bug,
        (context, config) -> new CommitNode(context, null, factory.newParticipant(context, config)));
  }

  private static CommitTwin node(
      final String name, final Property breaks, final String bug, final NodeFactory factory) {
    return new CommitTwin(name, breaks, bug, Presumption.NOTHING, null, factory);
  }

  /** The variant whose twin it is. */
  public TwoPhaseSpec sibling() {
    return presumption == Presumption.COMMIT ? new PresumedCommitSpec() : new PresumedNothingSpec();
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
    final CommitConfig config = CommitConfig.of(values);
    final boolean isCoordinator = context.nodeId() == TransactionRequest.COORDINATOR;
    if (isCoordinator && coordinators != null) {
      return new CommitNode(context, coordinators.newCoordinator(context, config, presumption.rules), null);
    }
    if (!isCoordinator && participants != null) {
      return participants.newNode(context, config);
    }
    return super.newNode(context, values);
  }

  @Override
  public String toString() {
    return twinName;
  }
}
