package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.report.SpaceTimeDiagram.Arrow;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Event;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Fate;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Mark;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Phase;
import dev.ordeal.faultlab.report.SpaceTimeDiagram.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.stream.LongStream;

/**
 * Draws a space–time diagram: nodes are lines, time runs to the right, messages are arrows. A label that would cover
 * another one is left out; hovering still shows it. Single owner.
 */
final class SpaceTimeSvg {
  private static final double LEFT = 64;
  private static final double RIGHT = 40;
  private static final double BAR = 9;
  private static final double LABEL = 10.5;
  private static final double LABEL_GAP = 3;
  private static final int LEGEND_COLOURS = 6;

  private record Label(double x, double y, double w, double h) {
    boolean overlaps(final Label other) {
      return x < other.x + other.w && other.x < x + w && y < other.y + other.h && other.y < y + h;
    }
  }

  private final SpaceTimeDiagram diagram;
  private final Svg svg = new Svg();
  private final List<Label> placed = new ArrayList<>();
  private final Map<Integer, Double> lineOf = new HashMap<>();
  private final SpaceTimeScale scale;
  private final double plotWidth;
  private final double pitch;
  private double top;

  SpaceTimeSvg(final SpaceTimeDiagram diagram) {
    this.diagram = diagram;
    scale = SpaceTimeScale.of(diagram.fromNs(), diagram.untilNs(), instants(diagram));
    plotWidth = scale.width();
    pitch = diagram.nodes().size() <= 7 ? 104 : 78;
  }

  private double xOf(final long timeNs) {
    return LEFT + scale.place(timeNs);
  }

  /** The instants at which something that is drawn happens. */
  private static LongStream instants(final SpaceTimeDiagram diagram) {
    final LongStream messages = diagram.arrows().stream().flatMapToLong(a -> LongStream.of(a.sentNs(), a.endNs()));
    final LongStream marks = diagram.marks().stream().mapToLong(Mark::atNs);
    final LongStream spans = diagram.spans().stream().flatMapToLong(s -> LongStream.of(s.fromNs(), s.untilNs()));
    return LongStream.concat(LongStream.of(diagram.atNs()), LongStream.concat(messages,
        LongStream.concat(marks, spans)));
  }

  private double bottom() {
    return top + pitch * (diagram.nodes().size() - 1);
  }

  String render() {
    final double width = LEFT + plotWidth + RIGHT;
    final List<String> words = Svg.wrap(diagram.explanation(), 13, Math.min(width, 1100) - 48);
    final List<String> notes = Svg.wrap(notes(), 12, Math.min(width, 1100) - 48);
    top = 78 + words.size() * 17 + 82;
    for (int i = 0; i < diagram.nodes().size(); i++) {
      lineOf.put(diagram.nodes().get(i), top + i * pitch);
    }
    final double height = bottom() + 78 + notes.size() * 16;
    svg.begin(width, height, diagram.title(), diagram.explanation());
    svg.raw(SvgTheme.definitions()).raw(SvgTheme.styles("spacetime", "", ""));
    svg.rect(0, 0, width, height, "paper", "");
    svg.text(24, 36, Svg.Anchor.START, "title", diagram.title());
    double y = 60;
    for (final String line : words) {
      svg.text(24, y, Svg.Anchor.START, "sub", line);
      y += 17;
    }
    legend(y + 8);
    reserveViolation();
    axis();
    cuts();
    for (final int node : diagram.nodes()) {
      line(node);
    }
    violation();
    final List<Arrow> arrows = diagram.arrows().stream().filter(a -> lineOf.containsKey(a.from())
        && lineOf.containsKey(a.to())).toList();
    arrows.stream().filter(Arrow::isRoutine).forEach(this::arrow);
    arrows.stream().filter(a -> !a.isRoutine()).forEach(this::arrow);
    diagram.marks().stream().sorted(Comparator.comparingInt(m -> m.event().ordinal())).forEach(this::mark);
    labels(arrows);
    double noteY = bottom() + 74;
    for (final String line : notes) {
      svg.text(24, noteY, Svg.Anchor.START, "note", line);
      noteY += 16;
    }
    return svg.finish();
  }

