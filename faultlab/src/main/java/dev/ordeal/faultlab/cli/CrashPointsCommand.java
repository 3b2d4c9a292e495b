package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.crash.CrashPoints;
import dev.ordeal.faultlab.crash.CrashReport;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.LabCommand;
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

/** {@code lab crash-points}. */
@Command(
    name = "crash-points",
    description =
        "Runs a run once for each point of each step at which a node could crash and come back, and judges each.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = Lab.EXIT_HEADING,
    exitCodeList = {
      "0:safe and live at every crash point",
      "1:at some crash point something promised broke, a node threw, or progress that was demanded did not come",
      "2:wrong usage, or a run that is not safe and live by itself",
      "3:undecided: in some variants nothing happened",
      "70:a defect of the lab",
      "130:interrupted"
    })
final class CrashPointsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunPick pick;

  @Option(names = "--until", paramLabel = "TIME", description = "Only steps before this time.")
  private String until = "never";

  @Option(
      names = "--restart-after",
      paramLabel = "TIME",
      split = ",",
      description = "How much later the node comes back; each of them is tried. ${DEFAULT-VALUE} if left out.")
  private List<String> restartAfter = List.of("10ms", "1s");

  @Option(
      names = "--again",
      paramLabel = "STEPS",
      description = "After each crash the node crashes once more, in each of so many steps from its coming back on.")
  private int again;

  @Override
  public Integer call() throws IOException {
    final RunPick.Picked picked = pick.pick();
    final PrintWriter out = spec.commandLine().getOut();
    final CrashReport report;
    try {
      report =
          CrashPoints.of(picked.run())
              .until(until)
              .restartAfter(restartAfter.toArray(String[]::new))
              .again(again)
              .enumerate();
    } catch (final IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    out.println(report);
    if (!report.wrong().isEmpty()) {
      final CrashReport.Outcome first = report.wrong().get(0);
      final Path file = picked.keep().resolve("crash-point.scenario.yaml");
      new ScenarioFile(first.run(), List.of(), false, List.of(), first.record().traceHash(), "").write(file);
      out.println("replay the first with: " + LabCommand.here().line("replay", file));
    }
    out.flush();
    if (!report.wrong().isEmpty()) {
      return Exit.VIOLATED;
    }
    return report.variants(Verdict.UNKNOWN) > 0 ? Exit.UNDECIDED : Exit.AS_EXPECTED;
  }
}
