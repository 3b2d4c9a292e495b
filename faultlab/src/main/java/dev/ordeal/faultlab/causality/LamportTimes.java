package dev.ordeal.faultlab.causality;

import dev.ordeal.protocols.clock.Ordering;
import dev.ordeal.protocols.clock.lamport.LamportClock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The events of a file with their Lamport times: those they bear, or those that clocks give them.
 *
 * <p>The clock condition is verified for all pairs in one pass: of each event's causes it is enough to know the one of
 * the greatest time.
 */
final class LamportTimes {
  private final EventFile file;
  private final long[] times;

  private LamportTimes(final EventFile file, final long[] times) {
    this.file = file;
    this.times = times;
  }

  /**
   * Two events of which the first happened before the second, but does not have the lower time.
   *
   * @param path the events from the one to the other, both included: each is the next of its host, or the receipt of
   *     what the one before it sent
   */
  record Violation(List<Integer> path) {
    int cause() {
      return path.get(0);
    }

    int effect() {
      return path.get(path.size() - 1);
    }
  }

  /** The times of a file: its own if it has any. */
  static LamportTimes of(final EventFile file) {
    return new LamportTimes(file, file.isStamped() ? borne(file) : simulated(file));
  }

  private static long[] borne(final EventFile file) {
    return file.events().stream().mapToLong(RecordedEvent::time).toArray();
  }

  private static long[] simulated(final EventFile file) {
    final Map<String, LamportClock> clocks = new HashMap<>();
    final long[] times = new long[file.events().size()];
    for (int event = 0; event < times.length; event++) {
      final LamportClock clock = clocks.computeIfAbsent(file.events().get(event).host(), host -> new LamportClock());
      final int sending = file.sending(event);
      times[event] = sending == EventFile.NONE ? clock.tick() : clock.observe(times[sending]);
    }
    return times;
  }

  /** The time of an event. */
  long time(final int event) {
    return times[event];
  }

  /** Lamport's total order: by time, where times are the same by the hosts' names, at one host as it happened. */
  List<Integer> totalOrder() {
    final List<String> hosts =
        List.copyOf(new TreeSet<>(file.events().stream().map(RecordedEvent::host).toList()));
    final Comparator<Integer> order =
        (a, b) -> sign(LamportClock.compare(times[a], hostId(hosts, a), times[b], hostId(hosts, b)));
    return IntStream.range(0, times.length).boxed().sorted(order).toList();
  }

  private int hostId(final List<String> hosts, final int event) {
    return Collections.binarySearch(hosts, file.events().get(event).host());
  }

  private static int sign(final Ordering ordering) {
    return ordering == Ordering.BEFORE ? -1 : ordering == Ordering.AFTER ? 1 : 0;
  }

  /** For each event that has a cause of no lower time, the greatest such cause. Empty if the clock condition holds. */
  List<Violation> violations() {
    final int[] greatest = new int[times.length];
    final int[] towards = new int[times.length];
    Arrays.fill(greatest, EventFile.NONE);
    final List<Violation> violations = new ArrayList<>();
    for (int event = 0; event < times.length; event++) {
      for (final int cause : new int[] {file.previous(event), file.sending(event)}) {
        if (cause != EventFile.NONE) {
          final int candidate = greater(cause, greatest[cause]);
          if (greatest[event] == EventFile.NONE || times[candidate] > times[greatest[event]]) {
            greatest[event] = candidate;
            towards[event] = cause;
          }
        }
      }
      if (greatest[event] != EventFile.NONE && times[greatest[event]] >= times[event]) {
        violations.add(new Violation(path(event, greatest[event], greatest, towards)));
      }
    }
    return violations;
  }

  private int greater(final int event, final int other) {
    return other == EventFile.NONE || times[event] >= times[other] ? event : other;
  }

  private static List<Integer> path(final int effect, final int cause, final int[] greatest, final int[] towards) {
    final List<Integer> path = new ArrayList<>(List.of(effect));
    int at = effect;
    while (at != cause) {
      at = towards[at];
      path.add(at);
      if (at != cause && greatest[at] != cause) {
        throw new IllegalStateException("lost the way: at=%d, cause=%d".formatted(at, cause));
      }
    }
    Collections.reverse(path);
    return List.copyOf(path);
  }
}
