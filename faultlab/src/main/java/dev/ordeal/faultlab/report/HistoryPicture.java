package dev.ordeal.faultlab.report;

import dev.ordeal.faultlab.history.Operation;
import dev.ordeal.faultlab.history.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Draws the smallest failing part of a history as a time line: a row for each process, a bar from invocation to
 * response. Time runs to the right, event by event: only their order counts. Resting the pointer on a bar shows what
 * must come before and after it. Single owner.
 */
public final class HistoryPicture {
  private static final double LEFT = 110;
  private static final double RIGHT = 60;
  private static final double ROW = 62;
  private static final double BAR = 22;
  private static final double PITCH_MIN = 46;
  private static final double WIDTH_MAX = 2600;
  private static final int PAGE_WIDTH = 1000;
  private static final String NOTE =
      "A bar runs from invocation to response; dashed: outcome unknown. Numbers: the order of the longest prefix;"
          + " ✗ could not follow. Rest on a bar: what must come before (green) and after (dashed).";

  private final Violation violation;
  private final List<Operation> drawn;
  private final String title;
  private final Map<Integer, Integer> placeOfEvent = new HashMap<>();
  private final Map<Long, Integer> rows = new HashMap<>();
  private final Svg svg = new Svg();
  private double pitch;
  private double top;

  /**
   * A picture.
   *
   * @param drawn the operations to draw, by invocation: the smallest failing part
   */
  public HistoryPicture(final String title, final Violation violation, final List<Operation> drawn) {
    this.title = title;
    this.violation = violation;
    this.drawn = List.copyOf(drawn);
    final int[] events =
        drawn.stream()
            .flatMapToInt(operation -> IntStream.of(operation.invokedAt(), operation.respondedAt()))
            .sorted()
            .distinct()
            .toArray();
    for (int i = 0; i < events.length; i++) {
      placeOfEvent.put(events[i], i);
    }
    drawn.forEach(operation -> rows.putIfAbsent(operation.process(), rows.size()));
  }

