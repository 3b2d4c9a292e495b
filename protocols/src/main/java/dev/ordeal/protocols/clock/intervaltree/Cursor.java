package dev.ordeal.protocols.clock.intervaltree;

import dev.ordeal.protocols.clock.ClockException;
import org.agrona.DirectBuffer;

/** Where one reads in an encoded stamp, and what is wrong with it. */
final class Cursor {
  private final int offset;
  private final int end;
  private int position;

  Cursor(final int offset, final int length) {
    this.offset = offset;
    position = offset;
    end = offset + length;
  }

  int nextByte(final DirectBuffer buffer) {
    if (position == end) {
      throw malformed("too short");
    }
    return buffer.getByte(position++);
  }

  long nextNumber(final DirectBuffer buffer) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      final long group = nextByte(buffer);
      number |= (group & 0x7F) << shift;
      if (group >= 0) {
        if (shift == 63 && group > 1 || shift > 0 && group == 0) {
          break;
        }
        return number;
      }
    }
    throw malformed("number too long");
  }

  void checkDepth(final int depth) {
    if (depth > IntervalTreeClock.DEPTH_MAX) {
      throw malformed("too deep: depth=%d, max=%d".formatted(depth, IntervalTreeClock.DEPTH_MAX));
    }
  }

  void checkNormal(final boolean isNormal) {
    if (!isNormal) {
      throw malformed("not in normal form");
    }
  }

  void checkEnd() {
    if (position != end) {
      throw malformed("too long");
    }
  }

  ClockException malformed(final String why) {
    return new ClockException(
        "interval tree stamp malformed: %s, at=%d, length=%d".formatted(why, position - offset, end - offset));
  }
}
