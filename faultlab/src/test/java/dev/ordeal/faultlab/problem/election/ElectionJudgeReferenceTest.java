package dev.ordeal.faultlab.problem.election;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ordeal.faultlab.problem.Judgement;
import dev.ordeal.protocols.core.Property;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Provide;

/** The judge against a second one that looks at every instant of small random runs and remembers nothing. */
class ElectionJudgeReferenceTest {
  private static final int NODES = 3;
  private static final long END_NS = 60;
  private static final long TOLERANCE_NS = 2;
  private static final long RECOVER_BY_NS = 30;

  /** One thing that happens: choice 0 starts or crashes the node, others make it hold a node or nobody. */
  record Event(long timeNs, int node, int choice, long epoch) {}

  /** Whom each live node holds after some event; {@code DOWN} for a node that is down. */
  record Moment(long timeNs, int[] held) {
    static final int DOWN = -2;

    boolean leads(final int node) {
      return held[node] == node;
    }

    long leaders() {
      return IntStream.range(0, NODES).filter(this::leads).count();
    }

    boolean hasMajorityLeader() {
      return IntStream.range(0, NODES)
          .anyMatch(id -> leads(id) && Arrays.stream(held).filter(h -> h == id).count() > NODES / 2);
    }

    int agreedLeader() {
      final int[] views = Arrays.stream(held).filter(h -> h != DOWN).distinct().toArray();
      return views.length == 1 && views[0] >= 0 && held[views[0]] != DOWN ? views[0] : -1;
    }
  }

  @Provide
  Arbitrary<List<Event>> runs() {
    final Arbitrary<Event> event =
        Combinators.combine(
                Arbitraries.longs().between(0, 4),
                Arbitraries.integers().between(0, NODES - 1),
                Arbitraries.integers().between(0, 5),
                Arbitraries.longs().between(1, 4))
            .as(Event::new);
    return event.list().ofMaxSize(25);
  }

  @net.jqwik.api.Property(tries = 3000, seed = "20260101")
  void shouldAgreeWithABruteForceJudge(@ForAll("runs") final List<Event> gaps) {
    final HandMadeRun run = new HandMadeRun(NODES, TOLERANCE_NS, RECOVER_BY_NS).startAll(NODES);
    final List<Moment> moments = new ArrayList<>();
    final List<long[]> reigns = new ArrayList<>();
    final int[] held = {-1, -1, -1};
    moments.add(new Moment(0, held.clone()));
    long timeNs = 0;
    for (final Event event : gaps) {
      timeNs += event.timeNs();
      if (timeNs > END_NS) {
        break;
      }
      play(run, held, reigns, event, timeNs);
      moments.add(new Moment(timeNs, held.clone()));
    }
    final Judgement judgement = run.finish(END_NS);

    long led = 0;
    long overlapped = 0;
    long stretch = 0;
    long longest = 0;
    for (long now = 0; now < END_NS; now++) {
      final Moment moment = lastUpTo(moments, now);
      led += moment.hasMajorityLeader() ? 1 : 0;
      stretch = moment.leaders() > 1 ? stretch + 1 : 0;
      overlapped += moment.leaders() > 1 ? 1 : 0;
      longest = Math.max(longest, stretch);
    }
    assertArrayEquals(new long[] {led * 1_000_000_000L / END_NS}, judgement.samples().get("availability"));
    assertArrayEquals(new long[] {overlapped * 1_000_000_000L / END_NS}, judgement.samples().get("overlap-share"));
    assertArrayEquals(
        longest == 0 ? new long[] {} : new long[] {longest}, judgement.samples().get("longest-overlap"));
    final List<Property> broken = HandMadeRun.broken(judgement);
    assertEquals(longest > TOLERANCE_NS, broken.contains(Property.ONE_LEADER_AT_A_TIME));
    assertEquals(sharedEpoch(reigns), broken.contains(Property.ONE_LEADER_PER_EPOCH));
    assertEquals(agreedInTime(moments), judgement.live());
    assertEquals(!judgement.live(), broken.contains(Property.EVENTUAL_AGREEMENT));
    assertEquals(
        END_NS - led >= Arrays.stream(judgement.samples().get("time-to-leader")).sum(), true, "waits exceed the gaps");
  }

  private static void play(
      final HandMadeRun run, final int[] held, final List<long[]> reigns, final Event event, final long timeNs) {
    final int node = event.node();
    if (held[node] == Moment.DOWN) {
      run.start(timeNs, node);
      held[node] = -1;
    } else if (event.choice() == 0) {
      run.crash(timeNs, node);
      held[node] = Moment.DOWN;
    } else {
      held[node] = event.choice() == 5 ? node : event.choice() - 2;
      run.leader(timeNs, node, event.epoch(), held[node]);
      if (held[node] == node) {
        reigns.add(new long[] {event.epoch(), node});
      }
    }
  }

  private static Moment lastUpTo(final List<Moment> moments, final long timeNs) {
    Moment last = moments.get(0);
    for (final Moment moment : moments) {
      last = moment.timeNs() <= timeNs ? moment : last;
    }
    return last;
  }

  private static boolean sharedEpoch(final List<long[]> reigns) {
    return reigns.stream()
        .anyMatch(one -> reigns.stream().anyMatch(other -> one[0] == other[0] && one[1] != other[1]));
  }

  private static boolean agreedInTime(final List<Moment> moments) {
    final int leader = lastUpTo(moments, RECOVER_BY_NS).agreedLeader();
    return leader >= 0
        && moments.stream().filter(m -> m.timeNs() > RECOVER_BY_NS).allMatch(m -> m.agreedLeader() == leader);
  }
}
