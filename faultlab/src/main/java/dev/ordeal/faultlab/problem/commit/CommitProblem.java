package dev.ordeal.faultlab.problem.commit;

import dev.ordeal.faultlab.problem.Measure;
import dev.ordeal.faultlab.problem.Problem;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.client.ClientSettings;
import dev.ordeal.faultlab.problem.commit.TransactionPlan.Step;
import dev.ordeal.protocols.commit.codec.Ending;
import dev.ordeal.protocols.commit.codec.MessageHeaderDecoder;
import dev.ordeal.protocols.commit.codec.TransactionRequestDecoder;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;

/** Atomic commit. */
public final class CommitProblem implements Problem {
  /** How long a commit takes. */
  public static final Measure LATENCY =
      new Measure(
          "commit-latency",
          Measure.Kind.DURATIONS,
          "From a transaction's intended start until its client was told that it is committed.");

  /** How many transactions go well. */
  public static final Measure COMMITTED =
      new Measure("committed", Measure.Kind.COUNTS, "Transactions that clients were told are committed, a run.");

  /** How many transactions go well in a time. */
  public static final Measure THROUGHPUT =
      new Measure(
          "commits-per-second", Measure.Kind.COUNTS, "Those a second of the run, rounded down; one value a run.");

  /** How many are aborted. */
  public static final Measure ABORTED =
      new Measure("aborted", Measure.Kind.SHARE, "Share of the transactions with a known outcome that were aborted.");

  /** How many clients do not know of. */
  public static final Measure UNKNOWN =
      new Measure(
          "unknown", Measure.Kind.SHARE, "Share of the transactions that ended without their client knowing how.");

  /** What a transaction costs in messages. */
  public static final Measure MESSAGES =
      new Measure(
          "messages-per-transaction",
          Measure.Kind.COUNTS,
          "Messages between nodes for each transaction begun, work and repeats included; one value a run.");

  /** What a transaction costs in forced writes. */
  public static final Measure FORCED_WRITES =
      new Measure(
          "forced-writes-per-transaction",
          Measure.Kind.COUNTS,
          "Forced records for each transaction begun; one value a run.");

  /** What a transaction costs in lazy writes. */
  public static final Measure LAZY_WRITES =
      new Measure(
          "lazy-writes-per-transaction",
          Measure.Kind.COUNTS,
          "Records written lazily for each transaction begun; one value a run.");

  /** How long participants wait for an outcome. */
  public static final Measure IN_DOUBT =
      new Measure("in-doubt-time", Measure.Kind.DURATIONS, "From a participant's vote yes until it knew the outcome.");

  /** How long participants are blocked. */
  public static final Measure BLOCKED =
      new Measure(
          "blocked-time",
          Measure.Kind.DURATIONS,
          "How long a participant that was up was in doubt of a transaction while the coordinator was down.");

  /** What blocked participants hold. */
  public static final Measure BLOCKED_LOCKS =
      new Measure(
          "blocked-locks",
          Measure.Kind.COUNTS,
          "Keys locked by transactions in doubt when the coordinator crashed; one value a crash that leaves any.");

  static final String WIDTH = "participants-per-transaction";
  static final String ACCOUNTS = "accounts";
  static final String HOT_ACCOUNTS = "hot-accounts";
  static final String HOT_SHARE = "hot-share";
  static final String TRANSFER_SHARE = "transfer-share";
  static final String FAIL_SHARE = "fail-share";
  static final String ROLLBACK_SHARE = "rollback-share";

  static final String EXERCISE = "exercise";

  private static final long PERCENT = Parameter.ALL_PPB / 100;

  /** Made by the service loader. */
  public CommitProblem() {}

  @Override
  public String name() {
    return "commit";
  }

  @Override
  public List<Property> properties() {
    return List.of(
        Property.ATOMIC_AGREEMENT,
        Property.OUTCOME_IS_FINAL,
        Property.COMMIT_NEEDS_ALL_VOTES,
        Property.ALL_YES_COMMITS,
        Property.EVENTUAL_OUTCOME,
        Property.NON_BLOCKING,
        Property.MONEY_CONSERVED,
        Property.SERIALIZABILITY,
        Property.LOCKS_RELEASED);
  }

  @Override
  public List<Parameter> workload() {
    final List<Parameter> parameters = new ArrayList<>(ClientSettings.PARAMETERS);
    parameters.add(Parameter.count(WIDTH, 2, 1, 64, "participants of a transaction, or all if there are fewer"));
    parameters.add(Parameter.count(ACCOUNTS, 20, 1, 1 << 20, "accounts of each participant"));
    parameters.add(Parameter.count(HOT_ACCOUNTS, 1, 1, 1 << 20, "accounts that are asked for more often"));
    parameters.add(Parameter.ratio(HOT_SHARE, 0, "how many operations go to those accounts alone"));
    parameters.add(Parameter.ratio(TRANSFER_SHARE, 60 * PERCENT, "how many transactions move money"));
    parameters.add(Parameter.ratio(FAIL_SHARE, 5 * PERCENT, "how many transactions have an operation that fails"));
    parameters.add(Parameter.ratio(ROLLBACK_SHARE, 2 * PERCENT, "how many transactions their client has aborted"));
    parameters.add(
        Parameter.toggle(EXERCISE, false, "clients do the exercise's two transactions, then read what they left"));
    return List.copyOf(parameters);
  }

  @Override
  public List<Measure> measures() {
    return List.of(
        LATENCY,
        COMMITTED,
        THROUGHPUT,
        ABORTED,
        UNKNOWN,
        MESSAGES,
        FORCED_WRITES,
        LAZY_WRITES,
        IN_DOUBT,
        BLOCKED,
        BLOCKED_LOCKS);
  }

  @Override
  public List<String> coverage() {
    return CommitJudge.COVERAGE;
  }

  @Override
  public Optional<String> scripted(final DirectBuffer request, final int offset, final int length) {
    final MessageHeaderDecoder header = new MessageHeaderDecoder().wrap(request, offset);
    if (header.schemaId() != TransactionRequestDecoder.SCHEMA_ID
        || header.templateId() != TransactionRequestDecoder.TEMPLATE_ID) {
      return Optional.empty();
    }
    final TransactionRequestDecoder decoder = new TransactionRequestDecoder();
    decoder.wrapAndApplyHeader(request, offset, header);
    final List<Step> steps = new ArrayList<>();
    for (final TransactionRequestDecoder.OperationsDecoder one : decoder.operations()) {
      steps.add(new Step(one.participant(), one.kind(), one.key(), one.value(), one.expected()));
    }
    final boolean isRollback = decoder.ending() == Ending.ROLLBACK;
    final TransactionPlan plan = new TransactionPlan(decoder.client(), decoder.sequence(), isRollback, steps);
    return Optional.of(new TransactionScript().text(plan));
  }

  @Override
  public void checkOperation(final String operation, final int clusterSize) {
    new TransactionScript().check(operation, clusterSize - 1);
  }

  @Override
  public RunJudge newJudge(final RunSetup setup) {
    return new CommitJudge(setup);
  }
}
