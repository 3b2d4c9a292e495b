package dev.ordeal.faultlab.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.faultlab.problem.Verdict;
import dev.ordeal.faultlab.record.CellRecord;
import dev.ordeal.faultlab.record.Proportion;
import java.util.List;
import java.util.Locale;

/**
 * The report as one page that needs nothing but itself: style, script and figures are in it, and it asks no network for
 * anything. Links lead to other files of the run folder. Single owner.
 */
final class HtmlPage {
  private final ReportData data;
  private final Grid grid;
  private final List<Findings.Finding> findings;
  private final List<Chart> charts;
  private final List<String> problems;
  private final StringBuilder out = new StringBuilder(1 << 20);

  HtmlPage(
      final ReportData data,
      final Grid grid,
      final List<Findings.Finding> findings,
      final List<Chart> charts,
      final List<String> problems) {
    this.data = data;
    this.grid = grid;
    this.findings = findings;
    this.charts = charts;
    this.problems = problems;
  }

  /** The page as text. */
  String render() {
    final String name = data.manifest().path("name").asText(data.name());
    add("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    add("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">");
    add("<meta name=\"color-scheme\" content=\"light dark\"><title>" + Svg.escape(name) + " · Ordeal</title>");
    add("<style>" + SvgTheme.variables() + SvgTheme.resource("report.css") + "</style></head><body>");
    add("<svg width=\"0\" height=\"0\" style=\"position:absolute\" aria-hidden=\"true\">" + SvgTheme.definitions()
        + "</svg>");
    head(name);
    add("<main>");
    findings();
    verdictWords();
    charts();
    cells();
    failures();
    environment();
    add("</main><footer>Written by Ordeal from <code>" + Svg.escape(data.name())
        + "</code>. This page works offline. Charts: Apache ECharts, Apache License 2.0.</footer>");
    add("<script type=\"application/json\" id=\"charts\">" + chartData() + "</script>");
    add("<script>" + SvgTheme.resource("echarts.min.js") + "</script>");
    add("<script>" + SvgTheme.resource("report.js") + "</script></body></html>");
    return out.toString();
  }

  private void add(final String html) {
    out.append(html).append('\n');
  }

  private void head(final String name) {
    final long runs = grid.cells().stream().mapToLong(CellRecord::runs).sum();
    add("<header><p class=\"over\">Ordeal · " + Svg.escape(problem()) + " · " + Svg.escape(name) + "</p>");
    final String question = data.manifest().path("question").asText("");
    add("<h1>" + Svg.escape(question.isBlank() ? name : question) + "</h1>");
    add("<p class=\"lead\">%s runs in %s cells: %s%s.</p>".formatted(Quantity.count(runs),
        Quantity.count(grid.cells().size()), Svg.escape(String.join(", ", grid.variants())),
        Svg.escape(grid.axes().isEmpty() ? "" : "; varied: " + String.join(", ",
            grid.axes().entrySet().stream().map(e -> e.getKey() + " " + String.join(" · ", e.getValue())).toList()))));
    add("<nav><a href=\"#findings\">In short</a><a href=\"#verdicts\">Verdicts</a><a href=\"#pictures\">Charts</a>"
        + "<a href=\"#cells\">Cells</a>"
        + "<a href=\"#failures\">Failures</a><a href=\"#environment\">Environment</a></nav>");
    for (final String problem : problems) {
      add("<p class=\"alarm\">" + Svg.escape(problem) + "</p>");
    }
    add("</header>");
  }

  private String problem() {
    return grid.cells().isEmpty() ? "no cells" : grid.cells().get(0).problem();
  }

