package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  /** What would make a browser ask the network: an address in an attribute, a style or a script that loads. */
  private static final Pattern OUTSIDE = Pattern.compile(
      "(?i)(?:src|href|srcset|action|data|poster)\\s*=\\s*[\"']?\\s*(?:[a-z]+:)?//[^\\s\"'>]+"
          + "|url\\(\\s*[\"']?(?:https?:)?//[^)]*|@import|\\bfetch\\("
          + "|XMLHttpRequest|importScripts|sendBeacon|new WebSocket");

  @TempDir Path folder;

  private static List<String> outsideReferences(final String html) {
    final List<String> found = new ArrayList<>();
    final Matcher matcher = OUTSIDE.matcher(html);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }

  private String page() throws IOException {
    final ReportWriter.Written written = ReportWriter.write(Samples.firstLook(60).writeTo(folder));
    assertEquals(List.of(), written.problems());
    return Files.readString(written.page());
  }

  @Test
  void shouldWriteAPageThatNeedsNoNetwork() throws IOException {
    final String page = page();
    assertEquals(List.of(), outsideReferences(page));
    for (final String planted : List.of(
        "<script src=\"https://cdn.example/x.js\">", "<link href='//fonts.example/a.css'>",
        "<style>a{background:url(http://x.example/p.png)}</style>", "<script>fetch('/x')</script>")) {
      assertEquals(1, outsideReferences(page.replace("<main>", planted + "<main>")).size(), planted);
    }
  }

  @Test
  void shouldStartWithTheQuestionAndTheFindings() throws IOException {
    final String page = page();
    assertTrue(page.contains("<h1>How often do two nodes lead at once, and does Raft prevent it?</h1>"));
    assertTrue(page.indexOf("id=\"findings\"") < page.indexOf("id=\"verdicts\""));
    assertTrue(page.contains("Inside its model (3 of 18 cells) it broke a promise in 0/180, at most"));
    assertTrue(page.contains("bully: promised, broken in"));
    assertTrue(page.contains("raft-election: not promised, broken in"));
    assertTrue(page.contains("pairs of runs with the same faults"));
    assertTrue(page.contains("prefers-color-scheme:dark") && page.contains("width=device-width"));
  }

  @Test
  void shouldEmbedEveryChartAndWriteItAsSvg() throws IOException {
    final String page = page();
    final String json =
        page.substring(page.indexOf("id=\"charts\">") + 12, page.indexOf("</script>", page.indexOf("id=\"charts\">")));
    final JsonNode charts = new ObjectMapper().readTree(json);
    assertEquals(7, charts.size());
    charts.forEach(chart -> chart.path("panels").forEach(panel -> {
      assertTrue(panel.path("option").path("series").size() > 0, panel.path("title").asText());
      assertFalse(panel.path("title").asText().isEmpty());
    }));
    for (final String id : List.of("correctness", "how-often-overlap", "time-to-leader-by-percentile",
        "time-to-recover", "messages-per-election", "availability", "longest-overlap")) {
      assertTrue(Files.size(folder.resolve("plots").resolve(id + ".svg")) > 1000, id);
      assertTrue(page.contains("plots/" + id + ".svg"), id);
    }
  }

  @Test
  void shouldListFailuresWithTheCommandThatReplaysThem() throws IOException {
    Samples.firstLook(60).writeTo(folder);
    final Path kept = folder.resolve("failures/bully_loss=30pct_crashes=2-1000");
    Files.createDirectories(kept);
    Files.writeString(kept.resolve("diagram.svg"), "<svg/>");
    ReportWriter.write(folder);
    final String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("--cell bully/loss=30%,crashes=2 --seed 1000"));
    assertTrue(page.contains("<a href=\"failures/bully_loss=30pct_crashes=2-1000/diagram.svg\">"),
        "no link to the diagram");
    assertTrue(page.contains("beyond the model: a finding"));
  }

  @Test
  void shouldReportAPlotThatFailsAndWriteTheRest() throws IOException {
    final ReportData data = ReportData.read(Samples.firstLook(20).writeTo(folder));
    final ReportWriter.Written written = ReportWriter.write(folder, data,
        List.of(new ChartRequest.ShareMap(null, "broken request"), new ChartRequest.Correctness("Verdicts")));
    assertEquals(1, written.plots().size());
    assertEquals(1, written.problems().size());
    assertTrue(Files.readString(written.page()).contains("chart not drawn: title=broken request"));
  }

  @Test
  void shouldWriteTheSameBytesTwice() throws IOException {
    final String first = page();
    assertEquals(first, page());
  }

  @Test
  void shouldNotLetARecordEndTheScript() throws IOException {
    final Samples samples = Samples.firstLook(5);
    samples.writeTo(folder);
    final Path manifest = folder.resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).replace("How often", "</script><b>How often"));
    ReportWriter.write(folder);
    assertFalse(Files.readString(folder.resolve("report.html")).contains("</script><b>"));
  }
}
