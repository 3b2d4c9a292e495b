package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.fault.FaultPlan;
import dev.ordeal.faultlab.fault.PlanFile;
import dev.ordeal.faultlab.fault.Quantities;
import dev.ordeal.faultlab.replay.Replay;
import dev.ordeal.faultlab.scenario.PlannedRun;
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

/** {@code lab replay}. */
@Command(
    name = "replay",
    description = "Runs one run again, prints its trace, and checks that it is the same to the last event.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RunPick pick;

  @Option(names = "--from", paramLabel = "TIME", description = "Print from here on: 12s.")
  private String from = "0s";

  @Option(names = "--until", paramLabel = "TIME", description = "Print until here.")
  private String until = Quantities.NEVER;

  @Option(names = "--plan", paramLabel = "FILE", description = "Run with this plan instead; edit it first.")
  private Path plan;

  @Option(names = "--quiet", description = "Print no trace, only what came out.")
  private boolean isQuiet;

  @Override
  public Integer call() throws IOException {
    final long fromNs = time(from);
    final long untilNs = time(until);
    final RunPick.Picked picked = pick.pick();
    final PlannedRun run = plan == null ? picked.run() : picked.run().withPlan(plan(plan));
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
          final Path svg = picked.keep().resolve(picked.diagram());
          if (Kept.draw(replay, svg)) {
            out.println("diagram: " + svg);
          }
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

  private static long time(final String text) {
    try {
      return text.equals(Quantities.NEVER) ? FaultPlan.NEVER : Quantities.parseDurationNs(text);
    } catch (final IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static int tell(final PrintWriter out, final RunPick.Picked picked, final Replay replay) {
    out.println("verdict: " + replay.record().verdict().label());
    replay.record().violations().forEach(violation -> out.println("violation: " + Kept.inWords(violation)));
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
    final List<String> unlike =
        picked.scenario() == null ? List.of() : picked.scenario().discrepancies(replay.record());
    unlike.forEach(text -> out.println("not as expected: " + text));
    return unlike.isEmpty() ? Exit.AS_EXPECTED : Exit.VIOLATED;
  }
}
