package dev.ordeal.faultlab.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws a chart as options for ECharts, one object for each panel, to be embedded in a page. Options are data: a text
 * {@code $name} stands for a colour of the page's theme, a text {@code @name} for a function of the page's script,
 * which replaces both, so that a change of theme redraws with the right colours.
 *
 * <p>Stateless; any thread.
 */
public final class EChartsOptions {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] SYMBOLS = {"circle", "rect", "triangle", "diamond", "path://M0 0L10 0L5 9Z",
      "path://M0 -5L4.3 -2.5L4.3 2.5L0 5L-4.3 2.5L-4.3 -2.5Z", "roundRect"};
  private static final int[][] DASHES = {{}, {7, 3}, {2, 3}, {9, 3, 2, 3}, {12, 4}, {4, 2, 1, 2, 1, 2}, {1, 4}};

  private static final double COUNT_SHARE_MIN = 8;

  private EChartsOptions() {}

  /** One object with {@code title}, {@code remark}, {@code height} and {@code option} for each panel. */
  public static ArrayNode render(final Chart chart) {
    final ArrayNode panels = JSON.arrayNode();
    if (chart instanceof Chart.StackedBars bars) {
      bars.panels().forEach(panel -> panels.add(bars(bars, panel, panels.size())));
    } else if (chart instanceof Chart.HeatMap map) {
      map.panels().forEach(panel -> panels.add(heat(map, panel, panels.size())));
    } else if (chart instanceof Chart.Lines lines) {
      for (int i = 0; i < lines.panels().size(); i++) {
        panels.add(series(new SvgSeries(lines), lines.panels().get(i), lines.references(), i, true));
      }
    } else if (chart instanceof Chart.Points points) {
      for (int i = 0; i < points.panels().size(); i++) {
        panels.add(series(new SvgSeries(points), points.panels().get(i), points.references(), i, false));
      }
    }
    return panels;
  }

  private static ObjectNode panel(final Chart.Place place, final String remark, final int height,
      final ObjectNode option) {
    final ObjectNode panel = JSON.objectNode();
    panel.put("title", place.title());
    panel.put("remark", remark);
    panel.put("height", height);
    panel.set("option", option);
    return panel;
  }

  private static ObjectNode frame(final Chart.Axis x, final Chart.Axis y) {
    final ObjectNode option = JSON.objectNode();
    option.put("animation", false);
    option.putObject("aria").put("enabled", true);
    option.putObject("textStyle").put("color", "$ink").put("fontFamily", "inherit");
    final ObjectNode grid = option.putObject("grid");
    grid.put("left", 58).put("right", 14).put("top", 24).put("bottom", 46);
    option.set("xAxis", axis(x, 30));
    option.set("yAxis", axis(y, 42));
    option.putObject("tooltip").put("trigger", "item").put("confine", true).put("formatter", "@hover")
        .put("backgroundColor", "$paper").put("borderColor", "$line").putObject("textStyle").put("color", "$ink");
    return option;
  }

  private static ObjectNode axis(final Chart.Axis model, final int nameGap) {
    final ObjectNode axis = JSON.objectNode();
    axis.put("name", model.title()).put("nameLocation", "middle").put("nameGap", nameGap);
    axis.putObject("nameTextStyle").put("color", "$ink");
    final ObjectNode label = axis.putObject("axisLabel").put("color", "$ink2").put("hideOverlap", true);
    axis.putObject("axisLine").put("show", true).putObject("lineStyle").put("color", "$line");
    axis.putObject("splitLine").putObject("lineStyle").put("color", "$grid");
    switch (model.scale()) {
      case CATEGORY -> {
        axis.put("type", "category");
        axis.set("data", texts(model.categories()));
        axis.putObject("axisTick").put("show", false);
        label.put("interval", 0).put("hideOverlap", false);
      }
      case LINEAR -> axis.put("type", "value");
      case LOG -> axis.put("type", "log");
      case PERCENTILE -> {
        axis.put("type", "log").put("min", 1);
        label.put("formatter", "@percentile");
        axis.withObject("/splitLine").put("show", false);
      }
    }
    return axis;
  }

  private static ArrayNode texts(final List<String> texts) {
    final ArrayNode array = JSON.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static ArrayNode array(final Object... values) {
    final ArrayNode array = JSON.arrayNode();
    for (final Object value : values) {
      if (value instanceof Double number) {
        array.add(number);
      } else if (value instanceof Number number) {
        array.add(number.longValue());
      } else {
        array.add((String) value);
      }
    }
    return array;
  }

  /** Marks the model as the SVG picture does: a piece for each stretch of categories, below all other series. */
  private static void addModel(final ArrayNode series, final List<Boolean> inside) {
    if (!inside.contains(false)) {
      return;
    }
    final ObjectNode custom = series.addObject();
    custom.put("type", "custom").put("name", "beyond the model").put("renderItem", "@beyond").put("silent", true)
        .put("z", 0);
    custom.putObject("encode").put("x", 0).set("y", JSON.arrayNode());
    final ArrayNode data = custom.putArray("data");
    for (int from = 0; from < inside.size(); ) {
      int to = from;
      while (to < inside.size() && inside.get(to).equals(inside.get(from))) {
        to++;
      }
      data.add(array(from, to, inside.get(from) ? 1 : 0, inside.contains(true) ? 1 : 0));
      from = to;
    }
  }

  private static ObjectNode bars(final Chart.StackedBars chart, final Chart.BarPanel panel, final int index) {
    final SvgBars plot = new SvgBars(chart);
    final ObjectNode option = frame(chart.x(), plot.yAxis());
    option.withObject("/yAxis").put("max", 100);
    option.set("legend", legend(chart.parts().stream().map(Chart.Part::name).toList()));
    final ArrayNode series = option.putArray("series");
    addModel(series, plot.insideModel(index));
    for (int p = 0; p < chart.parts().size(); p++) {
      final Chart.Part part = chart.parts().get(p);
      final String colour = "$" + SvgTheme.classOf(part.meaning());
      final ObjectNode one = series.addObject();
      one.put("type", "bar").put("stack", "all").put("name", part.name()).put("barWidth", "72%");
      final ObjectNode style = one.putObject("itemStyle").put("color", colour).put("borderColor", "$paper")
          .put("borderWidth", 0.5);
      decal(style, part.meaning());
      final ArrayNode data = one.putArray("data");
      for (int i = 0; i < panel.bars().size(); i++) {
        final Chart.Bar bar = panel.bars().get(i);
        if (bar == null || bar.total() == 0) {
          data.add("-");
          continue;
        }
        final long count = bar.counts().get(p);
        final ObjectNode item = data.addObject();
        item.put("value", rounded(100.0 * count / bar.total()));
        item.put("hover", "%s %s, %s: %s of %s runs, %s; %s the model".formatted(chart.x().label(),
            chart.x().categories().get(i), part.name(), Quantity.count(count), Quantity.count(bar.total()),
            p == 0 ? Quantity.percent((double) count / bar.total()) + " (" + Quantity.interval(bar.low(), bar.high())
                + ")"
                : Quantity.percent((double) count / bar.total()),
            Quantity.model(bar.isInsideModel())));
      }
    }
    addCounts(series, panel);
    final ArrayNode whiskers = whiskers(series, "interval", "$ink", 0.28);
    for (int i = 0; i < panel.bars().size(); i++) {
      final Chart.Bar bar = panel.bars().get(i);
      if (bar != null && !Double.isNaN(bar.low())) {
        whiskers.add(array((double) i, rounded(bar.low() * 100), rounded(bar.high() * 100)));
      }
    }
    return panel(panel.place(), head(plot.remark(index), plot.insideModel(index)), 300, option);
  }

  /** The number of runs in each part of a bar that is tall enough to hold it. */
  private static void addCounts(final ArrayNode series, final Chart.BarPanel panel) {
    final ObjectNode custom = series.addObject();
    custom.put("type", "custom").put("name", "runs").put("renderItem", "@count").put("silent", true).put("z", 4);
    custom.putObject("encode").put("x", 0).put("y", 1);
    final ArrayNode data = custom.putArray("data");
    for (int i = 0; i < panel.bars().size(); i++) {
      final Chart.Bar bar = panel.bars().get(i);
      double below = 0;
      for (int p = 0; bar != null && bar.total() > 0 && p < bar.counts().size(); p++) {
        final double share = 100.0 * bar.counts().get(p) / bar.total();
        if (share >= COUNT_SHARE_MIN) {
          data.add(array((double) i, rounded(below + share / 2), bar.counts().get(p)));
        }
        below += share;
      }
    }
  }

  private static String head(final String remark, final List<Boolean> inside) {
    if (inside.isEmpty()) {
      return remark;
    }
    return !inside.contains(false)
        ? "inside the model, " + remark
        : inside.contains(true) ? "grey: beyond the model, " + remark : "beyond the model, " + remark;
  }

  private static ArrayNode whiskers(final ArrayNode series, final String name, final String colour,
      final double shift) {
    final ObjectNode custom = series.addObject();
    custom.put("type", "custom").put("name", name).put("renderItem", "@whisker").put("silent", true).put("z", 5);
    custom.put("shift", shift).put("colour", colour);
    custom.putObject("encode").put("x", 0).set("y", array(1, 2));
    return custom.putArray("data");
  }

  private static void decal(final ObjectNode style, final Chart.Meaning meaning) {
    if (meaning == Chart.Meaning.GOOD) {
      return;
    }
    final ObjectNode decal = style.putObject("decal");
    switch (meaning) {
      case STALLED -> decal.put("symbol", "rect").put("color", "rgba(255,255,255,.5)").put("rotation", -0.785)
          .set("dashArrayX", array(1, 0));
      case BROKEN -> decal.put("symbol", "diamond").put("color", "rgba(94,36,0,.45)").put("symbolSize", 0.8)
          .set("dashArrayX", array(5, 2));
      default -> decal.put("symbol", "circle").put("color", "rgba(0,0,0,.45)").put("symbolSize", 0.6)
          .set("dashArrayX", array(4, 4));
    }
    decal.set("dashArrayY", meaning == Chart.Meaning.STALLED ? array(2, 6) : array(5, 2));
  }

  private static ObjectNode legend(final List<String> names) {
    final ObjectNode legend = JSON.objectNode();
    legend.put("show", false);
    legend.set("data", texts(names));
    return legend;
  }

  private static ObjectNode heat(final Chart.HeatMap chart, final Chart.HeatPanel panel, final int index) {
    final SvgHeat plot = new SvgHeat(chart);
    final ObjectNode option = frame(chart.x(), chart.y());
    option.withObject("/xAxis").putObject("splitArea").put("show", false);
    option.withObject("/grid").put("top", 8);
    final ArrayNode series = option.putArray("series");
    final ObjectNode custom = series.addObject();
    custom.put("type", "custom").put("name", chart.share()).put("renderItem", "@heat").put("clip", true);
    custom.putObject("encode").put("x", 0).put("y", 1).put("tooltip", 2);
    final ArrayNode data = custom.putArray("data");
    final boolean isMixed = panel.cells().stream().anyMatch(Chart.Heat::isInsideModel)
        && panel.cells().stream().anyMatch(c -> !c.isInsideModel());
    for (final Chart.Heat heat : panel.cells()) {
      final ObjectNode item = data.addObject();
      item.set("value", array(heat.x(), heat.y(), rounded(heat.share()), heat.isUndecided() ? 1 : 0,
          isMixed ? sides(panel, heat) : 0, heat.k(), heat.n()));
      item.put("hover", "%s %s, %s %s: %s %s; %s the model%s".formatted(
          chart.x().label(), chart.x().categories().get(heat.x()), chart.y().label(),
          chart.y().categories().get(heat.y()), chart.share(),
          Quantity.share(heat.k(), heat.n(), heat.low(), heat.high()), Quantity.model(heat.isInsideModel()),
          heat.isUndecided() ? "; undecided, more runs are needed" : ""));
      item.put("interval", Quantity.interval(heat.low(), heat.high()));
      item.put("brief", Quantity.brief(heat.k(), heat.n(), heat.low(), heat.high()));
    }
    return panel(panel.place(), plot.remark(index), 62 + 50 * chart.y().categories().size(), option);
  }

  /** Bits for the sides of a cell inside the model that face a cell that is not: 1 left, 2 right, 4 above, 8 below. */
  private static int sides(final Chart.HeatPanel panel, final Chart.Heat heat) {
    if (!heat.isInsideModel()) {
      return 0;
    }
    return (isInside(panel, heat.x() - 1, heat.y()) ? 0 : 1)
        | (isInside(panel, heat.x() + 1, heat.y()) ? 0 : 2)
        | (isInside(panel, heat.x(), heat.y() + 1) ? 0 : 4)
        | (isInside(panel, heat.x(), heat.y() - 1) ? 0 : 8);
  }

  private static boolean isInside(final Chart.HeatPanel panel, final int x, final int y) {
    return panel.cells().stream().anyMatch(c -> c.x() == x && c.y() == y && c.isInsideModel());
  }

  private static ObjectNode series(
      final SvgSeries plot,
      final Chart.SeriesPanel panel,
      final List<Chart.Reference> references,
      final int index,
      final boolean isJoined) {
    final Chart.Axis x = plot.xAxis();
    final ObjectNode option = frame(x, plot.yAxis());
    option.withObject("/yAxis").put("min", plot.y().min()).put("max", plot.y().max());
    if (x.scale() != Chart.Scale.CATEGORY) {
      final ObjectNode axis = option.withObject("/xAxis");
      axis.put("min", plot.x().min()).put("max", plot.x().max());
      if (x.scale() == Chart.Scale.PERCENTILE) {
        axis.withObject("/axisLabel").set("customValues", array(plot.x().ticks().toArray()));
        axis.withObject("/axisTick").set("customValues", array(plot.x().ticks().toArray()));
      }
    }
    final ArrayNode series = option.putArray("series");
    addModel(series, panel.insideModel());
    final Map<String, Integer> slots = new LinkedHashMap<>();
    panel.series().forEach(s -> slots.putIfAbsent(s.name(), slots.size()));
    for (final Chart.Series one : panel.series()) {
      final double shift = isJoined || slots.size() < 2 ? 0 : ((slots.get(one.name())
          + 0.5) / slots.size() - 0.5) * 0.7;
      addSeries(series, one, x, plot.yAxis(), isJoined, shift);
    }
    if (!references.isEmpty() && series.size() > 0) {
      final ObjectNode mark = ((ObjectNode) series.get(series.size() - 1)).putObject("markLine");
      mark.put("silent", true).put("symbol", "none").putObject("lineStyle").put("color", "$ink").put("type", "dotted");
      final ArrayNode data = mark.putArray("data");
      references.forEach(r -> data.addObject().put("yAxis", r.at()).put("name", r.label())
          .putObject("label").put("formatter", r.label()).put("position", "insideEndTop").put("color", "$ink"));
    }
    return panel(panel.place(), plot.remark(index), 300, option);
  }

  private static void addSeries(
      final ArrayNode series,
      final Chart.Series one,
      final Chart.Axis x,
      final Chart.Axis y,
      final boolean isJoined,
      final double shift) {
    final int style = Math.floorMod(one.style(), SvgTheme.STYLES);
    final String colour = "$c" + style;
    final List<Chart.Point> bounded = one.points().stream().filter(Chart.Point::hasInterval).toList();
    if (isJoined && bounded.size() > 1) {
      final ObjectNode band = series.addObject();
      band.put("type", "custom").put("name", one.name()).put("renderItem", "@band").put("silent", true).put("z", 1);
      band.put("colour", colour);
      band.putObject("encode").put("x", 0).set("y", array(1, 2));
      final ArrayNode data = band.putArray("data");
      for (final Chart.Point point : bounded) {
        data.add(array(rounded(point.x()), rounded(point.low()), rounded(point.high())));
      }
    } else if (!isJoined) {
      final ArrayNode data = whiskers(series, one.name(), colour, shift);
      bounded.forEach(p -> data.add(array(rounded(p.x()), rounded(p.low()), rounded(p.high()))));
    }
    final ObjectNode line = series.addObject();
    line.put("type", isJoined ? "line" : "custom").put("name", one.name()).put("z", 3);
    if (isJoined) {
      line.put("symbol", SYMBOLS[style]).put("symbolSize", 7);
      line.put("showAllSymbol", true);
      final ObjectNode stroke = line.putObject("lineStyle").put("color", colour).put("width", 2);
      if (DASHES[style].length > 0) {
        final ArrayNode dash = stroke.putArray("type");
        for (final int length : DASHES[style]) {
          dash.add(length);
        }
      }
    } else {
      line.put("renderItem", "@marker").put("shift", shift).put("shape", style).put("colour", colour);
      line.putObject("encode").put("x", 0).put("y", 1);
    }
    line.putObject("itemStyle").put("color", colour);
    final ArrayNode data = line.putArray("data");
    final int stride = x.scale() == Chart.Scale.CATEGORY ? 1 : 1 + one.points().size() / 8;
    for (int i = 0; i < one.points().size(); i++) {
      final Chart.Point point = one.points().get(i);
      final ObjectNode item = data.addObject();
      item.set("value", array(rounded(point.x()), rounded(point.y()), point.isInsideModel() ? 0 : 1));
      item.put("hover", hover(one, point, x, y));
      if (isJoined && i % stride != 0 && i != one.points().size() - 1) {
        item.put("symbolSize", 2);
      }
      if (!point.isInsideModel()) {
        item.putObject("itemStyle").put("color", "$paper").put("borderColor", colour).put("borderWidth", 1.6);
      }
    }
  }

  private static String hover(final Chart.Series one, final Chart.Point point, final Chart.Axis x, final Chart.Axis y) {
    return "%s, %s %s: %s%s%s, n = %s; %s the model".formatted(one.name(), x.label(), Quantity.onAxis(x, point.x()),
        Quantity.number(point.y()), y.unit().isEmpty() ? "" : " " + y.unit(),
        point.hasInterval() ? " (" + Quantity.number(point.low()) + " – " + Quantity.number(point.high()) + ")" : "",
        Quantity.count(point.n()), Quantity.model(point.isInsideModel()));
  }

  private static double rounded(final double value) {
    return StrictMath.round(value * 1e4) / 1e4;
  }
}
