package dev.ordeal.protocols.commit;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.util.Arrays;
import org.agrona.MutableDirectBuffer;

/**
 * The transactions that a participant knows of. One that is over stays until the coordinator says, by its
 * <em>floor</em>, that it is over for itself: until then a late message of it must find it and not begin it anew.
 *
 * <p>Cost: constant time. Threading: the node's owner. Allocation: when it knows of more than ever before.
 */
final class Works {
  /** By slot of the coordinator, which seldom runs two at once of one place: each the first of those in it. */
  private Work[] places = new Work[64];

  private int count;
  private Work[] over = new Work[64];
  private long overStart;
  private long overEnd;
  private Work[] free = new Work[16];
  private int freeCount;
  private Work[] open = new Work[16];
  private int openCount;
  private long floor;

  /** The transaction of a number, or null. */
  Work get(final long number) {
    Work work = places[placeOf(number)];
    while (work != null && work.number != number) {
      work = work.nextInPlace;
    }
    return work;
  }

  /** Whether a transaction was over for its coordinator before it got here. */
  boolean isBelowFloor(final long number) {
    return number < floor;
  }

  long floor() {
    return floor;
  }

  /** Begins to know of a transaction. */
  Work begin(final long number) {
    final Work work = freeCount > 0 ? free[--freeCount] : new Work();
    work.clear(number);
    if (count++ == places.length) {
      growPlaces();
    }
    put(work);
    if (openCount == open.length) {
      open = Arrays.copyOf(open, openCount * 2);
    }
    open[openCount++] = work;
    return work;
  }

  /** The transaction is over here. */
  void end(final Work work) {
    for (int i = 0; i < openCount; i++) {
      if (open[i] == work) {
        System.arraycopy(open, i + 1, open, i, --openCount - i);
        open[openCount] = null;
        break;
      }
    }
    if (overEnd - overStart == over.length) {
      growOver();
    }
    over[(int) (overEnd++ & over.length - 1)] = work;
  }

  /** How many transactions are not over; those are {@link #open} 0 to this less one, in the order they began. */
  int openCount() {
    return openCount;
  }

  Work open(final int index) {
    return open[index];
  }

  /** How many are over and not forgotten; those are {@link #over} 0 to this less one, in the order they ended. */
  int overCount() {
    return (int) (overEnd - overStart);
  }

  Work over(final int index) {
    return over[(int) (overStart + index & over.length - 1)];
  }

  /** Forgets what is over for the coordinator as well. */
  void raiseFloor(final long newFloor) {
    if (newFloor <= floor) {
      return;
    }
    floor = newFloor;
    while (overStart < overEnd && over[(int) (overStart & over.length - 1)].number < floor) {
      final Work work = over[(int) (overStart++ & over.length - 1)];
      remove(work);
      if (freeCount == free.length) {
        free = Arrays.copyOf(free, freeCount * 2);
      }
      free[freeCount++] = work;
    }
  }

  /** Writes all of them; returns how many bytes. */
  int encode(final MutableDirectBuffer buffer, final int offset) {
    buffer.putLong(offset, floor, LITTLE_ENDIAN);
    int at = offset + Long.BYTES;
    for (int i = 0; i < openCount; i++) {
      at += open[i].encode(buffer, at);
    }
    for (int i = 0; i < overCount(); i++) {
      buffer.putLong(at, over(i).number, LITTLE_ENDIAN);
      buffer.putByte(at + 8, (byte) over(i).phase.ordinal());
      at += 9;
    }
    return at - offset;
  }

  private int placeOf(final long number) {
    return TransactionNumber.slotOf(number) & places.length - 1;
  }

  private void put(final Work work) {
    final int place = placeOf(work.number);
    work.nextInPlace = places[place];
    places[place] = work;
  }

  private void remove(final Work work) {
    count--;
    final int place = placeOf(work.number);
    if (places[place] == work) {
      places[place] = work.nextInPlace;
      return;
    }
    Work before = places[place];
    while (before.nextInPlace != work) {
      before = before.nextInPlace;
    }
    before.nextInPlace = work.nextInPlace;
  }

  private void growPlaces() {
    final Work[] smaller = places;
    places = new Work[smaller.length * 2];
    for (final Work first : smaller) {
      for (Work work = first; work != null; ) {
        final Work next = work.nextInPlace;
        put(work);
        work = next;
      }
    }
  }

  private void growOver() {
    final Work[] larger = new Work[over.length * 2];
    for (int i = 0; i < over.length; i++) {
      larger[i] = over(i);
    }
    over = larger;
    overEnd -= overStart;
    overStart = 0;
  }
}
