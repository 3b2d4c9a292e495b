package dev.ordeal.faultlab.replay;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.report.SpaceTimeDiagram;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import dev.ordeal.faultlab.schema.SchemaRegistry;
import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.trace.TraceReader;
import dev.ordeal.faultlab.trace.TraceRecorder;
import dev.ordeal.faultlab.trace.TraceText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A run run again, with its trace on disk.
 *
 * @param run whom, how many, how long, and what went wrong
 * @param record what is kept of it now
 * @param recordedHash the trace hash it should have, or null if none was recorded
 * @param traceDirectory where its trace is
 */
public record Replay(PlannedRun run, RunRecord record, String recordedHash, Path traceDirectory) {
  /**
   * Runs it again.
   *
   * @param recordedHash the trace hash it should have, or null
   * @param traceDirectory an empty or new directory for the trace
   */
  public static Replay of(final PlannedRun run, final String recordedHash, final Path traceDirectory) {
    try (TraceRecorder recorder = new TraceRecorder(traceDirectory)) {
      return new Replay(run, run.run(recorder), recordedHash, traceDirectory);
    }
  }

  /**
   * Runs a recorded run again, with the plan drawn anew from its seed.
   *
   * @param recorded what was kept of it
   * @param traceDirectory an empty or new directory for the trace
   */
  public static Replay of(final Cell cell, final RunRecord recorded, final Path traceDirectory) {
    return of(
        PlannedRun.of(cell, recorded.seed(), RunExecutor.draw(cell, recorded.seed())),
        recorded.traceHash(),
        traceDirectory);
  }

  /** The run as a scenario that is to go as it went now: violate what it violates, event by event. */
  public ScenarioFile scenario() {
    return new ScenarioFile(
        run,
        record.violations().stream().map(Judgement.Violation::property).toList(),
        record.failure() != null,
        List.of(),
        record.traceHash(),
        firstBroken().map(Breakage::explanation).orElse(""));
  }

  /** Whether it was the same run, event by event; true if no hash was recorded. */
  public boolean isSame() {
    return recordedHash == null || recordedHash.equals(record.traceHash());
  }

  /** What to look at first: the earliest broken promise or exception, else the earliest violation. */
  public Optional<Breakage> firstBroken() {
    return Breakage.firstOf(record, run.promises());
  }

  /** Prints the entries of a stretch of true time, both ends included, a line each. */
  public void print(final Appendable out, final long fromNs, final long untilNs) throws IOException {
    final TraceText text = new TraceText(run.spec(), SchemaRegistry.of(run.spec())::print);
    try (TraceReader reader = new TraceReader(traceDirectory)) {
      while (reader.hasNext()) {
        final TraceEntry entry = reader.next();
        if (entry.timeNs() > untilNs) {
          return;
        }
        if (entry.timeNs() >= fromNs) {
          out.append(text.line(entry)).append('\n');
        }
      }
    }
  }

  /** The time around what broke as a picture: what led to it, and what came of it. */
  public SpaceTimeDiagram diagram(final Breakage broken) {
    return diagram(
        SpaceTimeDiagram.View.around(
            run.spec(), run.promises(), run.clusterSize(), run.durationNs(), broken, run.name()));
  }

  /** A stretch of the run as a picture. */
  public SpaceTimeDiagram diagram(final long fromNs, final long untilNs) {
    return diagram(
        SpaceTimeDiagram.View.between(
            run.spec(), run.clusterSize(), fromNs, Math.min(untilNs, run.durationNs()), run.name()));
  }

  private SpaceTimeDiagram diagram(final SpaceTimeDiagram.View view) {
    try (TraceReader reader = new TraceReader(traceDirectory)) {
      return SpaceTimeDiagram.of(() -> reader, view);
    }
  }
}
