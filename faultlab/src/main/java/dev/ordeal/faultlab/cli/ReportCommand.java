package dev.ordeal.faultlab.cli;

import dev.ordeal.faultlab.record.RunFolder;
import dev.ordeal.faultlab.report.ReportWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lab report}. */
@Command(
    name = "report",
    description = "Draws everything of a run folder again, from the folder alone.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FOLDER", description = "A run folder.")
  private Path folder;

  @Override
  public Integer call() throws IOException {
    RunFolder.open(folder).cells();
    final Path report = draw(folder, spec.commandLine().getErr());
    if (report == null) {
      return Exit.INTERNAL;
    }
    spec.commandLine().getOut().println("report: " + report);
    return Exit.AS_EXPECTED;
  }

  private static String cause(final Exception e) {
    return e instanceof IOException trouble ? FileTrouble.inWords(trouble) : e.toString();
  }

  /** Draws a folder's report; a picture that fails changes no verdict, so trouble is told and null returned. */
  static Path draw(final Path folder, final PrintWriter err) {
    try {
      final ReportWriter.Written written = ReportWriter.write(folder);
      written.problems().forEach(problem -> err.println("warning: " + problem));
      return written.page();
    } catch (final IOException | RuntimeException e) {
      err.println("warning: cannot draw the report: folder=%s, cause=%s".formatted(folder, cause(e)));
      return null;
    }
  }
}
