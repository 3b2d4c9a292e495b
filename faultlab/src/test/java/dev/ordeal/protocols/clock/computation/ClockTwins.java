package dev.ordeal.protocols.clock.computation;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.hybrid.HybridLogicalClock;
import dev.ordeal.protocols.clock.vector.VectorClock;
import dev.ordeal.protocols.core.NodeContext;
import dev.ordeal.protocols.core.ParameterValues;
import dev.ordeal.protocols.core.Property;
import dev.ordeal.protocols.election.BrokenTwin;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** The broken twins of the clocks: each like its sibling but for one planted bug. */
public final class ClockTwins {
  private ClockTwins() {}

  /** All of them. */
  public static List<BrokenTwin> all() {
    return List.of(
        new LamportTwin("receives-without-max", "a receipt only counts up", Property.CLOCK_CONDITION) {
          @Override
          NodeClock newClock(final NodeContext context, final ParameterValues values) {
            return new LamportNodeClock(Long.MAX_VALUE) {
              @Override
              public boolean observe(final long wall, final DirectBuffer buffer, final int at, final int length) {
                tick(wall);
                return true;
              }
            };
          }
        },
        new LamportTwin("max-without-one", "a receipt takes the greater time as it is", Property.CLOCK_CONDITION) {
          @Override
          NodeClock newClock(final NodeContext context, final ParameterValues values) {
            return new LamportNodeClock(Long.MAX_VALUE) {
              @Override
              public boolean observe(final long wall, final DirectBuffer buffer, final int at, final int length) {
                restore(buffer, at, length);
                return true;
              }
            };
          }
        },
        new LamportTwin("leaves-ties", "ties are not broken by process", Property.TOTAL_STAMP_ORDER) {
          @Override
          public StampStore newStampStore(final int processes) {
            return new WordStamps(WordStamps.Kind.COUNT) {
              @Override
              public Ordering compare(final int slot, final int otherSlot) {
                return Ordering.ofSign(Long.compare(word(slot), word(otherSlot)));
              }
            };
          }
        },
        new LamportTwin("forgets", "the clock does not outlive a crash", Property.CLOCK_CONDITION) {
          @Override
          NodeClock newClock(final NodeContext context, final ParameterValues values) {
            return new LamportNodeClock(Long.MAX_VALUE) {
              @Override
              public boolean isKept() {
                return false;
              }
            };
          }
        },
        new VectorTwin("overwrites", "a receipt takes the message's entries as they are", Property.CLOCK_CONDITION) {
          @Override
          NodeClock newClock(final NodeContext context, final ParameterValues values) {
            return new OverwritingClock(context.clusterSize(), context.nodeId());
          }
        },
        new VectorTwin(
            "compares-any-entry", "one lower entry is enough to be before", Property.STRONG_CLOCK_CONDITION) {
          @Override
          public StampStore newStampStore(final int processes) {
            return new VectorStamps(processes) {
              @Override
              public Ordering compare(final int slot, final int otherSlot) {
                for (int id = 0; id < processes(); id++) {
                  if (entry(slot, id) < entry(otherSlot, id)) {
                    return Ordering.BEFORE;
                  }
                }
                return Ordering.AFTER;
              }
            };
          }
        },
        new TreeTwin(),
        new MovingTreeTwin(),
        new HybridTwin("follows-back", "a wall clock that steps back is followed", Property.CLOCK_CONDITION) {
          @Override
          long next(final long last, final long remote, final long wallNs) {
            final long now = HybridLogicalClock.wallNs(Math.max(0, wallNs));
            return now == HybridLogicalClock.wallNs(last) ? Math.max(last, remote) + 1 : Math.max(now, remote + 1);
          }
        },
        new HybridTwin("counts-on", "the counter is not reset when time goes on", Property.HYBRID_BOUND) {
          @Override
          long next(final long last, final long remote, final long wallNs) {
            final long l = Math.max(HybridLogicalClock.wallNs(Math.max(last, remote)), Math.max(0, wallNs));
            final int c = Math.max(HybridLogicalClock.counter(last), HybridLogicalClock.counter(Math.max(0, remote)));
            return HybridLogicalClock.pack(l, Math.min(c + 1, HybridLogicalClock.COUNTER_MAX));
          }
        },
        new HybridTwin("runs-ahead", "each event moves the time instead of the counter", Property.HYBRID_BOUND) {
          @Override
          long next(final long last, final long remote, final long wallNs) {
            return HybridLogicalClock.pack(Math.max(Math.max(last, remote), wallNs) + 1_000_000_000L, 0);
          }
        },
        new HybridTwin("trusts-the-future", "no stamp is too far ahead", Property.FUTURE_REFUSED) {
          @Override
          NodeClock newClock(final NodeContext context, final ParameterValues values) {
            return new HybridNodeClock(Long.MAX_VALUE);
          }
        },
        new IntervalTwin());
  }

  private abstract static class LamportTwin extends LamportClockSpec implements BrokenTwin {
    private final String suffix;
    private final String bug;
    private final Property breaks;

    LamportTwin(final String suffix, final String bug, final Property breaks) {
      this.suffix = suffix;
      this.bug = bug;
      this.breaks = breaks;
    }

    @Override
    public String name() {
      return super.name() + "-" + suffix;
    }

    @Override
    public String bug() {
      return bug;
    }

    @Override
    public Property breaks() {
      return breaks;
    }
  }

