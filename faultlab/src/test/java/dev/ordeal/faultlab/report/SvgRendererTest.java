package dev.ordeal.faultlab.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgRendererTest {
  private static final Samples SAMPLES = Samples.firstLook(60);

  static List<Chart> charts() {
    final ChartBuilder builder = SAMPLES.builder();
    return new ElectionCharts().requests().stream().flatMap(request -> builder.build(request).stream()).toList();
  }

  private static Chart chart(final String id) {
    return charts().stream().filter(chart -> chart.heading().id().equals(id)).findFirst().orElseThrow();
  }

  private static Document parse(final String svg) {
    return assertDoesNotThrow(
        () -> DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg))));
  }

  private static List<String> texts(final String svg, final String element) {
    final NodeList nodes = parse(svg).getElementsByTagName(element);
    final List<String> texts = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private static double attribute(final Element element, final String name) {
    return Double.parseDouble(element.getAttribute(name));
  }

  @ParameterizedTest
  @MethodSource("charts")
  void shouldDrawWellFormedPicturesForLightAndDark(final Chart chart) {
    final String svg = SvgRenderer.render(chart);
    assertEquals("svg", parse(svg).getDocumentElement().getTagName());
    assertTrue(svg.contains("prefers-color-scheme:dark"));
    assertFalse(svg.contains("NaN"), "a number is missing");
    assertFalse(svg.replace("http://www.w3.org/2000/svg", "").contains("http"), "a picture needs nothing from outside");
  }

  @ParameterizedTest
  @MethodSource("charts")
  void shouldSayNAndIntervalAndUnit(final Chart chart) {
    final List<String> texts = texts(SvgRenderer.render(chart), "text");
    final String words = String.join(" ", texts);
    assertTrue(words.contains("n = "), words);
    assertTrue(words.contains("interval"), words);
    assertTrue(texts.contains("loss") || texts.contains("percentile of samples"), "axis without a title");
  }

  @ParameterizedTest
  @MethodSource("charts")
  void shouldKeepTextWithinThePicture(final Chart chart) {
    final Document svg = parse(SvgRenderer.render(chart));
    final double width = attribute(svg.getDocumentElement(), "width");
    final double height = attribute(svg.getDocumentElement(), "height");
    final NodeList nodes = svg.getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      final Element text = (Element) nodes.item(i);
      if (!text.hasAttribute("transform") && !text.getAttribute("x").equals("0")) {
        final double wide = Svg.widthOf(text.getTextContent(), text.getAttribute("class").equals("sub") ? 13 : 11);
        final double left = attribute(text, "x")
            - switch (text.getAttribute("text-anchor")) {
              case "middle" -> wide / 2;
              case "end" -> wide;
              default -> 0;
            };
        assertTrue(left >= 0 && left + wide <= width + 12, "outside: " + text.getTextContent());
        assertTrue(attribute(text, "y") <= height, "below: " + text.getTextContent());
      }
    }
  }

  @Test
  void shouldPrintKOfNAndHatchWhereUndecided() {
    final Chart.HeatMap chart = (Chart.HeatMap) chart("how-often-overlap");
    final String svg = SvgRenderer.render(chart);
    final List<String> texts = texts(svg, "text");
    long undecided = 0;
    for (final Chart.HeatPanel panel : chart.panels()) {
      for (final Chart.Heat heat : panel.cells()) {
        assertTrue(texts.contains(heat.k() + "/" + heat.n()), heat.toString());
        undecided += heat.isUndecided() ? 1 : 0;
      }
    }
    assertTrue(undecided > 0, "the sample has no undecided cell, so the test says nothing");
    assertEquals(undecided + 1, svg.split("class=\"hatch\"", -1).length - 1, "hatched cells and the legend's one");
  }

  @Test
  void shouldNeverSayBareNothing() {
    assertEquals("≤\u202f1.9\u202f%", Quantity.brief(0, 200, 0, 0.018846));
    assertEquals("≥\u202f98.1\u202f%", Quantity.brief(200, 200, 0.981154, 1));
    assertEquals("50.0\u202f%", Quantity.brief(1, 2, 0.1, 0.9));
    final Chart.HeatMap map = (Chart.HeatMap) chart("how-often-overlap");
    assertTrue(
        map.figures().rows().stream().noneMatch(row -> row.get(4).equals("0\u202f%")), map.figures()::toString);
    for (final JsonNode panel : EChartsOptions.render(map)) {
      for (final JsonNode item : panel.at("/option/series/0/data")) {
        assertFalse(item.path("brief").asText().equals("0\u202f%"), item::toString);
      }
    }
  }

  @Test
  void shouldMarkTheModelAlikeInBothRenderings() {
    final Chart.StackedBars bars = (Chart.StackedBars) chart("correctness");
    final JsonNode panels = EChartsOptions.render(bars);
    final SvgBars plot = new SvgBars(bars);
    int mixed = 0;
    for (int i = 0; i < panels.size(); i++) {
      final List<Boolean> inside = plot.insideModel(i);
      if (inside.contains(true) && inside.contains(false)) {
        mixed++;
        final JsonNode pieces = panels.get(i).at("/option/series/0/data");
        final List<Boolean> drawn = new ArrayList<>();
        for (final JsonNode piece : pieces) {
          assertEquals(1, piece.get(3).asInt(), "pieces of a mixed panel have the strip above");
          for (int at = piece.get(0).asInt(); at < piece.get(1).asInt(); at++) {
            drawn.add(piece.get(2).asInt() == 1);
          }
        }
        assertEquals(inside, drawn);
      }
    }
    assertTrue(mixed > 0, "no panel with a bound, so the test says nothing");
  }

  @Test
  void shouldDrawTheBoundWhereInsideMeetsBeyond() {
    final String svg = SvgRenderer.render(chart("how-often-overlap"));
    assertTrue(svg.contains("<path d=\"M"), svg);
    assertTrue(texts(svg, "title").contains("bound of the model: framed cells lie inside"));
    assertTrue(texts(svg, "text").contains("all inside the model"), "a panel without a bound says so");
  }

  @Test
  void shouldTellInsideFromBeyondInBars() {
    final List<String> texts = texts(SvgRenderer.render(chart("correctness")), "text");
    assertTrue(texts.contains("inside") || texts.contains("inside the model"));
    assertTrue(texts.contains("beyond the model"));
    for (final String part : List.of("safe and live", "safe but stalled", "violated", "unknown")) {
      assertTrue(texts.contains(part), part);
    }
  }

  @Test
  void shouldExplainEachMarkOnHover() {
    final List<String> titles = texts(SvgRenderer.render(chart("messages-per-election")), "title");
    assertTrue(
        titles.stream().anyMatch(t -> t.matches("crashes 0, bully, loss 0%: "
            + "[0-9.]+ \\([0-9.]+ – [0-9.]+\\), n = 60; inside the model")),
        titles.toString());
  }

  @Test
  void shouldEscapeWhatItIsGiven() {
    final Chart.Heading heading = new Chart.Heading("x", "a < b & \"c\"", "n = 1 </svg>", "read", "");
    final Chart chart = new Chart.StackedBars(heading, Chart.Axis.ofCategories("x<y", List.of("<")),
        List.of(new Chart.Part("p&q", Chart.Meaning.GOOD)),
        List.of(new Chart.BarPanel(new Chart.Place("<b>", ""), List.of(new Chart.Bar(List.of(1L), true, 0.2, 1)))));
    assertTrue(texts(SvgRenderer.render(chart), "text").contains("a < b & \"c\""));
  }

  @Test
  void shouldDrawAChartWithoutAnyPoint() {
    final Chart chart = new Chart.Lines(new Chart.Heading("x", "t", "s", "r", ""),
        Chart.Axis.ofValues("percentile of samples", "", Chart.Scale.PERCENTILE),
        Chart.Axis.ofValues("y", "s", Chart.Scale.LINEAR),
        List.of(new Chart.SeriesPanel(new Chart.Place("a", ""), List.of(new Chart.Series("s", 0, List.of())),
            List.of())),
        List.of());
    assertTrue(texts(SvgRenderer.render(chart), "text").contains("no sample in any run"));
  }
}
