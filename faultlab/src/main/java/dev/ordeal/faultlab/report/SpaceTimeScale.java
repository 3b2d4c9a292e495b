package dev.ordeal.faultlab.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Maps time to places along a diagram: in proportion where something happens, quiet stretches cut short, so that an
 * election of 100 ms can be read beside a silence of 3 s. Immutable.
 *
 * @param times instants at which something happens, increasing, the window's ends included
 * @param places where they lie, in pixels from the window's start
 * @param breaks the stretches that are cut short
 */
record SpaceTimeScale(long[] times, double[] places, List<Break> breaks) {
  private static final double PX_PER_NS = 1800e-9;
  private static final double GAP_PX_MAX = 84;
  private static final double WIDTH_MIN = 860;
  private static final double WIDTH_MAX = 4200;

  /** A quiet stretch that is drawn shorter than it lasts. */
  record Break(long fromNs, long untilNs) {}

  /** A scale over a window; instants outside it do not count. */
  static SpaceTimeScale of(final long fromNs, final long untilNs, final LongStream instants) {
    final long[] times = LongStream.concat(LongStream.of(fromNs, untilNs),
        instants.filter(t -> t > fromNs && t < untilNs)).distinct().sorted().toArray();
    final double[] places = new double[times.length];
    final List<Break> breaks = new ArrayList<>();
    for (int i = 1; i < times.length; i++) {
      final double wanted = (times[i] - times[i - 1]) * PX_PER_NS;
      places[i] = places[i - 1] + Math.min(wanted, GAP_PX_MAX);
      if (wanted > GAP_PX_MAX) {
        breaks.add(new Break(times[i - 1], times[i]));
      }
    }
    final double width = places[places.length - 1];
    final double factor = Math.max(WIDTH_MIN / width, Math.min(1, WIDTH_MAX / width));
    for (int i = 0; i < places.length; i++) {
      places[i] *= factor;
    }
    return new SpaceTimeScale(times, places, breaks);
  }

  double width() {
    return places[places.length - 1];
  }

  /** Where an instant lies; instants outside the window lie at its ends. */
  double place(final long ns) {
    if (ns <= times[0]) {
      return 0;
    }
    if (ns >= times[times.length - 1]) {
      return width();
    }
    final int found = Arrays.binarySearch(times, ns);
    if (found >= 0) {
      return places[found];
    }
    final int next = -found - 1;
    final double share = (double) (ns - times[next - 1]) / (times[next] - times[next - 1]);
    return places[next - 1] + share * (places[next] - places[next - 1]);
  }

  /** Round instants far enough apart to be labelled, the roundest first. */
  List<Long> ticks(final double leastPx) {
    final List<Long> ticks = new ArrayList<>();
    for (final long step : new long[] {1_000_000_000L, 500_000_000L, 100_000_000L, 50_000_000L, 10_000_000L}) {
      for (long t = (times[0] + step - 1) / step * step; t <= times[times.length - 1]; t += step) {
        final double at = place(t);
        if (ticks.stream().allMatch(other -> Math.abs(place(other) - at) >= leastPx)) {
          ticks.add(t);
        }
      }
    }
    return ticks;
  }
}
