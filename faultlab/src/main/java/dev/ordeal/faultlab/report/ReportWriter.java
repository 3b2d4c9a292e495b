package dev.ordeal.faultlab.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Writes the pictures and the page of a run folder, from the folder alone: {@code plots/*.svg} and {@code report.html}.
 * It reads what the runs left and changes none of it, so a picture that fails changes no verdict.
 *
 * <p>Stateless; any thread, one at a time for a folder.
 */
public final class ReportWriter {
  /**
   * What was written.
   *
   * @param problems what could not be drawn and why, in words; empty if all went well
   */
  public record Written(Path page, List<Path> plots, List<String> problems) {}

  private ReportWriter() {}

  /**
   * Draws everything anew.
   *
   * @throws IOException if the folder's records cannot be read or the page cannot be written
   */
  public static Written write(final Path folder) throws IOException {
    final ReportData data = ReportData.read(folder);
    data.folder().writeReplayCommands();
    return write(folder, data, chartsOf(data));
  }

  static Written write(final Path folder, final ReportData data, final List<ChartRequest> requests) throws IOException {
    final Grid grid = Grid.of(data.cells(), data.manifest().path("axes"));
    final ChartBuilder builder = new ChartBuilder(grid, data.samplesByCell());
    final List<String> problems = new ArrayList<>();
    final List<Chart> charts = new ArrayList<>();
    final List<Path> plots = new ArrayList<>();
    Files.createDirectories(folder.resolve("plots"));
    for (final ChartRequest request : requests) {
      try {
        final Optional<Chart> chart = builder.build(request);
        if (chart.isPresent()) {
          final Path plot = folder.resolve("plots").resolve(chart.get().heading().id() + ".svg");
          Files.writeString(plot, SvgRenderer.render(chart.get()));
          plots.add(plot);
          charts.add(chart.get());
        }
      } catch (final RuntimeException | IOException e) {
        problems.add("chart not drawn: title=%s, because %s".formatted(request.title(), e));
      }
    }
    List<Findings.Finding> findings = List.of();
    try {
      findings = new Findings(grid, data.samplesByCell()).all();
    } catch (final RuntimeException e) {
      problems.add("findings not computed: because " + e);
    }
    final Path page = folder.resolve("report.html");
    Files.writeString(page, new HtmlPage(data, grid, findings, charts, problems).render());
    return new Written(page, plots, problems);
  }

  private static List<ChartRequest> chartsOf(final ReportData data) {
    if (!data.cells().isEmpty()) {
      for (final ProblemCharts charts : ServiceLoader.load(ProblemCharts.class)) {
        if (charts.problem().equals(data.cells().get(0).problem())) {
          return charts.requests();
        }
      }
    }
    return ChartRequest.byKind(data.cells());
  }
}
