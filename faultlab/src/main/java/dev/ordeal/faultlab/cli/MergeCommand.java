package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.record.Assessment;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.RecordedSweep;
import dev.ordeal.faultlab.record.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab merge}. */
@Command(
    name = "merge",
    description = "Makes one run folder of the parts that run --shard left: the same bytes as one machine's run.",
    mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "1..*", paramLabel = "FOLDER", description = "The run folders of all parts.")
  private List<Path> folders = new ArrayList<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the new run folder goes; ${DEFAULT-VALUE} if left out.",
      defaultValue = "results")
  private Path results;

  @Override
  public Integer call() throws IOException {
    final List<RunFolder> parts = new ArrayList<>();
    for (final Path folder : folders) {
      parts.add(RunFolder.open(folder));
    }
    final Experiment experiment = parts.get(0).experiment(Catalogue.load());
    final Path merged =
        RecordedSweep.merge(
            results,
            parts,
            experiment,
            new RecordedSweep.Means(
                Kept.RUNS, 1, Kept.FAILURES, spec.commandLine().getParseResult().originalArgs()));
    final List<CellRecord> cells = RunFolder.open(merged).cells();
    final Assessment assessment = Assessment.of(experiment, cells, Shard.WHOLE);
    final Path report = ReportCommand.draw(merged, spec.commandLine().getErr());
    final PrintWriter out = spec.commandLine().getOut();
    new Summary(experiment, cells).print(out);
    Summary.printAssessment(out, assessment);
    out.println();
    out.println("folder: " + merged);
    if (report != null) {
      out.println("report: " + report);
    }
    out.println(assessment.sentence());
    out.flush();
    return assessment.status();
  }
}
