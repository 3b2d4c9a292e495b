package dev.ordeal.benchmarks;

import dev.ordeal.faultlab.history.History;
import dev.ordeal.faultlab.history.HistoryRecorder;
import dev.ordeal.protocols.core.CounterRandom;
import java.util.Arrays;
import java.util.List;

/**
 * Histories of an atomic register: clients invoke at random, an operation takes effect at a random point before it
 * responds, so the history is linearizable by construction. Deterministic in its arguments. Single owner.
 */
public final class Histories {
  private static final int IDLE = -1;
  private static final long VALUES = 5;
  private static final long NOBODYS = -1;
  private static final int LONG_AGO = 200;
  private static final int FRESH_NAMES = 1_000_000;

  private final CounterRandom random;
  private final HistoryRecorder recorder = new HistoryRecorder();
  private final long[] held;
  /** What each key held, the latest last; of no use to a key that was written once. */
  private final long[] heldLongAgo;
  private final boolean isUnique;
  private long written;

  private Histories(final long seed, final int keys, final boolean isUnique) {
    random = new CounterRandom(seed);
    held = new long[keys];
    heldLongAgo = new long[keys];
    this.isUnique = isUnique;
  }

  /**
   * Reads and writes, half and half; no value is written twice.
   *
   * @param isBad whether one read near the end returns a value that was overwritten long before it began
   */
  public static History registers(
      final long seed, final int operations, final int keys, final int clients, final boolean isBad) {
    final Histories histories = new Histories(seed, keys, true);
    histories.run(operations, clients, 0, isBad ? operations - operations / 20 : Integer.MAX_VALUE);
    return histories.recorder.history();
  }

  /**
   * Reads, writes and compare-and-sets of five values on one key; some time out, whether they took effect or not.
   *
   * @param unknownPercent how many of the writes and compare-and-sets have an unknown outcome
   * @param isBad whether one read near the end returns a value that nobody wrote
   */
  public static History casRegister(
      final long seed, final int operations, final int clients, final int unknownPercent, final boolean isBad) {
    final Histories histories = new Histories(seed, 1, false);
    histories.run(operations, clients, unknownPercent, isBad ? operations - operations / 20 : Integer.MAX_VALUE);
    return histories.recorder.history();
  }

  private void run(final int operations, final int clients, final int unknownPercent, final int badFrom) {
    final int[] operation = new int[clients];
    final int[] key = new int[clients];
    final int[] kind = new int[clients];
    final long[] name = new long[clients];
    final long[] first = new long[clients];
    final long[] second = new long[clients];
    final boolean[] isDone = new boolean[clients];
    final Object[] result = new Object[clients];
    Arrays.fill(operation, IDLE);
    for (int client = 0; client < clients; client++) {
      name[client] = client;
    }
    int invoked = 0;
    int busy = 0;
    boolean isSpoilt = badFrom == Integer.MAX_VALUE;
    for (long now = 0; invoked < operations || busy > 0; now++) {
      final int client = (int) random.nextLong(clients);
      if (operation[client] == IDLE) {
        if (invoked == operations) {
          continue;
        }
        invoked++;
        busy++;
        key[client] = (int) random.nextLong(held.length);
        kind[client] = (int) random.nextLong(unknownPercent > 0 ? 3 : 2);
        first[client] = kind[client] == 1 ? next() : random.nextLong(VALUES);
        second[client] = next();
        isDone[client] = false;
        operation[client] =
            recorder.invoke(
                name[client],
                List.of("read", "write", "cas").get(kind[client]),
                held.length == 1 ? null : (Long) (long) key[client],
                kind[client] == 0 ? null : kind[client] == 1 ? (Object) first[client] : List.of(first[client], second[client]),
                now);
      } else if (!isDone[client] && (kind[client] == 0 || random.nextLong(100) >= unknownPercent / 2)) {
        isDone[client] = true;
        result[client] = apply(kind[client], key[client], first[client], second[client]);
      } else {
        busy--;
        final boolean isUnknown = kind[client] != 0 && random.nextLong(100) < unknownPercent;
        if (!isDone[client] || isUnknown) {
          recorder.info(operation[client], now);
          name[client] += FRESH_NAMES;
        } else if (result[client] == null) {
          recorder.fail(operation[client], now);
        } else {
          Object answer = kind[client] == 0 ? result[client] : null;
          if (!isSpoilt && kind[client] == 0 && invoked >= badFrom && isSpoilable(key[client])) {
            answer = isUnique ? heldLongAgo[key[client]] : (Object) NOBODYS;
            isSpoilt = true;
          }
          recorder.ok(operation[client], answer, now);
        }
        operation[client] = IDLE;
      }
    }
  }

  private boolean isSpoilable(final int key) {
    return !isUnique || heldLongAgo[key] != 0;
  }

  private long next() {
    return isUnique ? ++written : random.nextLong(VALUES);
  }

  /** What came back; null if nothing happened. */
  private Object apply(final int kind, final int key, final long first, final long second) {
    final long before = held[key];
    switch (kind) {
      case 0 -> {
        return before;
      }
      case 1 -> {
        held[key] = first;
        // Every 200th write is remembered, so what it wrote is overwritten when the next of them comes.
        if (first % LONG_AGO == 0) {
          heldLongAgo[key] = before;
        }
      }
      default -> {
        if (before != first) {
          return null;
        }
        held[key] = second;
      }
    }
    return before;
  }
}
