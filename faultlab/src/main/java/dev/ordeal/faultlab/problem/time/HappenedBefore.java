package dev.ordeal.faultlab.problem.time;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.agrona.collections.IntArrayList;
import org.agrona.collections.Long2LongHashMap;

/**
 * The true happened-before of a run, told event by event in an order that extends it: for each process how many events
 * of every other happened before its latest. Events of a process are numbered from 1.
 *
 * <p>Cost: O(n) for a receipt and a sending, constant time for a local event; n words are kept for each sending and
 * three for each receipt. Allocation: when there are more of them than room.
 */
final class HappenedBefore {
  /** The number of a sending that nobody knows of. */
  static final int UNKNOWN = -1;

  private final int processes;

  /** The latest event of each process: row p, entry q is how many events of q happened before it, itself included. */
  private final int[] latest;

  private final Long2LongHashMap sendingByMessage = new Long2LongHashMap(UNKNOWN);
  private int[] sendingTime;
  private int[] sendingProcess = new int[64];
  private long[] sendingNs = new long[64];
  private int sendings;

  /** For each process its receipts in order: own number, sending. */
  private final IntArrayList[] receipts;

  HappenedBefore(final int processes) {
    this.processes = processes;
    latest = new int[processes * processes];
    sendingTime = new int[64 * processes];
    receipts = new IntArrayList[processes];
    for (int process = 0; process < processes; process++) {
      receipts[process] = new IntArrayList();
    }
  }

  /** A local event. */
  void local(final int process) {
    latest[process * processes + process]++;
  }

  /** A sending; returns its number among all, from 0. */
  int send(final int process, final long messageId, final long timeNs) {
    local(process);
    if (sendings == sendingProcess.length) {
      sendingProcess = Arrays.copyOf(sendingProcess, 2 * sendings);
      sendingNs = Arrays.copyOf(sendingNs, 2 * sendings);
      sendingTime = Arrays.copyOf(sendingTime, Math.multiplyExact(2 * sendings, processes));
    }
    System.arraycopy(latest, process * processes, sendingTime, sendings * processes, processes);
    sendingProcess[sendings] = process;
    sendingNs[sendings] = timeNs;
    sendingByMessage.put(messageId, sendings);
    return sendings++;
  }

  /** A receipt; returns the number of the sending, or {@link #UNKNOWN}: then it is as a local event. */
  int receive(final int process, final long messageId) {
    final int sending = (int) sendingByMessage.get(messageId);
    local(process);
    if (sending != UNKNOWN) {
      final int row = process * processes;
      final int sent = sending * processes;
      for (int id = 0; id < processes; id++) {
        latest[row + id] = Math.max(latest[row + id], sendingTime[sent + id]);
      }
      receipts[process].addInt(number(process));
      receipts[process].addInt(sending);
    }
    return sending;
  }

  /** The number of a process's latest event, 0 before the first. */
  int number(final int process) {
    return latest[process * processes + process];
  }

  /** Copies what happened before a process's latest event. */
  void copyLatest(final int process, final int[] target, final int offset) {
    System.arraycopy(latest, process * processes, target, offset, processes);
  }

  int senderOf(final int sending) {
    return sendingProcess[sending];
  }

  int numberOf(final int sending) {
    return sendingTime[sending * processes + sendingProcess[sending]];
  }

  long sentNs(final int sending) {
    return sendingNs[sending];
  }

  /** How one event came before another: the events on the way, as people write them; empty if it did not. */
  List<String> path(final int fromProcess, final int fromNumber, final int toProcess, final int toNumber) {
    final List<String> path = new ArrayList<>();
    int process = toProcess;
    int number = toNumber;
    path.add(name(process, number));
    while (process != fromProcess || number < fromNumber) {
      final int receipt = receiptThatKnows(process, number, fromProcess, fromNumber);
      if (receipt < 0) {
        return List.of();
      }
      final int receiptNumber = receipts[process].getInt(receipt);
      if (receiptNumber != number) {
        path.add(name(process, receiptNumber));
      }
      final int sending = receipts[process].getInt(receipt + 1);
      process = senderOf(sending);
      number = numberOf(sending);
      path.add(name(process, number));
    }
    if (number != fromNumber) {
      path.add(name(process, fromNumber));
    }
    Collections.reverse(path);
    return path;
  }

  /** An event in words. */
  static String name(final int process, final int number) {
    return "event %d of node %d".formatted(number, process);
  }

  /** The first receipt of a process, no later than an event of it, that an event of another came before. */
  private int receiptThatKnows(
      final int process, final int number, final int fromProcess, final int fromNumber) {
    final IntArrayList own = receipts[process];
    for (int i = 0; i < own.size() && own.getInt(i) <= number; i += 2) {
      if (sendingTime[own.getInt(i + 1) * processes + fromProcess] >= fromNumber) {
        return i;
      }
    }
    return -1;
  }
}
