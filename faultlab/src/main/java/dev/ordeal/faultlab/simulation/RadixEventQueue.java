package dev.ordeal.faultlab.simulation;

/**
 * The simulator's event queue: a radix heap on primitive arrays, ordered by time and, within a time, by order of
 * scheduling.
 *
 * <p>Source: Ahuja, Mehlhorn, Orlin, Tarjan, "Faster algorithms for the shortest path problem", JACM 37(2), 1990,
 * section 2. A bucket holds the events whose time differs from the last polled time in the same highest bit. Polling
 * empties the lowest bucket into lower ones; every event only ever moves down, at most once per bit of its delay, and
 * always through memory in order. That is why it keeps its pace at a million pending events, where a binary heap misses
 * the cache on each level.
 *
 * <p>Ties: events of one time always share a bucket, buckets are emptied in order, and all lower buckets are empty when
 * that happens. So events of one time leave in the order they were scheduled, without a stored sequence number.
 *
 * <p>Cost: schedule O(1), poll O(log of the delay) amortised. Space: a few times two words an event, at most as
 * much as was ever pending. Threading: single owner. Allocation: only when more events are pending than ever before.
 */
public final class RadixEventQueue {
  private static final int BUCKETS = 64;
  private static final int INITIAL_WORDS = 32;
  private static final int SHARED_WORDS_MIN = 1 << 14;

  /** Buckets so small are polled soon: what their events refer to is fetched while the bucket is emptied. */
  private static final int UPCOMING_WORDS_MAX = 32;

  /** With fewer events pending, all they refer to lies in the cache anyway. */
  private static final int UPCOMING_PENDING_MIN = 1 << 14;

  private final Upcoming upcoming;
  private final long[][] buckets = new long[BUCKETS][];
  private final int[] words = new int[BUCKETS];
  private long occupied;
  private int head;
  private long lastNs;
  private long polledEvent;
  private int size;

  /** Hears of events a little before they are polled, maybe more than once: the time to fetch what they refer to. */
  @FunctionalInterface
  interface Upcoming {
    void onUpcoming(long event);
  }

  /** An empty queue at time 0. */
  public RadixEventQueue() {
    this(event -> {});
  }

  RadixEventQueue(final Upcoming upcoming) {
    this.upcoming = upcoming;
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] = new long[INITIAL_WORDS];
    }
  }

  /**
   * Adds an event.
   *
   * @param timeNs not before {@link #polledTimeNs()}
   * @throws IllegalArgumentException if it lies in the past
   */
  public void schedule(final long timeNs, final long event) {
    if (timeNs < lastNs) {
      throw new IllegalArgumentException("event in the past: timeNs=%d, min=%d".formatted(timeNs, lastNs));
    }
    push(Long.SIZE - Long.numberOfLeadingZeros(timeNs ^ lastNs), timeNs, event);
    size++;
  }

  /** Takes the earliest event: false if there is none. */
  public boolean poll() {
    if (head == words[0] && !refill()) {
      return false;
    }
    final long[] bucket = buckets[0];
    polledEvent = bucket[head + 1];
    head += 2;
    if (head == words[0]) {
      head = 0;
      words[0] = 0;
      occupied &= ~1L;
    }
    size--;
    return true;
  }

  /** The time of the event polled last; no later event may be scheduled before it. */
  public long polledTimeNs() {
    return lastNs;
  }

  /** The event polled last. */
  public long polledEvent() {
    return polledEvent;
  }

  /** How many events are pending. */
  public int size() {
    return size;
  }

  private boolean refill() {
    if (occupied == 0) {
      return false;
    }
    final int index = Long.numberOfTrailingZeros(occupied);
    final long[] bucket = buckets[index];
    final int end = words[index];

    long minNs = bucket[0];
    for (int i = 2; i < end; i += 2) {
      minNs = Math.min(minNs, bucket[i]);
    }
    lastNs = minNs;
    if (end <= UPCOMING_WORDS_MAX && size >= UPCOMING_PENDING_MIN) {
      for (int i = 0; i < end; i += 2) {
        upcoming.onUpcoming(bucket[i + 1]);
      }
    }
    for (int i = 0; i < end; i += 2) {
      final long timeNs = bucket[i];
      push(Long.SIZE - Long.numberOfLeadingZeros(timeNs ^ minNs), timeNs, bucket[i + 1]);
    }
    words[index] = 0;
    occupied &= ~(1L << index); // not before: an empty bucket may lose its array to one that grows
    return true;
  }

  private void push(final int index, final long timeNs, final long event) {
    long[] bucket = buckets[index];
    final int end = words[index];
    if (end == bucket.length) {
      bucket = grow(index);
    }
    bucket[end] = timeNs;
    bucket[end + 1] = event;
    words[index] = end + 2;
    occupied |= 1L << index;
  }

  /**
   * A bigger array for a full bucket. When time passes a power of two, all that is pending moves to a bucket that never
   * held much; it takes over the array of the one that is empty now, so that memory follows what is pending and not how
   * long the run is.
   */
  private long[] grow(final int index) {
    final long[] full = buckets[index];
    int widest = index;
    if (full.length >= SHARED_WORDS_MIN) {
      for (long empty = ~occupied; empty != 0; empty &= empty - 1) {
        final int other = Long.numberOfTrailingZeros(empty);
        widest = buckets[other].length > buckets[widest].length ? other : widest;
      }
    }
    final long[] bigger = widest == index ? new long[full.length * 2] : buckets[widest];
    buckets[widest] = full;
    System.arraycopy(full, 0, bigger, 0, full.length);
    buckets[index] = bigger;
    return bigger;
  }
}
