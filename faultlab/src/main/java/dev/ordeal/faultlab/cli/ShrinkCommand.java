package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Suggestion;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.replay.Shrinker;
import dev.ordeal.faultlab.scenario.ScenarioFile;
import dev.ordeal.protocols.core.Property;
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
    description = "Reduces a run that broke a property to a small one that still breaks it, saved as a scenario.",
    mixinStandardHelpOptions = true)
final class ShrinkCommand implements Callable<Integer> {
  private static final int RUNS_DEFAULT = 5_000;
  private static final long REDRAW_NS = 200_000_000L;

  @Spec private CommandSpec spec;
  @Mixin private RunPick pick;

  @Option(
      names = "--property",
      paramLabel = "NAME",
      description = "The property to go on breaking; if left out, the first that was promised, or else the first.")
  private String property;

  @Option(names = "--runs", paramLabel = "N", description = "Candidates to try at most; ${DEFAULT-VALUE} if left out.")
  private int runsMax = RUNS_DEFAULT;

  @Option(names = "--within", paramLabel = "TIME", description = "Stop after so long; ${DEFAULT-VALUE} if left out.")
  private String within = "60s";

  private long drawnNs;

  @Override
  public Integer call() throws IOException {
    final RunPick.Picked picked = pick.pick();
    final long endNs = System.nanoTime() + Quantities.parseDurationNs(within);
    final Property broken = broken(picked);
    final PrintWriter err = spec.commandLine().getErr();
    final Shrinker.Shrunk shrunk =
        Shrinker.shrink(
            picked.run(),
            broken,
            runsMax,
            () -> System.nanoTime() > endNs,
            (runs, most, trying, faults) ->
                progress(err, "%d/%d runs, %d faults, %s".formatted(runs, most, faults, trying)));
    if (Terminal.isInteractive()) {
      err.print("\r\u001b[K");
      err.flush();
    }
    final ScenarioFile scenario =
        new ScenarioFile(
            shrunk.run(), List.of(broken), List.of(), shrunk.record().traceHash(), Kept.inWords(shrunk.violation()));
    final Path file = picked.keep().resolve("shrunk.scenario.yaml");
    scenario.write(file);
    final PrintWriter out = spec.commandLine().getOut();
    out.println("still broken: " + Kept.inWords(shrunk.violation()));
    shrunk.left().forEach(text -> out.println("left: " + text));
    out.println(
        "%s after %d runs"
            .formatted(
                shrunk.isMinimal() ? "no fault that is left can be left out," : "out of time or runs,", shrunk.runs()));
    final Path svg = picked.keep().resolve("shrunk.svg");
    Kept.replay(shrunk.run(), shrunk.record().traceHash(), replay -> Kept.draw(replay, svg));
    out.println("diagram: " + svg);
    out.println("replay with: scripts/lab replay " + file);
    out.flush();
    return Exit.AS_EXPECTED;
  }

  private Property broken(final RunPick.Picked picked) {
    final List<Property> broken =
        picked.run().run(null).violations().stream().map(Judgement.Violation::property).distinct().toList();
    if (broken.isEmpty()) {
      throw new UsageException("the run broke no property: nothing to shrink");
    }
    if (property != null) {
      final List<String> labels = broken.stream().map(Property::label).toList();
      return broken.stream()
          .filter(one -> one.label().equals(property))
          .findFirst()
          .orElseThrow(
              () ->
                  new UsageException(
                      "the run did not break that: property=%s%s"
                          .formatted(property, Suggestion.of(property, labels))));
    }
    return broken.stream()
        .filter(picked.run().spec().promises()::contains)
        .findFirst()
        .orElse(broken.get(0));
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
