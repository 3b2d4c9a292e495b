package dev.ordeal.faultlab.causality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ordeal.protocols.core.CounterRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check against a dumb one that compares all pairs, on logs that are right and logs with an entry changed. */
class CausalityCheckTest {
  private static final int LOGS = 3_000;

  /** An event: its host and its clock in full. */
  private record Event(int host, int[] clock) {}

  @Test
  void shouldAgreeWithComparingAllPairs() {
    int good = 0;
    int bad = 0;
    for (int seed = 0; seed < LOGS; seed++) {
      final CounterRandom random = new CounterRandom(CounterRandom.hash(seed, 7));
      final int hosts = 1 + (int) random.nextLong(5);
      final List<Event> events = compute(random, hosts, 1 + (int) random.nextLong(30));
      if (seed % 3 > 0) {
        for (int i = 0; i < seed % 3; i++) {
          final Event event = events.get((int) random.nextLong(events.size()));
          final int host = (int) random.nextLong(hosts);
          final int least = host == event.host() ? 1 : 0; // the reader takes no own entry of 0
          event.clock()[host] = Math.max(least, event.clock()[host] + (int) random.nextLong(-2, 2));
        }
      }
      shuffle(events, random);
      final CausalityCheck.Findings findings = new CausalityCheck(log(events, hosts)).run();
      final boolean isRight = isRight(events, hosts);
      assertEquals(isRight, findings.violations() == 0, () -> "seed: " + words(events) + findings);
      if (isRight) {
        good++;
        final long ordered = ordered(events);
        assertEquals(ordered, findings.orderedPairs());
        assertEquals(events.size() * (events.size() - 1L) / 2 - ordered, findings.concurrentPairs());
      } else {
        bad++;
        assertTrue(findings.explanations().size() > 0);
      }
    }
    assertTrue(good > LOGS / 4 && bad > LOGS / 4, "good=" + good + ", bad=" + bad);
  }

  private static List<Event> compute(final CounterRandom random, final int hosts, final int count) {
    final int[][] clocks = new int[hosts][hosts];
    final List<int[]> messages = new ArrayList<>();
    final List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      final int host = (int) random.nextLong(hosts);
      final long kind = random.nextLong(3);
      if (kind == 0 && !messages.isEmpty()) {
        final int[] message = messages.get((int) random.nextLong(messages.size()));
        for (int h = 0; h < hosts; h++) {
          clocks[host][h] = Math.max(clocks[host][h], message[h]);
        }
      }
      clocks[host][host]++;
      events.add(new Event(host, clocks[host].clone()));
      if (kind == 1) {
        messages.add(clocks[host].clone());
      }
    }
    return events;
  }

  private static void shuffle(final List<Event> events, final CounterRandom random) {
    for (int i = events.size() - 1; i > 0; i--) {
      Collections.swap(events, i, (int) random.nextLong(i + 1L));
    }
  }

  private static StampedLog log(final List<Event> events, final int hosts) {
    final StampedLog log = new StampedLog();
    for (int host = 0; host < hosts; host++) {
      log.hostOf("h" + host);
    }
    int line = 1;
    for (final Event event : events) {
      for (int host = hosts - 1; host >= 0; host--) {
        if (event.clock()[host] > 0) {
          log.addEntry(host, event.clock()[host]);
        }
      }
      log.addEvent(event.host(), line);
      line += 2;
    }
    return log;
  }

  /** The rules, each over all pairs. */
  private static boolean isRight(final List<Event> events, final int hosts) {
    final int[] count = new int[hosts];
    events.forEach(event -> count[event.host()]++);
    for (final Event event : events) {
      for (int host = 0; host < hosts; host++) {
        if (event.clock()[host] > count[host]) {
          return false;
        }
      }
      for (final Event other : events) {
        if (isSame(other, event)) {
          continue;
        }
        if (other.host() == event.host() && number(other) == number(event)) {
          return false;
        }
        if (event.clock()[other.host()] >= number(other) && !isBelow(/* event= */ other, /* other= */ event)) {
          return false;
        }
      }
    }
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // two events with equal clocks are two events
  private static boolean isSame(final Event one, final Event other) {
    return one == other;
  }

  private static boolean isBelow(final Event event, final Event other) {
    for (int host = 0; host < event.clock().length; host++) {
      if (event.clock()[host] > other.clock()[host]) {
        return false;
      }
    }
    return event.clock()[other.host()] < number(other);
  }

  private static long ordered(final List<Event> events) {
    long ordered = 0;
    for (final Event event : events) {
      for (final Event other : events) {
        ordered += !isSame(other, event) && event.clock()[other.host()] >= number(other) ? 1 : 0;
      }
    }
    return ordered;
  }

  private static int number(final Event event) {
    return event.clock()[event.host()];
  }

  private static String words(final List<Event> events) {
    return events.stream().map(event -> event.host() + java.util.Arrays.toString(event.clock())).toList().toString();
  }
}
