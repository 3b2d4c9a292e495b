package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Breakage;
import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.PlanFile;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.record.LabCommand;
import dev.ordeal.faultlab.replay.Replay;
import dev.ordeal.faultlab.scenario.PlannedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab replay}. */
@Command(
    name = "replay",
    description = "Runs one run again, prints its trace, and checks that it is the same to the last event.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = Lab.EXIT_HEADING,
    exitCodeList = {
      "0:the same run, and no bug in it; what broke beyond the model is a finding, not a failure",
      "1:a promise broken or a node threw, in a cell inside the model; or another course than recorded; or a scenario"
          + " that did not go as it says",
      "2:wrong usage, or mistakes in a plan or scenario",
      "70:a defect of the lab",
      "130:interrupted"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final String TO_SCREEN = "-";
  private static final String OTHER_COURSE = "other-course.svg";

  @Spec private CommandSpec spec;
  @Mixin private RunPick pick;

  @Option(names = "--from", paramLabel = "TIME", description = "Print from here on: 12s.")
  private String from = "0s";

  @Option(names = "--until", paramLabel = "TIME", description = "Print until here.")
  private String until = Quantities.NEVER;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "Run with this plan instead; its picture goes beside it, and the cell's model still counts.")
  private Path plan;

  @Option(
      names = "--save-plan",
      paramLabel = "FILE",
      description = "Save the run's plan, to be edited, and run nothing; - prints it.")
  private String savedPlan;

  @Option(names = "--quiet", description = "Print no trace, only what came out.")
  private boolean isQuiet;

  @Override
  public Integer call() throws IOException {
    final long fromNs = CommandTime.parseNs("--from", from);
    final long untilNs = CommandTime.parseNs("--until", until);
    if (untilNs < fromNs) {
      throw new UsageException("until before from: from=%s, until=%s".formatted(from, until));
    }
    final RunPick.Picked picked = pick.pick();
    final PlannedRun run = plan == null ? picked.run() : picked.run().withPlan(plan(plan));
    if (savedPlan != null) {
      save(picked, run.plan());
      return Exit.AS_EXPECTED;
    }
    final PrintWriter out = spec.commandLine().getOut();
    final int[] status = {Exit.AS_EXPECTED};
    Kept.replay(
        run,
        plan == null ? picked.recordedHash() : null,
        replay -> {
          if (!isQuiet) {
            replay.print(out, fromNs, untilNs);
          }
          status[0] = tell(out, picked, replay);
          draw(out, picture(picked, replay), replay);
        });
    out.flush();
    return status[0];
  }

  private static FaultPlan plan(final Path file) throws IOException {
    try {
      return PlanFile.load(file);
    } catch (final IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void save(final RunPick.Picked picked, final FaultPlan itsPlan) throws IOException {
    final PrintWriter out = spec.commandLine().getOut();
    final String text = PlanFile.write(itsPlan);
    if (savedPlan.equals(TO_SCREEN)) {
      out.print(text);
    } else {
      // An edited plan is not to be lost to the same command typed again.
      Files.writeString(Path.of(savedPlan), text, StandardOpenOption.CREATE_NEW);
      out.println("plan: " + savedPlan);
      out.println("once edited: " + picked.command() + " --plan " + LabCommand.quoted(savedPlan));
    }
    out.flush();
  }

  /** A picture of another course must not take the place of the recorded one. */
  private Path picture(final RunPick.Picked picked, final Replay replay) {
    if (plan != null) {
      return plan.resolveSibling(RunPick.diagramOf(plan));
    }
    return picked.keep().resolve(replay.isSame() ? picked.diagram() : OTHER_COURSE);
  }

  private void draw(final PrintWriter out, final Path svg, final Replay replay) {
    try {
      if (Kept.draw(replay, svg)) {
        out.println("diagram: " + svg);
      }
    } catch (final IOException e) {
      spec.commandLine().getErr().println("warning: cannot draw the diagram: " + FileTrouble.inWords(e));
    }
  }

  private int tell(final PrintWriter out, final RunPick.Picked picked, final Replay replay) {
    final List<Breakage> broken = Breakage.allOf(replay.record());
    out.println("verdict: " + replay.record().verdict().label());
    broken.forEach(
        one ->
            out.println(
                (one.isException() ? "failure: " : "violation: ") + Kept.inWords(one, replay.run().promises())));
    if (!replay.isSame()) {
      out.println(
          "another course than recorded: hash=%s, recorded=%s"
              .formatted(replay.record().traceHash(), replay.recordedHash()));
      return Exit.VIOLATED;
    }
    out.println(
        replay.recordedHash() == null
            ? "trace hash: " + replay.record().traceHash()
            : "the same to the last event: hash=" + replay.recordedHash());
    if (picked.scenario() != null && plan == null) {
      final List<String> unlike = picked.scenario().discrepancies(replay.record());
      unlike.forEach(text -> out.println("not as expected: " + text));
      return unlike.isEmpty() ? Exit.AS_EXPECTED : Exit.VIOLATED;
    }
    final boolean isBug =
        picked.isInsideModel() && broken.stream().anyMatch(one -> one.isForbidden(replay.run().promises()));
    return isBug ? Exit.VIOLATED : Exit.AS_EXPECTED;
  }
}
