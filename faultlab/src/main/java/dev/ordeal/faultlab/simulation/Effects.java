package dev.ordeal.faultlab.simulation;

import java.util.Arrays;

/**
 * Effects in the order they were staged, as parallel arrays: those of one step, or those of many steps that wait for a
 * sync. Bodies are slots of the {@link MessagePool}.
 */
public final class Effects {
  /** A record: a = {@link Journal} kind, b = keepFrom. */
  public static final byte RECORD = 0;

  /** An indication of a word: aux = indication, a = key, b = value. */
  public static final byte INDICATE = 1;

  /** An indication with a body: aux = indication, a = key. */
  public static final byte INDICATE_BODY = 2;

  /** A message: a = receiver, or {@link #ALL_OTHERS}. */
  public static final byte SEND = 3;

  /** A reply: a = request id. */
  public static final byte REPLY = 4;

  /** Starts a step that waits for a sync: a = how many records must be durable. */
  public static final byte HELD_STEP = 5;

  /** A trigger acts between the step's indications and its sends: aux = its index. */
  public static final byte TRIGGERED = 6;

  /** The node crashes in this step: aux = index of the pending crash. */
  public static final byte CRASH = 7;

  /** The receiver of a broadcast. */
  public static final long ALL_OTHERS = -1;

  public int size;
  public byte[] kind = new byte[16];
  public int[] aux = new int[16];
  public long[] a = new long[16];
  public long[] b = new long[16];
  public int[] slot = new int[16];

  void add(final byte newKind, final int newAux, final long newA, final long newB, final int newSlot) {
    if (size == kind.length) {
      grow(size * 2);
    }
    put(size++, newKind, newAux, newA, newB, newSlot);
  }

  private void put(
      final int at, final byte newKind, final int newAux, final long newA, final long newB, final int newSlot) {
    kind[at] = newKind;
    aux[at] = newAux;
    a[at] = newA;
    b[at] = newB;
    slot[at] = newSlot;
  }

  /** Drops the first so many effects, whose bodies have been released. */
  void dropFirst(final int count) {
    size -= count;
    System.arraycopy(kind, count, kind, 0, size);
    System.arraycopy(aux, count, aux, 0, size);
    System.arraycopy(a, count, a, 0, size);
    System.arraycopy(b, count, b, 0, size);
    System.arraycopy(slot, count, slot, 0, size);
  }

  /** Moves all effects of another list to the end of this one. */
  void takeAll(final Effects other) {
    for (int i = 0; i < other.size; i++) {
      add(other.kind[i], other.aux[i], other.a[i], other.b[i], other.slot[i]);
    }
    other.size = 0;
  }

  /** Whether there is a message among them. */
  boolean hasSends() {
    for (int i = 0; i < size; i++) {
      if (kind[i] == SEND) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes each broadcast, in its place, a message to each of the others, in order of node, so that each can be told
   * apart. What is sent, and in which order, does not change.
   */
  void spreadBroadcasts(final int nodeId, final int clusterSize, final MessagePool pool) {
    int spread = size;
    for (int i = 0; i < size; i++) {
      spread += kind[i] == SEND && a[i] == ALL_OTHERS ? clusterSize - 2 : 0;
    }
    if (spread > kind.length) {
      grow(spread);
    }
    int to = spread;
    for (int i = size - 1; i >= 0; i--) {
      if (kind[i] == SEND && a[i] == ALL_OTHERS) {
        final int body = slot[i];
        for (int toId = clusterSize - 1, copies = 0; toId >= 0; toId--) {
          if (toId != nodeId) {
            if (copies++ > 0) {
              pool.retain(body);
            }
            put(--to, SEND, 0, toId, 0, body);
          }
        }
      } else {
        put(--to, kind[i], aux[i], a[i], b[i], slot[i]);
      }
    }
    size = spread;
  }

  /** Releases every body and empties the list. */
  public void clear(final MessagePool pool) {
    for (int i = 0; i < size; i++) {
      if (slot[i] != MessagePool.NO_SLOT) {
        pool.release(slot[i]);
        slot[i] = MessagePool.NO_SLOT;
      }
    }
    size = 0;
  }

  private void grow(final int capacity) {
    kind = Arrays.copyOf(kind, capacity);
    aux = Arrays.copyOf(aux, capacity);
    a = Arrays.copyOf(a, capacity);
    b = Arrays.copyOf(b, capacity);
    slot = Arrays.copyOf(slot, capacity);
  }
}
