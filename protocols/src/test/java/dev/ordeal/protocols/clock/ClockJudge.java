package dev.ordeal.protocols.clock;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** Compares what clocks say of random computations with the truth, pair by pair. */
public final class ClockJudge {
  /** Enough for each twin to show. */
  private static final int SEEDS = 150;

  private static final int EVENTS = 60;

  /** What a clock may promise. */
  public enum Promise {
    /** a → b implies that a's stamp is below b's. */
    CLOCK_CONDITION,
    /** a → b if and only if a's stamp is below b's. */
    STRONG_CLOCK_CONDITION,
    /** Of two events one is always below the other. */
    TOTAL_ORDER
  }

  private ClockJudge() {}

  /** The promises that some computation breaks. */
  public static <S> Set<Promise> broken(final IntFunction<Computation.Clocks<S>> clocksOf) {
    final Set<Promise> broken = EnumSet.noneOf(Promise.class);
    for (int seed = 0; seed < SEEDS; seed++) {
      final Computation computation = Computation.random(seed, 2 + seed % 4, EVENTS);
      final Computation.Clocks<S> clocks = clocksOf.apply(computation.processes());
      judge(computation, clocks, computation.stamps(clocks), broken);
    }
    return broken;
  }

  private static <S> void judge(
      final Computation computation,
      final Computation.Clocks<S> clocks,
      final List<S> stamps,
      final Set<Promise> broken) {
    for (int a = 0; a < EVENTS; a++) {
      for (int b = 0; b < EVENTS; b++) {
        final Ordering truth = computation.order(a, b);
        final Ordering claim =
            clocks.compare(
                stamps.get(a),
                computation.events().get(a).process(),
                stamps.get(b),
                computation.events().get(b).process());
        if (truth == Ordering.BEFORE && claim != Ordering.BEFORE) {
          broken.add(Promise.CLOCK_CONDITION);
        }
        if (truth != claim) {
          broken.add(Promise.STRONG_CLOCK_CONDITION);
        }
        if (a != b && (claim == Ordering.EQUAL || claim == Ordering.CONCURRENT)) {
          broken.add(Promise.TOTAL_ORDER);
        }
      }
    }
  }
}
