package dev.ordeal.faultlab.problem.register;

import dev.ordeal.faultlab.history.Answer;
import dev.ordeal.faultlab.history.CheckBudget;
import dev.ordeal.faultlab.history.CheckResult;
import dev.ordeal.faultlab.history.LinearizabilityChecker;
import dev.ordeal.faultlab.history.Operation;
import dev.ordeal.faultlab.history.model.RegisterModel;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.RunJudge;
import dev.ordeal.faultlab.problem.RunSetup;
import dev.ordeal.faultlab.problem.client.ClientPool;
import dev.ordeal.faultlab.simulation.Counters;
import dev.ordeal.faultlab.simulation.Workload;
import dev.ordeal.protocols.core.Indication;
import dev.ordeal.protocols.core.Parameter;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Judges one run of a shared register by what its clients see.
 *
 * <p>A run without a confirmed operation, or with a history that the checker could not decide within its budget, says
 * nothing, unless progress was demanded and did not come. The budget counts configurations, so a verdict is the same on
 * every machine.
 */
public final class RegisterJudge implements RunJudge {
  /** The places where bugs live that a run's visits are counted of. */
  static final List<String> COVERAGE =
      List.of(
          "concurrent-operations",
          "confirmed-after-retry",
          "demanded-operations",
          "operations-across-partition",
          "retries",
          "undecided-histories",
          "unknown-outcomes",
          "write-backs");

  private static final CheckBudget BUDGET = new CheckBudget(Long.MAX_VALUE, 1L << 29, 2_000_000);
  private static final RegisterModel MODEL = new RegisterModel(0L);

  private final Counters counters;
  private final OperationLog log;
  private final RegisterCalls calls;
  private final ClientPool clients;
  private long writeBacks;

  /** A judge for one run, and its clients. */
  public RegisterJudge(final RunSetup setup) {
    counters = setup.counters();
    log = new OperationLog(setup);
    calls = new RegisterCalls(setup.workload(), log);
    clients = new ClientPool(setup, calls);
  }

  @Override
  public Workload clients() {
    return clients;
  }

  @Override
  public void onIndication(
      final long timeNs, final int nodeId, final Indication indication, final long key, final long value) {
    writeBacks += indication == Indication.WRITTEN_BACK ? 1 : 0;
  }

  @Override
  public Judgement finish(final long endNs) {
    log.finish(clients.calls(), endNs);
    final CheckResult result = LinearizabilityChecker.check(calls.history(), MODEL, BUDGET);
    final List<Judgement.Violation> violations = new ArrayList<>();
    result.violation().ifPresent(
        violation -> {
          final Operation culprit = violation.culprit();
          violations.add(
              new Judgement.Violation(
                  Property.LINEARIZABILITY,
                  culprit.respondedNs(),
                  List.of(calls.answeredBy(culprit)),
                  violation.inWords()));
        });
    log.report(violations);
    violations.sort(Comparator.comparingLong(Judgement.Violation::atNs));
    final boolean isUndecided = log.ok() > 0 && result.answer() == Answer.UNKNOWN;
    return new Judgement(
        !log.isLive() || (log.ok() > 0 && !isUndecided),
        log.isLive(),
        violations,
        samples(result),
        coverage(isUndecided));
  }

  private Map<String, long[]> samples(final CheckResult result) {
    final long ended = log.ok() + log.failed() + log.unknown();
    final Map<String, long[]> samples = new LinkedHashMap<>();
    samples.put(
        RegisterProblem.NOT_LINEARIZABLE.name(), new long[] {result.answer() == Answer.VIOLATED ? 1 : 0});
    samples.put(RegisterProblem.READ_LATENCY.name(), log.readLatenciesNs());
    samples.put(RegisterProblem.WRITE_LATENCY.name(), log.writeLatenciesNs());
    samples.put(RegisterProblem.READ_SERVICE_TIME.name(), log.readServiceNs());
    samples.put(RegisterProblem.WRITE_SERVICE_TIME.name(), log.writeServiceNs());
    samples.put(RegisterProblem.OK_OPERATIONS.name(), new long[] {log.ok()});
    samples.put(RegisterProblem.OK.name(), share(log.ok(), ended));
    samples.put(RegisterProblem.UNKNOWN.name(), share(log.unknown(), ended));
    samples.put(RegisterProblem.REFUSED.name(), share(log.failed(), ended));
    samples.put(
        RegisterProblem.MESSAGES_PER_OPERATION.name(),
        log.ok() == 0 ? new long[0] : new long[] {counters.sends / log.ok()});
    return samples;
  }

  private Map<String, Long> coverage(final boolean isUndecided) {
    final Map<String, Long> coverage = new TreeMap<>();
    coverage.put("concurrent-operations", log.concurrent());
    coverage.put("confirmed-after-retry", log.triedElsewhere());
    coverage.put("demanded-operations", log.demanded());
    coverage.put("operations-across-partition", log.acrossPartition());
    coverage.put("retries", clients.attempts() - clients.operations());
    coverage.put("undecided-histories", isUndecided ? 1L : 0L);
    coverage.put("unknown-outcomes", log.unknown());
    coverage.put("write-backs", writeBacks);
    return coverage;
  }

  /** Parts per billion, rounded down; nothing if the whole is nothing. */
  private static long[] share(final long part, final long whole) {
    return whole == 0 ? new long[0] : new long[] {part * Parameter.ALL_PPB / whole};
  }
}
