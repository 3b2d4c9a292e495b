package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A chart, described once and drawn by any renderer: what is shown, in which panels, with which intervals, and how to
 * read it. A chart holds numbers and words; shapes, sizes and colours are the renderer's.
 *
 * <p>Immutable; any thread.
 */
public sealed interface Chart {
  /** What is said of the chart in words. */
  Heading heading();

  /** The numbers as text, one row per mark: for readers who do not see the picture, and for tests. */
  Figures figures();

  /**
   * What is said of a chart in words.
   *
   * @param id file name without its ending: lower-case words joined by hyphens
   * @param title what is shown
   * @param subtitle n, the kind of interval, the unit
   * @param howToRead how to read it, a sentence or two
   * @param note what to beware of; may be empty
   */
  record Heading(String id, String title, String subtitle, String howToRead, String note) {}

  /** How positions along an axis map to values. */
  enum Scale {
    /** Values are indexes of categories, evenly spaced. */
    CATEGORY,
    /** Evenly spaced values. */
    LINEAR,
    /** Evenly spaced powers of ten. */
    LOG,
    /** Values are 1 / (1 − p), on a logarithmic axis labelled with the percentiles. */
    PERCENTILE
  }

  /**
   * An axis.
   *
   * @param unit may be empty for a count
   * @param categories the labels of a category axis, else empty
   */
  record Axis(String label, String unit, Scale scale, List<String> categories) {
    /** An axis of categories. */
    public static Axis ofCategories(final String label, final List<String> categories) {
      return new Axis(label, "", Scale.CATEGORY, List.copyOf(categories));
    }

    /** An axis of values. */
    public static Axis ofValues(final String label, final String unit, final Scale scale) {
      return new Axis(label, unit, scale, List.of());
    }

    /** Label and unit. */
    public String title() {
      return unit.isEmpty() ? label : label + " (" + unit + ")";
    }
  }

  /**
   * A panel's place in the grid of panels: panels with the same column or row stand together.
   *
   * @param row may be empty
   */
  record Place(String column, String row) {
    /** Both names. */
    public String title() {
      return row.isEmpty() ? column : column + " · " + row;
    }
  }

  /** A line drawn across the values, such as a bound from theory. */
  record Reference(double at, String label) {}

  /** What a part of a bar means; it decides colour and pattern. */
  enum Meaning {
    /** As it should be. */
    GOOD,
    /** Safe, but without progress. */
    STALLED,
    /** A property was broken. */
    BROKEN,
    /** The run says nothing. */
    NOTHING
  }

  /** A part of every bar. */
  record Part(String name, Meaning meaning) {}

  /**
   * One bar.
   *
   * @param counts runs for each part, in the chart's order of parts
   * @param isInsideModel whether the cell lies inside the algorithm's model
   * @param low lower end of the interval of the first part's share
   * @param high upper end of it
   */
  record Bar(List<Long> counts, boolean isInsideModel, double low, double high) {
    /** All runs. */
    public long total() {
      return counts.stream().mapToLong(Long::longValue).sum();
    }
  }

  /** Bars for the categories of the x axis, in order; null where there is no cell. */
  record BarPanel(Place place, List<Bar> bars) {}

  /** Bars that show how runs divide into parts, with the interval of the first part's share. */
  record StackedBars(Heading heading, Axis x, List<Part> parts, List<BarPanel> panels) implements Chart {
    @Override
    public Figures figures() {
      final List<String> header = new ArrayList<>(List.of("panel", x.title()));
      parts.forEach(part -> header.add(part.name()));
      header.addAll(List.of("runs", parts.get(0).name() + ", interval", "model"));
      final List<List<String>> rows = new ArrayList<>();
      for (final BarPanel panel : panels) {
        for (int i = 0; i < panel.bars.size(); i++) {
          final Bar bar = panel.bars.get(i);
          if (bar != null) {
            final List<String> row = new ArrayList<>(List.of(panel.place.title(), x.categories().get(i)));
            bar.counts.forEach(count -> row.add(Quantity.count(count)));
            row.add(Quantity.count(bar.total()));
            row.add(Quantity.interval(bar.low, bar.high));
            row.add(Quantity.model(bar.isInsideModel));
            rows.add(row);
          }
        }
      }
      return new Figures(header, rows);
    }
  }

