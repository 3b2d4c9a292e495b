package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.experiment.RunRecord;
import dev.ordeal.faultlab.experiment.Suggestion;
import dev.ordeal.faultlab.record.LabCommand;
import dev.ordeal.faultlab.replay.Shrinker;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab shrink}. */
@Command(
    name = "shrink",
    description = "Reduces a run in which something broke to a small one that breaks the same, saved as a scenario.",
    mixinStandardHelpOptions = true)
final class ShrinkCommand implements Callable<Integer> {
  private static final int RUNS_DEFAULT = 5_000;
  private static final long REDRAW_NS = 200_000_000L;

  @Spec private CommandSpec spec;
  @Mixin private RunPick pick;

  @Option(
      names = "--property",
      paramLabel = "NAME",
      description =
          "The property to go on breaking, or: exception. If left out, the first broken promise or exception, or else"
              + " the first.")
  private String property;

  @Option(names = "--runs", paramLabel = "N", description = "Candidates to try at most; ${DEFAULT-VALUE} if left out.")
  private int runsMax = RUNS_DEFAULT;

  @Option(names = "--within", paramLabel = "TIME", description = "Stop after so long; ${DEFAULT-VALUE} if left out.")
  private String within = "60s";

  private long drawnNs;

  @Override
  public Integer call() throws IOException {
    final long withinNs = CommandTime.parseNs("--within", within);
    if (runsMax < 1) {
      throw new UsageException("runs out of range: runs=%d, min=1".formatted(runsMax));
    }
    final RunPick.Picked picked = pick.pick();
    final long startNs = System.nanoTime();
    final Breakage broken = broken(picked);
    final PrintWriter err = spec.commandLine().getErr();
    final Shrinker.Shrunk shrunk =
        Shrinker.shrink(
            picked.run(),
            broken,
            runsMax,
            () -> System.nanoTime() - startNs > withinNs,
            (runs, most, trying, faults) ->
                progress(err, "%d/%d runs, %d faults, %s".formatted(runs, most, faults, trying)));
    if (Terminal.isInteractive()) {
      err.print("\r\u001b[K");
      err.flush();
    }
    final String inWords = Kept.inWords(shrunk.broken(), shrunk.run().promises());
    final ScenarioFile scenario =
        new ScenarioFile(
            shrunk.run(),
            broken.isException() ? List.of() : List.of(broken.property()),
            shrunk.record().failure() != null,
            List.of(),
            shrunk.record().traceHash(),
            inWords);
    final Path file = picked.keep().resolve("shrunk.scenario.yaml");
    scenario.write(file);
    final PrintWriter out = spec.commandLine().getOut();
    out.println("still broken: " + inWords);
    shrunk.left().forEach(text -> out.println("left: " + text));
    out.println(
        "%s after %d runs"
            .formatted(
                shrunk.isMinimal() ? "no fault that is left can be left out," : "out of time or runs,", shrunk.runs()));
    final Path svg = picked.keep().resolve("shrunk.svg");
    Kept.replay(shrunk.run(), shrunk.record().traceHash(), replay -> Kept.draw(replay, svg));
    out.println("diagram: " + svg);
    out.println("replay with: " + LabCommand.here().line("replay", file));
    out.flush();
    return Exit.AS_EXPECTED;
  }

  private Breakage broken(final RunPick.Picked picked) {
    final RunRecord record = picked.run().run(null);
    if (property == null) {
      return Breakage.firstOf(record, picked.run().promises())
          .orElseThrow(() -> new UsageException("the run broke nothing: nothing to shrink"));
    }
    final List<Breakage> all = Breakage.allOf(record);
    final List<String> labels = all.stream().map(Breakage::label).distinct().toList();
    return all.stream()
        .filter(one -> one.label().equals(property))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "the run did not break that: property=%s%s"
                        .formatted(property, labels.isEmpty() ? "" : Suggestion.of(property, labels))));
  }

  private void progress(final PrintWriter err, final String text) {
    final long nowNs = System.nanoTime();
    if (Terminal.isInteractive() && nowNs - drawnNs > REDRAW_NS) {
      drawnNs = nowNs;
      err.print("\r" + text + "\u001b[K");
      err.flush();
    }
  }
}
