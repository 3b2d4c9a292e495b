package dev.ordeal.faultlab.scenario;

import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.trace.TraceText;
import dev.ordeal.faultlab.trace.TraceTail;
import dev.ordeal.protocols.core.Property;
import java.util.Optional;

/**
 * How a scenario went, and what it should have been. An expectation that fails throws with what happened instead,
 * the tail
 * of the trace, and one line that replays it. Cold.
 */
public final class ScenarioResult {
  private static final int TAIL_LINES = 40;

  private final PlannedRun run;
  private final RunRecord record;

  private ScenarioResult(final PlannedRun run, final RunRecord record) {
    this.run = run;
    this.record = record;
  }

  /** Runs it. */
  public static ScenarioResult of(final PlannedRun run) {
    return new ScenarioResult(run, run.run(null));
  }

  /** What is kept of the run. */
  public RunRecord record() {
    return record;
  }

  /** The run itself, to be run again or reduced. */
  public PlannedRun planned() {
    return run;
  }

  /** The violation of a property, if there was one. */
  public Optional<Judgement.Violation> violation(final Property property) {
    return record.violations().stream().filter(violation -> violation.property() == property).findFirst();
  }

  /** The property did not hold. */
  public ScenarioResult expectViolated(final Property property) {
    if (violation(property).isEmpty()) {
      throw failure("violated: " + property.label());
    }
    return this;
  }

  /** The property held, in a run in which something happened and every scheduled fault fired. */
  public ScenarioResult expectKept(final Property property) {
    if (violation(property).isPresent() || record.verdict() == Verdict.UNKNOWN || record.failure() != null) {
      throw failure("kept: " + property.label());
    }
    return this;
  }

  /** The verdict on the run, by what the algorithm promises. */
  public ScenarioResult expectVerdict(final Verdict verdict) {
    if (record.verdict() != verdict) {
      throw failure(verdict.label());
    }
    return this;
  }

  private AssertionError failure(final String expected) {
    final StringBuilder text = new StringBuilder();
    text.append("scenario %s of %s: expected=%s, got=%s".formatted(
        run.name(), run.spec().name(), expected, record.verdict().label()));
    record.violations().forEach(
        violation -> text.append("\n  %s: %s".formatted(violation.property().label(), violation.explanation())));
    record.unfired().forEach(fault -> text.append("\n  never fired: ").append(fault));
    if (record.failure() != null) {
      text.append("\n  ").append(record.failure());
    }
    final long untilNs = record.violations().stream().mapToLong(Judgement.Violation::atNs).min().orElse(Long.MAX_VALUE);
    final TraceTail tail = new TraceTail(TAIL_LINES, kind -> kind != TraceKind.DEADLINE, untilNs);
    run.run(tail);
    final TraceText lines = new TraceText(run.spec(), SchemaRegistry.of(run.spec())::print);
    tail.entries().forEach(entry -> lines.append(text.append('\n'), entry));
    text.append("\nreplay: ").append(ScenarioFile.saveForReplay(run));
    return new AssertionError(text.toString());
  }
}
