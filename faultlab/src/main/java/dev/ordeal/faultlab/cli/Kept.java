package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunFunction;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.PlanFile;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.record.FailureKeeper;
import dev.ordeal.faultlab.replay.Replay;
import dev.ordeal.faultlab.scenario.PlannedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a sweep runs, and what it keeps of a run that broke a property: its plan, and the trace around that time. */
final class Kept {
  static final RunFunction RUNS = RunExecutor::execute;
  static final FailureKeeper FAILURES = Kept::keep;
  static final String DIAGRAM = "diagram.svg";
  private static final long BEFORE_NS = 10_000_000_000L;
  private static final long AFTER_NS = 2_000_000_000L;

  private Kept() {}

  /** What is done with a replay while its trace is on disk. */
  @FunctionalInterface
  interface Use {
    void use(Replay replay) throws IOException;
  }

  /** Runs a run again with its trace on disk, and removes the trace afterwards. */
  static void replay(final PlannedRun run, final String recordedHash, final Use use) throws IOException {
    final Path trace = Files.createTempDirectory("ordeal-trace-");
    try {
      use.use(Replay.of(run, recordedHash, trace));
    } finally {
      delete(trace);
    }
  }

  private static void keep(final Path folder, final Cell cell, final RunRecord run) throws IOException {
    final PlannedRun planned = PlannedRun.of(cell, run.seed(), RunExecutor.draw(cell, run.seed()));
    Files.writeString(folder.resolve("plan.yaml"), PlanFile.write(planned.plan()));
    replay(
        planned,
        run.traceHash(),
        replay -> {
          final long atNs =
              replay.firstViolation().map(Judgement.Violation::atNs).orElse(planned.durationNs());
          final long fromNs = Math.max(0, atNs - BEFORE_NS);
          try (PrintWriter text = new PrintWriter(Files.newBufferedWriter(folder.resolve("trace.txt")))) {
            replay.firstViolation().ifPresent(violation -> text.println("# " + inWords(violation)));
            text.println(
                "# from %s to %s; the whole: see replay.txt"
                    .formatted(seconds(fromNs), seconds(atNs + AFTER_NS)));
            replay.print(text, fromNs, atNs + AFTER_NS);
          }
          draw(replay, folder.resolve(DIAGRAM));
          if (!replay.isSame()) {
            throw new IOException(
                "replay took another course: hash=%s, recorded=%s"
                    .formatted(replay.record().traceHash(), run.traceHash()));
          }
        });
  }

  /** Draws the first violation of a replay, while its trace is on disk; says whether there was one. */
  static boolean draw(final Replay replay, final Path svg) throws IOException {
    final Optional<Judgement.Violation> violation = replay.firstViolation();
    if (violation.isEmpty()) {
      return false;
    }
    Files.createDirectories(svg.toAbsolutePath().getParent());
    Files.writeString(svg, replay.diagram(violation.get()).toSvg());
    return true;
  }

  /** A violation as a sentence. */
  static String inWords(final Judgement.Violation violation) {
    return "%s at %s: %s".formatted(violation.property().label(), seconds(violation.atNs()), violation.explanation());
  }

  private static String seconds(final long ns) {
    return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
  }

  private static void delete(final Path folder) throws IOException {
    final List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (final Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