  private String notes() {
    return "Each line is a node, time runs to the right; an arrow is a message from sender to receiver."
        + " Hover for its fields."
        + (scale.breaks().isEmpty() ? "" : " Quiet stretches, marked //, are drawn shorter than they last.")
        + (diagram.arrows().stream().anyMatch(Arrow::isRoutine)
            ? " Grey arrows are routine messages, too many to label." : "")
        + (diagram.thinned() == 0 ? "" : " " + Quantity.count(diagram.thinned())
            + " more of them arrived and are not drawn.");
  }

  private void legend(final double y) {
    double x = 24;
    x = sample(x, y, "delivered", at -> arrowLine(at, y, at + 26, y, ""));
    x = sample(x, y, "routine", at -> arrowLine(at, y, at + 26, y, "routine"));
    x = sample(x, y, "lost", at -> {
      svg.group("lost", "").line(at, y, at + 22, y, "msg").path(SvgTheme.cross(at + 24, y, 3.5), "x").end();
    });
    x = sample(x, y, "second copy", at -> arrowLine(at, y, at + 26, y, "copy"));
    x = sample(x, y, "receiver down", at ->
        svg.group("missed", "").line(at, y, at + 20, y, "msg").circle(at + 24, y, 3.6, "ring").end());
    x = sample(x, y, "leads, a colour for each node", at -> {
      final int colours = Math.min(LEGEND_COLOURS, diagram.nodes().size());
      for (int i = 0; i < colours; i++) {
        svg.rect(at + 26.0 * i / colours, y - BAR / 2, 26.0 / colours, BAR, "f" + diagram.nodes().get(i) % 6, "");
      }
    });
    x = sample(x, y, "down", at -> svg.rect(at, y - 7, 26, 14, "down", ""));
    x = sample(x, y, "paused", at -> svg.rect(at, y - 5, 26, 10, "paused", ""));
    sample(x, y, "links cut", at -> svg.rect(at, y - 6, 26, 12, "cut", ""));
  }

  private double sample(final double x, final double y, final String label, final DoubleConsumer draw) {
    draw.accept(x);
    svg.text(x + 34, y + 4, Svg.Anchor.START, "axis", label);
    return x + 34 + Svg.widthOf(label, 12) + 12;
  }

  private void axis() {
    final double y = bottom() + 34;
    for (final SpaceTimeScale.Break gap : scale.breaks()) {
      final double x = (xOf(gap.fromNs()) + xOf(gap.untilNs())) / 2;
      svg.group("", "quiet for " + Quantity.duration(gap.untilNs() - gap.fromNs()) + ", drawn shorter");
      svg.path("M%s %sl4 -8M%s %sl4 -8".formatted(Svg.number(x - 4), Svg.number(y + 4), Svg.number(x + 1),
          Svg.number(y + 4)), "evline");
      svg.end();
    }
    for (final long t : scale.ticks(58)) {
      svg.line(xOf(t), top - 40, xOf(t), y - 6, "grid");
      final String text = BigDecimal.valueOf(t, 9).stripTrailingZeros().toPlainString();
      svg.text(xOf(t), y + 19, Svg.Anchor.MIDDLE, "tick", text + " s");
    }
    svg.text(LEFT - 14, y + 19, Svg.Anchor.END, "axis", "time");
  }

  private void cuts() {
    for (final Span span : diagram.spans()) {
      if (span.phase() == Phase.CUT && span.node() < 0) {
        final double x = xOf(span.fromNs());
        svg.group("", span.label() + ", " + range(span));
        svg.rect(x, top - 56, xOf(span.untilNs()) - x, 12, "cut", "");
        svg.end();
        label(x + 4, top - 60, span.label());
      }
    }
  }

  private String range(final Span span) {
    return "from " + Quantity.duration(span.fromNs())
        + (span.untilNs() == Long.MAX_VALUE ? " to the end" : " to " + Quantity.duration(span.untilNs()));
  }

