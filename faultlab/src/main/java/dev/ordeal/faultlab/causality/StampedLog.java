package dev.ordeal.faultlab.causality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.agrona.collections.IntArrayList;

/**
 * The events of a log: host, vector clock and line of each, in the order of the file. Clocks are kept sparse, the hosts
 * of each in increasing order.
 */
final class StampedLog {
  private final List<String> hosts = new ArrayList<>();
  private final Map<String, Integer> hostByName = new HashMap<>();
  private final IntArrayList host = new IntArrayList();
  private final IntArrayList line = new IntArrayList();
  private final IntArrayList start = new IntArrayList();
  private final IntArrayList entryHost = new IntArrayList();
  private final IntArrayList entryCount = new IntArrayList();

  StampedLog() {
    start.addInt(0);
  }

  /** The number of a host; a new one for a new name. */
  int hostOf(final String name) {
    final Integer known = hostByName.get(name);
    if (known != null) {
      return known;
    }
    hostByName.put(name, hosts.size());
    hosts.add(name);
    return hosts.size() - 1;
  }

  /** Adds an entry to the clock of the event that is added next. Zeros need no entry. */
  void addEntry(final int ofHost, final int count) {
    int at = entryHost.size();
    entryHost.addInt(ofHost);
    entryCount.addInt(count);
    while (at > start.getInt(size()) && entryHost.getInt(at - 1) > ofHost) {
      entryHost.setInt(at, entryHost.getInt(at - 1));
      entryCount.setInt(at, entryCount.getInt(at - 1));
      at--;
    }
    entryHost.setInt(at, ofHost);
    entryCount.setInt(at, count);
  }

  /** Forgets the entries added since the last event. */
  void dropEntries() {
    while (entryHost.size() > start.getInt(size())) {
      entryHost.removeAt(entryHost.size() - 1);
      entryCount.removeAt(entryCount.size() - 1);
    }
  }

  /** Adds an event with the entries added since the last one. */
  void addEvent(final int ofHost, final int atLine) {
    host.addInt(ofHost);
    line.addInt(atLine);
    start.addInt(entryHost.size());
  }

  /** How many events there are. */
  int size() {
    return host.size();
  }

  int hosts() {
    return hosts.size();
  }

  String hostName(final int ofHost) {
    return hosts.get(ofHost);
  }

  int host(final int event) {
    return host.getInt(event);
  }

  int line(final int event) {
    return line.getInt(event);
  }

  /** Where an event's entries begin among all; they end where those of the next begin. */
  int start(final int event) {
    return start.getInt(event);
  }

  int entryHost(final int entry) {
    return entryHost.getInt(entry);
  }

  int entryCount(final int entry) {
    return entryCount.getInt(entry);
  }

  /** An event's entry for a host; 0 if there is none. */
  int count(final int event, final int ofHost) {
    int low = start(event);
    int high = start(event + 1) - 1;
    while (low <= high) {
      final int middle = (low + high) >>> 1;
      final int found = entryHost(middle);
      if (found == ofHost) {
        return entryCount(middle);
      }
      if (found < ofHost) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return 0;
  }

  /** An event's own number. */
  int number(final int event) {
    return count(event, host(event));
  }

  /** An event as people find it again: {@code alpha:3 (line 7)}. */
  String name(final int event) {
    return "%s:%d (line %d)".formatted(hostName(host(event)), number(event), line(event));
  }
}
