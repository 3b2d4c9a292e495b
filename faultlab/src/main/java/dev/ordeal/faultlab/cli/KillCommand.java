package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.live.ProcessRun;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lab kill}. */
@Command(
    name = "kill",
    description =
        "Runs the nodes of a run as a process over journals on disk, kills it under load, and starts it again, so"
            + " often; clients and judge go on. Shows process death; losing what was not synced is the simulator's.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = Lab.EXIT_HEADING,
    exitCodeList = {
      "0:every promise was kept",
      "1:something promised broke, a node threw, or the run got stuck",
      "2:wrong usage, or a run with faults of its own",
      "3:undecided: nothing happened",
      "70:a defect of the lab",
      "130:interrupted"
    })
final class KillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunPick pick;

  @Option(names = "--kills", paramLabel = "N", description = "How often; ${DEFAULT-VALUE} if left out.")
  private int kills = 5;

  @Option(
      names = "--replies",
      paramLabel = "N",
      description = "How many replies clients get between two kills; ${DEFAULT-VALUE} if left out.")
  private long replies = 1_000;

  @Option(
      names = "--journals",
      paramLabel = "FOLDER",
      description = "Where journals go and stay, for the next time, too; without it a folder that is removed.")
  private Path journals;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (kills < 0 || replies < 1) {
      throw new UsageException(
          "out of range: kills=%d, min=0, replies=%d, min=1".formatted(kills, replies));
    }
    final RunPick.Picked picked = pick.pick();
    final Path folder = journals == null ? Files.createTempDirectory("ordeal-journals-") : journals;
    final ProcessRun.Result result;
    try {
      Files.createDirectories(folder);
      result = ProcessRun.of(picked.run(), folder, kills, replies);
    } catch (final IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } finally {
      if (journals == null) {
        Kept.delete(folder);
      }
    }
    final PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%s: kills=%d, replies=%d".formatted(result.verdict().label(), result.kills(), result.replies()));
    for (final Judgement.Violation violation : result.judgement().violations()) {
      out.println("  %s: %s".formatted(violation.property().label(), violation.explanation()));
    }
    result.failures().forEach(failure -> out.println("  " + failure));
    out.flush();
    return result.verdict() == Verdict.SAFE_LIVE
        ? Exit.AS_EXPECTED
        : result.verdict() == Verdict.UNKNOWN ? Exit.UNDECIDED : Exit.VIOLATED;
  }
}
