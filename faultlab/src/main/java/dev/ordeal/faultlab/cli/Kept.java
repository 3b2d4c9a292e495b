package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.Cell;
import dev.ordeal.faultlab.experiment.RunExecutor;
import dev.ordeal.faultlab.experiment.RunFunction;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.fault.PlanFile;
import dev.ordeal.faultlab.record.FailureKeeper;
import dev.ordeal.faultlab.replay.Replay;
import dev.ordeal.faultlab.scenario.PlannedRun;
import dev.ordeal.protocols.core.Property;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a sweep runs, and what it keeps of a run in which something broke: its plan, and the trace around that time. */
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
          final long atNs = replay.firstBroken().map(Breakage::atNs).orElse(planned.durationNs());
          final long fromNs = Math.max(0, atNs - BEFORE_NS);
          final long untilNs = Math.min(planned.durationNs(), atNs + AFTER_NS);
          try (PrintWriter text = new PrintWriter(Files.newBufferedWriter(folder.resolve("trace.txt")))) {
            replay.firstBroken().ifPresent(broken -> text.println("# " + inWords(broken, cell.promises())));
            text.println(
                "# from %s to %s; the whole: see replay.txt"
                    .formatted(seconds(fromNs), seconds(untilNs)));
            replay.print(text, fromNs, untilNs);
          }
          draw(replay, folder.resolve(DIAGRAM));
          if (!replay.isSame()) {
            throw new IOException(
                "replay took another course: hash=%s, recorded=%s"
                    .formatted(replay.record().traceHash(), run.traceHash()));
          }
        });
  }

  /** Draws what broke in a replay, while its trace is on disk; says whether something did. */
  static boolean draw(final Replay replay, final Path svg) throws IOException {
    final Optional<Breakage> broken = replay.firstBroken();
    if (broken.isEmpty()) {
      return false;
    }
    Files.createDirectories(svg.toAbsolutePath().getParent());
    Files.writeString(svg, replay.diagram(broken.get()).toSvg());
    return true;
  }

  /** What broke as a sentence, which says so if it was not promised. */
  static String inWords(final Breakage broken, final Set<Property> promised) {
    return "%s%s at %s: %s"
        .formatted(
            broken.label(),
            broken.isForbidden(promised) ? "" : " (not promised)",
            seconds(broken.atNs()),
            broken.explanation());
  }

  private static String seconds(final long ns) {
    return String.format(Locale.ROOT, "%.3f s", ns / 1e9);
  }

  static void delete(final Path folder) throws IOException {
    final List<Path> all;
    try (Stream<Path> walk = Files.walk(folder)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (final Path path : all) {
      Files.deleteIfExists(path);
    }
  }
}
