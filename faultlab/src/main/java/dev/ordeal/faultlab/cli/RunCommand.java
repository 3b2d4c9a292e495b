package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.experiment.Catalogue;
import dev.ordeal.faultlab.experiment.Experiment;
import dev.ordeal.faultlab.experiment.ExperimentFiles;
import dev.ordeal.faultlab.experiment.ExperimentReader;
import dev.ordeal.faultlab.experiment.Shard;
import dev.ordeal.faultlab.record.Assessment;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.LabCommand;
import dev.ordeal.faultlab.record.RecordedSweep;
import dev.ordeal.faultlab.record.RunFolder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab run}. */
@Command(
    name = "run",
    description =
        "Runs an experiment: every cell of its grid on every seed; prints what came out and keeps it in a folder.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final long STOP_SECONDS_MAX = 30;
  private static final int CORES = Runtime.getRuntime().availableProcessors();

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "EXPERIMENT",
      description = "An experiment that ships (see: lab list) or a YAML file.")
  private String experimentName;

  @Option(names = "--resume", paramLabel = "FOLDER", description = "Go on with an interrupted run.")
  private Path resumed;

  @Option(
      names = "--set",
      paramLabel = "PATH=VALUE",
      description = "Replace a setting of the file: --set faults.loss=[0%%,10%%]. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(names = "--seeds", paramLabel = "N", description = "Runs a cell; the same as --set seeds=N.")
  private Integer seeds;

  @Option(names = "--jobs", paramLabel = "N", description = "Simulations at once; the number of cores if left out, and at most.")
  private int jobs = CORES;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where run folders go; ${DEFAULT-VALUE} if left out.",
      defaultValue = "results")
  private Path results;

  @Option(names = "--shard", paramLabel = "I/N", description = "Do only part I of N; lab merge makes one of all parts.")
  private String shard;

  @Option(names = "--dry-run", description = "Say what would be run, how long it takes, and what lies beyond a model.")
  private boolean isDry;

  @Option(names = "--json", description = "Print one JSON object instead of tables.")
  private boolean isJson;

  @Override
  public Integer call() throws IOException {
    if ((experimentName == null) == (resumed == null)) {
      throw new ParameterException(spec.commandLine(), "either an experiment or --resume is needed, and not both");
    }
    if (jobs < 1 || jobs > CORES) {
      throw new ParameterException(
          spec.commandLine(), "jobs out of range: jobs=%d, min=1, max=%d cores".formatted(jobs, CORES));
    }
    final Catalogue catalogue = Catalogue.load();
    return resumed == null ? begin(catalogue) : resume(catalogue);
  }

  private Integer begin(final Catalogue catalogue) throws IOException {
    final List<String> all = new ArrayList<>(settings);
    if (seeds != null) {
      all.add("seeds=" + seeds);
    }
    final ExperimentFiles.Source file = ExperimentFiles.find(experimentName);
    refuseOtherFiles(file);
    final Experiment experiment =
        ExperimentReader.read(file.text(), file.source(), file.directory(), all, catalogue);
    experiment.warnings().forEach(warning -> err().println("warning: " + warning));
    final Shard part = shard();
    if (isDry) {
      new DryRun(experiment, part, jobs).print(spec.commandLine().getOut(), isJson);
      return Exit.AS_EXPECTED;
    }
    return run(RecordedSweep.begin(results, experiment, part, means()), experiment);
  }

  /** Plans and scenarios are files of ours, too, and belong to another command. */
  private static void refuseOtherFiles(final ExperimentFiles.Source file) {
    if (file.text().lines().anyMatch(line -> line.startsWith("scenario:"))) {
      throw new UsageException(
          "a scenario, not an experiment: file=%s; run it with: %s"
              .formatted(file.source(), LabCommand.here().line("replay", Path.of(file.source()))));
    }
    if (file.text().lines().anyMatch(line -> line.startsWith("healed-delay-max:"))) {
      throw new UsageException(
          "a plan, not an experiment: file=%s; run it with: %s"
              .formatted(
                  file.source(),
                  LabCommand.here().line("replay", "FOLDER", "--cell", "KEY", "--seed", "N", "--plan",
                      Path.of(file.source()))));
    }
  }

  private Shard shard() {
    try {
      return shard == null ? Shard.WHOLE : Shard.parse(shard);
    } catch (final IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Integer resume(final Catalogue catalogue) throws IOException {
    if (seeds != null || !settings.isEmpty() || shard != null) {
      throw new ParameterException(
          spec.commandLine(), "a resumed run keeps its settings: --set, --seeds and --shard do not go with --resume");
    }
    final RunFolder folder = RunFolder.open(resumed);
    final Experiment experiment = folder.experiment(catalogue);
    return run(RecordedSweep.resume(folder, experiment, means()), experiment);
  }

  private RecordedSweep.Means means() {
    return new RecordedSweep.Means(
        Kept.RUNS, jobs, Kept.FAILURES, spec.commandLine().getParseResult().originalArgs());
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private Integer run(final RecordedSweep sweep, final Experiment experiment) throws IOException {
    final CountDownLatch ended = new CountDownLatch(1);
    final Thread hook = new Thread(() -> interrupt(sweep, ended), "interrupted");
    final ProgressLine progress =
        new ProgressLine(err(), Terminal.isInteractive(), sweep.runsInAll(), System.nanoTime());
    Runtime.getRuntime().addShutdownHook(hook);
    final RecordedSweep.Outcome outcome;
    try {
      outcome = sweep.run(done -> progress.update(done, System.nanoTime()));
    } finally {
      progress.end();
      ended.countDown();
      unhook(hook);
    }
    if (!outcome.isComplete()) {
      return Exit.INTERRUPTED;
    }
    outcome.troubles().forEach(trouble -> err().println("warning: " + trouble));
    return report(sweep.folder(), experiment);
  }

  /** Lets runs under way finish, then says how to go on. */
  private void interrupt(final RecordedSweep sweep, final CountDownLatch ended) {
    sweep.stop();
    try {
      if (!ended.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        err().println("runs under way did not end in time and will be run again: seconds=" + STOP_SECONDS_MAX);
      }
    } catch (final InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    err().println();
    err().println("interrupted; what finished is kept. To go on: "
        + LabCommand.here().line("run", "--resume", sweep.folder()));
    err().flush();
  }

  private static void unhook(final Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (final IllegalStateException e) {
      // The process is going down: the hook is speaking already.
    }
  }

  private Integer report(final Path path, final Experiment experiment) throws IOException {
    final RunFolder folder = RunFolder.open(path);
    final List<CellRecord> cells = folder.cells();
    final Assessment assessment = Assessment.of(experiment, cells, folder.manifest().shard());
    final Path report = ReportCommand.draw(path, err());
    final PrintWriter out = spec.commandLine().getOut();
    if (isJson) {
      out.println(Summary.json(path, report, cells, assessment));
    } else {
      new Summary(experiment, cells).print(out);
      Summary.printAssessment(out, assessment);
      out.println();
      out.println("folder: " + path);
      if (report != null) {
        out.println("report: " + report);
      }
      out.println(assessment.sentence());
    }
    out.flush();
    return assessment.status();
  }
}
