package dev.ordeal.faultlab.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.collections.Long2LongHashMap;

/**
 * Fills a history event by event, in the order in which the events happened; only that order counts, times are kept for
 * pictures. An operation that is still under way when the history is taken has an unknown outcome.
 *
 * <p>A process invokes one operation at a time; one whose outcome was unknown never acts again under its name, since
 * its operation is still under way: give a client that gives up a new name.
 *
 * <p>Single thread. Cost: some 60 bytes an operation and its values; nothing else is allocated.
 */
public final class HistoryRecorder {
  private static final long IDLE = -1;
  private static final long GONE = -2;
  private static final byte UNDER_WAY = 3;
  private static final int CAPACITY_MIN = 64;

  /** The operation that a process has under way, or GONE; absent is IDLE. */
  private final Long2LongHashMap underWay = new Long2LongHashMap(IDLE);

  private long[] processes = new long[CAPACITY_MIN];
  private String[] functions = new String[CAPACITY_MIN];
  private Object[] keys = new Object[CAPACITY_MIN];
  private Object[] inputs = new Object[CAPACITY_MIN];
  private Object[] outputs = new Object[CAPACITY_MIN];
  private byte[] outcomes = new byte[CAPACITY_MIN];
  private int[] invokedAt = new int[CAPACITY_MIN];
  private int[] respondedAt = new int[CAPACITY_MIN];
  private long[] invokedNs = new long[CAPACITY_MIN];
  private long[] respondedNs = new long[CAPACITY_MIN];
  private int size;
  private int events;

  /**
   * A process invokes an operation.
   *
   * @param key which object, or null where there is one only
   * @param input what is handed in, or null
   * @return the operation, for its response
   * @throws HistoryException if the process has an operation under way, or had one whose outcome is unknown
   */
  public int invoke(
      final long process, final String function, final Object key, final Object input, final long nowNs) {
    final long before = underWay.get(process);
    if (before != IDLE) {
      throw new HistoryException(
          events,
          before == GONE
              ? "process acts again after an unknown outcome: process=%d".formatted(process)
              : "process has an operation under way: process=%d".formatted(process));
    }
    if (size == processes.length) {
      grow();
    }
    final int operation = size++;
    processes[operation] = process;
    functions[operation] = function;
    keys[operation] = key;
    inputs[operation] = input;
    outputs[operation] = null;
    outcomes[operation] = UNDER_WAY;
    invokedAt[operation] = events++;
    invokedNs[operation] = nowNs;
    underWay.put(process, operation);
    return operation;
  }

  /**
   * It happened.
   *
   * @param output what came back, or null if nothing did or nobody knows
   */
  public void ok(final int operation, final Object output, final long nowNs) {
    respond(operation, Outcome.OK, nowNs);
    outputs[operation] = output;
  }

  /** It certainly did not happen. */
  public void fail(final int operation, final long nowNs) {
    respond(operation, Outcome.FAILED, nowNs);
  }

  /** Its outcome is unknown: it may take effect at any later time, or never. The process is gone. */
  public void info(final int operation, final long nowNs) {
    respond(operation, Outcome.UNKNOWN, nowNs);
    underWay.put(processes[operation], GONE);
  }

  private void respond(final int operation, final Outcome outcome, final long nowNs) {
    if (operation < 0 || operation >= size || outcomes[operation] != UNDER_WAY) {
      throw new HistoryException(events, "response without an invocation: operation=%d".formatted(operation));
    }
    outcomes[operation] = (byte) outcome.ordinal();
    respondedAt[operation] = events++;
    respondedNs[operation] = nowNs;
    underWay.remove(processes[operation]);
  }

  /**
   * The operation that a process has under way.
   *
   * @throws HistoryException if it has none
   */
  public int underWay(final long process) {
    final long operation = underWay.get(process);
    if (operation < 0) {
      throw new HistoryException(events, "response without an invocation: process=%d".formatted(process));
    }
    return (int) operation;
  }

  /** How many events there were. */
  public int events() {
    return events;
  }

  /** Forgets everything, and keeps the memory. */
  public void reset() {
    size = 0;
    events = 0;
    underWay.clear();
    Arrays.fill(keys, null);
    Arrays.fill(inputs, null);
    Arrays.fill(outputs, null);
  }

  /** What was recorded so far. */
  public History history() {
    final List<Operation> operations = new ArrayList<>(size);
    int failed = 0;
    for (int i = 0; i < size; i++) {
      if (outcomes[i] == Outcome.FAILED.ordinal()) {
        failed++;
      } else {
        final boolean isOk = outcomes[i] == Outcome.OK.ordinal();
        operations.add(
            new Operation(
                operations.size(),
                processes[i],
                functions[i],
                keys[i],
                inputs[i],
                outputs[i],
                isOk ? Outcome.OK : Outcome.UNKNOWN,
                invokedAt[i],
                isOk ? respondedAt[i] : Operation.NEVER,
                invokedNs[i],
                isOk ? respondedNs[i] : Long.MAX_VALUE));
      }
    }
    return new History(operations, failed);
  }

  private void grow() {
    final int capacity = 2 * size;
    processes = Arrays.copyOf(processes, capacity);
    functions = Arrays.copyOf(functions, capacity);
    keys = Arrays.copyOf(keys, capacity);
    inputs = Arrays.copyOf(inputs, capacity);
    outputs = Arrays.copyOf(outputs, capacity);
    outcomes = Arrays.copyOf(outcomes, capacity);
    invokedAt = Arrays.copyOf(invokedAt, capacity);
    respondedAt = Arrays.copyOf(respondedAt, capacity);
    invokedNs = Arrays.copyOf(invokedNs, capacity);
    respondedNs = Arrays.copyOf(respondedNs, capacity);
  }
}
