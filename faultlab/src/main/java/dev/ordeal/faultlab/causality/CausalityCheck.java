package dev.ordeal.faultlab.causality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.IntArrayList;

/**
 * Judges whether the vector clocks of a log are what vector clocks make of some computation, and counts its pairs.
 *
 * <p>With V(e)[h] the entry of event e for host h, and the events of a host numbered by its own entry:
 *
 * <ol>
 *   <li>a host's own entries are 1, 2, …, each once;
 *   <li>no entry counts more events than its host has;
 *   <li>no entry of a host's next event is lower than before;
 *   <li>who has heard of an event has heard of all that happened before it: V(e)[h] = c implies that V(e) is no lower
 *       than V of event c of h in any entry, and higher in e's own, for nothing happened before itself.
 * </ol>
 *
 * <p>Then V(e)[h] is the number of events of h that happened before e, e included for its own host, so ordered pairs
 * are the sum of all entries less one for each event, and the other pairs are concurrent: counted exactly, without
 * comparing pairs.
 *
 * <p>Rule 4 is checked for the entries that rose since the host's event before, from the most knowing event on:
 * whatever that one had heard of, it answers for. A message brings its sender's whole clock, so there is one such event
 * as a rule and the cost is one pass over the clock; it is quadratic in the hosts at worst.
 */
final class CausalityCheck {
  /** How many violations are explained. */
  static final int EXPLAINED_MAX = 10;

  private static final int NONE = -1;

  private final StampedLog log;

  /** For each host its events by number: entry number − 1. */
  private final int[][] events;

  private final List<String> violations = new ArrayList<>();
  private long violationCount;

  CausalityCheck(final StampedLog log) {
    this.log = log;
    this.events = new int[log.hosts()][];
  }

  /** What was found; pairs are counted only where nothing is violated. */
  record Findings(long orderedPairs, long concurrentPairs, long violations, List<String> explanations) {}

  /** Checks everything. Called once. */
  Findings run() {
    collect();
    if (violationCount == 0) {
      checkRanges();
    }
    if (violationCount == 0) {
      final int[] covered = new int[log.hosts()];
      for (final int[] ofHost : events) {
        for (int i = 0; i < ofHost.length; i++) {
          checkEvent(ofHost[i], i == 0 ? NONE : ofHost[i - 1], covered);
        }
      }
    }
    if (violationCount > 0) {
      return new Findings(0, 0, violationCount, List.copyOf(violations));
    }
    long ordered = 0;
    for (int entry = 0; entry < log.start(log.size()); entry++) {
      ordered += log.entryCount(entry);
    }
    ordered -= log.size();
    final long pairs = (long) log.size() * (log.size() - 1L) / 2;
    return new Findings(ordered, pairs - ordered, 0, List.of());
  }

  /** Rule 1. */
  private void collect() {
    final int[] count = new int[log.hosts()];
    for (int event = 0; event < log.size(); event++) {
      count[log.host(event)]++;
    }
    for (int host = 0; host < events.length; host++) {
      events[host] = new int[count[host]];
      Arrays.fill(events[host], NONE);
    }
    for (int event = 0; event < log.size(); event++) {
      final int[] ofHost = events[log.host(event)];
      final int number = log.number(event);
      if (number > ofHost.length) {
        violated(
            "%s: own entry skips numbers, its host has %d events in the log"
                .formatted(log.name(event), ofHost.length));
      } else if (ofHost[number - 1] != NONE) {
        violated("%s: own entry is that of %s, too".formatted(log.name(event), log.name(ofHost[number - 1])));
      } else {
        ofHost[number - 1] = event;
      }
    }
  }

  /** Rule 2. */
  private void checkRanges() {
    for (int event = 0; event < log.size(); event++) {
      for (int entry = log.start(event); entry < log.start(event + 1); entry++) {
        final int host = log.entryHost(entry);
        if (log.entryCount(entry) > events[host].length) {
          violated(
              "%s: has heard of event %d of %s, which has %d"
                  .formatted(log.name(event), log.entryCount(entry), log.hostName(host), events[host].length));
        }
      }
    }
  }