  private void line(final int node) {
    final double y = lineOf.get(node);
    svg.text(LEFT - 14, y + 5, Svg.Anchor.END, "node", "n" + node);
    svg.line(LEFT, y, LEFT + plotWidth, y, "life");
    for (final Span span : diagram.spans()) {
      if (span.node() == node) {
        final double x = xOf(span.fromNs());
        final double w = Math.max(2, xOf(span.untilNs()) - x);
        svg.group("", "n" + node + " " + span.label() + ", " + range(span));
        switch (span.phase()) {
          case LEADS -> svg.rect(x, y - BAR / 2, w, BAR, "f" + node % 6, "");
          case DOWN -> svg.rect(x, y - 13, w, 26, "down", "");
          case PAUSED -> svg.rect(x, y - 7, w, 14, "paused", "");
          case CUT -> svg.rect(x, y - 9, w, 18, "cut", "");
        }
        svg.end();
      }
    }
    diagram.spans().stream().filter(s -> s.node() == node)
        .forEach(s -> label(xOf(s.fromNs()) + 4, y + (s.phase() == Phase.LEADS ? 17 : 27), s.label()));
  }

  private String violationWord() {
    return "✗ broken here, " + String.format(Locale.ROOT, "%.3f s", diagram.atNs() / 1e9);
  }

  /** Middle of the word, so that all of it lies within the picture. */
  private double violationX() {
    final double half = Svg.widthOf(violationWord(), 12) / 2;
    return Math.max(LEFT + half, Math.min(xOf(diagram.atNs()), LEFT + plotWidth - half));
  }

  /** Keeps the place of the word that matters most free of labels. */
  private void reserveViolation() {
    if (diagram.atNs() >= 0) {
      final double width = Svg.widthOf(violationWord(), 12);
      placed.add(new Label(violationX() - width / 2, top - 78, width, 16));
    }
  }

  private void violation() {
    if (diagram.atNs() < 0) {
      return;
    }
    final double x = xOf(diagram.atNs());
    svg.group("", diagram.explanation());
    svg.line(x, top - 44, x, bottom() + 34, "broke");
    svg.text(violationX(), top - 66, Svg.Anchor.MIDDLE, "brokeword", violationWord());
    for (final int node : diagram.involved()) {
      if (lineOf.containsKey(node)) {
        svg.circle(x, lineOf.get(node), 10, "brokering");
      }
    }
    svg.end();
  }

  private void arrowLine(final double x1, final double y1, final double x2, final double y2, final String kind) {
    final double length = StrictMath.hypot(x2 - x1, y2 - y1);
    final double ux = length == 0 ? 1 : (x2 - x1) / length;
    final double uy = length == 0 ? 0 : (y2 - y1) / length;
    svg.group(kind, "");
    svg.line(x1, y1, x2 - ux * 4, y2 - uy * 4, "msg");
    svg.path("M%s %sL%s %sL%s %sZ".formatted(
        Svg.number(x2), Svg.number(y2),
        Svg.number(x2 - ux * 7 - uy * 3), Svg.number(y2 - uy * 7 + ux * 3),
        Svg.number(x2 - ux * 7 + uy * 3), Svg.number(y2 - uy * 7 - ux * 3)), "head");
    svg.end();
  }

  private void arrow(final Arrow arrow) {
    final double x1 = xOf(arrow.sentNs());
    final double y1 = lineOf.get(arrow.from());
    double x2 = xOf(arrow.endNs());
    double y2 = lineOf.get(arrow.to());
    if (arrow.endNs() > diagram.untilNs()) {
      final double share = (double) (diagram.untilNs() - arrow.sentNs()) / (arrow.endNs() - arrow.sentNs());
      y2 = y1 + (y2 - y1) * share;
    }
    final String kind = (arrow.isRoutine() ? "routine " : "")
        + switch (arrow.fate()) {
          case LOST -> "lost";
          case COPY -> "copy";
          case MISSED -> "missed";
          default -> "";
        };
    svg.group(kind.strip(), "n%d → n%d: %s; sent %s, %s".formatted(arrow.from(), arrow.to(), arrow.words(),
        Quantity.duration(arrow.sentNs()), switch (arrow.fate()) {
          case LOST -> "lost";
          case MISSED -> "found the receiver down at " + Quantity.duration(arrow.endNs());
          case UNDER_WAY -> "still under way at the end";
          default -> "arrived " + Quantity.duration(arrow.endNs());
        }));
    if (arrow.fate() == Fate.LOST) {
      x2 = x1 + (x2 - x1) * 0.55;
      y2 = y1 + (y2 - y1) * 0.55;
      svg.line(x1, y1, x2, y2, "msg");
      svg.path(SvgTheme.cross(x2, y2, arrow.isRoutine() ? 2.8 : 3.8), "x");
    } else if (arrow.fate() == Fate.MISSED) {
      svg.line(x1, y1, x2, y2, "msg");
      svg.circle(x2, y2, 3.6, "ring");
    } else {
      arrowLine(x1, y1, x2, y2, "");
    }
    svg.end();
  }

