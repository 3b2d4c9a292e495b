package dev.ordeal.faultlab.trace;

import dev.ordeal.faultlab.simulation.TraceEntry;
import dev.ordeal.faultlab.simulation.TraceKind;
import dev.ordeal.faultlab.simulation.TraceListener;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import org.agrona.DirectBuffer;

/** Keeps the last entries of a trace that are wanted, in memory. Cold; single thread. */
public final class TraceTail implements TraceListener {
  private final int entriesMax;
  private final Predicate<TraceKind> isWanted;
  private final long untilNs;
  private final Deque<TraceEntry> entries = new ArrayDeque<>();

  /** Keeps the last {@code entriesMax} entries of any kind. */
  public TraceTail(final int entriesMax) {
    this(entriesMax, kind -> true, Long.MAX_VALUE);
  }

  /** Keeps the last {@code entriesMax} entries of the wanted kinds that happen no later than {@code untilNs}. */
  public TraceTail(final int entriesMax, final Predicate<TraceKind> isWanted, final long untilNs) {
    if (entriesMax < 1) {
      throw new IllegalArgumentException("entries out of range: entries=%d, min=1".formatted(entriesMax));
    }
    this.entriesMax = entriesMax;
    this.isWanted = isWanted;
    this.untilNs = untilNs;
  }

  @Override
  public void onTrace(
      final TraceKind kind,
      final long timeNs,
      final int nodeId,
      final int peerId,
      final long key,
      final long value,
      final DirectBuffer body,
      final int offset,
      final int length) {
    if (timeNs > untilNs || !isWanted.test(kind)) {
      return;
    }
    if (entries.size() == entriesMax) {
      entries.removeFirst();
    }
    final byte[] copy = length == 0 ? TraceEntry.NO_BODY : new byte[length];
    if (length > 0) {
      body.getBytes(offset, copy);
    }
    entries.addLast(new TraceEntry(kind, timeNs, nodeId, peerId, key, value, copy));
  }

  /** What was kept, in order. */
  public List<TraceEntry> entries() {
    return new ArrayList<>(entries);
  }
}