  private abstract static class VectorTwin extends VectorClockSpec implements BrokenTwin {
    private final String suffix;
    private final String bug;
    private final Property breaks;

    VectorTwin(final String suffix, final String bug, final Property breaks) {
      this.suffix = suffix;
      this.bug = bug;
      this.breaks = breaks;
    }

    @Override
    public String name() {
      return super.name() + "-" + suffix;
    }

    @Override
    public String bug() {
      return bug;
    }

    @Override
    public Property breaks() {
      return breaks;
    }
  }

  /** Takes no note of what a message knows. */
  private static final class TreeTwin extends IntervalTreeClockSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-does-not-join";
    }

    @Override
    public String bug() {
      return "a receipt does not join what the message knows";
    }

    @Override
    public Property breaks() {
      return Property.CLOCK_CONDITION;
    }

    @Override
    NodeClock newClock(final NodeContext context, final ParameterValues values) {
      return new TreeNodeClock(context.clusterSize(), context.nodeId()) {
        @Override
        public boolean observe(final long wall, final DirectBuffer buffer, final int at, final int length) {
          tick(wall);
          return true;
        }
      };
    }
  }

  private static final class MovingTreeTwin extends MovingTreeClockSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-keeps-what-it-gives";
    }

    @Override
    public String bug() {
      return "the part of an id that moves to another process is used by both";
    }

    @Override
    public Property breaks() {
      return Property.STRONG_CLOCK_CONDITION;
    }

    @Override
    NodeClock newClock(final NodeContext context, final ParameterValues values) {
      return new MovingTreeNodeClock(context.clusterSize(), context.nodeId(), context.random(), 1) {
        @Override
        public void tickToSend(final long wallNs) {
          super.tickToSend(wallNs);
          if (moving != null) {
            clock = clock.join(moving);
          }
        }
      };
    }
  }

  private static class HybridTwin extends HybridClockSpec implements BrokenTwin {
    private final String suffix;
    private final String bug;
    private final Property breaks;

    HybridTwin(final String suffix, final String bug, final Property breaks) {
      this.suffix = suffix;
      this.bug = bug;
      this.breaks = breaks;
    }

    /** The next stamp; {@code remote} is −1 unless it is that of a receipt. */
    long next(final long last, final long remote, final long wallNs) {
      throw new IllegalStateException(
          "a twin without a rule of its own: last=%d, remote=%d, wallNs=%d".formatted(last, remote, wallNs));
    }

    @Override
    NodeClock newClock(final NodeContext context, final ParameterValues values) {
      return new WordClock() {
        @Override
        long next(final long last, final long remote, final long wallNs) {
          return HybridTwin.this.next(last, remote, wallNs);
        }
      };
    }

    @Override
    public String name() {
      return super.name() + "-" + suffix;
    }

    @Override
    public String bug() {
      return bug;
    }

    @Override
    public Property breaks() {
      return breaks;
    }
  }

  /** Shows its events at once. */
  private static final class IntervalTwin extends IntervalClockSpec implements BrokenTwin {
    @Override
    public String name() {
      return super.name() + "-does-not-wait";
    }

    @Override
    public String bug() {
      return "events are visible before their stamps are past";
    }

    @Override
    public Property breaks() {
      return Property.EXTERNAL_CONSISTENCY;
    }

    @Override
    NodeClock newClock(final NodeContext context, final ParameterValues values) {
      return new IntervalNodeClock(values.value("epsilon"), values.value("ahead-max")) {
        @Override
        public long waitNs(final long wallNs) {
          return 0;
        }
      };
    }
  }

  /** A clock of one word. */
  private abstract static class WordClock implements NodeClock {
    private long last;

    abstract long next(long before, long remote, long wallNs);

    @Override
    public void tick(final long wallNs) {
      last = next(last, -1, wallNs);
    }

    @Override
    public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
      last = next(last, buffer.getLong(offset, LITTLE_ENDIAN), wallNs);
      return true;
    }

    @Override
    public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
      buffer.putLong(offset, last, LITTLE_ENDIAN);
      return Long.BYTES;
    }

    @Override
    public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
      return encodeStamp(buffer, offset);
    }

    @Override
    public void restore(final DirectBuffer buffer, final int offset, final int length) {
      last = buffer.getLong(offset, LITTLE_ENDIAN);
    }

    @Override
    public boolean isKept() {
      return true;
    }
  }

  /** A vector clock that does not merge. */
  private static final class OverwritingClock implements NodeClock {
    private final long[] entries;
    private final int self;

    OverwritingClock(final int processes, final int self) {
      this.entries = new long[processes];
      this.self = self;
    }

    @Override
    public void tick(final long wallNs) {
      entries[self]++;
    }

    @Override
    public boolean observe(final long wallNs, final DirectBuffer buffer, final int offset, final int length) {
      final long own = entries[self];
      VectorClock.decode(buffer, offset, entries, 0, entries.length);
      entries[self] = own + 1;
      return true;
    }

    @Override
    public int encodeStamp(final MutableDirectBuffer buffer, final int offset) {
      return VectorClock.encode(entries, 0, entries.length, buffer, offset) - offset;
    }

    @Override
    public int encodeClock(final MutableDirectBuffer buffer, final int offset) {
      return encodeStamp(buffer, offset);
    }

    @Override
    public void restore(final DirectBuffer buffer, final int offset, final int length) {
      VectorClock.decode(buffer, offset, entries, 0, entries.length);
    }

    @Override
    public boolean isKept() {
      return true;
    }
  }
}