  /** As a page that needs nothing but itself. */
  public String toHtml() {
    final StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">")
        .append("<meta name=\"color-scheme\" content=\"light dark\"><title>")
        .append(Svg.escape(title))
        .append(" · Ordeal</title><style>")
        .append(SvgTheme.variables())
        .append(SvgTheme.resource("report.css"))
        .append("</style></head><body><header><p class=\"over\">Ordeal · linearizability</p><h1>")
        .append(Svg.escape(title))
        .append("</h1></header><main><div class=\"wide\">")
        .append(toSvg())
        .append("</div><h2>The longest prefix that has an order</h2><p>")
        .append(Svg.escape(violation.inWords()))
        .append(".</p><ol>");
    for (final Operation operation : violation.order()) {
      page.append("<li><code>").append(Svg.escape(operation.inWords())).append("</code></li>\n");
    }
    return page.append("</ol></main></body></html>\n").toString();
  }

  /** As one SVG picture. */
  public String toSvg() {
    final int places = placeOfEvent.size();
    final double widest =
        drawn.stream().mapToDouble(o -> (Svg.widthOf(o.inWords(), 12) + 16) / span(o)).max().orElse(PITCH_MIN);
    pitch = Math.min(Math.max(PITCH_MIN, widest), WIDTH_MAX / Math.max(1, places));
    final double width = Math.max(760, LEFT + pitch * Math.max(1, places - 1) + RIGHT);
    final List<String> words = words(Math.min(width, PAGE_WIDTH) - 48);
    top = 66 + 17 * words.size() + 40;
    final List<String> notes = Svg.wrap(NOTE, 12, Math.min(width, PAGE_WIDTH) - 48);
    final double height = top + ROW * rows.size() + 20 + 16 * notes.size();
    svg.begin(width, height, title, violation.inWords());
    svg.raw(SvgTheme.definitions()).raw(SvgTheme.styles("history", "", ""));
    svg.rect(0, 0, width, height, "paper", "");
    svg.text(24, 36, Svg.Anchor.START, "title", title);
    double y = 62;
    for (final String line : words) {
      svg.text(24, y, Svg.Anchor.START, "sub", line);
      y += 17;
    }
    rows.forEach(
        (process, row) -> {
          svg.text(24, yOf(row) + 5, Svg.Anchor.START, "node", "process " + process);
          svg.line(LEFT - 10, yOf(row), width - RIGHT / 2, yOf(row), "life");
        });
    drawn.forEach(operation -> draw(operation, width));
    double noteY = top + ROW * rows.size() + 20;
    for (final String line : notes) {
      svg.text(24, noteY, Svg.Anchor.START, "note", line);
      noteY += 16;
    }
    return svg.finish();
  }

  private List<String> words(final double width) {
    final List<String> words = new ArrayList<>(Svg.wrap(violation.inWords() + ".", 13, width));
    words.addAll(
        Svg.wrap(
            ("These %d of %d operations have no order, even if all the others are free to take effect at any time"
                    + " or never.")
                .formatted(drawn.size(), violation.part().size()),
            13,
            width));
    return words;
  }

  private double yOf(final int row) {
    return top + ROW * row;
  }

  private double xOf(final int event) {
    return LEFT + pitch * placeOfEvent.get(event);
  }

  private int span(final Operation operation) {
    return Math.max(1, placeOfEvent.get(operation.respondedAt()) - placeOfEvent.get(operation.invokedAt()));
  }

  private void draw(final Operation operation, final double width) {
    final boolean isCulprit = operation.index() == violation.culprit().index();
    final double x = xOf(operation.invokedAt());
    final double end = operation.isOk() ? xOf(operation.respondedAt()) : width - RIGHT / 2;
    final double y = yOf(rows.get(operation.process()));
    svg.group("op" + (isCulprit ? " culprit" : operation.isOk() ? "" : " unknown"), hover(operation));
    svg.rect(x, y - BAR / 2, end - x, BAR, "bar", "rx=\"3\"");
    svg.text(x + 2, y - BAR / 2 - 5, Svg.Anchor.START, "lab", Svg.fit(words(operation), 12, Math.max(40, end - x)));
    final int nth = nth(operation);
    svg.text(x + 6, y + 4, Svg.Anchor.START, "nth", isCulprit ? "✗" : nth < 0 ? "" : "%d".formatted(nth + 1));
    svg.group("order", "");
    for (final Operation other : drawn) {
      final double otherY = yOf(rows.get(other.process()));
      if (other.precedes(operation)) {
        edge(xOf(other.respondedAt()), otherY, x, y, "before");
      } else if (operation.precedes(other)) {
        edge(end, y, xOf(other.invokedAt()), otherY, "after");
      }
    }
    svg.end();
    svg.end();
  }

  private void edge(final double x1, final double y1, final double x2, final double y2, final String kind) {
    svg.line(x1, y1, x2, y2, kind);
    svg.circle(x2, y2, 3.4, "end");
  }

  /** Without the process, which its row tells. */
  private static String words(final Operation operation) {
    final String words = operation.inWords();
    return words.substring(words.indexOf(' ') + 1);
  }

  /** Its place, among what is drawn, in the order of the longest prefix; −1 if it is not in it. */
  private int nth(final Operation operation) {
    final List<Integer> order =
        violation.order().stream()
            .map(Operation::index)
            .filter(index -> drawn.stream().anyMatch(other -> other.index() == index))
            .toList();
    return order.indexOf(operation.index());
  }

  private String hover(final Operation operation) {
    final List<String> before = new ArrayList<>();
    final List<String> after = new ArrayList<>();
    final List<String> free = new ArrayList<>();
    for (final Operation other : drawn) {
      if (other.index() != operation.index()) {
        final List<String> list = other.precedes(operation) ? before : operation.precedes(other) ? after : free;
        list.add(other.inWords());
      }
    }
    return operation.inWords() + told("\nmust come after: ", before) + told("\nmust come before: ", after)
        + told("\nin either order with: ", free);
  }

  private static String told(final String what, final List<String> operations) {
    return operations.isEmpty() ? "" : what + String.join(", ", operations);
  }
}