  private void findings() {
    add("<section id=\"findings\"><h2>In short</h2>");
    if (bugs() > 0) {
      add("<p class=\"alarm\">" + Quantity.count(bugs())
          + " runs broke a promise inside a model: that is a bug, in the algorithm or in the lab.</p>");
    } else {
      add("<p class=\"calm\">No run broke a promise inside a model.</p>");
    }
    add("<dl class=\"facts\">");
    for (final Findings.Finding finding : findings) {
      add("<dt>" + Svg.escape(finding.subject()) + "</dt><dd>");
      finding.lines().forEach(line -> add("<p>" + Svg.escape(line) + "</p>"));
      add("</dd>");
    }
    add("</dl><p class=\"fine\">Shares: Wilson intervals at 95\u202f%. Medians: bootstrap over runs,"
        + " 95\u202f%. Shares over several"
        + " cells describe these cells, which somebody chose; they are no forecast.</p></section>");
  }

  private long bugs() {
    return grid.cells().stream().filter(CellRecord::isInsideModel)
        .mapToLong(cell -> count(cell, Verdict.VIOLATED)).sum();
  }

  private static long count(final CellRecord cell, final Verdict verdict) {
    return cell.verdicts().containsKey(verdict) ? cell.verdicts().get(verdict).count() : 0;
  }

  private void verdictWords() {
    add("<section id=\"verdicts\"><h2>What the verdicts mean</h2><dl class=\"facts\">");
    verdict("good", Verdict.SAFE_LIVE, "Every promised property held, and the progress that was demanded came.");
    verdict("stalled", Verdict.SAFE_STALLED,
        "No safety promise was broken, but the progress demanded did not come in time.");
    verdict("broken", Verdict.VIOLATED, "A promised safety property was broken, or a node threw an exception.");
    verdict("nothing", Verdict.UNKNOWN,
        "Nothing was attempted, or a scheduled fault never fired: the run says nothing.");
    add("<dt>inside the model</dt><dd>The faults are ones the algorithm's paper admits."
        + " A violation here is a bug.</dd>");
    add("<dt>beyond the model</dt><dd>The faults are worse than the paper admits."
        + " A violation here is knowledge: it shows"
        + " what the assumption was for.</dd>");
    add("<dt>not promised</dt><dd>A property that the algorithm does not claim"
        + " is watched all the same; it neither passes"
        + " nor fails.</dd></dl></section>");
  }

  private void verdict(final String kind, final Verdict verdict, final String words) {
    add("<dt><svg class=\"chart\" width=\"18\" height=\"14\" aria-hidden=\"true\">"
        + "<rect width=\"18\" height=\"14\" class=\""
        + kind + "\"/></svg> " + verdict.label() + "</dt><dd>" + words + "</dd>");
  }

  private void charts() {
    add("<section id=\"pictures\"><h2>Charts</h2>");
    for (int i = 0; i < charts.size(); i++) {
      final Chart.Heading heading = charts.get(i).heading();
      final String plot = "plots/" + heading.id() + ".svg";
      add("<figure id=\"" + heading.id() + "\"><h3>" + Svg.escape(heading.title()) + "</h3>");
      add("<p class=\"fine\">" + Svg.escape(heading.subtitle()) + "</p>");
      add("<div class=\"legend\">" + SvgRenderer.legendHtml(charts.get(i)) + "</div>");
      add("<div class=\"panels\" data-chart=\"" + i + "\"></div>");
      add("<noscript><img alt=\"" + Svg.escape(heading.title()) + "\" src=\"" + plot + "\"></noscript>");
      add("<figcaption><b>How to read it.</b> " + Svg.escape(heading.howToRead()));
      if (!heading.note().isEmpty()) {
        add(" <b>Beware.</b> " + Svg.escape(heading.note()));
      }
      add(" <a href=\"" + plot + "\">As SVG</a></figcaption>");
      add("<details><summary>The figures</summary>");
      table(charts.get(i).figures().header(), charts.get(i).figures().rows());
      add("</details></figure>");
    }
    add("</section>");
  }

