package dev.ordeal.protocols.clock;

import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.clock.hybrid.SharedHybridLogicalClock;
import dev.ordeal.protocols.clock.interval.IntervalClock;
import dev.ordeal.protocols.clock.intervaltree.IntervalTreeClock;
import dev.ordeal.protocols.clock.lamport.LamportClock;
import dev.ordeal.protocols.clock.lamport.SharedLamportClock;
import dev.ordeal.protocols.clock.physical.PhysicalClock;
import dev.ordeal.protocols.clock.vector.SharedVectorClock;
import dev.ordeal.protocols.clock.vector.VectorClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Each of our clocks, one a process. */
final class TestClocks {
  private static final long FAR_NS = 2 * Computation.ERROR_NS_MAX;

  private TestClocks() {}

  /** Without ids: the clock condition is about times alone. */
  static Computation.Clocks<Long> lamportTimes(final int processes) {
    return words(
        each(processes, id -> new LamportClock()),
        (clock, wallNs) -> clock.tick(),
        (clock, stamp, wallNs) -> clock.observe(stamp));
  }

  static Computation.Clocks<Long> sharedLamportTimes(final int processes) {
    return words(
        each(processes, id -> new SharedLamportClock()),
        (clock, wallNs) -> clock.tick(),
        (clock, stamp, wallNs) -> clock.observe(stamp));
  }

  static Computation.Clocks<Long> lamportOrder(final int processes) {
    final Computation.Clocks<Long> times = lamportTimes(processes);
    return new Computation.Clocks<>() {
      @Override
      public Long tick(final int process, final long wallNs) {
        return times.tick(process, wallNs);
      }

      @Override
      public Long observe(final int process, final Long stamp, final long wallNs) {
        return times.observe(process, stamp, wallNs);
      }

      @Override
      public Ordering compare(final Long a, final int processA, final Long b, final int processB) {
        return LamportClock.compare(a, processA, b, processB);
      }
    };
  }

  static Computation.Clocks<Long> hybrid(final int processes) {
    return words(
        each(processes, id -> new HybridLogicalClock(FAR_NS)), HybridLogicalClock::tick, HybridLogicalClock::observe);
  }

  static Computation.Clocks<Long> sharedHybrid(final int processes) {
    return words(
        each(processes, id -> new SharedHybridLogicalClock(FAR_NS)),
        SharedHybridLogicalClock::tick,
        SharedHybridLogicalClock::observe);
  }

  static Computation.Clocks<Long> physical(final int processes) {
    return words(each(processes, id -> new PhysicalClock()), PhysicalClock::tick, PhysicalClock::observe);
  }

  static Computation.Clocks<Long> interval(final int processes) {
    return words(
        each(processes, id -> new IntervalClock(Computation.ERROR_NS_MAX, FAR_NS)),
        IntervalClock::tick,
        (clock, stamp, wallNs) -> {
          clock.observe(stamp, wallNs);
          return clock.tick(wallNs);
        });
  }

  static Computation.Clocks<long[]> vector(final int processes) {
    return new Vectors<>(each(processes, id -> new VectorClock(processes, id))) {
      @Override
      long[] tick(final VectorClock clock) {
        clock.tick();
        return clock.stamp();
      }

      @Override
      long[] observe(final VectorClock clock, final long[] stamp) {
        clock.observe(stamp);
        return clock.stamp();
      }
    };
  }

  static Computation.Clocks<long[]> sharedVector(final int processes) {
    return new Vectors<>(each(processes, id -> new SharedVectorClock(processes, id))) {
      @Override
      long[] tick(final SharedVectorClock clock) {
        clock.tick();
        return copy(clock);
      }

      @Override
      long[] observe(final SharedVectorClock clock, final long[] stamp) {
        clock.observe(stamp, 0);
        return copy(clock);
      }

      private long[] copy(final SharedVectorClock clock) {
        final long[] stamp = new long[processes];
        clock.stamp(stamp, 0);
        return stamp;
      }
    };
  }

  /** The seed forked until each process has a part. */
  static Computation.Clocks<IntervalTreeClock> intervalTree(final int processes) {
    final List<IntervalTreeClock> clocks = new ArrayList<>(List.of(IntervalTreeClock.seed()));
    while (clocks.size() < processes) {
      final IntervalTreeClock.Fork fork = clocks.remove(0).fork();
      clocks.add(fork.first());
      clocks.add(fork.second());
    }
    return new Computation.Clocks<>() {
      @Override
      public IntervalTreeClock tick(final int process, final long wallNs) {
        return keep(process, clocks.get(process).tick());
      }

      @Override
      public IntervalTreeClock observe(final int process, final IntervalTreeClock stamp, final long wallNs) {
        return keep(process, clocks.get(process).observe(stamp));
      }

      @Override
      public Ordering compare(
          final IntervalTreeClock a, final int processA, final IntervalTreeClock b, final int processB) {
        return a.compare(b);
      }

      private IntervalTreeClock keep(final int process, final IntervalTreeClock next) {
        clocks.set(process, next);
        return next.peek();
      }
    };
  }

  static <C> List<C> each(final int processes, final IntFunction<C> clock) {
    final List<C> clocks = new ArrayList<>();
    for (int id = 0; id < processes; id++) {
      clocks.add(clock.apply(id));
    }
    return clocks;
  }

  /** What a clock does for a local event or a sending. */
  interface Tick<C> {
    long stamp(C clock, long wallNs);
  }

  /** What a clock does for a receipt. */
  interface Receipt<C> {
    long stamp(C clock, long stamp, long wallNs);
  }

  /** Clocks whose stamps are words, compared as numbers. */
  static <C> Computation.Clocks<Long> words(final List<C> clocks, final Tick<C> tick, final Receipt<C> receipt) {
    return new Computation.Clocks<>() {
      @Override
      public Long tick(final int process, final long wallNs) {
        return tick.stamp(clocks.get(process), wallNs);
      }

      @Override
      public Long observe(final int process, final Long stamp, final long wallNs) {
        return receipt.stamp(clocks.get(process), stamp, wallNs);
      }

      @Override
      public Ordering compare(final Long a, final int processA, final Long b, final int processB) {
        return Ordering.ofSign(Long.compare(a, b));
      }
    };
  }

  /** Clocks whose stamps are vectors. */
  abstract static class Vectors<C> implements Computation.Clocks<long[]> {
    private final List<C> clocks;

    Vectors(final List<C> clocks) {
      this.clocks = clocks;
    }

    abstract long[] tick(C clock);

    abstract long[] observe(C clock, long[] stamp);

    @Override
    public final long[] tick(final int process, final long wallNs) {
      return tick(clocks.get(process));
    }

    @Override
    public final long[] observe(final int process, final long[] stamp, final long wallNs) {
      return observe(clocks.get(process), stamp);
    }

    @Override
    public Ordering compare(final long[] a, final int processA, final long[] b, final int processB) {
      return VectorClock.compare(a, b);
    }
  }
}