  private void mark(final Mark mark) {
    final double x = xOf(mark.atNs());
    final double y = mark.node() < 0 ? top - 44 : lineOf.getOrDefault(mark.node(), Double.NaN);
    if (Double.isNaN(y)) {
      return;
    }
    svg.group("", (mark.node() < 0 ? "" : "n" + mark.node() + " ") + mark.label() + " at "
        + Quantity.duration(mark.atNs()));
    switch (mark.event()) {
      case CRASH, EXCEPTION -> svg.path(SvgTheme.cross(x, y, 7), "evline");
      case RESTART -> svg.path("M%s %sL%s %sL%s %sZ".formatted(Svg.number(x), Svg.number(y - 7), Svg.number(x + 9),
          Svg.number(y), Svg.number(x), Svg.number(y + 7)), "ev");
      case ELECTION -> svg.path("M%s %sL%s %sL%s %sL%s %sZ".formatted(Svg.number(x), Svg.number(y - 6),
          Svg.number(x + 5),
          Svg.number(y), Svg.number(x), Svg.number(y + 6), Svg.number(x - 5), Svg.number(y)), "ev");
      case TRIGGER -> svg.circle(x, y, 6, "evline");
      default -> svg.line(x, y - 5, x, y + 5, "evline");
    }
    svg.end();
    if (mark.event() != Event.FOLLOWS) {
      label(x + 3, y - (mark.event() == Event.STATE || mark.event() == Event.ELECTION ? 10 : 14), mark.label());
    }
  }

  /** Labels messages that are not routine: one label for a message to many, where it leaves. */
  private void labels(final List<Arrow> arrows) {
    final Map<String, List<Arrow>> together = new LinkedHashMap<>();
    for (final Arrow arrow : arrows) {
      if (!arrow.isRoutine() && arrow.fate() != Fate.COPY) {
        together.computeIfAbsent(arrow.from() + " " + arrow.sentNs() + " " + arrow.name(),
            k -> new ArrayList<>()).add(arrow);
      }
    }
    for (final List<Arrow> group : together.values()) {
      final Arrow first = group.stream().min(Comparator.<Arrow>comparingDouble(
          a -> Math.abs(lineOf.get(a.to()) - lineOf.get(a.from()))).thenComparing(Arrow::fate)).orElseThrow();
      final String text = group.size() == 1 ? first.name() : first.name() + " ×" + group.size();
      final double x1 = xOf(first.sentNs());
      final double y1 = lineOf.get(first.from());
      final double x2 = xOf(first.endNs());
      final double y2 = lineOf.get(first.to());
      for (final double share : new double[] {0.4, 0.55, 0.3, 0.68, 0.2}) {
        if (label(x1 + (x2 - x1) * share + 4, y1 + (y2 - y1) * share + 4, text)) {
          break;
        }
      }
    }
  }

  /** Writes a label unless it would cover another one. */
  private boolean label(final double x, final double y, final String text) {
    final double w = Svg.widthOf(text, LABEL);
    final double left = Math.max(LEFT, Math.min(x, LEFT + plotWidth + RIGHT - 4 - w));
    final Label wanted = new Label(left - LABEL_GAP, y - LABEL, w + 2 * LABEL_GAP, LABEL + 2);
    if (placed.stream().anyMatch(wanted::overlaps)) {
      return false;
    }
    placed.add(wanted);
    svg.text(left, y, Svg.Anchor.START, "lab", text);
    return true;
  }
}
