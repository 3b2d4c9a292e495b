package dev.ordeal.faultlab.fault;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Messages a node has sent, each with a receiver and a time, in a ring of reused buffers: the oldest is taken first.
 * Hot; allocates only while it grows. Single owner.
 */
final class SentMessages {
  private ExpandableArrayBuffer[] buffers = new ExpandableArrayBuffer[8];
  private int[] lengths = new int[8];
  private int[] receivers = new int[8];
  private long[] times = new long[8];
  private int first;
  private int size;

  int size() {
    return size;
  }

  void add(final int toId, final long timeNs, final DirectBuffer buffer, final int offset, final int length) {
    if (size == buffers.length) {
      grow();
    }
    final int slot = slot(size++);
    if (buffers[slot] == null) {
      buffers[slot] = new ExpandableArrayBuffer(Math.max(64, length));
    }
    buffers[slot].putBytes(0, buffer, offset, length);
    lengths[slot] = length;
    receivers[slot] = toId;
    times[slot] = timeNs;
  }

  void removeFirst() {
    first = slot(1);
    size--;
  }

  DirectBuffer buffer(final int index) {
    return buffers[slot(index)];
  }

  int length(final int index) {
    return lengths[slot(index)];
  }

  int receiver(final int index) {
    return receivers[slot(index)];
  }

  long timeNs(final int index) {
    return times[slot(index)];
  }

  int encode(final MutableDirectBuffer target, final int offset) {
    int end = offset;
    for (int i = 0; i < size; i++) {
      target.putInt(end, receiver(i), ByteOrder.LITTLE_ENDIAN);
      target.putInt(end + 4, length(i), ByteOrder.LITTLE_ENDIAN);
      target.putLong(end + 8, timeNs(i), ByteOrder.LITTLE_ENDIAN);
      target.putBytes(end + 16, buffer(i), 0, length(i));
      end += 16 + length(i);
    }
    return end - offset;
  }

  private int slot(final int index) {
    return (first + index) & (buffers.length - 1);
  }

  private void grow() {
    final int capacity = 2 * buffers.length;
    final ExpandableArrayBuffer[] newBuffers = new ExpandableArrayBuffer[capacity];
    final int[] newLengths = new int[capacity];
    final int[] newReceivers = new int[capacity];
    final long[] newTimes = new long[capacity];
    for (int i = 0; i < size; i++) {
      final int slot = slot(i);
      newBuffers[i] = buffers[slot];
      newLengths[i] = lengths[slot];
      newReceivers[i] = receivers[slot];
      newTimes[i] = times[slot];
    }
    buffers = newBuffers;
    lengths = newLengths;
    receivers = newReceivers;
    times = newTimes;
    first = 0;
  }
}