  private void table(final List<String> header, final List<List<String>> rows) {
    final StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead><tr>");
    header.forEach(cell -> html.append("<th>").append(Svg.escape(cell)).append("</th>"));
    html.append("</tr></thead><tbody>");
    for (final List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(Svg.escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    add(html.append("</tbody></table></div>").toString());
  }

  private void cells() {
    add("<section id=\"cells\"><h2>Cells</h2><p class=\"fine\">k of n runs;"
        + " under “safe and live” and “violated” also the"
        + " interval of the share. The last columns say how often a property did not hold;"
        + " in brackets if it is not promised."
        + " Not demanded: the run ends before progress would be due.</p>");
    if (!data.first().isEmpty()) {
      add("<p class=\"fine\">First, to compare with: " + Svg.escape(Grid.words(data.first())) + ".</p>");
    }
    final StringBuilder html = new StringBuilder("<div class=\"wide\"><table><thead><tr><th>algorithm</th>");
    grid.axisNames().forEach(axis -> html.append("<th>").append(Svg.escape(axis)).append("</th>"));
    html.append("<th>model</th><th>runs</th>");
    for (final Verdict verdict : Verdict.values()) {
      html.append("<th>").append(verdict.label()).append("</th>");
    }
    final List<CellRecord.PropertyRecord> properties =
        grid.cells().isEmpty() ? List.of() : grid.cells().get(0).properties();
    properties.forEach(p ->
        html.append("<th>").append(Svg.escape(ChartRequest.spaced(p.property()))).append(", broken</th>"));
    html.append("</tr></thead><tbody>");
    CellOrder.byAxes(grid.cells(), data.first()).forEach(cell -> row(html, cell));
    add(html.append("</tbody></table></div></section>").toString());
  }

  private void row(final StringBuilder html, final CellRecord cell) {
    html.append(cell.isInsideModel() ? "<tr>" : "<tr class=\"outside\">");
    html.append("<td>").append(Svg.escape(cell.variant())).append("</td>");
    grid.axisNames().forEach(axis ->
        html.append("<td>").append(Svg.escape(cell.axes().getOrDefault(axis, ""))).append("</td>"));
    html.append("<td title=\"").append(Svg.escape(String.join("; ", cell.beyond()))).append("\">")
        .append(cell.isInsideModel() ? "inside" : "beyond").append("</td><td>").append(cell.runs()).append("</td>");
    for (final Verdict verdict : Verdict.values()) {
      final Proportion share = cell.verdicts().get(verdict);
      final boolean isBug = verdict == Verdict.VIOLATED && cell.isInsideModel() && count(cell, verdict) > 0;
      html.append(isBug ? "<td class=\"bug\">" : "<td>");
      if (share == null || share.of() == 0) {
        html.append("–");
      } else {
        html.append(share.count()).append("/").append(share.of());
        if (verdict == Verdict.SAFE_LIVE || verdict == Verdict.VIOLATED) {
          html.append("<small>").append(Quantity.interval(share.low(), share.high())).append("</small>");
        }
      }
      html.append("</td>");
    }
    for (final CellRecord.PropertyRecord property : cell.properties()) {
      final String counts = property.broken().count() + "/" + property.broken().of();
      final String text =
          property.notDemanded() == 0
              ? counts
              : property.broken().of() == 0
                  ? "not demanded"
                  : counts + ", not demanded in " + property.notDemanded();
      html.append("<td>").append(property.promised() ? text : "(" + text + ")").append("</td>");
    }
    html.append("</tr>\n");
  }

  private void failures() {
    add("<section id=\"failures\"><h2>Failures</h2>");
    final long all = data.failureCounts().values().stream().mapToLong(Long::longValue).sum();
    if (data.failures().isEmpty()) {
      add("<p>No run broke a promise.</p></section>");
      return;
    }
    add("<p>%s runs broke a promise; %s are listed, those inside a model first, a few for each cell.</p>"
        .formatted(Quantity.count(all), Quantity.count(data.failures().size())));
    for (final ReportData.Failure failure : data.failures()) {
      add("<details class=\"" + (failure.cell().isInsideModel() ? "bug" : "outside") + "\"><summary><b>"
          + Svg.escape(failure.run().cell()) + "</b> seed " + failure.run().seed() + " — "
          + (failure.cell().isInsideModel() ? "inside the model: a bug" : "beyond the model: a finding")
              + "</summary>");
      add("<ul>");
      if (failure.run().failure() != null) {
        add("<li>exception: " + Svg.escape(failure.run().failure()) + "</li>");
      }
      for (final Judgement.Violation violation : failure.run().violations()) {
        add("<li>" + Svg.escape(ChartRequest.spaced(violation.property().label())) + " at "
            + String.format(Locale.ROOT, "%.3f s", violation.atNs() / 1e9) + ": "
            + Svg.escape(violation.explanation()) + "</li>");
      }
      failure.cell().beyond().forEach(why -> add("<li>beyond the model: " + Svg.escape(why) + "</li>"));
      for (final String file : failure.files()) {
        add("<li><a href=\"" + Svg.escape(url(file)) + "\">" + Svg.escape(file) + "</a></li>");
      }
      add("</ul><pre>" + Svg.escape(data.folder().replayCommand(failure.run().cell(), failure.run().seed()))
          + "</pre></details>");
    }
    add("</section>");
  }

  private static String url(final String path) {
    return path.replace("%", "%25").replace("#", "%23").replace("?", "%3F").replace(" ", "%20");
  }

  private void environment() {
    add("<section id=\"environment\"><h2>Environment</h2>");
    add("<dl class=\"facts\">");
    data.manifest().properties().forEach(entry -> {
      if (!entry.getKey().equals("resolved")) {
        fact(entry.getKey(), entry.getValue());
      }
    });
    add("</dl><p class=\"fine\">The whole configuration is in <a href=\"manifest.json\">manifest.json</a>,"
        + " the experiment in"
        + " <a href=\"experiment.yaml\">experiment.yaml</a>.</p></section>");
  }

  private void fact(final String name, final JsonNode value) {
    final String words = name.replaceAll("([a-z])([A-Z])", "$1 $2").toLowerCase(Locale.ROOT);
    if (value.isObject()) {
      value.properties().forEach(entry -> fact(name + " " + entry.getKey(), entry.getValue()));
    } else if (value.isArray()) {
      final StringBuilder text = new StringBuilder();
      value.forEach(item -> text.append(text.length() == 0 ? "" : ", ").append(item.isValueNode() ? item.asText()
          : item));
      if (text.length() > 0) {
        add("<dt>" + Svg.escape(words) + "</dt><dd>" + Svg.escape(text.toString()) + "</dd>");
      }
    } else if (!value.asText().isEmpty()) {
      add("<dt>" + Svg.escape(words) + "</dt><dd>" + Svg.escape(value.asText()) + "</dd>");
    }
  }

  /** What the script draws; no character in it can end the script element. */
  private String chartData() {
    final ArrayNode all = JsonNodeFactory.instance.arrayNode();
    for (final Chart chart : charts) {
      final ObjectNode node = all.addObject();
      node.put("columns", columns(chart));
      node.set("panels", EChartsOptions.render(chart));
    }
    return all.toString().replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  /** How many panels stand side by side where there is room: one for each algorithm, as in the SVG picture. */
  private static int columns(final Chart chart) {
    final List<Chart.Place> places;
    if (chart instanceof Chart.StackedBars bars) {
      places = bars.panels().stream().map(Chart.BarPanel::place).toList();
    } else if (chart instanceof Chart.HeatMap map) {
      places = map.panels().stream().map(Chart.HeatPanel::place).toList();
    } else {
      places = (chart instanceof Chart.Lines lines ? lines.panels() : ((Chart.Points) chart).panels())
          .stream().map(Chart.SeriesPanel::place).toList();
    }
    return (int) Math.min(3, Math.max(1, places.stream().map(Chart.Place::column).distinct().count()));
  }
}