  /** Rules 3 and 4. {@code covered} holds no more than this call puts there. */
  private void checkEvent(final int event, final int previous, final int[] covered) {
    if (previous != NONE && !isKnown(previous, event)) {
      return;
    }
    final IntArrayList risen = new IntArrayList();
    for (int entry = log.start(event); entry < log.start(event + 1); entry++) {
      final int host = log.entryHost(entry);
      final int before = previous == NONE ? 0 : log.count(previous, host);
      if (host != log.host(event) && log.entryCount(entry) > before) {
        risen.addInt(entry);
        covered[host] = before;
      }
    }
    while (true) {
      final int source = mostKnowing(risen, covered);
      if (source == NONE || !isKnown(source, event)) {
        return;
      }
      for (int i = 0; i < risen.size(); i++) {
        final int host = log.entryHost(risen.getInt(i));
        covered[host] = Math.max(covered[host], log.count(source, host));
      }
    }
  }

  /** Of the events newly heard of and not answered for, one that no other of them has heard of. */
  private int mostKnowing(final IntArrayList risen, final int[] covered) {
    int source = NONE;
    for (int i = 0; i < risen.size(); i++) {
      final int entry = risen.getInt(i);
      final int host = log.entryHost(entry);
      if (log.entryCount(entry) > covered[host]) {
        final int candidate = events[host][log.entryCount(entry) - 1];
        if (source == NONE || log.count(candidate, log.host(source)) >= log.number(source)) {
          source = candidate;
        }
      }
    }
    return source;
  }

  /** Whether an event has heard of all that a direct cause of it had; else it is explained. */
  private boolean isKnown(final int cause, final int event) {
    for (int entry = log.start(cause); entry < log.start(cause + 1); entry++) {
      final int host = log.entryHost(entry);
      final int known = log.count(event, host);
      if (log.entryCount(entry) > known) {
        explain(events[host][log.entryCount(entry) - 1], cause, event);
        return false;
      }
    }
    if (log.count(cause, log.host(event)) >= log.number(event)) {
      violated(
          "%s and %s: each has heard of the other, so each would have happened before itself"
              .formatted(log.name(cause), log.name(event)));
      return false;
    }
    return true;
  }

  private void explain(final int first, final int cause, final int event) {
    if (violations.size() >= EXPLAINED_MAX) {
      violationCount++;
      return;
    }
    final List<String> path = new ArrayList<>();
    for (final int on : path(first, cause)) {
      path.add(log.name(on));
    }
    path.add(log.name(event));
    violated(
        "%s happened before %s, whose clock has %d for %s; path: %s"
            .formatted(
                log.name(first),
                log.name(event),
                log.count(event, log.host(first)),
                log.hostName(log.host(first)),
                String.join(" → ", path)));
  }

  /** Events by which one happened before another that has heard of it, both included. */
  private List<Integer> path(final int from, final int to) {
    final List<Integer> path = new ArrayList<>();
    int at = to;
    path.add(at);
    while (log.host(at) != log.host(from) && path.size() <= log.hosts() + 1) {
      final int heard = firstToHear(at, from);
      if (heard != at) {
        path.add(0, heard);
      }
      at = teller(heard, from);
      path.add(0, at);
    }
    if (at != from) {
      path.add(0, from);
    }
    return path;
  }

  /** The first event of a host that has heard of another event. */
  private int firstToHear(final int event, final int of) {
    final int[] ofHost = events[log.host(event)];
    int at = log.number(event) - 1;
    while (at > 0 && log.count(ofHost[at - 1], log.host(of)) >= log.number(of)) {
      at--;
    }
    return ofHost[at];
  }

  /** From whom an event has it: the event of another host, heard of now and not before, that heard of it first. */
  private int teller(final int event, final int of) {
    final int number = log.number(event);
    final int previous = number == 1 ? NONE : events[log.host(event)][number - 2];
    int best = of;
    int bestKnown = Integer.MAX_VALUE;
    for (int entry = log.start(event); entry < log.start(event + 1); entry++) {
      final int host = log.entryHost(entry);
      final int before = previous == NONE ? 0 : log.count(previous, host);
      if (host != log.host(event) && host != log.host(of) && log.entryCount(entry) > before) {
        final int candidate = events[host][log.entryCount(entry) - 1];
        final int known = log.start(candidate + 1) - log.start(candidate);
        if (log.count(candidate, log.host(of)) >= log.number(of) && known < bestKnown) {
          best = candidate;
          bestKnown = known;
        }
      }
    }
    return best;
  }

  private void violated(final String words) {
    violationCount++;
    if (violations.size() < EXPLAINED_MAX) {
      violations.add(words);
    }
  }
}
