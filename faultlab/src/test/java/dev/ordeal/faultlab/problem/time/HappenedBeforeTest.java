package dev.ordeal.faultlab.problem.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.clock.computation.LamportClockSpec;
import dev.ordeal.protocols.clock.computation.StampStore;
import dev.ordeal.protocols.clock.computation.VectorClockSpec;
import dev.ordeal.protocols.clock.lamport.LamportClock;
import dev.ordeal.protocols.clock.vector.VectorClock;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The true relation and the counts of pairs, against reachability in the graph of direct causes. */
class HappenedBeforeTest {
  private static final int PROCESSES = 4;
  private static final int EVENTS = 80;
  private static final int COMPUTATIONS = 200;
  private static final int SLOTS_FROM = 10;

  /** An event of a random computation. */
  private record Event(int process, int number, int cause) {}

  @Test
  void shouldAgreeWithReachabilityOnRandomComputations() {
    long ordered = 0;
    long concurrent = 0;
    for (int seed = 0; seed < COMPUTATIONS; seed++) {
      final CounterRandom random = new CounterRandom(CounterRandom.hash(seed, 1));
      final HappenedBefore truth = new HappenedBefore(PROCESSES);
      final StampStore lamport = new LamportClockSpec().newStampStore(PROCESSES);
      final StampStore vector = new VectorClockSpec().newStampStore(PROCESSES);
      final PairSample byLamport = new PairSample(PROCESSES, seed, lamport, SLOTS_FROM);
      final PairSample byVector = new PairSample(PROCESSES, seed, vector, SLOTS_FROM);
      final List<Event> events = compute(random, truth, lamport, byLamport, vector, byVector);
      byLamport.judge();
      byVector.judge();
      final boolean[][] before = reachability(events);
      long orderedHere = 0;
      for (int a = 0; a < EVENTS; a++) {
        for (int b = 0; b < EVENTS; b++) {
          orderedHere += before[a][b] ? 1 : 0;
          if (a != b) {
            assertPath(truth, events.get(a), events.get(b), before[a][b]);
          }
        }
      }
      assertEquals(orderedHere, byVector.orderedPairs);
      assertEquals(EVENTS * (EVENTS - 1L) / 2 - orderedHere, byVector.concurrentPairs);
      assertEquals(0, byVector.misordered + byVector.wronglyOrdered);
      assertEquals(orderedHere, byLamport.orderedPairs);
      assertEquals(0, byLamport.misordered + byLamport.undecided);
      assertEquals(byLamport.concurrentPairs, byLamport.wronglyOrdered, "a total order orders every concurrent pair");
      ordered += orderedHere;
      concurrent += byVector.concurrentPairs;
    }
    assertTrue(ordered > 10_000 && concurrent > 10_000, "ordered=" + ordered + ", concurrent=" + concurrent);
  }

  /** More events than the sample holds: it holds so many, each of them an event that was offered. */
  @Test
  void shouldKeepAUniformSample() {
    final HappenedBefore truth = new HappenedBefore(1);
    final StampStore stamps = new LamportClockSpec().newStampStore(1);
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[8]);
    final int offered = 100_000;
    double mean = 0;
    for (int seed = 0; seed < 20; seed++) {
      final PairSample sample = new PairSample(1, seed, stamps, SLOTS_FROM);
      final HappenedBefore run = seed == 0 ? truth : new HappenedBefore(1);
      for (int i = 1; i <= offered; i++) {
        run.local(0);
        LamportClock.encode(i, buffer, 0);
        stamps.put(0, 0, buffer, 0, Long.BYTES);
        sample.offer(run, 0, 0);
      }
      sample.judge();
      assertEquals(PairSample.SIZE * (PairSample.SIZE - 1L) / 2, sample.orderedPairs);
      for (int place = 0; place < PairSample.SIZE; place++) {
        mean += sample.number(place) / (20.0 * PairSample.SIZE);
      }
    }
    // 5,120 draws, uniform up to 100,000: standard error of the mean is 403.
    assertEquals(offered / 2.0, mean, 5 * 403);
  }

  private static List<Event> compute(
      final CounterRandom random,
      final HappenedBefore truth,
      final StampStore lamport,
      final PairSample byLamport,
      final StampStore vector,
      final PairSample byVector) {
    final List<Event> events = new ArrayList<>();
    final List<Integer> sends = new ArrayList<>();
    final LamportClock[] times = new LamportClock[PROCESSES];
    final VectorClock[] vectors = new VectorClock[PROCESSES];
    final int[] number = new int[PROCESSES];
    final List<Long> sentTime = new ArrayList<>();
    final List<long[]> sentVector = new ArrayList<>();
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[128]);
    for (int id = 0; id < PROCESSES; id++) {
      times[id] = new LamportClock();
      vectors[id] = new VectorClock(PROCESSES, id);
    }
    for (int i = 0; i < EVENTS; i++) {
      final int process = (int) random.nextLong(PROCESSES);
      int cause = -1;
      final long kind = random.nextLong(3);
      if (kind == 0 && !sends.isEmpty()) {
        final int message = (int) random.nextLong(sends.size());
        cause = sends.get(message);
        times[process].observe(sentTime.get(message));
        vectors[process].observe(sentVector.get(message));
        assertEquals(message, truth.receive(process, message));
      } else {
        times[process].tick();
        vectors[process].tick();
        if (kind == 1) {
          assertEquals(sends.size(), truth.send(process, sends.size(), i));
          sends.add(i);
          sentTime.add(times[process].stamp());
          sentVector.add(vectors[process].stamp());
        } else {
          truth.local(process);
        }
      }
      events.add(new Event(process, ++number[process], cause));
      assertEquals(number[process], truth.number(process));
      LamportClock.encode(times[process].stamp(), buffer, 0);
      lamport.put(0, process, buffer, 0, Long.BYTES);
      byLamport.offer(truth, process, 0);
      vectors[process].encode(buffer, 0);
      vector.put(0, process, buffer, 0, VectorClock.encodedLength(PROCESSES));
      byVector.offer(truth, process, 0);
    }
    return events;
  }

  private static boolean[][] reachability(final List<Event> events) {
    final boolean[][] before = new boolean[EVENTS][EVENTS];
    for (int b = 0; b < EVENTS; b++) {
      for (int a = 0; a < b; a++) {
        final boolean isDirect =
            events.get(b).cause() == a
                || events.get(a).process() == events.get(b).process()
                    && events.get(a).number() + 1 == events.get(b).number();
        if (isDirect) {
          before[a][b] = true;
          for (int earlier = 0; earlier < a; earlier++) {
            before[earlier][b] |= before[earlier][a];
          }
        }
      }
    }
    return before;
  }

  private static void assertPath(
      final HappenedBefore truth, final Event from, final Event to, final boolean isBefore) {
    final List<String> path = truth.path(from.process(), from.number(), to.process(), to.number());
    assertEquals(isBefore, !path.isEmpty());
    if (isBefore) {
      assertEquals(HappenedBefore.name(from.process(), from.number()), path.get(0));
      assertEquals(HappenedBefore.name(to.process(), to.number()), path.get(path.size() - 1));
    }
  }
}
