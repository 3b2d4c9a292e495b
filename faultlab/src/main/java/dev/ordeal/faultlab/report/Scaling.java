package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values of one axis to 0 … 1 along it, and says where its ticks are. Immutable.
 *
 * @param ticks values at which the axis is labelled, increasing
 */
record Scaling(Chart.Scale scale, double min, double max, List<Double> ticks) {
  private static final double[] STEPS = {1, 2, 5, 10};

  /** Where a value lies, from 0 at the start of the axis to 1 at its end. */
  double place(final double value) {
    if (scale == Chart.Scale.LOG || scale == Chart.Scale.PERCENTILE) {
      return (StrictMath.log10(Math.max(value, min)) - StrictMath.log10(min))
          / (StrictMath.log10(max) - StrictMath.log10(min));
    }
    return (value - min) / (max - min);
  }

  /** Evenly spaced categories, each in the middle of its share of the axis. */
  static Scaling ofCategories(final int count) {
    final List<Double> ticks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ticks.add((double) i);
    }
    return new Scaling(Chart.Scale.CATEGORY, -0.5, count - 0.5, ticks);
  }

  /** Round ticks that hold 0 and all values up to {@code max}. */
  static Scaling ofLinear(final double min, final double max) {
    return ofLinear(min, max, 5);
  }

  /** As {@link #ofLinear(double, double)} with about so many ticks. */
  static Scaling ofLinear(final double min, final double max, final int count) {
    final double top = max > min ? max : min + 1;
    final double raw = (top - min) / count;
    final double power = StrictMath.pow(10, StrictMath.floor(StrictMath.log10(raw)));
    double step = power * 10;
    for (final double candidate : STEPS) {
      if (candidate * power >= raw * 0.999) {
        step = candidate * power;
        break;
      }
    }
    final double first = StrictMath.floor(min / step);
    final double last = StrictMath.ceil(top / step - 1e-9);
    final List<Double> ticks = new ArrayList<>();
    for (double i = first; i <= last; i++) {
      ticks.add(i * step);
    }
    return new Scaling(Chart.Scale.LINEAR, first * step, last * step, ticks);
  }

  /** Powers of ten that hold all values. */
  static Scaling ofLog(final double min, final double max) {
    final int first = (int) StrictMath.floor(StrictMath.log10(min) + 1e-9);
    final int last = Math.max(first + 1, (int) StrictMath.ceil(StrictMath.log10(Math.max(max, min)) - 1e-9));
    final List<Double> ticks = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      ticks.add(StrictMath.pow(10, i));
    }
    return new Scaling(Chart.Scale.LOG, ticks.get(0), ticks.get(ticks.size() - 1), ticks);
  }

  /** Percentiles from 0 % up to the one at x = {@code max}. */
  static Scaling ofPercentiles(final double max) {
    final List<Double> ticks = new ArrayList<>(List.of(1.0, 2.0));
    for (double x = 10; x <= max; x *= 10) {
      ticks.add(x);
    }
    return new Scaling(Chart.Scale.PERCENTILE, 1, Math.max(max, 2), ticks);
  }
}
