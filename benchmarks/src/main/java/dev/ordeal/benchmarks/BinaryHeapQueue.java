package dev.ordeal.benchmarks;

import java.util.Arrays;

/**
 * A bare binary heap on two primitive arrays: the floor that event queues are measured against (Williams 1964). Ordered
 * by time alone; events of one time leave in any order, so it does less than a simulator needs.
 *
 * <p>Threading: single owner. Allocation: only when it grows.
 */
final class BinaryHeapQueue {
  private long[] timesNs;
  private long[] events;
  private int size;
  private long polledTimeNs;
  private long polledEvent;

  BinaryHeapQueue(final int capacity) {
    timesNs = new long[capacity];
    events = new long[capacity];
  }

  void schedule(final long timeNs, final long event) {
    if (size == timesNs.length) {
      timesNs = Arrays.copyOf(timesNs, size * 2);
      events = Arrays.copyOf(events, size * 2);
    }
    final long[] times = timesNs;
    final long[] words = events;
    int hole = size++;
    while (hole > 0) {
      final int parent = (hole - 1) >>> 1;
      if (times[parent] <= timeNs) {
        break;
      }
      times[hole] = times[parent];
      words[hole] = words[parent];
      hole = parent;
    }
    times[hole] = timeNs;
    words[hole] = event;
  }

  boolean poll() {
    if (size == 0) {
      return false;
    }
    final long[] times = timesNs;
    final long[] words = events;
    polledTimeNs = times[0];
    polledEvent = words[0];
    final int last = --size;
    final long timeNs = times[last];
    final long event = words[last];
    int hole = 0;
    int child = 1;
    while (child < last) {
      if (child + 1 < last && times[child + 1] < times[child]) {
        child++;
      }
      if (times[child] >= timeNs) {
        break;
      }
      times[hole] = times[child];
      words[hole] = words[child];
      hole = child;
      child = 2 * hole + 1;
    }
    times[hole] = timeNs;
    words[hole] = event;
    return true;
  }

  long polledTimeNs() {
    return polledTimeNs;
  }

  long polledEvent() {
    return polledEvent;
  }
}