  /**
   * A point with its interval.
   *
   * @param x a value, or the index of a category
   * @param low NaN if there is no interval
   * @param high NaN if there is no interval
   * @param n how many runs or samples it rests on
   * @param isInsideModel whether its cell lies inside the algorithm's model; drawn hollow if not
   */
  record Point(double x, double y, double low, double high, long n, boolean isInsideModel) {
    /** Whether there is an interval. */
    public boolean hasInterval() {
      return !Double.isNaN(low) && !Double.isNaN(high);
    }
  }

  /**
   * Points that belong together, ordered by x.
   *
   * @param style the same number has the same colour, dash and marker in all panels of a chart
   */
  record Series(String name, int style, List<Point> points) {}

  /**
   * Series over one pair of axes.
   *
   * @param insideModel for each category of x whether it lies inside the model; empty if that cannot be said
   */
  record SeriesPanel(Place place, List<Series> series, List<Boolean> insideModel) {}

  /** Lines with interval bands. */
  record Lines(Heading heading, Axis x, Axis y, List<SeriesPanel> panels, List<Reference> references)
      implements Chart {
    @Override
    public Figures figures() {
      return Figures.ofSeries(x, y, panels);
    }
  }

  /** Points with interval whiskers, those of one category side by side. */
  record Points(Heading heading, Axis x, Axis y, List<SeriesPanel> panels, List<Reference> references)
      implements Chart {
    @Override
    public Figures figures() {
      return Figures.ofSeries(x, y, panels);
    }
  }

  /**
   * A cell of a heat map: k of n.
   *
   * @param low lower end of the interval of k / n
   * @param high upper end of it
   * @param isUndecided whether the runs are too few to tell: drawn hatched
   */
  record Heat(int x, int y, long k, long n, double low, double high, boolean isInsideModel, boolean isUndecided) {
    /** k / n, or 0 without runs. */
    public double share() {
      return n == 0 ? 0 : (double) k / n;
    }
  }

  /** The cells of one panel, in any order. */
  record HeatPanel(Place place, List<Heat> cells) {}

  /** Shares over two axes of categories; the model's bound is drawn where inside cells meet beyond cells. */
  record HeatMap(Heading heading, Axis x, Axis y, String share, List<HeatPanel> panels) implements Chart {
    @Override
    public Figures figures() {
      final List<List<String>> rows = new ArrayList<>();
      for (final HeatPanel panel : panels) {
        for (final Heat heat : panel.cells) {
          rows.add(
              List.of(
                  panel.place.title(),
                  x.categories().get(heat.x),
                  y.categories().get(heat.y),
                  heat.k + "/" + heat.n,
                  Quantity.brief(heat.k, heat.n, heat.low, heat.high),
                  Quantity.interval(heat.low, heat.high),
                  Quantity.model(heat.isInsideModel) + (heat.isUndecided ? ", undecided" : "")));
        }
      }
      return new Figures(List.of("panel", x.title(), y.title(), "k/n", share, "interval", "model"), rows);
    }
  }

  /** A chart's numbers as a table. */
  record Figures(List<String> header, List<List<String>> rows) {
    static Figures ofSeries(final Axis x, final Axis y, final List<SeriesPanel> panels) {
      final List<List<String>> rows = new ArrayList<>();
      for (final SeriesPanel panel : panels) {
        for (final Series series : panel.series) {
          for (final Point point : series.points) {
            rows.add(
                List.of(
                    panel.place.title(),
                    series.name,
                    Quantity.onAxis(x, point.x),
                    Quantity.number(point.y),
                    point.hasInterval() ? Quantity.number(point.low) + " – " + Quantity.number(point.high) : "",
                    Quantity.count(point.n),
                    Quantity.model(point.isInsideModel)));
          }
        }
      }
      return new Figures(List.of("panel", "series", x.title(), y.title(), "interval", "n", "model"), rows);
    }
  }
}
